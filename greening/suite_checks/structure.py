"""Whether a suite has the structure that its schema asks for, in words that say which part is wrong and how it is spelled."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from greening.spelling import offer
from greening.suite_checks import schema
from greening.suite_checks.faults import Fault, Path, rule_called
from greening.suite_checks.kinds import kinds
from greening.views import catalogue

#: What a part that may hold one kind of thing only is told to hold.
_CALLED: Mapping[str, str] = {
    "object": "an object in braces",
    "array": "a list in square brackets",
    "string": "a text in quotation marks",
    "number": "a number without quotation marks",
    "integer": "a whole number without quotation marks",
    "boolean": "true or false without quotation marks",
    "null": "null",
}


def is_known(file: str) -> bool:
    """Whether the file is named for a submission table or a view."""
    return file.removesuffix(".json") in catalogue.names()


def of_suite(file: str, content: Any) -> list[Fault]:
    """What is wrong with a suite file outside of its rules, and rules that have one name."""
    name = file.removesuffix(".json")
    if not is_known(file):
        return [Fault(file, (), f"{name} is no submission table and no view.{offer(name, catalogue.names())}")]
    found = [Fault(file, path, text) for path, text in _told(_outside_rules(), content)]
    if not isinstance(content, Mapping):
        return found
    given = content.get("name")
    if isinstance(given, str) and given in catalogue.names() and given != name:
        found.append(Fault(file, ("name",), f"the name in the file is {given}, not {name}"))
    return [*found, *_repeated(file, content.get("expectations"))]


def of_rule(file: str, position: int, entry: Any) -> list[Fault]:
    """What is wrong with the structure of one rule: parts, arguments and what it says of itself."""
    path: Path = ("expectations", position)
    found = _told(_any_rule(), entry)
    if isinstance(entry, Mapping):
        kind, kwargs = entry.get("type"), entry.get("kwargs")
        if isinstance(kind, str) and kind in kinds() and isinstance(kwargs, Mapping):
            found += _told(_arguments(kind), kwargs, ("kwargs",))
    return [Fault(file, (*path, *inner), text, rule_called(entry)) for inner, text in found]


def _repeated(file: str, entries: Any) -> Iterator[Fault]:
    names = [rule_called(entry) for entry in entries] if isinstance(entries, list) else []
    times = Counter(names)
    for position, name in enumerate(names):
        if times[name] > 1 and name != "without name" and name in names[:position]:
            path = ("expectations", position, "meta", "rule")
            yield Fault(file, path, f"the rule {name} is there more than once; each needs its own name", name)


@cache
def _outside_rules() -> Draft7Validator:
    return Draft7Validator(schema.of_suite({}))


@cache
def _any_rule() -> Draft7Validator:
    return Draft7Validator(schema.of_rule())


@cache
def _arguments(kind: str) -> Draft7Validator:
    return Draft7Validator(schema.of_arguments(kinds()[kind]))


def _told(validator: Draft7Validator, content: Any, at: Path = ()) -> list[tuple[Path, str]]:
    """What the schema says against the content of the part that lies there: the place of each fault, and the fault in words."""
    errors = sorted(validator.iter_errors(content), key=lambda error: [str(part) for part in error.absolute_path])
    return [fault for error in errors for fault in _in_words(error, at)]


def _in_words(error: ValidationError, at: Path) -> list[tuple[Path, str]]:
    path: Path = (*at, *error.absolute_path)
    part = next((str(name) for name in reversed(path) if isinstance(name, str)), "it")
    value, wanted = error.instance, error.validator_value
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        return [((*path, name), f"{name} means nothing {_inside(path)}.{offer(name, known)}") for name in value if name not in known]
    if error.validator == "required":
        # Each part that is missing is an error of its own, which names them all.
        missing = str(error.message).split("'")[1]
        return [(path, f"{part if path else 'it'} has no {missing}")]
    return [(path, _value_in_words(str(error.validator), part, value, wanted))]


def _inside(path: Path) -> str:
    return f"in {path[-1]}" if path and isinstance(path[-1], str) else "here"


def _value_in_words(keyword: str, part: str, value: Any, wanted: Any) -> str:
    if keyword == "enum":
        if part == "type":
            return f"there is no expectation {value}.{offer(str(value), wanted)}"
        words = [str(word) for word in wanted]
        listed = f" is not one of {', '.join(words)}." if len(words) < 10 else " is not known."
        return f"{_the(part)} {value}{listed}{offer(str(value), words)}"
    if keyword == "type":
        kinds_wanted = [wanted] if isinstance(wanted, str) else wanted
        return f"{part} must be {' or '.join(_CALLED[kind] for kind in kinds_wanted)}, and is {_shown(value)}"
    many = f"{part} must name {wanted} things"
    told = {
        "pattern": f"{part} says nothing: it is empty",
        "minLength": f"{part} says nothing: it is empty",
        "minItems": many if value else f"{part} is empty: it must name something",
        "maxItems": many,
        "minProperties": f"{part} is empty",
        "uniqueItems": f"{part} names something twice",
        "minimum": f"{part} must be {wanted} or more, and is {value}",
        "maximum": f"{part} must be {wanted} or less, and is {value}",
    }
    return told[keyword]


def _the(part: str) -> str:
    return f"the {part}" if part in ("level", "name", "type") else part


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'the text "{value}"' if len(value) < 40 else "a text"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return str(value) if isinstance(value, int | float) else "an object" if isinstance(value, Mapping) else "a list"
