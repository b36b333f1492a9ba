"""Every maker of documents: a function of a report that gives the documents it has data for."""

from collections.abc import Callable, Iterable

from greening.documents.data_table import data_table
from greening.documents.document import Document
from greening.documents.extracts import extracts
from greening.documents.governing_body import governing_body
from greening.documents.locations import locations
from greening.documents.management_plan import management_plan
from greening.documents.peer_review import peer_review
from greening.documents.registers import documents as registers
from greening.documents.scorecard import scorecard
from greening.narrative.report import Report

DOCUMENTS: tuple[Callable[[Report], Iterable[Document]], ...] = (
    governing_body,
    management_plan,
    extracts,
    locations,
    registers,
    data_table,
    peer_review,
    scorecard,
)
