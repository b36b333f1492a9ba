"""How a report is cited and used: one line, one licence, and how far its review is."""

from html import unescape
from re import compile as pattern

from greening.narrative import cover
from greening.narrative.report import Report

_TAG = pattern(r"<[^<>]*>")


def line(report: Report) -> str:
    """How to cite the report, as its cover says it, without markup."""
    return unescape(_TAG.sub("", cover.citation(report)))


def state(report: Report) -> str:
    """How far the review of the report is, in words."""
    return report.text(f"cover.status.{cover.status(report)}")
