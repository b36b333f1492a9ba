"""A preview of changed suites as text for the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from greening.stewarding.preview import Difference, Preview
from greening.stewarding.preview_versions import LAST_RUN
from greening.stewarding.rule_changes import Change

_KINDS = {
    "held": "newly held",
    "rejected": "with rows newly left out",
    "warned": "newly warned",
    "cleared": "cleared",
}
#: Findings are of these kinds, in the order in which they matter.
_LEVELS = ("hold", "reject", "warn")
_LONGEST = 100


def as_text(found: Preview, examples: int = 3) -> str:
    """The whole preview: what differs, for how many organizations, for whom, and examples of each rule."""
    if not found.changes:
        return "\n".join([f"no suite differs from {_called(found)}: nothing would change", *_unknown(found)])
    said = [one for one in found.changes if one.rule]
    parts = [
        [
            f"{_count(found.changes, 'rule' if said else 'suite')} differ{'s' * (len(found.changes) == 1)} from {_called(found)}:",
            *_changes(found.changes),
        ],
        [f"{_number(found.bodies, 'submission')} with {_number(found.rows, 'row')} looked at", *_unknown(found), *_anew(found)],
        [*_counts(found)],
        [*_table(found.differences)],
        [*_examples(found, examples)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def by_rule(found: Preview, part: str) -> list[tuple[tuple[str, str, str], pd.DataFrame]]:
    """The findings that are `new` or `gone`, by level, table and rule, the gravest first."""
    frames = [one.new if part == "new" else one.gone for one in found.differences]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if whole.empty:
        return []
    groups = {(str(level), str(table), str(rule)): rows for (level, table, rule), rows in whole.groupby(["level", "table", "rule"], dropna=False)}
    return sorted(groups.items(), key=lambda group: (_LEVELS.index(group[0][0]), group[0][1:]))


def _called(found: Preview) -> str:
    return "what the last run judged by" if found.against == LAST_RUN else found.against


def _changes(changes: Sequence[Change]) -> list[str]:
    width = max(len(name(one)) for one in changes)
    wording = " (wording only)"
    return [f"  {name(one):<{width}}  {'; '.join(one.told)}{wording * (not one.finds_otherwise)}" for one in changes]


def name(one: Change) -> str:
    """The name of what changed: suite and rule, or the suite alone."""
    return f"{one.suite}.{one.rule}" if one.rule else one.suite


def in_order(differences: Sequence[Difference]) -> list[Difference]:
    """The organizations whose outcome changes first."""
    return sorted(differences, key=lambda one: (one.after == one.before, one.organization, one.year))


def _unknown(found: Preview) -> list[str]:
    if not found.unknown:
        return []
    return [f"{_listed(found.unknown)} not run yet, and git knows no earlier suites: run first, or name a folder with --against"]


def _anew(found: Preview) -> list[str]:
    return [f"judged by both versions, since not run or changed since: {_listed(found.judged_anew)}"] if found.judged_anew else []


def _counts(found: Preview) -> Iterator[str]:
    if not found.differences:
        yield "no finding would change"
        return
    for kind, told in _KINDS.items():
        codes = {one.organization for one in found.differences if kind in one.kinds}
        yield f"{told:<26} {len(codes):>4} organization{'s' * (len(codes) != 1)}"


def _table(differences: Sequence[Difference]) -> list[str]:
    if not differences:
        return []
    head = ("organization", "year", "before", "after", "new", "gone", "rules")
    rows = [
        (one.organization, str(one.year), one.before, one.after, str(len(one.new)), str(len(one.gone)), _rules(one)) for one in in_order(differences)
    ]
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]]


def _rules(one: Difference) -> str:
    return _listed(sorted({f"{table}.{rule}" for rows in (one.new, one.gone) for table, rule in zip(rows["table"], rows["rule"], strict=True)}))


def _examples(found: Preview, examples: int) -> Iterator[str]:
    for part, title in (("new", "new"), ("gone", "gone")):
        for (level, table, rule), rows in by_rule(found, part) if examples else ():
            yield f"{title}: {table}.{rule} ({level}), {_number(len(rows), 'finding')} of {_number(rows['organization'].nunique(), 'organization')}"
            for row in rows.head(examples).to_dict("records"):
                yield f"  {row['organization']} {row['year']}  {place(row)}: {_cut(str(row['message']))}"


def place(row: Mapping[Any, Any]) -> str:
    """Where a finding is, in words: file, sheet, row, column and what was found; the table where it is about no file."""
    told = {name: str(row[name]) for name in ("source_file", "sheet", "source_row", "column", "value") if not pd.isna(row[name]) and row[name] != ""}
    parts = [
        told.get("source_file", str(row["table"])),
        *([f"sheet {told['sheet']}"] if "sheet" in told else []),
        *([f"row {told['source_row']}"] if "source_row" in told else []),
        *([told["column"]] if "column" in told else []),
    ]
    return ", ".join(parts) + (f" = {_cut(told['value'])}" if "value" in told else "")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 6 else ""
    return ", ".join(names[: 5 if more else len(names)]) + more


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _count(things: Sequence[object], name: str) -> str:
    return _number(len(things), name)


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}{'s' * (count != 1)}"
