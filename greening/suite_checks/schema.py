"""The JSON Schema of suites: from it editors complete and check while somebody types, and by it a suite's structure is checked here.

It is of draft 7, the newest that the JSON language servers of JupyterLab and VS Code know whole. expectations/schema.json is its text.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from greening.checks import LEVELS
from greening.suite_checks.kinds import Argument, Kind, kinds
from greening.views import catalogue

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_HOLDS: Mapping[str, Schema] = {
    "column": {"type": "string"},
    "columns": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
    "bound": {"type": ["number", "string", "null"]},
    "whole": {"type": ["integer", "null"]},
    "number": {"type": "number"},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "yes_no": {"type": "boolean"},
    "text": {"type": "string", "minLength": 1},
    "texts": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    "values": {"type": "array", "items": _SCALAR, "minItems": 1},
    "pairs": {"type": "array", "items": {"type": "array", "items": _SCALAR, "minItems": 2, "maxItems": 2}, "minItems": 1},
    "mapping": {"type": "object", "minProperties": 1},
}

_META: Mapping[str, Schema] = {
    "rule": _TEXT | {"description": "Name of the rule, once in the file; findings and waivers name it"},
    "level": {
        "enum": list(LEVELS),
        "description": "reject drops the row, hold stops publication of the organization until it is waived, warn is shown",
    },
    "message": _TEXT | {"description": "What the submitter reads; {value} is the cell, {column_name} any column of the row"},
    "reason": _TEXT | {"description": "Why the rule is there"},
    "expected": {"type": "string", "description": "What was expected, in a few words"},
    "column": {"type": "string", "description": "The column that the finding points to, where the rule itself is on a helper column"},
    "since_year": {
        "type": "integer",
        "minimum": 1900,
        "maximum": 2999,
        "description": "The first data year that the rule judges; every year where it is not said",
    },
    "owner": _TEXT | {"description": "The role (not the name) that answers for the rule"},
}
_META_REQUIRED = ("rule", "level", "message", "reason")


def as_text() -> str:
    """The whole schema as the text of schema.json."""
    return json.dumps(whole(), indent=2, ensure_ascii=False) + "\n"


def whole() -> Schema:
    """The schema of a suite file, with the arguments of each kind of expectation and the columns of each table and view."""
    by_kind = [_when({"type": {"const": name}}, {"kwargs": {"$ref": f"#/definitions/arguments.{name}"}}) for name in kinds()]
    by_suite = [_when({"name": {"const": name}}, _with_columns(name)) for name in catalogue.names()]
    rule = of_rule() | {"allOf": by_kind}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A suite of rules for one submission table or view",
        **of_suite({"$ref": "#/definitions/rule"}),
        "allOf": by_suite,
        "definitions": {
            "rule": rule,
            **{f"arguments.{name}": of_arguments(kind) for name, kind in kinds().items()},
            **{f"columns.{name}": {"enum": list(catalogue.sample(name).columns)} for name in catalogue.names()},
        },
    }


def of_suite(rule: Schema) -> Schema:
    """The schema of a suite file whose rules follow another."""
    name = {"enum": catalogue.names(), "description": "The table or view that the rules are for: the file's name without .json"}
    about = {"type": "string", "description": "What a row is"}
    parts: Mapping[str, Schema] = {
        "$schema": {"type": "string", "description": "Where this schema lies, so that editors find it"},
        "name": name,
        "meta": {"type": "object", "additionalProperties": False, "properties": {"about": about}},
        "expectations": {"type": "array", "items": rule, "description": "The rules, in the order in which their findings are told"},
    }
    return _closed(parts, ("name", "expectations"))


def of_rule() -> Schema:
    """The schema of a rule, whatever it expects."""
    described = [f"{name}: {kind.about}" for name, kind in kinds().items()]
    parts: Mapping[str, Schema] = {
        "type": {"enum": list(kinds()), "description": "What is expected", "enumDescriptions": described},
        "kwargs": {"type": "object", "description": "Of which column, with which bounds; row_condition limits the rule to some rows"},
        "meta": of_meta(),
    }
    return _closed(parts, ("type", "kwargs", "meta"))


def of_meta() -> Schema:
    """The schema of what a rule says of itself."""
    return _closed(_META, _META_REQUIRED)


def of_arguments(kind: Kind) -> Schema:
    """The schema of the arguments of one kind of expectation."""
    required = [name for name, argument in kind.arguments.items() if argument.is_required]
    return _closed({name: _of_argument(argument) for name, argument in kind.arguments.items()}, required)


@cache
def meta_names() -> tuple[str, ...]:
    """What a rule may say of itself, in order."""
    return tuple(_META)


def _of_argument(argument: Argument) -> Schema:
    holds: Schema = {"enum": list(argument.holds)} if isinstance(argument.holds, tuple) else dict(_HOLDS[argument.holds])
    return holds | {"description": argument.about}


def _closed(parts: Mapping[str, Schema], required: Any) -> Schema:
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": dict(parts)}


def _when(parts: Mapping[str, Schema], then: Mapping[str, Schema]) -> Schema:
    return {"if": {"properties": dict(parts), "required": list(parts)}, "then": {"properties": dict(then)}}


def _with_columns(name: str) -> Mapping[str, Schema]:
    """What the rules of one suite may name: columns of its table or view."""
    one: Schema = {"$ref": f"#/definitions/columns.{name}"}
    several: Schema = {"type": "array", "items": one}
    arguments = {"column": one, "column_A": one, "column_B": one, "column_list": several, "column_set": several}
    rule = {"properties": {"kwargs": {"properties": arguments}, "meta": {"properties": {"column": one}}}}
    return {"expectations": {"items": rule}}
