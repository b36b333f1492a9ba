"""The figures of one organization and year: the only place where a figure is computed."""

from dataclasses import replace

import pandas as pd

from greening.figures import accounts, quoted, registry, submitted
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import PUBLISHED, ROWS, Figure, Quantity, at_least, to_frame
from greening.figures.inputs import Inputs as Inputs

#: Units of sums over members; such a figure is a minimum where a member is missing.
SUMMED_UNITS = ("t CO2e", "kg", "m3", "kWh", "persons", "m2", "km")


def evaluate(inputs: Inputs) -> pd.DataFrame:
    """Every figure that can be made, in the columns of the product `figures`.

    Rows come first, then published figures; what rests on both gives way to a published figure.
    Raises GreeningError where a submitted row is neither kept nor dropped, or an activity row is in no product.
    """
    accounts.check(inputs)
    printed = quoted.figures(inputs)
    book = Book(inputs, {figure_id: figure.quantity for figure_id, figure in printed.items()})
    for definition in registry.DEFINITIONS:
        for names, quantity in definition.rule(book).items():
            _record(book, definition, names, quantity)
    for figure in submitted.figures(book):
        book.figures.setdefault(figure.figure_id, figure)
    for figure_id, figure in printed.items():
        book.figures.setdefault(figure_id, replace(figure, unit=registry.unit_of(figure_id) or figure.unit))
    return to_frame((_as_printed(book, figure) for figure in book.figures.values()), inputs.organization, inputs.year)


def _record(book: Book, definition: Definition, names: Names, quantity: Quantity) -> None:
    """Enter a figure; the published one in its stead where this one rests on more than rows."""
    figure_id = definition.figure_id(names)
    published = book.quoted.get(figure_id)
    kept = quantity if quantity.method else replace(quantity, method=definition.formula)
    if published and quantity.origin != ROWS:
        kept = published
    elif published:
        kept = replace(kept, alternatives=(quoted.as_alternative_of(published), *published.alternatives))
    # A literal pattern made first keeps its name against a split that meets the same word.
    book.figures.setdefault(figure_id, Figure(figure_id, definition.unit_of(names), kept))


def _as_printed(book: Book, figure: Figure) -> Figure:
    """The figure as a minimum, where it is a sum over members of which one is missing."""
    is_other = bool({"@", ":"} & set(figure.figure_id)) or figure.figure_id.startswith(("members.", "peers.", "ghg.change."))
    is_sum = figure.unit in SUMMED_UNITS and not is_other
    if is_sum and book.lacks_members and figure.quantity.origin != PUBLISHED:
        return replace(figure, quantity=at_least(figure.quantity))
    return figure
