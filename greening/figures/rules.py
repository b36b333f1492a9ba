"""Rules that many figures share: a total, its split by a column, a ratio, and the shares of a split."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from greening import notes, propagation, uncertainty
from greening.figures import derivation, two_years
from greening.figures.book import Book
from greening.figures.definition import Names, Rule, fill
from greening.figures.figure import BOTH, Quantity, interval_of, origin_of
from greening.figures.selection import Filter, Rows

#: Relative difference below which two sums of the same rows are the same.
SAME = 1e-9
#: The filter of the rows that a figure is made from; None where it cannot be made.
Where = Callable[[Book], Filter | None]
#: A part of a formula: the name of a figure, or a quantity that is no figure itself.
Term = str | Quantity


def all_rows(**wanted: object) -> Where:
    """A filter that is the same for every organization."""
    return lambda _: wanted


def total(product: str, column: str, where: Where, operation: str = "sum", scale: float = 1.0) -> Rule:
    """A rule that makes one number of the rows that `where` selects."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        wanted = where(book)
        measured = book.measure(product, wanted, column, operation, scale) if wanted is not None else None
        return {(): measured} if measured else {}

    return _rule


def split(product: str, column: str, where: Where, by: Sequence[str], operation: str = "sum") -> Rule:
    """A rule that makes one number for each set of values of the columns `by`; rows without such a value have none."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        wanted = where(book)
        if wanted is None:
            return {}
        parts = {
            tuple(str(value) for value in values): book.measure(product, {**wanted, **dict(zip(by, values, strict=True))}, column, operation)
            for values in book.rows(product, wanted).combinations(by)
        }
        return {names: part for names, part in parts.items() if part}

    return _rule


def counts(table: str, column: str, choices: Sequence[str]) -> Rule:
    """A rule that counts the rows of a submission table by a column; a choice that no row has is counted as 0."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        if not len(book.rows("activities", {"table": table})):
            return {}
        return {(choice,): counted(book, table, {column: choice}) for choice in choices}

    return _rule


def counted(book: Book, table: str, wanted: Filter) -> Quantity:
    """The number of rows of a submission table that a filter selects; 0 where it selects none."""
    whole = {"table": table, **wanted}
    rows = book.rows("activities", whole)
    made = derivation.of_rows("activities", rows, whole, "row_id", "count", 1.0, book.inputs.files)
    return Quantity(float(len(rows)), derivation=made)


def number_of(book: Book, product: str, wanted: Filter, column: str) -> Quantity:
    """The number of rows of a product of stage 3 that a filter selects, `column` naming each; 0 where it selects none."""
    rows = book.rows(product, wanted)
    return Quantity(float(len(rows)), derivation=derivation.of_rows(product, rows, wanted, column, "count", 1.0, {}))


def ratio(numerator: str, denominator: str) -> Rule:
    """A rule that divides one figure by another."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        divided = divide(book, numerator, denominator)
        return {(): divided} if divided else {}

    return _rule


def each_share(pattern: str, denominator: str) -> Rule:
    """A rule that divides every figure of a pattern by a figure that it is a part of."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        shares = {names: share(book, fill(pattern, names), denominator) for names in names_of(book, pattern)}
        return {names: part for names, part in shares.items() if part}

    return _rule


def split_share(product: str, column: str, where: Where, by: str) -> Rule:
    """A rule that divides the rows with each value of a column by all rows that `where` selects."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        whole = total(product, column, where)(book).get(())
        parts = split(product, column, where, [by])(book)
        shares = {names: share(book, part, whole) for names, part in parts.items()} if whole else {}
        return {names: part for names, part in shares.items() if part}

    return _rule


def row_share(product: str, column: str, where: Where, whole: str) -> Rule:
    """A rule that divides rows by a figure that they are a part of; without such rows there is no share."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        part = total(product, column, where)(book).get(())
        found = share(book, part, whole) if part else None
        return {(): found} if found else {}

    return _rule


def share_or_none(book: Book, product: str, wanted: Filter, column: str, whole: str) -> Quantity | None:
    """The share of rows in a figure that they are a part of; 0 where the filter selects none."""
    none = derivation.of_rows(product, book.rows(product, wanted), wanted, column, "count", 1.0, {})
    return share(book, book.measure(product, wanted, column) or Quantity(0.0, derivation=none), whole)


def or_members(rule: Rule, column: str) -> Rule:
    """A rule that prefers the sum of the product `members` where members have more than their rows in a group's stack say.

    A member whose total is only published has no rows that could be stacked.
    """

    def _with_members(book: Book) -> Mapping[Names, Quantity]:
        found = rule(book)
        if book.has_own_totals:
            return found
        summed = book.measure("members", {"status": ["updated", "carried_forward"]}, column)
        if summed is None or (() in found and summed.value <= found[()].value * (1 + SAME)):
            return found
        return {(): replace(summed, origin=BOTH)}

    return _with_members


def names_of(book: Book, pattern: str) -> list[Names]:
    """The names under which figures of a pattern have been made so far."""
    start, _, rest = pattern.partition("<")
    end = rest.partition(">")[2]
    bare = [name.removeprefix(start).removesuffix(end) for name in book.figures if name.startswith(start) and name.endswith(end)]
    return [(name,) for name in bare if name and "." not in name and "@" not in name and ":" not in name]


def divide(book: Book, numerator: Term, denominator: Term) -> Quantity | None:
    """The ratio of two terms with its interval; None where one is missing, or where the denominator is zero or has no upper bound."""
    over, under = _quantity(book, numerator), _quantity(book, denominator)
    if over is None or under is None or not under.value or under.bounds.is_open:
        return None
    interval = interval_of([over, under], uncertainty.ratio(over.bounds, under.bounds))
    value = over.value / under.value
    return _combined("ratio", value, [numerator, denominator], [over, under], interval, " / ")


def share(book: Book, numerator: Term, denominator: Term) -> Quantity | None:
    """The ratio of a part to its whole; the interval is that of the part beside the rest where rows tell them apart, and ends at 0 and 1."""
    divided = divide(book, numerator, denominator)
    if divided is None or divided.interval is None or divided.value > 1:
        return divided
    # A part that is the whole is all of it, however uncertain the whole is.
    bounds = uncertainty.exact(1.0) if divided.value == 1 else _of_parts(book, numerator, denominator) or divided.interval
    return replace(divided, interval=uncertainty.Interval(max(bounds.low, min(0.0, divided.value)), min(bounds.high, 1.0), bounds.kind), precision="")


def _of_parts(book: Book, numerator: Term, denominator: Term) -> uncertainty.Interval | None:
    """The interval of a share from the part and the rest of the whole; None unless footprint rows make both."""
    part, whole = _emitting(book, _quantity(book, numerator)), _emitting(book, _quantity(book, denominator))
    if part is None or whole is None or not part.among(whole).all():
        return None
    rest_at = whole.without(part).at
    if found := propagation.share(book.errors, part.at, rest_at):
        return found
    bounds, rest = book.errors.total(part.at), book.errors.total(rest_at)
    return uncertainty.share(bounds, rest) if bounds.low >= 0 and rest.low >= 0 else None


def _emitting(book: Book, quantity: Quantity | None) -> Rows | None:
    """The footprint rows whose emissions a quantity is the sum of; None where it is made otherwise."""
    made = quantity.derivation if quantity else {}
    is_sum = (made.get("product"), made.get("column"), made.get("operation")) == ("footprint", "emissions_tco2e", "sum")
    return book.rows("footprint", made["filter"]) if is_sum else None


def change(book: Book, new: str, old: str) -> Quantity | None:
    """The relative change from one figure to another; the note says where the interval holds zero.

    What the rows of both years share, a factor or a parameter of the method, is set off where the rows are known.
    """
    now, before = book.printed(new), book.known(old)
    if now is None or before is None or not before.value:
        return None
    interval = two_years.change(book, now, before) or interval_of([now, before], uncertainty.change(now.bounds, before.bounds))
    changed = _combined("change", now.value / before.value - 1, [new, old], [now, before], interval, " / ")
    words = {**changed.derivation, "formula": f"{new} / {old} - 1"}
    note = notes.NOT_DISTINGUISHABLE if interval and interval.holds(0) else ""
    return replace(changed, derivation=words, note=note)


def difference(book: Book, minuend: Term, subtrahend: Term) -> Quantity | None:
    """One term less another, with the interval."""
    more, less = _quantity(book, minuend), _quantity(book, subtrahend)
    if more is None or less is None:
        return None
    interval = two_years.difference(book, more, less) or interval_of([more, less], uncertainty.difference(more.bounds, less.bounds))
    return _combined("difference", more.value - less.value, [minuend, subtrahend], [more, less], interval, " - ")


def _quantity(book: Book, term: Term) -> Quantity | None:
    return book.known(term) if isinstance(term, str) else term


def _combined(
    formula: str, value: float, terms: Sequence[Term], quantities: Sequence[Quantity], interval: uncertainty.Interval | None, sign: str
) -> Quantity:
    named = [term if isinstance(term, str) else term.derivation for term in terms]
    words = sign.join(term if isinstance(term, str) else "rows" for term in named)
    return Quantity(
        value=value,
        interval=interval,
        precision="more_than" if interval and interval.is_open else "",
        derivation=derivation.of_terms(formula, named, words),
        origin=origin_of(quantities),
    )
