"""Figures of actions and places in a group: the sum of what its members' own reports have."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from greening.ems.rollup import ROLLED_UP
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity, at_least


def with_members(definitions: Iterable[Definition]) -> tuple[Definition, ...]:
    """The definitions, those that are rolled up with a rule that adds up the members' figures where a group has no rows of its own."""
    return tuple(_with_members(one) if one.pattern in ROLLED_UP else one for one in definitions)


def _with_members(one: Definition) -> Definition:
    def _rule(book: Book) -> Mapping[Names, Quantity]:
        own = one.rule(book)
        if own or not len(book.rows("members", {})):
            return own
        named = {figure_id: one.names_in(figure_id) for figure_id in ROLLED_UP[one.pattern]}
        summed = {names: _sum(book, figure_id) for figure_id, names in named.items() if names is not None}
        return {names: found for names, found in summed.items() if found}

    return replace(one, formula=f"{one.formula}; of a group the sum of its members' figures, where it has no rows of its own", rule=_rule)


def _sum(book: Book, figure_id: str) -> Quantity | None:
    """The sum of a figure over the members; a minimum where a member is missing."""
    found = book.measure("members_figures", {"figure_id": figure_id}, "value")
    is_partial = "missing" in book.rows("members", {}).distinct("status")
    return at_least(found) if found and is_partial else found
