"""Which kinds of expectation there are and which arguments each takes, as kinds.yml declares them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Argument:
    """One argument of an expectation: what it holds (a word of kinds.yml, or the words that it may be), and what it says."""

    holds: str | tuple[str, ...]
    about: str
    is_required: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of expectation: what it expects in words, whether it judges each row by itself, and its arguments by name."""

    about: str
    judges_rows: bool
    arguments: Mapping[str, Argument]


@dataclass(frozen=True)
class Expectation:
    """One expectation: its type and arguments, and its place for messages."""

    type: str
    kwargs: Mapping[str, Any]
    place: str = ""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of expectation that a rule may be of, by its name."""
    declared = _declared()
    return {name: _kind(entry, declared["arguments"]) for name, entry in declared["types"].items()}


@cache
def argument_names() -> tuple[str, ...]:
    """The name of every argument that some kind of expectation takes, in the order of kinds.yml."""
    return tuple(dict.fromkeys(entry.get("name", name) for name, entry in _declared()["arguments"].items()))


@cache
def _declared() -> Mapping[str, Any]:
    declared: Mapping[str, Any] = yaml.load(files("greening.suite_checks").joinpath("kinds.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return declared


def _kind(entry: Mapping[str, Any], arguments: Mapping[str, Any]) -> Kind:
    judges_rows = entry.get("judges") == "rows"
    named = [*entry["arguments"], *(["mostly"] if judges_rows else []), *(["row_condition"] if entry.get("limited", True) else [])]
    taken = {}
    for one in named:
        name = one.removesuffix("!")
        declared = arguments[name]
        holds = declared["holds"]
        taken[declared.get("name", name)] = Argument(tuple(holds) if isinstance(holds, list) else holds, declared["about"], one.endswith("!"))
    return Kind(entry["about"], judges_rows, taken)
