"""What changed between two suites, rule by rule, in words."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from greening.stewarding.rule_cells import same
from greening.suite_checks.faults import rule_called


def differences(name: str, before: Any, after: Mapping[str, Any]) -> list[str]:
    """What changed in a suite since before, which may be none, one line a thing; empty where nothing did."""
    old, new = _by_rule(before), _by_rule(after)
    gone = [f"{name}: the rule {rule} is taken away" for rule in old if rule not in new]
    changed = [line for rule, entry in new.items() for line in _of_rule(f"{name}:", rule, old.get(rule), entry)]
    return [*([] if before else [f"{name}: a new suite"]), *gone, *changed, *_moved(name, list(old), list(new)), *_about(name, before, after)]


def _moved(name: str, old: list[str], new: list[str]) -> list[str]:
    is_moved = [rule for rule in old if rule in new] != [rule for rule in new if rule in old]
    return [f"{name}: the rules stand in another order"] if is_moved else []


def _by_rule(suite: Any) -> dict[str, Mapping[str, Any]]:
    return {rule_called(entry): entry for entry in (suite or {"expectations": []})["expectations"]}


def _about(name: str, before: Any, after: Mapping[str, Any]) -> list[str]:
    about = [(suite or {}).get("meta", {}).get("about", "") for suite in (before, after)]
    return [f"{name}: about is now {about[1]}"] if before and about[0] != about[1] else []


def _of_rule(place: str, rule: str, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Iterator[str]:
    if old is None:
        yield f"{place} a new rule {rule}: {new['type']}, {_shown(new['kwargs'])}, level {new['meta']['level']}"
        return
    was, is_ = _flat(old), _flat(new)
    for part in dict.fromkeys([*was, *is_]):
        if part not in was:
            yield f"{place} {rule}: {part[1]} is now {_shown(is_[part])}, and was not said"
        elif part not in is_:
            yield f"{place} {rule}: {part[1]} is no longer said; it was {_shown(was[part])}"
        elif not same(was[part], is_[part]):
            yield f"{place} {rule}: {part[1]} from {_shown(was[part])} to {_shown(is_[part])}"


def _flat(entry: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    parts = {(part, name): value for part in ("kwargs", "meta") for name, value in entry[part].items()}
    return {("", "type"): entry["type"]} | parts


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
