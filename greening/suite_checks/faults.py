"""A fault of a suite: where it is, and what is wrong in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

#: A place inside a file: names of parts and numbers of entries, from the outside in.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One fault: the file of the folder, the place in it, the rule that it is about and what is wrong.

    line and column are those of the file where they are known already, as of a file that is not JSON; else 0.
    """

    file: str
    path: Path
    text: str
    rule: str = ""
    line: int = 0
    column: int = 0


def rule_called(entry: object) -> str:
    """What to call a rule that may be wrong in any way: by its name or, where it has none, as being without."""
    meta = entry.get("meta") if isinstance(entry, Mapping) else None
    name = meta.get("rule") if isinstance(meta, Mapping) else None
    return name if isinstance(name, str) and name.strip() else "without name"


def told(found: Sequence[Fault], folder: str, line_of: Callable[[str, Path], int]) -> list[str]:
    """The faults as lines for people, `folder/file:line: rule name: what is wrong`, in the order of files and lines; each once."""
    placed = [(one.file, one.line or line_of(one.file, one.path), one) for one in found]
    ordered = sorted(placed, key=lambda each: each[:2])
    return list(dict.fromkeys(_line(folder, line, one) for _, line, one in ordered))


def _line(folder: str, line: int, one: Fault) -> str:
    place = f"{folder.rstrip('/')}/{one.file}" if one.file else folder
    where = f"{place}:{line}" if line else place
    return f"{where}: {f'rule {one.rule}: ' if one.rule else ''}{one.text}"
