"""How each figure was made: the entries at the end of the page that every printed figure links to."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from greening import digits
from greening.formats import Fact
from greening.locale import Catalogue
from greening.narrative import elements
from greening.narrative.report import Report, anchor
from greening.narrative.section import figure_name
from greening.publish.ledger import Added, Ledger

#: So many factors, and groups of rows, are named; the number of the others is said.
_NAMED = 12


def derivations(report: Report, printed: Sequence[str]) -> Markup:
    """One entry for each printed figure, in the order of the figures; what it rests on is printed too."""
    wanted, ledger = _with_parts(report, printed), Ledger(report)
    return elements.joined(_entry(ledger, fact) for figure_id, fact in report.facts.items() if figure_id in wanted)


def _with_parts(report: Report, printed: Sequence[str]) -> set[str]:
    found: set[str] = set()
    left = [figure_id for figure_id in printed if figure_id in report.facts]
    while left:
        figure_id = left.pop()
        if figure_id not in found:
            found.add(figure_id)
            left += [name for name in _read(report.facts[figure_id]).get("figures", []) if name in report.facts]
    return found


def _read(fact: Fact) -> Mapping[str, Any]:
    made = json.loads(fact.derivation) if fact.derivation else {}
    return made if isinstance(made, dict) else {}


def _entry(ledger: Ledger, fact: Fact) -> Markup:
    report, made = ledger.report, _read(fact)
    facts = [(report.text(f"how.{key}"), content) for key, content in _facts(ledger, fact, made) if content]
    listed = elements.joined(Markup("<dt>%s</dt><dd>%s</dd>") % pair for pair in facts)
    rows = elements.joined(_rows(ledger, part) for part in _parts(made))
    head = (anchor(fact.figure_id), figure_name(report, fact.figure_id), fact.figure_id)
    return Markup('<details class="how" id="%s"><summary>%s <code>%s</code></summary><dl>%s</dl>%s</details>') % (*head, listed, rows)


def _facts(ledger: Ledger, fact: Fact, made: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is said of a figure, each under its name, in the order of reading."""
    report = ledger.report
    yield ("text" if fact.value is None else "value"), report.show(fact.figure_id, "exact")
    yield "unit", "" if fact.unit == "text" else fact.unit
    yield "interval", _interval(report, fact)
    yield "precision", report.term(f"precision_{fact.precision}") if fact.precision else ""
    yield "formula", report.text("how.as_published") if _is_quoted(fact, made) else fact.method or str(made.get("formula", ""))
    yield "sources", Markup(", ").join(_linked(report, name) for name in made.get("figures", []))
    for part in _parts(made):
        yield from _origin(ledger, part)
    yield "note", fact.note


def _is_quoted(fact: Fact, made: Mapping[str, Any]) -> bool:
    """Whether the figure is one published row of the inventory, as it was printed."""
    return bool(fact.precision) and made.get("product") == "footprint" and made.get("rows") == 1 and made.get("factor_ids") == ["own"]


def _interval(report: Report, fact: Fact) -> str:
    if fact.low == fact.high:
        return ""
    words = report.catalogue
    if fact.high is None or fact.low is None:
        bound = {"low": _bound(words, fact.low), "high": _bound(words, fact.high)}
        return report.text("how.interval.above" if fact.high is None else "how.interval.below", **bound)
    is_mixed = fact.interval_kind == "rounding" and not fact.precision
    kind = "mixed" if is_mixed else fact.interval_kind if words.has(f"how.interval.{fact.interval_kind}") else "other"
    return report.text(f"how.interval.{kind}", low=_bound(words, fact.low), high=_bound(words, fact.high))


def _bound(words: Catalogue, bound: float | None) -> str:
    """A bound with its digits, grouped; nothing where it is open."""
    return "" if bound is None else digits.full(words, bound)


def _linked(report: Report, figure_id: str) -> Markup:
    if figure_id not in report.facts:
        return Markup("<code>%s</code>") % figure_id
    return Markup('<a href="#%s"><code>%s</code></a>') % (anchor(figure_id), figure_id)


def _parts(made: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The derivations from rows inside a derivation."""
    if "product" in made:
        yield made
    for part in made.get("parts", []):
        yield from _parts(part)


def _origin(ledger: Ledger, part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    report = ledger.report
    count = report.catalogue.counted("how.row_count", int(part["rows"])) if "rows" in part else ""
    yield "rows", " ".join(text for text in (count, f"({part['product']})") if text)
    yield "filter", _filter_words(part.get("filter", {}))
    yield "reference", "; ".join([*part.get("references", []), *([part["reference"]] if "reference" in part else [])])
    yield "factors", _factors(ledger, part)
    yield "files", ledger.files(part.get("files", {}))


def _filter_words(wanted: Mapping[str, Any]) -> str:
    def word(value: Any) -> str:
        return ", ".join(map(word, value)) if isinstance(value, list) else "(empty)" if value is None else str(value).lower()

    texts = [f"{column} = {word(value)}" for column, value in wanted.items() if column != "any_of"]
    either = [f"({_filter_words(each)})" for each in wanted.get("any_of", [])]
    return "; ".join([*texts, *([" or ".join(either)] if either else [])])


def _factors(ledger: Ledger, part: Mapping[str, Any]) -> Markup:
    """The factors named in a derivation, with value, unit, year, source and how near they were."""
    named = part.get("factor_ids", [])[:_NAMED]
    if not named:
        return Markup("")
    used = ledger.factors(part)
    rows = [row for name in named for row in used.get(name, [])]
    texts = [_factor(ledger, *row) for row in rows[:_NAMED]]
    rest = int(part.get("factors", len(named))) - len(named)
    return elements.bullets([*texts, *([ledger.report.text("how.more_factors", count=str(rest))] if rest > 0 else [])])


def _factor(ledger: Ledger, *cells: Any) -> str:
    name, value, unit, year, source, rung = ("" if pd.isna(cell) else cell for cell in cells)
    report = ledger.report
    amount = f"{digits.full(report.catalogue, value)} {unit}" if isinstance(value, float) else ""
    nearness = report.term(f"rung_{rung}") if rung else ""
    told = ", ".join(text for text in (amount, str(year), ledger.sources.get(str(source), str(source)), nearness) if text)
    return report.text("how.factor", id=str(name), told=told)


def _rows(ledger: Ledger, part: Mapping[str, Any]) -> Markup:
    """The footprint rows of a figure, added up by table, place and source; journeys by purpose and cabin."""
    if part["product"] != "footprint" or part.get("column") != "emissions_tco2e":
        return Markup("")
    report = ledger.report
    added, has_journeys = ledger.added(part["filter"])
    rest = len(added) - _NAMED
    more = elements.paragraph(report.text("how.more", count=report.catalogue.count(rest)), "detail") if rest > 0 else Markup("")
    remark = elements.paragraph(report.text("how.aggregated.travel"), "detail") if has_journeys else Markup("")
    return elements.joined([_added(report, added[:_NAMED]), more, remark])


def _added(report: Report, added: Sequence[Added]) -> Markup:
    count, decimal = report.catalogue.count, report.catalogue.decimal
    head = [report.text(f"how.head.{name}") for name in ("table", "place", "source", "rows", "tonnes")]
    lines = [
        [_upper(report.term(table)), place, report.term(source), count(rows), decimal(tonnes, 1)] for (table, place, source), rows, tonnes in added
    ]
    return elements.table(report.text("how.aggregated"), head, lines, style="rows")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
