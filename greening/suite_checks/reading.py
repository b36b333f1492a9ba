"""Suite files as they stand: their content, what keeps one from being read, and the line of each part of it."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn

from lark import Lark, Token, Tree, UnexpectedInput
from upath import UPath

from greening.suite_checks.faults import Fault, Path

_GRAMMAR = r"""
    ?value: object | array | STRING | NUMBER | WORD
    object: "{" [pair ("," pair)*] "}"
    pair: STRING ":" value
    array: "[" [value ("," value)*] "]"
    STRING: /"(?:[^"\\]|\\.)*"/
    NUMBER: /-?\d+(\.\d+)?([eE][+-]?\d+)?/
    WORD: "true" | "false" | "null"
    %ignore /[ \t\n\r]+/
"""


#: What Python says of a text that is not JSON, for people.
_IN_WORDS: Mapping[str, str] = {
    "Expecting ',' delimiter": "a comma or a closing bracket is missing before this place",
    "Expecting ':' delimiter": "a colon is missing between a name and what it says",
    "Expecting property name": "a name in double quotation marks is missing here",
    "Expecting value": "a value is missing here, or is a text without double quotation marks",
    "Extra data": "something follows after the end",
    "Unterminated string": "a text has no closing quotation mark",
    "Invalid control character": "a text goes on over the end of its line",
}


@dataclass(frozen=True)
class Read:
    """What was read of a file: its text, its content (None where it cannot be read), and what is wrong with its writing."""

    text: str
    content: Any = None
    faults: tuple[Fault, ...] = field(default_factory=tuple)
    is_json: bool = False


def read(path: UPath) -> Read:
    """A JSON file, with the fault that keeps it from being read or every name that it says twice."""
    written = path.read_bytes()
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        return Read("", faults=(Fault(path.name, (), "the file is not in UTF-8: save it as UTF-8", line=line),))
    if not text.strip():
        return Read(text, faults=(Fault(path.name, (), "the file is empty: not JSON", line=1),))
    repeated: list[str] = []
    try:
        content = json.loads(text, object_pairs_hook=lambda pairs: _mapping(pairs, repeated), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        line, column, told = _writing_fault(text, error)
        return Read(text, faults=(Fault(path.name, (), told, line=line, column=column),))
    except _NotANumber as error:
        return Read(text, faults=(Fault(path.name, (), f"not JSON: {error} is no number", line=_line_of_stop(text)),))
    except RecursionError:
        return Read(text, faults=(Fault(path.name, (), "not a suite: its parts are nested too deep"),))
    return Read(text, content, tuple(_repeated(path.name, text)) if repeated else (), is_json=True)


def line_of(text: str, path: Path) -> int:
    """The line of the part of a JSON text that lies at the path, or of the nearest part around it; 1 at the least."""
    lines = _lines(text)
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path, 1)


def _mapping(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        repeated += [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    return content


class _NotANumber(Exception):
    """A word such as NaN, which Python reads as a number and JSON does not know."""


def _refuse(word: str) -> NoReturn:
    raise _NotANumber(word)


def _writing_fault(text: str, error: json.JSONDecodeError) -> tuple[int, int, str]:
    """Line, column and words for what keeps a text from being JSON; a comma too many is told as such, and where it stands."""
    before = re.search(r",\s*\Z", text[: error.pos])
    comma = before.start() if before else error.pos if text[error.pos : error.pos + 1] == "," else -1
    if comma >= 0 and re.match(r",\s*(?:[\]}]|\Z)", text[comma:]):
        return text.count("\n", 0, comma) + 1, comma - text.rfind("\n", 0, comma), "not JSON: a comma too many: nothing follows it"
    said = next((words for message, words in _IN_WORDS.items() if error.msg.startswith(message)), error.msg)
    return error.lineno, error.colno, f"not JSON: {said} (column {error.colno})"


def _repeated(file: str, text: str) -> list[Fault]:
    found = []
    for path, line, first in _walk(_tree(text), ())[1]:
        found.append(Fault(file, path, f"{path[-1]} is said twice, in line {first} and here: only one of them would count", line=line))
    return found


@cache
def _lines(text: str) -> Mapping[Path, int]:
    try:
        return _walk(_tree(text), ())[0]
    except UnexpectedInput:
        return {}


def _line_of_stop(text: str) -> int:
    try:
        _tree(text)
    except UnexpectedInput as error:
        return int(error.line)
    return 0


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, start="value", parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _tree(text: str) -> Tree[Token] | Token:
    return _parser().parse(text)


def _walk(node: Tree[Token] | Token, path: Path) -> tuple[dict[Path, int], list[tuple[Path, int, int]]]:
    """The line of every part by its path, and each name that is said again: its path, its line and that of the first."""
    if isinstance(node, Token):
        return {path: node.line or 1}, []
    lines, again = {path: node.meta.line}, []
    for number, child in enumerate(node.children):
        key: str | int = number
        start = 0
        if isinstance(child, Tree) and child.data == "pair":
            name, child = child.children
            key, start = json.loads(str(name)), getattr(name, "line", 0)
        inner, told = _walk(child, (*path, key))
        if start:
            inner[(*path, key)] = start
            again += [((*path, key), start, lines[(*path, key)])] if (*path, key) in lines else []
        lines |= inner
        again += told
    return lines, again
