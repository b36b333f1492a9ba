"""What an entry on a figure says of the rows behind it: how many, what they add up to, single ones, their factors, sources and files."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import pandas as pd
from markupsafe import Markup

from greening import digits, reference, wording
from greening.narrative.report import Report
from greening.publish import ledger, privacy
from greening.publish.derivation_words import conditions, escaped, rounded, signed, upper
from greening.publish.ledger import Ledger
from greening.publish.told import Name, Told, Used

#: Products whose rows are added up in an entry, and the column that says what kind a row is.
_KIND = {"footprint": "source", "indicators": "category"}
#: Products whose rows say in which submitted file and row they stand.
_SUBMITTED = ("activities", "money", "register", "credits")
#: A factor of a grid has its region in its id.
_GRID = re.compile(r"grid\.([A-Z]{3})\.")
Kept = TypeVar("Kept")


class Said(NamedTuple):
    """What is said of rows: terms of the entry's list, and tables below it; each is a line that entries share."""

    terms: Sequence[str]
    tables: Sequence[str]


@dataclass(frozen=True, eq=False)
class Rows:
    """Tells of the rows behind the figures of a report, as HTML; what many figures share is made once."""

    report: Report
    _kept: dict[Any, Any] = field(default_factory=dict)

    def said(self, part: Mapping[str, Any]) -> Said:
        """What is said of the rows of a part of a derivation."""
        wanted, column = part.get("filter", {}), str(part.get("column", ""))
        rows = self.once((part["product"], column, repr(wanted)), lambda: self._said(part["product"], wanted, column))
        return Said([self._count(part) + self._references(part), *rows.terms, self._files(part.get("files", {}))], rows.tables)

    def once(self, key: Any, make: Callable[[], Kept]) -> Kept:
        """What is made once for a key."""
        found: Kept | None = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found

    def line(self, name: str, content: str) -> str:
        """A term and what is said under it; nothing where nothing is said."""
        return f"{self.label(name)}{content}</dd>" if content else ""

    def label(self, name: str) -> str:
        """The beginning of a line."""
        return self.once(("label", name), lambda: f"<dt>{escaped(self.report.text(f'how.{name}'))}</dt><dd>")

    def bullets(self, texts: Sequence[str]) -> str:
        """A list of texts that are HTML, each on a line that entries share; nothing where there are none."""
        listed = "</li>\n<li>".join(texts)
        return f"<ul><li>{listed}</li></ul>" if texts else ""

    def quantity(self, value: float | None, unit: str) -> str:
        """A number with its digits and its unit; nothing where there is none."""
        if value is None or value != value:
            return ""
        before, after = self.unit(unit)
        return f"{before}{digits.full(self.report.catalogue, value)}{after}"

    def unit(self, unit: str) -> tuple[str, str]:
        """What stands before and after a number of the unit."""
        return self.once(("unit", unit), lambda: self._unit(unit))

    def _unit(self, unit: str) -> tuple[str, str]:
        """What stands before and after a number: as an entry says it, else as the report does, else the unit itself."""
        words = self.report.catalogue
        key = next((key for key in (f"how.unit.{unit}", f"unit.{unit}") if words.has(key)), "")
        before, _, after = escaped(words.text(key, value="\0") if key else f"\0 {signed(unit)}".rstrip()).partition("\0")
        return before, after

    def place(self, location_id: str) -> str:
        """The name of a place."""
        return self.report.place(location_id) if location_id else self.report.text("how.no_place")

    def where(self, organization: Any, file: Any, table: Any, row: Any) -> str:
        """File, sheet and row of a submitted row, and its organization where that is another."""
        if not file:
            return ""
        sheet = ledger.sheets(self.report.activities).get((str(organization), str(file), str(table)), "")
        owner = "" if organization in (None, self.report.organization) else f"{organization}/"
        key = "how.where.file" if row is None else "how.where.sheet" if sheet else "how.where.row"
        # The texts of the catalogue have no other braces than those of their places.
        return escaped(self.report.catalogue.template(key).format(file=f"{owner}{file}", sheet=sheet, row="" if row is None else int(row)))

    def _count(self, part: Mapping[str, Any]) -> str:
        if "rows" not in part:
            return ""
        return self.once(
            ("rows", part["product"], part["rows"]), lambda: self.line("rows", escaped(self._counted(part["product"], int(part["rows"]))))
        )

    def _counted(self, product: str, rows: int) -> str:
        words, key = self.report.catalogue, f"how.product.{product}"
        return words.text(
            "how.rows_of", count=words.counted("how.row_count", rows), product=words.text(key) if words.has(key) else words.term(product)
        )

    def _references(self, part: Mapping[str, Any]) -> str:
        texts = [*part.get("references", ()), *([part["reference"]] if "reference" in part else ())]
        return self.line("reference", escaped(self.report.catalogue.in_parts(dict.fromkeys(map(str, texts))))) if texts else ""

    def _files(self, hashes: Mapping[str, str]) -> str:
        if not hashes:
            return ""
        return self.once(("files", *hashes.items()), lambda: self.line("files", self.bullets([self._file(*each) for each in sorted(hashes.items())])))

    def _file(self, name: str, value: str) -> str:
        places = {"name": f"<code>{escaped(name)}</code>", "hash": f"<code>{escaped(value)}</code>"}
        return self.report.catalogue.markup("how.file", lambda place: Markup(places[place]))

    def _said(self, product: str, wanted: Mapping[str, Any], column: str) -> Said:
        """What is said of the rows of a product that a filter selects."""
        chosen = self._chosen(product, wanted)
        if product in _KIND:
            own = self._ledger(product)
            told = own.told(wanted, column)
            return Said([chosen, "".join(self._known(told))], list(self._summed(own, told, column)))
        return Said([chosen], self._submitted(product, wanted, column))

    def _chosen(self, product: str, wanted: Mapping[str, Any]) -> str:
        """How the rows were chosen, as far as readers have the columns; that they are the organization's own goes without saying."""
        if product not in (*_KIND, "activities"):
            return ""
        told = conditions(self.report, {name: value for name, value in wanted.items() if value != self.report.organization})
        return self.line("filter", f"<code>{escaped(told)}</code>" if told else "")

    def _known(self, told: Told) -> Iterator[str]:
        """Quality, factors and their sources, and lines of the published footprint."""
        report = self.report
        ways = [report.text("how.quality.rows", way=report.term(way), count=report.catalogue.count(rows)) for way, rows in told.quality]
        yield self.line("quality", escaped(report.catalogue.listed(ways)))
        factors = [self.once(used, lambda used=used: self._factor(used)) for used in told.factors]  # type: ignore[misc]
        rest = told.factor_count - len(factors)
        yield self.line("factors", self.bullets([*factors, *([escaped(report.catalogue.counted("how.more_factors", rest))] if rest > 0 else [])]))
        named = dict.fromkeys(used.factor[3] for used in told.factors if used.factor[3])
        yield self.line("factor_sources", self.bullets([self._source(source) for source in named]))
        if told.lines:
            yield self.line("lines", self._lines(told))

    def _lines(self, told: Told) -> str:
        """Where in footprint.csv the rows stand."""
        report, (first, last) = self.report, (told.lines[0][0], told.lines[-1][1])
        spans = report.catalogue.listed(str(start) if start == end else f"{start}\u2013{end}" for start, end in told.lines)
        if told.stretches > len(told.lines):
            lines = report.text(
                "how.lines.between", count=report.catalogue.count(told.line_count), first=str(told.first_line), last=str(told.last_line)
            )
        else:
            lines = report.text("how.lines.of" if first != last else "how.lines.one", lines=spans)
        file = Markup('<a href="footprint.csv">{}</a>').format(report.text("page.files.footprint"))
        return report.catalogue.markup("join.named", lambda place: file if place == "a" else Markup.escape(lines))

    def _factor(self, used: Used) -> str:
        """A factor with its value, unit, region and year, how near it was, and how many rows use it."""
        name, unit, year, _, rung = used.factor
        report, words = self.report, self.report.catalogue
        value = "" if used.low is None else self.quantity(used.low, unit)
        if used.low is not None and used.low != used.high:
            value = escaped(
                report.text("how.factor.range", low=digits.full(words, used.low), high=digits.full(words, used.high or 0.0)) + f" {signed(unit)}"
            )
        grid = _GRID.match(name)
        told = [
            words.country(grid[1]) if grid else "",
            year,
            report.term(f"rung_{rung}") if rung else "",
            words.counted("how.row_count", used.rows),
        ]
        return f"<code>{escaped(name)}</code> " + words.listed([*([value] if value else []), *(escaped(text) for text in told if text)])

    def _source(self, source: str) -> str:
        """Where factors are from: title and licence."""
        return self.once(("source", source), lambda: self._titled(source))

    def _titled(self, source: str) -> str:
        report, known = self.report, reference.sources().get(source, {})
        licence = report.text("how.licence", licence=report.catalogue.said(str(known["licence"]))) if known.get("licence") else ""
        return escaped(report.catalogue.listed(text for text in (report.catalogue.said(str(known.get("title", source))), licence) if text))

    def _summed(self, own: Ledger, told: Told, column: str) -> Iterator[str]:
        """The rows added up, what is not told, and the largest single ones."""
        report = self.report
        if told.rows > 1 or told.has_journeys:
            unit = _unit_of(own, column, told.unit_row)
            added = [[*self._name(each.name), report.catalogue.count(each.rows), self.quantity(rounded(each.amount), unit)] for each in told.added]
            rest = told.names - len(told.added)
            more = f"<p>{escaped(report.catalogue.counted('how.more', rest))}</p>" if rest > 0 else ""
            yield self._table("aggregated", ("table", "place", "source", "rows", "amount"), added) + more
        if told.has_journeys:
            yield self.once("journeys", lambda: f"<p>{escaped(report.text('how.aggregated.travel'))}</p>")
        if told.first:
            caption = "largest" if told.singles > len(told.first) else "each"
            head = ("source", "amount", "result", "where", "line") if own.product == "footprint" else ("source", "result", "where")
            rows = [self.once((own.product, column, row), lambda row=row: self._row(own, column, row)) for row in told.first]  # type: ignore[misc]
            yield self._table(caption, head, rows)

    def _name(self, name: Name) -> list[str]:
        report = self.report
        place = report.catalogue.listed([report.term(name.purpose), report.term(name.cabin)]) if name.purpose else self.place(name.place)
        return [escaped(text) for text in (upper(report.term(name.table)), place, report.term(name.kind) if name.kind else "")]

    def _row(self, own: Ledger, column: str, row: int) -> list[str]:
        """One row: what and where it is, its quantity times its factor, what comes out, where it was submitted and where it is published."""
        report = self.report
        kind = own.cell(_KIND[own.product], row) or own.cell("table", row)
        name = escaped(report.catalogue.listed([upper(report.term(str(kind))), self.place(own.cell("location_id", row) or "")]))
        result = self.quantity(float(own.amounts(column)[row]), _unit_of(own, column, row))
        filled = own.cell("filled_by", row)
        where = self.where(*(own.cell(each, row) for each in ("organization", "source_file", "table", "source_row")))
        placed = escaped(report.catalogue.bracketed("", report.term(str(filled)))).strip() if filled else ""
        placed = f"{where} {placed}".strip()
        if own.product != "footprint":
            return [name, result, placed]
        return [name, self._product(own, row), result, placed, str(own.line(row))]

    def _product(self, own: Ledger, row: int) -> str:
        """The quantity of a row of the footprint times its factor."""
        units = (str(own.cell(each, row) or "") for each in ("activity_unit", "factor_unit"))
        values = (float(own.columns.numbers(each)[row]) for each in ("activity_value", "factor_value"))
        return " × ".join(text for value, unit in zip(values, units, strict=True) if (text := self.quantity(value, unit)))

    def _submitted(self, product: str, wanted: Mapping[str, Any], column: str) -> list[str]:
        """The submitted rows themselves, where a figure is read or counted from such."""
        table = wanted.get("table")
        if not _has_own_rows(product, table):
            return []
        own = self._table_of(str(table)) if product == "activities" else self._ledger(product)
        found, count = own.first(wanted)
        cells = [self._submitted_row(own, row, column, str(table or "")) for row in found]
        caption = "each" if count <= len(found) else "first"
        return [self._table(caption, ("source", "value", "where"), cells)] if any(cell[-1] for cell in cells) else []

    def _submitted_row(self, own: Ledger, row: int, column: str, table: str) -> list[str]:
        def cell(name: str) -> Any:
            return own.cell(name, row) if own.has(name) else None

        place, value = cell("location_id"), cell(column)
        words = self.report.catalogue
        # A block of carbon credits has no name but its serial numbers, which stay as they are.
        kind = upper(words.word(str(cell("title") or cell("entry") or table))) or str(cell("serials") or cell("registry") or "")
        name = words.listed([kind, self.place(str(place))]) if place else kind
        told = "" if value is None else digits.full(words, value) if isinstance(value, float) else wording.said(words, str(value))
        return [escaped(name), escaped(told), self.where(cell("organization"), cell("source_file"), table, cell("source_row"))]

    def _table_of(self, table: str) -> Ledger:
        """The validated rows of one submission table."""
        activities = self.report.activities
        return ledger.of("activities", activities, activities, table)

    def _ledger(self, product: str) -> Ledger:
        return self.once(("ledger", product), lambda: ledger.of(product, self._frame(product), self.report.activities))

    def _frame(self, product: str) -> pd.DataFrame:
        known: pd.DataFrame = getattr(self.report, product) if product in _KIND else self.report.frame(product)
        return known

    def _table(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """A table of cells that are HTML, each row on a line that entries share."""
        top = self.once(("head", caption, head), lambda: self._head(caption, head))
        body = "\n".join([f'<tr><th scope="row">{row[0]}</th><td>{"</td><td>".join(row[1:])}</td></tr>' for row in rows])
        return f"{top}\n{body}\n</tbody></table></div>"

    def _head(self, caption: str, head: Sequence[str]) -> str:
        report = self.report
        title = escaped(report.text(f"how.{caption}"))
        names = "".join([f'<th scope="col">{escaped(report.text(f"how.head.{name}"))}</th>' for name in head])
        start = f'<div class="table words" role="group" aria-label="{title}" tabindex="0"><table><caption>{title}</caption>'
        return f"{start}<thead><tr>{names}</tr></thead><tbody>"


def _has_own_rows(product: str, table: object) -> bool:
    """Whether single rows are shown of a product: of one table alone, and of no journeys of people."""
    is_one = product != "activities" or isinstance(table, str)
    return product in _SUBMITTED and is_one and table not in privacy.JOURNEYS


def _unit_of(own: Ledger, column: str, row: int) -> str:
    """The unit that the rows of a part are added up in."""
    if not own.is_amount(column):
        return "count"
    if own.product == "footprint":
        return "t CO2e" if column == "emissions_tco2e" else "kg" if column.endswith("_kg") else ""
    return str(own.cell("unit", row) or "")
