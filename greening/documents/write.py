"""The documents of a report as files: drawn, checked against the figures, written beside the page, and what is outdated taken away."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from upath import UPath

from greening import paths
from greening.documents import docx, html
from greening.documents.catalogue import DOCUMENTS
from greening.documents.document import Document
from greening.errors import DeclarationError
from greening.narrative.report import Report
from greening.publish import gate
from greening.publish.documents import Beside

#: A figure that leads to how it was made on the report's page; those of other bodies, in tables of thousands, do not.
_LINKED = re.compile(r'how\.[\w-]+\.html#[^"<>]*"><data [^<>]*data-figure="([^"]*)"')
#: The folder of documents beside a page.
FOLDER = "documents"


@dataclass(frozen=True)
class Drawn:
    """A document as it will be published: its files by their place below the report's folder, and the figures that lead to the report's page."""

    document: Document
    files: Mapping[str, bytes]
    printed: Sequence[str]

    @property
    def beside(self) -> Beside:
        """The document as the page that it lies beside needs it."""
        return Beside(self.document.title, {place.rpartition(".")[2]: quote(place) for place in self.files}, self.printed)


def draw(report: Report, languages: Sequence[str] = ()) -> list[Drawn]:
    """Every document of the report, in the order of the catalogue, in all of its formats.

    Raises GateError where one would print anything else than the figures are, DeclarationError where two have the same name.
    """
    made = [document for maker in DOCUMENTS for document in maker(report)]
    counted = Counter(document.name for document in made)
    if twice := [name for name, count in counted.items() if count > 1]:
        raise DeclarationError(f"more than one document is named {', '.join(twice)}")
    return [_drawn(document, report, languages or [report.language]) for document in made]


def _drawn(document: Document, report: Report, languages: Sequence[str]) -> Drawn:
    places = {form: f"{FOLDER}/{document.name}.{report.language}.{form}" for form in document.formats}
    others = {form: place.rpartition("/")[2] for form, place in places.items() if form != "html"}
    page = html.page(document, report, languages, others)
    gate.check(gate.unlike(page, report.facts, report.catalogue), f"{report.organization} {report.year} {places['html']}")
    files = {places["html"]: page.encode("utf-8")}
    if "docx" in places:
        files[places["docx"]] = docx.write(document, report)
    return Drawn(document, files, [unescape(figure_id) for figure_id in dict.fromkeys(_LINKED.findall(page))])


def write(drawn: Sequence[Drawn], folder: UPath, language: str) -> dict[str, bytes]:
    """Write the documents below a report's folder and take away those of the language that are no longer made; gives the files by their place."""
    files = {place: content for one in drawn for place, content in one.files.items()}
    for place, content in files.items():
        paths.write_bytes(folder / place, content)
    remove(folder, language, files)
    return files


def remove(folder: UPath, language: str, kept: Mapping[str, bytes] | None = None) -> None:
    """Take away every document of a language below a report's folder but those to be kept."""
    for place, file in paths.below(folder / FOLDER):
        is_of_language = place.rpartition(".")[0].endswith(f".{language}")
        if is_of_language and f"{FOLDER}/{place}" not in (kept or {}):
            file.unlink(missing_ok=True)
