"""Years that stand apart, such as those of the pandemic: they bear their note in every chart, table and text that a series of years crosses."""

from collections.abc import Iterable, Sequence
from functools import cache

from markupsafe import Markup

from greening import reference
from greening.narrative import elements
from greening.narrative.report import Report


@cache
def noted() -> dict[int, str]:
    """The code of the note of each such year."""
    table = reference.load("noted_years")
    return dict(zip(table["year"].tolist(), table["note"].tolist(), strict=True))


def among(years: Iterable[int]) -> list[int]:
    """Those of the years that bear a note, ascending; also those that lie between the first and the last."""
    every = sorted(years)
    return [year for year in sorted(noted()) if every and every[0] <= year <= every[-1]]


def caution(report: Report, years: Iterable[int]) -> Markup:
    """What is to be known of the noted years of a series; nothing where it crosses none."""
    found = among(years)
    notes = dict.fromkeys(noted()[year] for year in found)
    told = [report.say(f"noted.{note}", years=_listed(report, [year for year in found if noted()[year] == note])) for note in notes]
    return elements.aside(elements.sentences(told)) if told else Markup("")


def head(report: Report, year: int) -> str:
    """The year as the head of a table's row, with its note."""
    return report.text(f"noted.{noted()[year]}.year", year=str(year)) if year in noted() else str(year)


def columns(report: Report, years: Sequence[int]) -> dict[str, list[bool] | list[str]]:
    """Columns of a chart's table: for each year whether it bears a note, and the word for it at the first of them."""
    found = [year in noted() for year in years]
    first = next((year for year in years if year in noted()), None)
    words = [report.term(noted()[year]) if year == first else "" for year in years]
    return {"is_noted": found, "note": words}


def _listed(report: Report, years: Sequence[int]) -> Markup:
    texts = [str(year) for year in years]
    return Markup.escape(report.text("noted.span", first=texts[0], last=texts[1]) if len(texts) == 2 else report.catalogue.listed(texts))
