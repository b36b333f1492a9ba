"""Where the uncertainty of the total comes from, and the total by the second approach."""

from collections.abc import Mapping
from dataclasses import replace

from greening.contributions import SOURCE, TOTAL
from greening.figures.book import Book, drawn_total
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity
from greening.figures.selection import Filter


def _sources(book: Book) -> Mapping[Names, Quantity]:
    """The part of the variance of the total that each source adds."""
    names = book.rows("uncertainty", {"level": SOURCE}).distinct("source")
    parts = {(str(name),): _single(book, {"level": SOURCE, "source": name}, "share_of_variance") for name in names}
    return {name: part for name, part in parts.items() if part}


def _own(book: Book) -> Mapping[Names, Quantity]:
    """The part of the variance of the total that is the rows' own and not of a factor or method that many rows share."""
    found = _single(book, {"level": TOTAL, "approach": 1}, "own_share")
    return {(): found} if found else {}


def _drawn(book: Book) -> Mapping[Names, Quantity]:
    """The computed part of the total with the interval of Approach 2."""
    interval, found = drawn_total(book.inputs.uncertainty), _single(book, {"level": TOTAL, "approach": 2}, "emissions_tco2e")
    return {(): replace(found, interval=interval)} if found and interval else {}


def _single(book: Book, wanted: Filter, column: str) -> Quantity | None:
    return book.measure("uncertainty", wanted, column, "single")


DEFINITIONS = (
    Definition(
        "uncertainty.source.<source>.share",
        "share",
        "covariance of a source's emissions with the total, divided by the variance of the total",
        _sources,
    ),
    Definition(
        "uncertainty.own.share",
        "share",
        "part of the variance of the total that is of activity data alone, and not of shared factors or methods",
        _own,
    ),
    Definition(
        "ghg.total.approach2",
        "t CO2e",
        "computed part of the total with the 95 % interval of 10,000 draws (IPCC Approach 2)",
        _drawn,
    ),
)
