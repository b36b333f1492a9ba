"""A workbook of rules back into suite files: everything is checked first, what would change is told, and then all of it is written or nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from upath import UPath

from greening import paths, suites
from greening.errors import GreeningError, SuiteError
from greening.stewarding import rule_columns, rule_pairs, rule_sheets
from greening.stewarding.rule_cells import same
from greening.stewarding.rule_sheets import Contents, Row, Sheet
from greening.stewarding.suite_differences import differences
from greening.stewarding.suite_workbook import state
from greening.suite_checks.faults import Fault, rule_called
from greening.suites import Folder
from greening.tables import submission_tables

#: Words about a JSON file, and the same about a row of a sheet.
_OF_A_CELL: Mapping[str, str] = {
    " in kwargs.": " for this type.",
    "kwargs has no ": "the row has no ",
    "meta has no ": "the row has no ",
    " is a text in quotation marks, and ": " stands there as a text, and ",
    " without quotation marks, and is ": ", and is ",
}


@dataclass(frozen=True)
class Plan:
    """What an import would do: the text of each file to write, the files to take away, both in words, and what is left as it is."""

    written: Mapping[str, str]
    removed: tuple[str, ...]
    changes: tuple[str, ...]
    kept: tuple[str, ...]


def plan(file: str, expectations: str | UPath, *, delete: bool = False, overwrite: bool = False) -> Plan:
    """What the workbook would change in the suites of the folder.

    delete takes suites without a sheet away; overwrite writes over what somebody changed in a file since the export. Raises SuiteError, which
    lists every fault with sheet and cell, where anything in the workbook is wrong, and CallError where it cannot be read.
    """
    sheets, contents = rule_sheets.read(file)
    folder = suites.read(expectations)
    made = {sheet.name: _suite(sheet, folder, contents) for sheet in sheets}
    changed = {name: suite for name, (suite, _) in made.items() if not _is_same(_before(folder, name), suite)}
    told = chain.from_iterable(_told(file, sheet, *made[sheet.name]) for sheet in sheets)
    _refuse([*told] if sheets else [f"{file}: there is no sheet of rules in it"])
    _refuse([] if overwrite else _conflicts(file, changed, folder, contents))
    changes = [*chain.from_iterable(differences(name, _before(folder, name), suite) for name, suite in changed.items())]
    return _with_gone(changed, changes, [one for one in folder.contents if one.removesuffix(".json") not in made], delete=delete)


def _refuse(found: Sequence[str]) -> None:
    if found:
        raise SuiteError("\n".join([*dict.fromkeys(found), "nothing was written: mend the workbook and import it again"]))


def _with_gone(changed: Mapping[str, Any], changes: Sequence[str], gone: Sequence[str], *, delete: bool) -> Plan:
    """The plan, with what becomes of the suites that have no sheet."""
    texts = {f"{name}.json": as_text(suite) for name, suite in changed.items()}
    if delete:
        return Plan(texts, tuple(gone), (*changes, *(f"{file.removesuffix('.json')}: the suite is taken away" for file in gone)), ())
    kept = [f"{file.removesuffix('.json')}: no such sheet; its suite stays as it is (--delete takes it away)" for file in gone]
    return Plan(texts, (), tuple(changes), tuple(kept))


def _before(folder: Folder, name: str) -> Any:
    return folder.contents.get(f"{name}.json")


def carry_out(one: Plan, expectations: str | UPath) -> None:
    """Write the files of a plan and take away those that go: all of it, or nothing where one cannot be written."""
    folder = paths.root(str(expectations))
    before = {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in (*one.written, *one.removed)}
    try:
        for name, text in one.written.items():
            paths.write_text(folder / name, text)
        for name in one.removed:
            (folder / name).unlink()
    except OSError as error:
        for name, content in before.items():
            if content is not None:
                paths.write_bytes(folder / name, content)
            elif (folder / name).exists():
                (folder / name).unlink()
        raise GreeningError(f"nothing was changed: {error}") from error


def as_text(suite: Mapping[str, Any]) -> str:
    """A suite as the text of its file."""
    return json.dumps(suite, indent=2, ensure_ascii=False) + "\n"


def _suite(sheet: Sheet, folder: Folder, contents: Mapping[str, Contents]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The suite that a sheet says, its parts in the order of the file as it stands, and the cells that cannot be read."""
    before = _before(folder, sheet.name)
    kept: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    known = {rule_called(entry): entry for entry in _entries(kept)}
    read = [_entry(sheet, row, known) for row in sheet.rows]
    about = contents[sheet.name].about if sheet.name in contents else _about(sheet.name, kept)
    made = {"$schema": kept.get("$schema", "./schema.json"), "name": sheet.name}
    made |= ({"meta": {"about": about}} if about else {}) | {"expectations": [entry for entry, _ in read]}
    return _in_order_of(kept, made), [fault for _, faults in read for fault in faults]


def _in_order_of(kept: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    return {name: made[name] for name in kept if name in made} | dict(made)


def _entries(suite: Mapping[str, Any]) -> list[Any]:
    entries = suite.get("expectations")
    return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []


def _entry(sheet: Sheet, row: Row, known: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    like = known.get(str(row.cells.get("rule", "")).strip())
    entry, unread = rule_columns.entry(row.cells, like)
    return entry, [(sheet.cell(header, row.number), text) for header, text in unread.items()]


def _about(name: str, kept: Mapping[str, Any]) -> str:
    if kept:
        return str(kept.get("meta", {}).get("about", ""))
    table = submission_tables().get(name)
    return f"{table.about}." if table else ""


def _is_same(before: Any, suite: Mapping[str, Any]) -> bool:
    """Whether a suite says what its file says already; a file that leaves the schema out is not written again for that."""
    if not isinstance(before, Mapping):
        return False
    said = {name: value for name, value in suite.items() if name != "$schema" or name in before}
    names = [[rule_called(entry) for entry in one.get("expectations", ())] for one in (before, suite)]
    return same(before, said) and names[0] == names[1]


def _conflicts(file: str, changed: Iterable[str], folder: Folder, contents: Mapping[str, Contents]) -> list[str]:
    """The suites that would be changed though somebody else changed their files since the export."""
    known = {name: (contents.get(name, Contents()).state, folder.texts.get(f"{name}.json")) for name in changed}
    since = [name for name, (exported, text) in known.items() if exported and text is not None and exported != state(text)]
    return [
        f"{file}, sheet {name}: {name}.json was changed since this workbook was exported, and importing would undo that: "
        "export again and carry your changes over, or import with --overwrite"
        for name in since
    ]


def _told(file: str, sheet: Sheet, suite: Mapping[str, Any], unread: Sequence[tuple[str, str]]) -> list[str]:
    """Everything that is wrong with a sheet, each with its cell."""
    name = f"{sheet.name}.json"
    found = [*sheet.faults, *unread]
    faults = suites.file_faults(name, suite, by_rule=True)
    faults += rule_pairs.faults(sheet.name, suites.sound_rules(name, suite, faults))
    lines = [f"{file}, sheet {sheet.name}, cell {cell}: {text}" for cell, text in found]
    return [*lines, *(_line(file, sheet, fault) for fault in faults)]


def _line(file: str, sheet: Sheet, fault: Fault) -> str:
    if fault.path[:1] != ("expectations",) or len(fault.path) < 2:
        return f"{file}, sheet {sheet.name}: {fault.text}"
    row = sheet.rows[int(fault.path[1])].number
    cell = sheet.cell(rule_columns.header_of(fault.path[2:]), row)
    text = fault.text
    for words, of_a_cell in _OF_A_CELL.items():
        text = text.replace(words, of_a_cell)
    return f"{file}, sheet {sheet.name}, cell {cell}: rule {fault.rule}: {text}"
