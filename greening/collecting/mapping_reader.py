"""Reading the nodes of a mapping file: every fault is gathered with its line, and none is passed over."""

from collections.abc import Iterator, Mapping as Pairs, Sequence
from pathlib import Path
from typing import Any

import yaml

from greening.collecting.mapping import BILLED, KINDS, SETTINGS, DropRows, FieldMap, Mapping, same, shipped
from greening.errors import CallError
from greening.spelling import offer
from greening.tables import submission_tables

_TOP = ("kind", "about", "table", "file", "dates", "decimals", "units", "columns", "personal", "ignore", "drop_rows", "settings")
_FILE = ("sheet", "encoding", "separator", "header_row")
_COLUMN = ("from", "values", "otherwise", "empty", "value", "unit", "unit_from", "dates", "decimals")
_DROP = ("column", "values", "keep", "why")
_DECIMALS = ("auto", "point", "comma")
#: Kinds that become rows of one table only.
_FIXED = {"tickets": "air_travel", "icao": "air_travel"}


def read(place: str | Path, kind: str, fields: Pairs[str, Sequence[str]] | None = None) -> Mapping:
    """The mapping of a file; `fields` names for each kind the fields that it knows (for `table`: those of the submission table).

    Raises CallError that lists every fault with its line.
    """
    path = Path(place)
    reader = Reader(path.name, kind)
    found = reader.mapping(_composed(path, kind))
    known = (fields or {}).get(found.table if kind == "table" else kind)
    if known is not None:
        reader.refuse_unknown_fields(found, known)
    if reader.faults:
        listed = "\n".join(f"  {fault}" for fault in reader.faults)
        raise CallError(f"the mapping file {path} has {len(reader.faults)} fault{'s' if len(reader.faults) > 1 else ''} to mend:\n{listed}")
    return found


def _composed(path: Path, kind: str) -> yaml.Node | None:
    try:
        return yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except FileNotFoundError:
        raise CallError(f"there is no mapping file {path}; `python pipeline.py mapping {kind} --out {path}` writes one to edit") from None
    except OSError as error:
        raise CallError(f"the mapping file {path} cannot be read: {error.strerror or error}; check the name of the file") from None
    except UnicodeDecodeError as error:
        raise CallError(f"the mapping file {path} cannot be read as UTF-8 text: {error}; save it again as UTF-8") from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        problem = getattr(error, "problem", None) or "not YAML"
        raise CallError(f"the mapping file {path} is broken at line {line}: {problem}; compare it with {shipped(kind)}") from None


class Reader:
    """Reads one mapping file and gathers what is wrong with it in `faults`."""

    def __init__(self, name: str, kind: str) -> None:
        self._name = name
        self._kind = kind
        self._lines: dict[str, int] = {}
        self.faults: list[str] = []

    def mapping(self, root: yaml.Node | None) -> Mapping:
        """The mapping of the whole file, as far as it can be read."""
        top = self._plain(root, "") if root is not None else {}
        if not isinstance(top, dict):
            self._fault("", "the file must hold names and what they are, such as `kind: bills`")
            top = {}
        self._refuse_unknown(top, _TOP, "")
        self._refuse_other_kind(str(top.get("kind") or ""))
        found = Mapping(
            self._name,
            self._kind,
            self._table(str(top.get("table") or "")),
            {name: self._field(name, entry, top) for name, entry in self._pairs(top, "columns").items()},
            {same(name): unit for name, unit in self._pairs(top, "units").items()},
            _texts(top.get("personal")),
            _texts(top.get("ignore")),
            tuple(self._drops(top)),
            self._settings(top),
            self._file(top),
        )
        for name in sorted(found.sources & set(found.personal)):
            self._fault("personal", f"{name} is personal, so nothing may be read from it; take it out of `columns`")
        return found

    def refuse_unknown_fields(self, found: Mapping, known: Sequence[str]) -> None:
        """A fault for each name under `columns` that the kind does not know."""
        for name in found.fields:
            if name not in known:
                self._fault(f"columns.{name}", f"{name} is not a column that can be filled.{offer(name, known)}")

    def _refuse_other_kind(self, kind: str) -> None:
        if kind != self._kind:
            self._fault("kind", f"kind is {kind or 'not given'}, but the import is of {self._kind}.{offer(kind, KINDS) if kind else ''}")

    def _table(self, table: str) -> str:
        if fixed := _FIXED.get(self._kind):
            if table not in ("", fixed):
                self._fault("table", f"{self._kind} become rows of {fixed}; take `table` out")
            return fixed
        allowed = list(BILLED) if self._kind == "bills" else list(submission_tables())
        if table not in allowed:
            said = f"table is {table}" if table else "table is not given"
            names = f" One of {', '.join(allowed)}." if self._kind == "bills" else ""
            self._fault("table", f"{said}: which table of the submission is it?{offer(table, allowed)}{names}")
        return table

    def _field(self, name: str, entry: Any, top: dict[str, Any]) -> FieldMap:
        dates, decimals = str(top.get("dates") or "auto"), self._decimals(top, "")
        if isinstance(entry, str):
            return FieldMap(sources=(entry,) if entry else (), dates=dates, decimals=decimals)
        place = f"columns.{name}"
        if not isinstance(entry, dict):
            self._fault(place, f"{name} must be a column of the export, or `from:` and how it is read")
            return FieldMap()
        self._refuse_unknown(entry, _COLUMN, place)
        sources = _texts(entry.get("from"))
        self._refuse_no_source(name, place, sources, entry)
        return FieldMap(
            sources=sources,
            values={same(key): str(value) for key, value in self._pairs(entry, "values", place).items()},
            otherwise=entry.get("otherwise"),
            empty=str(entry.get("empty", "")),
            value=entry.get("value"),
            unit=str(entry.get("unit", "")),
            unit_from=str(entry.get("unit_from", "")),
            dates=str(entry.get("dates") or dates),
            decimals=self._decimals(entry, place) if "decimals" in entry else decimals,
        )

    def _refuse_no_source(self, name: str, place: str, sources: Sequence[str], entry: dict[str, Any]) -> None:
        if not sources and "value" not in entry:
            self._fault(place, f"{name} has neither `from` (a column of the export) nor `value` (the same for all rows)")
        if sources and "value" in entry:
            self._fault(place, f"{name} has both `from` and `value`; keep one")

    def _drops(self, top: dict[str, Any]) -> Iterator[DropRows]:
        entries = top.get("drop_rows") or []
        if not isinstance(entries, list):
            self._fault("drop_rows", "drop_rows must be a list of `column`, `values` (or `keep`) and `why`")
            return
        for number, entry in enumerate(entries):
            place = f"drop_rows.{number}"
            if not isinstance(entry, dict) or not entry.get("column") or ("values" in entry) == ("keep" in entry):
                self._fault(place, "each of drop_rows needs `column` and either `values` or `keep`")
                continue
            self._refuse_unknown(entry, _DROP, place)
            yield _drop(entry)

    def _settings(self, top: dict[str, Any]) -> dict[str, str]:
        given, known = self._pairs(top, "settings"), SETTINGS[self._kind]
        self._refuse_unknown(given, tuple(known), "settings")
        for name, value in given.items():
            if name in known and value not in known[name]:
                self._fault(f"settings.{name}", f"{name} is {value}, not one of {', '.join(known[name])}")
        return {name: given.get(name, choices[0]) for name, choices in known.items()}

    def _file(self, top: dict[str, Any]) -> dict[str, str]:
        given = self._pairs(top, "file")
        self._refuse_unknown(given, _FILE, "file")
        row = given.get("header_row", "")
        if row and not (row.isdecimal() and int(row)):
            self._fault("file.header_row", f"header_row is {row}, not the number of a row")
            return given | {"header_row": ""}
        return given

    def _decimals(self, entry: dict[str, Any], place: str) -> str:
        value = str(entry.get("decimals") or "auto")
        if value not in _DECIMALS:
            self._fault(f"{place}.decimals", f"decimals is {value}, not one of {', '.join(_DECIMALS)}")
        return value

    def _refuse_unknown(self, entry: dict[str, Any], known: Sequence[str], place: str) -> None:
        for name in entry:
            if name not in known:
                self._fault(f"{place}.{name}", f"{name} is not known here.{offer(name, known) or ' Known: ' + (', '.join(known) or 'nothing')}")

    def _pairs(self, entry: dict[str, Any], name: str, place: str = "") -> dict[str, Any]:
        found = entry.get(name) or {}
        if isinstance(found, dict) and all(isinstance(value, str) or name == "columns" for value in found.values()):
            return found
        self._fault(f"{place}.{name}", f"{name} must hold names and what they are, one a line")
        return {}

    def _fault(self, place: str, told: str) -> None:
        line = f"line {self._lines.get(place.lstrip('.'), 1)}: {told}"
        if line not in self.faults:
            self.faults.append(line)

    def _plain(self, node: yaml.Node, place: str) -> Any:
        """The node as texts, lists and mappings; a name that stands twice is a fault, since YAML would keep the last without a word."""
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            self._lines.update({f"{place}.{number}": child.start_mark.line + 1 for number, child in enumerate(node.value)})
            return [self._plain(child, f"{place}.{number}") for number, child in enumerate(node.value)]
        return self._named(node, place)

    def _named(self, node: yaml.Node, place: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, child in node.value if isinstance(node, yaml.MappingNode) else ():
            name = str(key.value)
            at = f"{place}.{name}".lstrip(".")
            self._lines[at] = key.start_mark.line + 1
            if name in found:
                self._fault(at, f"{name} stands twice; keep one")
            found[name] = self._plain(child, at)
        return found


def _drop(entry: Pairs[str, Any]) -> DropRows:
    keeps = "keep" in entry
    words = _texts(entry["keep" if keeps else "values"]) or ("",)
    said = f"{entry['column']} is {'other than ' if keeps else ''}{' or '.join(word or 'empty' for word in words)}"
    return DropRows(entry["column"], tuple(map(same, words)), str(entry.get("why") or said), keeps)


def _texts(found: Any) -> tuple[str, ...]:
    """One text or a list of them; none for nothing."""
    return tuple(map(str, found)) if isinstance(found, list) else (str(found),) if found else ()
