"""A trace as plain text of 100 columns, and as JSON for machines."""

import dataclasses
import json
import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from greening import locale, notes
from greening.explain.basis import Name
from greening.explain.part import Cells, Factor, File, Part, Source
from greening.explain.trace import Entry, Trace

#: Columns of the text.
WIDTH = 100
#: Columns of the names in front.
_LABEL = 12
#: A name that stands for the one above.
_MORE = " "
_KINDS = {
    "statistical_95": "95 % interval",
    "rounding": "all that would have been printed the same way",
    "mixed": "rests on rounded publications, so not a 95 % interval",
}
_PRECISIONS = {
    "exact": "printed exactly",
    "rounded": "printed rounded",
    "approx": "printed as about this",
    "more_than": "a minimum",
    "nearly": "an upper bound",
}
_FILES = {"same": "as it was", "changed": "CHANGED since", "missing": "NO LONGER THERE"}
_PRODUCTS = {
    "activities": "of the validated rows",
    "earlier": "of the figures of earlier years",
    "earlier_footprint": "of the footprint of earlier years",
    "members_figures": "of the members' own figures",
    "money": "of the amounts",
    "credits": "of the blocks of carbon credits",
    "targets": "of the goals' paths",
    "projection": "of where emissions lead",
}
#: Cells of a row that are told elsewhere in its line, or not at all.
_NOT_LISTED = ("organization", "table", "source_file", "source_row", "row_id", "location_id", "reference", "precision", "note", "method")
#: So many kinds of a thing are named in a line.
_NAMED = 8


def as_text(found: Trace) -> str:
    """The trace for reading: figure by figure, the number first, and at the end whether all came out equal."""
    numbers = {entry.name: number for number, entry in enumerate(found.entries, start=1)}
    blocks = ["\n".join(_entry(entry, numbers)) for entry in found.entries]
    return "\n\n".join([*blocks, "\n".join(_verdict(found))])


def as_json(found: Trace) -> str:
    """The trace as JSON: `is_whole`, and the entries with all that the text says of them."""
    entries = [
        {**dataclasses.asdict(entry), **dataclasses.asdict(entry.name), "is_equal": entry.is_equal, "depth": depth}
        for entry, depth in zip(found.entries, found.depths, strict=True)
    ]
    for entry in entries:
        del entry["name"]
    told = {
        "is_whole": found.is_whole,
        "figures": entries,
        "changed_products": found.changed_products,
        "absent": [dataclasses.asdict(name) for name in found.absent],
    }
    return json.dumps(_finite(told), indent=2, ensure_ascii=False)


def _finite(value: Any) -> Any:
    """The value with null for what is not a number, which JSON does not know."""
    if isinstance(value, dict):
        return {name: _finite(cell) for name, cell in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(cell) for cell in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _entry(entry: Entry, numbers: Mapping[Name, int]) -> Iterator[str]:
    head = f"{numbers[entry.name]}  {entry.name}"
    yield head
    yield "-" * min(len(head), WIDTH)
    for label, text in _facts(entry, numbers):
        yield from _field(label, text)
    for part in entry.parts:
        for label, text in _of_rows(part, entry.gwp_set):
            yield from _field(label, text)
    yield from _field("made again", _again(entry))


def _facts(entry: Entry, numbers: Mapping[Name, int]) -> Iterator[tuple[str, str]]:
    """What is said of a figure, each under its name, in the order of reading; a text that is empty is left out."""
    yield ("value", f"{_exact(entry.value)} {entry.unit}") if entry.value is not None else ("text", entry.text)
    yield "interval", _interval(entry)
    yield "precision", _PRECISIONS.get(entry.precision, entry.precision)
    yield "method", entry.method
    yield "formula", entry.formula if entry.formula != entry.method else ""
    yield "rests on", "; ".join(f"{numbers.get(name, 'absent:')} {_called(name, entry.name)}" for name in entry.rests_on)
    yield "note", notes.told(locale.catalogue("en"), entry.note)
    for other in entry.alternatives:
        cited = ", ".join(str(other[name]) for name in ("precision", "reference", "note") if other.get(name))
        yield "also printed", f"{_exact(float(other['value']))} {other.get('unit', '')} ({cited})"


def _called(name: Name, beside: Name) -> str:
    is_beside = (name.organization, name.year) == (beside.organization, beside.year)
    return name.figure_id if is_beside else str(name)


def _interval(entry: Entry) -> str:
    if entry.low is None and entry.high is None:
        return ""
    kind = "mixed" if entry.interval_kind == "rounding" and not entry.precision else entry.interval_kind
    if entry.low is None or entry.high is None:
        return f"at most {_short(entry.high)}" if entry.low is None else f"at least {_short(entry.low)}"
    return f"{_short(entry.low)} to {_short(entry.high)} ({_KINDS.get(kind, kind.replace('_', ' '))})" if entry.low != entry.high else ""


def _of_rows(part: Part, gwp_set: str) -> Iterator[tuple[str, str]]:
    """What is said of the rows of a part."""
    scaled = f", times {_short(part.scale)}" if part.scale != 1 else ""
    whose = _PRODUCTS.get(part.product, f"of the {part.product}")
    yield "made from", f"{part.operation} of {part.column}{scaled}: {part.rows:,} {whose}{_where(part.wanted)}"
    yield "published in" if part.is_quoted else "cited", "; ".join(part.references)
    if part.gwp_sets is not None and not part.is_quoted:
        yield from _methods(part, gwp_set)
    yield from _sample("factors", [_factor(factor) for factor in part.factors], part.factor_count, "the most used")
    yield from _listed("sources", [_source(source) for source in part.sources])
    yield from _sample("rows", [_row(part, cells) for cells in part.first], part.rows, "the first")
    yield "rows again", _rows_again(part) if part.made_again is not None else ""
    yield from _listed("files", [_file(file) for file in part.files])


def _methods(part: Part, gwp_set: str) -> Iterator[tuple[str, str]]:
    yield "GWP set", f"{_counted(part.gwp_sets)}; the run asked for {gwp_set or 'one that is not known'}"
    yield "row methods", _counted(part.methods)


def _sample(label: str, texts: Sequence[str], count: int, which: str) -> Iterator[tuple[str, str]]:
    """Some of many things, a line each, under a line that says how many there are."""
    if texts:
        yield label, f"{which} {len(texts)} of {count:,} (--rows {count} shows all)" if len(texts) < count else f"all {count:,}"
        yield from ((_MORE, f"- {text}") for text in texts)


def _listed(label: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from ((label if not place else _MORE, text) for place, text in enumerate(texts))


def _where(wanted: Mapping[str, Any]) -> str:
    found = _conditions(wanted)
    return f" where {found}" if found else ""


def _conditions(wanted: Mapping[str, Any]) -> str:
    def word(value: Any) -> str:
        return " or ".join(map(word, value)) if isinstance(value, list) else "empty" if value is None else _short(value)

    texts = [f"{name} is {word(value)}" for name, value in wanted.items() if name != "any_of"]
    either = [f"({_conditions(each)})" for each in wanted.get("any_of", [])]
    return ", ".join([*texts, *([" or ".join(either)] if either else [])])


def _factor(factor: Factor) -> str:
    span = _short(factor.low) if factor.low == factor.high else f"{_short(factor.low)} to {_short(factor.high)}"
    value = "" if math.isnan(factor.low) else f": {span} {factor.unit}"
    told = [str(factor.year) if factor.year else "", f"rung {factor.rung}" if factor.rung else "", factor.source_id]
    return f"{factor.factor_id}{value} ({', '.join(filter(None, [*told, _rows(factor.rows)]))})"


def _source(source: Source) -> str:
    told = ", ".join(filter(None, [source.title, source.version]))
    return "; ".join(filter(None, [f"{source.source_id}: {told}", f"licence {source.licence}" if source.licence else "", source.url]))


def _row(part: Part, cells: Cells) -> str:
    """One row: where it is from, and the quantity and factor that make its emissions, or the value that is used."""
    if "emissions_tco2e" in cells and "factor_value" in cells and not part.is_quoted:
        quantity = f"{_short(cells.get('activity_value'))} {cells.get('activity_unit', '')}"
        factor = f"{_short(cells['factor_value'])} {cells.get('factor_unit', '')} ({cells.get('factor_id', '')})"
        told = f"{quantity} x {factor} = {_short(cells['emissions_tco2e'])} t CO2e"
    else:
        names = [part.column] if part.is_quoted else [name for name in cells if name == part.column or name not in _NOT_LISTED]
        told = ", ".join(f"{name} {_short(cells.get(name))}" for name in names)
    return f"{_place(part, cells)}: {told}{_citation(cells)}"


def _place(part: Part, cells: Cells) -> str:
    """Where a row is from: file, row and place; of a row that fills a gap, how it was filled and from what."""
    file = "/".join(str(cells[name]) for name in ("organization", "source_file") if name in cells) or part.product
    row = f" row {cells['source_row']}" if "source_row" in cells else ""
    place = f", {cells['location_id']}" if "location_id" in cells else ""
    filled = ", ".join(str(cells[name]) for name in ("filled_by", "parents") if name in cells)
    return f"{file}{row}{place}{f' (filled: {filled})' if filled else ''}"


def _citation(cells: Cells) -> str:
    told = [str(cells[name]) for name in ("precision", "reference", "note") if name in cells]
    return f" ({'; '.join(told)})" if told else ""


def _file(file: File) -> str:
    return f"{file.name} {_FILES[file.now]}, sha256 {file.sha256}"


def _rows_again(part: Part) -> str:
    if part.made_again == part.rows:
        return f"made again from the validated rows and the reference tables: {_rows(part.rows)} equal to the last digit"
    return (
        f"made again from the validated rows, {part.rows - (part.made_again or 0):,} of {_rows(part.rows)} come out OTHERWISE: the reference "
        "tables or the program have changed since the run"
    )


def _again(entry: Entry) -> str:
    by = "" if entry.way == "derivation" else " (by its rule)"
    is_text = entry.value is None
    if entry.is_equal:
        return f"the same text{by}: equal" if is_text else f"{_exact(entry.value_again)}{by}: equal to the last digit"
    then = entry.text if is_text else _exact(entry.value)
    now = entry.text_again if is_text else _exact(entry.value_again)
    return f"NOT EQUAL{by}: the figure is {then}, made again it is {now or 'nothing'}"


def _verdict(found: Trace) -> Iterator[str]:
    """Whether all came out equal, and what is no longer as it was."""
    count = len(found.entries)
    told = "The figure was made again and is" if count == 1 else f"All {count} figures were made again and are"
    hints = [
        ("NOT EQUAL", [str(entry.name) for entry in found.unequal]),
        ("Not as the run made them", list(found.changed_products)),
        ("Submitted files that are not what they were", [file.name for file in found.changed_files]),
        ("Figures that are named and not there", [str(name) for name in found.absent]),
        ("Rows whose emissions come out otherwise", [f"{found.rows_not_again:,}"] if found.rows_not_again else []),
    ]
    if not found.unequal:
        yield from _wrapped(f"{told} equal to the last digit.", "")
    for hint, names in hints:
        if names:
            yield from _wrapped(f"{hint}: {', '.join(names)}.", "")
    if not found.is_whole:
        yield from _wrapped("What a run makes of the present files: python pipeline.py run", "")


def _counted(counts: Mapping[str, int] | None) -> str:
    told = [f"{name} ({_rows(count)})" for name, count in (counts or {}).items()]
    return "; ".join([*told[:_NAMED], *([f"{len(told) - _NAMED} more"] if len(told) > _NAMED else [])])


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _exact(value: float | None) -> str:
    """A number with every digit that tells it from its neighbours."""
    return "" if value is None else f"{value:,}"


def _short(value: Any) -> str:
    """A number with enough digits to follow; another value as it is."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,.9g}" if isinstance(value, float) else "" if value is None else str(value)


def _field(label: str, text: str) -> list[str]:
    """A name and what is said under it, wrapped; nothing where nothing is said."""
    return _wrapped(text, label) if text.strip() else []


def _wrapped(text: str, label: str) -> list[str]:
    indent = " " * (_LABEL + 2) if label else ""
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=f"{label:<{_LABEL}}  " if label else "",
        subsequent_indent=f"{indent}  " if text.startswith("- ") else indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
