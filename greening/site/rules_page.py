"""The page of a year's rules: each in plain language, why it is there, how often it was broken, and the columns that no rule looks at."""

import ast
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow.parquet
from markupsafe import Markup
from upath import UPath

from greening import locale, manifest, paths, tables
from greening.errors import SuiteError
from greening.json_files import read_json
from greening.locale import Catalogue
from greening.narrative import elements
from greening.publish import documents, inline
from greening.site import rule_words
from greening.site.rule_words import Entry

_LEVELS = ("reject", "hold", "warn")
#: Columns of every table that say where a row is from, and are for no rule to look at.
_ORIGIN = ("row_id",)
_COLUMN_ARGUMENTS = ("column", "column_A", "column_B", "column_list", "column_set")
#: What stands for the suite of a finding that no suite makes.
PROGRAM = ""


class Broken(NamedTuple):
    """How often a rule was broken: at which level, by whom, and how many of these findings are waived."""

    levels: Mapping[str, int]
    organizations: int
    waived: int


@dataclass(frozen=True)
class Told:
    """What the page tells: the rules of each suite by its name, and how often each was broken, by suite and rule; None where that is not for it."""

    suites: Mapping[str, Sequence[Entry]]
    broken: Mapping[tuple[str, str], Broken] | None = None


def name(language: str) -> str:
    """The name of the page in a language, beside the page of the year."""
    return manifest.index(language).replace("index", "rules", 1)


def read(expectations: str | UPath, year: int, data: str | UPath = "", organizations: Iterable[str] = ()) -> Told:
    """The suites of the folder in the order of the tables, and how often their rules were broken by these organizations; not read without data."""
    suites = {path.name.removesuffix(".json"): _rules(path) for path in paths.root(str(expectations)).glob("*.json")}
    order = {table: place for place, table in enumerate(tables.submission_tables())}
    names = sorted((name for name, rules in suites.items() if rules), key=lambda name: (order.get(name, len(order)), name))
    ordered = {name: suites[name] for name in names}
    return Told(ordered, _broken(ordered, [paths.processed(data, year, code) for code in organizations]) if data else None)


def _rules(path: UPath) -> list[Entry]:
    """The rules of a suite; none where the file is no suite."""
    try:
        content = read_json(path)
    except SuiteError:
        return []
    entries = content.get("expectations") if isinstance(content, dict) else None
    return [entry for entry in entries if _is_rule(entry)] if isinstance(entries, list) else []


def _is_rule(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("meta"), dict) and bool(entry["meta"].get("rule")) and "type" in entry


def _broken(suites: Mapping[str, Sequence[Entry]], folders: Sequence[UPath]) -> dict[tuple[str, str], Broken]:
    rules = {suite: {str(entry["meta"]["rule"]) for entry in entries} for suite, entries in suites.items()}
    levels: dict[tuple[str, str], Counter[str]] = {}
    bodies: dict[tuple[str, str], set[int]] = {}
    waived: Counter[tuple[str, str]] = Counter()
    for number, folder in enumerate(folders):
        for rule, table, level, waived_by in _findings(folder):
            place = (_suite(rule, table, rules), rule)
            levels.setdefault(place, Counter())[level] += 1
            bodies.setdefault(place, set()).add(number)
            waived[place] += bool(waived_by)
    return {place: Broken(dict(counted), len(bodies[place]), waived[place]) for place, counted in levels.items()}


def _findings(folder: UPath) -> Iterator[tuple[str, str, str, str]]:
    """Rule, table, level and who waived it, of each finding of an organization; those of stage 1 where it did not come further."""
    for product in ("findings", "checks"):
        path = folder / f"{product}.parquet"
        if path.is_file():
            content = pyarrow.parquet.read_table(io.BytesIO(path.read_bytes()), columns=["rule", "table", "level", "waived_by"]).to_pydict()
            yield from zip(*([value or "" for value in column] for column in content.values()), strict=True)
            return


def _suite(rule: str, table: str, rules: Mapping[str, Collection[str]]) -> str:
    """The suite whose rule was broken: that of the table, else a view's, else none."""
    if rule in rules.get(table, ()):
        return table
    declared = tables.submission_tables()
    return next((suite for suite, names in rules.items() if suite not in declared and rule in names), PROGRAM)


def page(year: int, told: Told, words: Catalogue, languages: Sequence[str]) -> str:
    """The page in one language; `languages` are all that the pages of the year are made in."""
    title = words.text("rules.title", year=str(year))
    links = [
        (f"../{manifest.index(words.language)}", words.text("page.years")),
        (manifest.index(words.language), words.text("page.year", year=str(year))),
    ]
    policy = f"{documents.POLICY}; script-src {inline.hashed(_script())}"
    shown = [_section(suite, entries, told, words) for suite, entries in told.suites.items() if entries]
    values = {
        "page": documents.frame(words, title, "../", links, policy),
        "script": Markup(_script()),
        "languages": [(code, name(code), locale.own_name(code)) for code in languages] if len(languages) > 1 else [],
        "languages_title": words.text("page.languages"),
        "about": words.text("rules.about" if told.broken is not None else "rules.about.public", year=str(year)),
        "counts": _counts(told, words),
        "filters": _filters(told, words),
        "said": {part: words.text(f"rules.{part}") for part in ("search", "all", "none", "message", "uncovered.title", "uncovered.about", "program")},
        "heads": [words.text(f"rules.head.{part}") for part in ("rule", "expected", "reason", *(["broken"] if told.broken is not None else []))],
        "sections": shown,
        "program": _program(told, words),
        "program_heads": [words.text("rules.head.rule"), words.text("rules.head.broken")],
        "uncovered": _uncovered(told, words),
    }
    return documents.render("rules.html.j2", values)


def _script() -> str:
    return documents.static("site.js").decode("utf-8")


def _counts(told: Told, words: Catalogue) -> list[str]:
    rules = sum(map(len, told.suites.values()))
    counts = [words.counted("rules.count", rules)]
    if told.broken is not None:
        own = [place for place in told.broken if place[0] != PROGRAM]
        counts += [
            words.counted("rules.count.broken", len(own)),
            words.counted("rules.count.waived", sum(one.waived for one in told.broken.values())),
        ]
    return counts


def _filters(told: Told, words: Catalogue) -> list[dict[str, Any]]:
    options = {
        "kind": [(suite, _called(suite, words)) for suite, entries in told.suites.items() if entries],
        "outcome": [(level, words.text(f"rules.level.{level}")) for level in _LEVELS],
        "review": [(state, words.text(f"rules.state.{state}")) for state in ("broken", "never", "waived")] if told.broken is not None else [],
    }
    labels = {"kind": "rules.filter.table", "outcome": "rules.filter.level", "review": "rules.filter.state"}
    return [{"name": part, "label": words.text(labels[part]), "options": listed} for part, listed in options.items() if listed]


def _called(suite: str, words: Catalogue) -> str:
    called = words.term(suite)
    return called[:1].upper() + called[1:]


def _section(suite: str, entries: Sequence[Entry], told: Told, words: Catalogue) -> dict[str, Any]:
    return {
        "id": suite,
        "title": _called(suite, words),
        "code": suite,
        "about": words.text("rules.view") if suite not in tables.submission_tables() else "",
        "rows": [_row(suite, entry, told, words) for entry in entries],
    }


def _row(suite: str, entry: Entry, told: Told, words: Catalogue) -> dict[str, Any]:
    meta = entry["meta"]
    rule, level, broken = str(meta["rule"]), str(meta.get("level", "")), (told.broken or {}).get((suite, str(meta["rule"])))
    texts = (suite, rule, str(meta.get("message", "")), words.said(str(meta.get("message", ""))), str(meta.get("reason", "")))
    state = "never" if broken is None else "waived" if broken.waived else "broken"
    return {
        "id": f"{suite}.{rule}",
        "rule": rule_words.code(rule),
        "level": level,
        "level_text": words.text(f"rules.level.{level}") if level in _LEVELS else level,
        "sentence": rule_words.sentence(entry, words, suite),
        "message": rule_words.message(str(meta.get("message", "")), words),
        "reason": elements.spoken(words, str(meta.get("reason", ""))),
        "kept": _kept(meta, words),
        "broken": _broken_told(broken, level, words) if told.broken is not None else None,
        "state": state,
        "search": " ".join(dict.fromkeys(texts)).lower(),
    }


def _kept(meta: Mapping[str, Any], words: Catalogue) -> Markup:
    """Since when the rule holds and who keeps it, as far as the rule says."""
    told = []
    if meta.get("since_year"):
        told.append(Markup.escape(words.text("rules.since", year=str(meta["since_year"]))))
    if meta.get("owner"):
        told.append(words.markup("rules.owner", lambda _: elements.spoken(words, str(meta["owner"]))))
    return words.shown_in_parts(told)


def _broken_told(broken: Broken | None, level: str, words: Catalogue) -> Markup:
    """How often, and by how many organizations; by level where the rule had another one when it was broken."""
    if broken is None:
        return Markup.escape(words.text("rules.never"))
    total = sum(broken.levels.values())
    told = [_data(total, words.counted("rules.findings", total)), Markup.escape(words.counted("page.organizations", broken.organizations))]
    if set(broken.levels) != {level}:
        named = [words.named(words.text(f"rules.level.{one}"), words.count(count)) for one, count in sorted(broken.levels.items()) if one in _LEVELS]
        told.append(Markup.escape(words.listed(named)))
    if broken.waived:
        told.append(_data(broken.waived, words.counted("rules.count.waived", broken.waived)))
    return words.shown(told)


def _data(value: int, text: str) -> Markup:
    return Markup('<data value="{}">{}</data>').format(value, text)


def _program(told: Told, words: Catalogue) -> list[tuple[Markup, Markup]]:
    """What the program found by itself: the rule, and how often."""
    own = {rule: broken for (suite, rule), broken in (told.broken or {}).items() if suite == PROGRAM}
    return [(rule_words.code(rule), _broken_told(own[rule], next(iter(own[rule].levels)), words)) for rule in sorted(own)]


def _uncovered(told: Told, words: Catalogue) -> list[tuple[str, str, Markup]]:
    """The tables with columns that no rule of their suite looks at: code, name, and these columns."""
    found = []
    for table, declared in tables.submission_tables().items():
        read_columns = {column for entry in told.suites.get(table, ()) for column in columns(entry)}
        left = [column for column in declared.columns if column not in read_columns and column not in _ORIGIN]
        if left:
            found.append((table, _called(table, words), words.shown([rule_words.code(column) for column in left])))
    return found


def columns(entry: Entry) -> set[str]:
    """The columns that a rule looks at: in its arguments, its condition, and the one that its finding points to."""
    kwargs, meta = entry.get("kwargs", {}), entry["meta"]
    named = [value for argument in _COLUMN_ARGUMENTS for value in _listed(kwargs.get(argument, []))]
    try:
        tree = ast.parse(str(kwargs.get("row_condition") or "True").strip(), mode="eval")
    except SyntaxError:
        return {*named, *([meta["column"]] if meta.get("column") else [])}
    in_condition = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {*named, *in_condition, *([meta["column"]] if meta.get("column") else [])}


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
