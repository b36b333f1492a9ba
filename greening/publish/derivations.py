"""How each figure was made: an entry for every printed figure and all that it rests on, for the panel of the page and for the page beside it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set as AbstractSet
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from greening import digits, formats, notes
from greening.explain.basis import OF_MEMBER, goal_years
from greening.formats import Fact, change_of
from greening.narrative.report import Report, way
from greening.narrative.section import figure_name
from greening.publish.derivation_rows import Rows
from greening.publish.derivation_words import escaped
from greening.same import Same

#: So many figures that a figure rests on are named.
_NAMED = 24
#: So many organizations' derivations are remembered.
_KEPT = 2
#: What a formula calls the rows that it is computed from.
_ROWS = re.compile(r"(?<![\w.])rows(?![\w.])")
#: The id of a figure inside a formula.
_ID = re.compile(r"[a-z_]+(?:\.[\w@:~-]+)+")


class Made(NamedTuple):
    """The derivation of a figure, and the figures of the report that it rests on."""

    derivation: Mapping[str, Any]
    rests_on: Sequence[str]


def entries(report: Report, printed: Sequence[str]) -> dict[str, Markup]:
    """What is said of each printed figure, and of what it rests on, by its id in the order of the figures.

    HTML: a heading of the third level, a list of terms, tables. Its lines are pieces that many entries share.
    """
    made = _with_parts(report, printed)
    teller = Entries(report, made)
    return {figure_id: Markup(teller.entry(fact)) for figure_id, fact in report.facts.items() if figure_id in made}


def reached(report: Report, printed: Sequence[str]) -> AbstractSet[str]:
    """The figures that the entries of printed ones lead to, these included."""
    return _with_parts(report, printed).keys()


def _said(report: Report, text: str) -> str:
    """A part of a formula between the names of figures: signs as they are, words in the report's language."""
    core = text.strip(" /+-x()")
    before, _, after = text.partition(core) if core else (text, "", "")
    return f"{before}{report.catalogue.said(core)}{after}"


def _with_parts(report: Report, printed: Sequence[str]) -> dict[str, Made]:
    """The derivations of the printed figures and of all that they rest on, by figure."""
    found: dict[str, Made] = {}
    known = _known(Same(report.figures), Same(report.targets))
    left = [figure_id for figure_id in printed if figure_id in report.facts]
    while left:
        figure_id = left.pop()
        if figure_id not in found:
            if figure_id not in known:
                derivation = _read(report.facts[figure_id])
                known[figure_id] = Made(derivation, rests_on(report, derivation))
            found[figure_id] = known[figure_id]
            left += found[figure_id].rests_on
    return found


@lru_cache(maxsize=_KEPT)
def _known(_figures: Same, _targets: Same) -> dict[str, Made]:
    """The derivations of figures that were read before, for the report in another language."""
    return {}


def _read(fact: Fact) -> Mapping[str, Any]:
    made = json.loads(fact.derivation) if fact.derivation else {}
    return made if isinstance(made, dict) else {}


def rests_on(report: Report, made: Mapping[str, Any]) -> list[str]:
    """The figures of the report that a derivation rests on, each once, in its order: what `explain` says of them, as far as the report has them."""
    return list(dict.fromkeys(name for name in _named(report, made) if name in report.facts))


def _named(report: Report, made: Mapping[str, Any]) -> Iterator[str]:
    yield from made.get("figures", ())
    if made.get("product") in _OF_PRODUCT:
        yield from _OF_PRODUCT[made["product"]](report, made["filter"], str(made.get("column", "")))
    for part in made.get("parts", ()):
        yield from _named(report, part)


def _of_goal(report: Report, wanted: Mapping[str, Any], column: str) -> Iterator[str]:
    """What a goal is measured by: of the year, of the baseline, and for a sum of gaps of all years between."""
    row = next((row for row in report.goals.get(str(wanted.get("goal_id")), ()) if row["year"] == wanted.get("year")), None)
    if row is not None:
        base = None if formats.is_missing(row["baseline_year"]) else int(row["baseline_year"])
        yield from (report.at(str(row["metric"]), year) for year in goal_years(column, int(row["year"]), base))


def _of_projection(report: Report, wanted: Mapping[str, Any], _column: str) -> Iterator[str]:
    """The known years of what a goal is measured by."""
    rows = report.goals.get(str(wanted.get("goal_id")), ())
    yield from (name for row in rows[:1] for name in _of_stem(report).get(str(row["metric"]), ()) if ":" not in name)


def _of_earlier(_report: Report, wanted: Mapping[str, Any], _column: str) -> Iterator[str]:
    """The figure of that year."""
    yield f"{wanted.get('figure_id')}@{wanted.get('year')}"


def _of_total(_report: Report, wanted: Mapping[str, Any], _column: str) -> Iterator[str]:
    """The total that is taken apart, or the two totals whose change is."""
    yield "ghg.total"
    if wanted.get("from_year"):
        yield f"ghg.total@{wanted['from_year']}"


def _of_members(report: Report, wanted: Mapping[str, Any], column: str) -> Iterator[str]:
    """The members' figures of a name, where those of all members are meant."""
    stem = OF_MEMBER.get(column) if not wanted else wanted.get("figure_id") if set(wanted) == {"figure_id"} else None
    if isinstance(stem, str):
        yield from (name for name in _of_stem(report).get(stem, ()) if ":" in name and "@" not in name)


_OF_PRODUCT: Mapping[str, Callable[[Report, Mapping[str, Any], str], Iterator[str]]] = {
    "changes": _of_total,
    "earlier": _of_earlier,
    "members": _of_members,
    "members_figures": _of_members,
    "projection": _of_projection,
    "targets": _of_goal,
    "uncertainty": _of_total,
}


def _of_stem(report: Report) -> Mapping[str, Sequence[str]]:
    """The figures by their name without year and member."""
    return _stems(Same(report.figures))


@lru_cache(maxsize=_KEPT)
def _stems(figures: Same) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name in figures.frame["figure_id"].tolist():
        found.setdefault(name.partition(":")[0].partition("@")[0], []).append(name)
    return found


def _parts(made: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The derivations from rows inside a derivation."""
    if "product" in made:
        yield made
    for part in made.get("parts", ()):
        yield from _parts(part)


class Entries:
    """The entries of a report; the pieces that they share are made once."""

    def __init__(self, report: Report, made: Mapping[str, Made]) -> None:
        self._report = report
        self._made = made
        self._rows = Rows(report)

    def entry(self, fact: Fact) -> str:
        """What is said of a figure: lines that several entries have, or that only this one has."""
        made = self._made[fact.figure_id]
        said = [self._rows.said(part) for part in _parts(made.derivation)]
        head = f"<h3>{self._name(fact.figure_id)} <code>{escaped(fact.figure_id)}</code></h3><dl>{''.join(self._facts(fact))}"
        terms = [self._formula(fact, made.derivation), "".join(self._basis(fact, made)), *(term for one in said for term in one.terms)]
        return "\n".join([head, *filter(None, terms), "</dl>", *(table for one in said for table in one.tables)])

    def _facts(self, fact: Fact) -> Iterator[str]:
        """The value, how well it is known, and what it was a year before."""
        report, rows = self._report, self._rows
        yield self._value(fact)
        if fact.low != fact.high:
            yield rows.line("interval", escaped(interval(report, fact)))
        if fact.precision:
            yield rows.line("precision", escaped(report.term(f"precision_{fact.precision}")))
        yield self._before(fact)

    def _basis(self, fact: Fact, made: Made) -> Iterator[str]:
        """The figures that it is made of, what else was published, and the note."""
        report, rows = self._report, self._rows
        yield self._computed(made.derivation)
        yield self._parts(made.rests_on)
        if fact.alternatives:
            yield rows.line("alternatives", rows.bullets([self._alternative(fact, each) for each in report.alternatives(fact.figure_id)]))
        if fact.note:
            yield rows.line("note", escaped(notes.told(report.catalogue, fact.note)))

    def _value(self, fact: Fact) -> str:
        text = escaped(formats.figure(self._report.catalogue, fact, "exact"))
        before, after = ("", "") if fact.value is None else self._rows.unit(fact.unit)
        value = f'<data value="{escaped(fact.raw)}" data-figure="{escaped(fact.figure_id)}" data-format="exact">{text}</data>'
        return f"{self._rows.label('text' if fact.value is None else 'value')}{before}{value}{after}</dd>"

    def _formula(self, fact: Fact, derivation: Mapping[str, Any]) -> str:
        report, rows = self._report, self._rows
        text = "" if _is_quoted(fact, derivation) else fact.method or str(derivation.get("formula", ""))
        said = report.catalogue.said(text) if text else report.text("how.as_published") if _is_quoted(fact, derivation) else ""
        return rows.once(("formula", said), lambda: rows.line("formula", escaped(said)))

    def _before(self, fact: Fact) -> str:
        """The figure a year before, and whether the data can tell a change from it."""
        report = self._report
        before = f"{fact.figure_id}@{report.year - 1}"
        if fact.value is None or before not in report.facts:
            return ""
        fill = {"value": report.show(before, "unit"), "year": Markup(str(report.year - 1))}
        key = f"how.before.{_change(report, fact, report.facts[before])}"
        return self._rows.line("before", report.catalogue.markup(key, lambda place: fill[place]))

    def _computed(self, derivation: Mapping[str, Any]) -> str:
        """The formula with the names of its figures in place of their ids; nothing where the words of the formula are all there is."""
        formula, facts = str(derivation.get("formula", "")), self._report.facts
        if not derivation.get("figures") or not _ID.search(formula):
            return ""
        text = _ID.sub(lambda found: f"\0{found[0]}\0" if found[0] in facts else found[0], formula)
        text = _ROWS.sub(self._report.text("how.computed.rows"), text)
        told = [self._link(part) if place % 2 else escaped(_said(self._report, part)) for place, part in enumerate(text.split("\0"))]
        return self._rows.line("computed", "".join(told))

    def _parts(self, names: Sequence[str]) -> str:
        """The figures that a figure rests on, each with its value."""
        if not names:
            return ""
        rest = len(names) - _NAMED
        more = [escaped(self._report.catalogue.counted("how.more_figures", rest))] if rest > 0 else []
        return self._rows.line("sources", self._rows.bullets([*(self._with_value(name) for name in names[:_NAMED]), *more]))

    def _with_value(self, figure_id: str) -> str:
        return self._rows.once(
            ("basis", figure_id), lambda: self._report.catalogue.named(self._name(figure_id), self._report.show(figure_id, "unit"))
        )

    def _link(self, figure_id: str) -> str:
        return f'<a href="{way(self._report.language, figure_id)}">{self._name(figure_id)}</a>'

    def _name(self, figure_id: str) -> str:
        return self._rows.once(("name", figure_id), lambda: escaped(figure_name(self._report, figure_id)))

    def _alternative(self, fact: Fact, other: Mapping[str, Any]) -> str:
        """Another published value of the figure."""
        value = self._rows.quantity(float(other["value"]), fact.unit)
        return self._report.catalogue.bracketed(value, escaped(str(other["reference"]))) if other.get("reference") else value


def _is_quoted(fact: Fact, made: Mapping[str, Any]) -> bool:
    """Whether the figure is one published row of the inventory, as it was printed."""
    return bool(fact.precision) and made.get("product") == "footprint" and made.get("rows") == 1 and made.get("factor_ids") == ["own"]


def _change(report: Report, fact: Fact, before: Fact) -> str:
    """Which way a figure went since the year before: rose or fell where its own change, or its interval, tells that from zero; else unclear.

    `known` where nothing is known of how sharp the two are: then both stand side by side and nothing is said.
    """
    change = report.facts.get(change_of(report.facts, fact.figure_id))
    return fact.direction_from(before) if change is None else change.direction


def interval(report: Report, fact: Fact) -> str:
    """The interval of a figure and what kind it is; empty where the figure is exact or nothing is known."""
    if fact.low == fact.high:
        return ""
    words = report.catalogue
    bounds = {name: "" if bound is None else digits.full(words, bound) for name, bound in (("low", fact.low), ("high", fact.high))}
    if fact.high is None or fact.low is None:
        return report.text("how.interval.above" if fact.high is None else "how.interval.below", **bounds)
    is_mixed = fact.interval_kind == "rounding" and not fact.precision
    kind = "mixed" if is_mixed else fact.interval_kind if words.has(f"how.interval.{fact.interval_kind}") else "other"
    return report.text(f"how.interval.{kind}", **bounds)
