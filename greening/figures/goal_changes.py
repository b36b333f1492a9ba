"""How far each goal's metric has changed since the baseline year of the goal: what both years share is set off."""

import math
from collections.abc import Mapping

from greening import goals, notes, uncertainty
from greening.figures import derivation, rules, two_years
from greening.figures.base_year import own_goals, total_of
from greening.figures.book import Book, Record
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity, interval_of
from greening.figures.trend import as_it_was


def _changes(book: Book) -> Mapping[Names, Quantity]:
    """The change of each goal whose baseline is the figure of an earlier year; a goal with a given baseline, or without one, has none."""
    firsts: dict[str, Record] = {}
    for row in own_goals(book):
        firsts.setdefault(str(row["goal_id"]), row)
    changes = {(goal_id,): _change(book, row) for goal_id, row in firsts.items()}
    return {names: found for names, found in changes.items() if found}


def _change(book: Book, row: Record) -> Quantity | None:
    if not _is_from_figure(book, row):
        return None
    metric, year = str(row["metric"]), int(row["baseline_year"])
    name = total_of(book, year) if metric == "ghg.total" else f"{metric}@{year}"
    return rules.change(book, metric, name) if book.known(name) else _change_as_it_was(book, metric, year, name)


def _is_from_figure(book: Book, row: Record) -> bool:
    """Whether the goal's baseline is the figure of an earlier year."""
    year = row["baseline_year"]
    return year is not None and not goals.is_given(row["baseline_value"]) and int(year) < book.inputs.year


def _change_as_it_was(book: Book, metric: str, year: int, name: str) -> Quantity | None:
    """The change since a year that is known by its own report only; None where one of the two figures is not known, or the earlier is zero."""
    now, before = book.printed(metric), as_it_was(book, metric).get(year)
    if now is None or before is None or not before.value or math.isnan(now.value):
        return None
    interval = two_years.change(book, now, before) or interval_of([now, before], uncertainty.change(now.bounds, before.bounds))
    made = derivation.of_terms("change", [metric, before.derivation], f"{metric} / {name} - 1")
    note = notes.NOT_DISTINGUISHABLE if interval and interval.holds(0) else ""
    return Quantity(now.value / before.value - 1, interval=interval, derivation=made, note=note)


DEFINITIONS = (
    Definition("target.<goal_id>.change", "share", "the figure that the goal is measured by, divided by that of its baseline year, less 1", _changes),
)
