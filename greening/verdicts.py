"""Verdicts: which rules of a suite a frame does not meet, kept so that nothing is judged twice.

They lie in keys/judged.json beside an organization's products, each under a key over the rules, the content of the frame and the code
that judges. A verdict is of use only where its key comes up again; a file that is damaged counts as none.
"""

import hashlib
import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd
from upath import UPath

from greening import expectations, paths, stacking
from greening.expectations import Expectation, Unmet
from greening.suites import Suite

T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """A frame to be held against the rules of a suite, which read these columns of it.

    key tells it from every other question; it is empty where the content of the frame has no sure key, and the verdict is not kept then.
    """

    suite: Suite
    frame: pd.DataFrame
    columns: tuple[str, ...]
    key: str

    def rows(self) -> pd.DataFrame:
        """The columns that are read, with rows numbered from 0."""
        return pd.DataFrame({name: self.frame[name].array for name in self.columns})

    def expectations(self) -> list[Expectation]:
        """What is expected of the rows, rule by rule."""
        return [rule.expectation for rule in self.suite.rules]


#: A computation that asks questions step by step, and goes on with the unmet rules by the name of the suite.
Steps: TypeAlias = Generator[list[Question], Mapping[str, Sequence[Unmet]], T]


@dataclass(frozen=True)
class Verdicts:
    """What is known of one organization and year: unmet rules by the key of the question, and the keys of suites that are sound."""

    unmet: Mapping[str, Sequence[Unmet]] = field(default_factory=dict)
    sound: frozenset[str] = frozenset()


def question(suite: Suite, frame: pd.DataFrame) -> Question | None:
    """What is to be asked of the frame; None where it has no rows or the suite no rules."""
    if frame.empty or not suite.rules:
        return None
    wanted = [rule.expectation for rule in suite.rules]
    columns = tuple(stacking.columns_read(wanted, list(frame.columns)))
    content = content_key(frame, columns)
    rules = json.dumps([[one.type, one.kwargs] for one in wanted], sort_keys=True)
    return Question(suite, frame, columns, f"{suite.name}:{_digest([expectations.basis(), rules, content])}" if content else "")


def judge(asked: Question) -> Sequence[Unmet]:
    """The rules that the frame does not meet; raises SuiteError where one cannot be evaluated."""
    return expectations.unmet(asked.rows(), asked.expectations())


def settle(steps: Steps[T], known: Verdicts) -> tuple[T, dict[str, Sequence[Unmet]]]:
    """What the steps come to, and the verdicts on what they asked; what is not known is judged on the way."""
    verdicts: dict[str, Sequence[Unmet]] = {}
    answers: dict[str, Sequence[Unmet]] = {}
    try:
        asked = next(steps)
        while True:
            answers = {one.suite.name: known.unmet[one.key] if one.key in known.unmet else judge(one) for one in asked}
            verdicts |= {one.key: answers[one.suite.name] for one in asked}
            asked = steps.send(answers)
    except StopIteration as end:
        return end.value, verdicts


def content_key(frame: pd.DataFrame, columns: Sequence[str]) -> str:
    """A key over names, dtypes and every cell of the columns, the same in every process; empty where one of them has no sure key.

    Each part goes in with its length before it, so that no two contents run together.
    """
    parts: list[str | bytes] = [str(len(frame))]
    for name in columns:
        column = frame[name]
        content = _content(column)
        if content is None:
            return ""
        parts += [name, str(column.dtype), content]
    return _digest(parts)


def _content(column: pd.Series) -> bytes | None:
    if isinstance(column.dtype, pd.StringDtype):
        # JSON tells every text from every other, and a missing one (NaN) from all.
        return json.dumps(column.to_list()).encode("ascii")
    if str(column.dtype) in ("Int64", "boolean"):
        return column.isna().to_numpy().tobytes() + column.to_numpy(dtype="int64", na_value=0).tobytes()
    is_plain = isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufM"
    return column.to_numpy().tobytes() if is_plain else None


def _digest(parts: Iterable[str | bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big"))
        whole.update(content)
    return whole.hexdigest()


def read(folder: UPath) -> Verdicts:
    """The verdicts kept in the folder of an organization's products; none where there is no file, or not as it was written."""
    try:
        content = (folder / "keys" / "judged.json").read_bytes()
        kept = json.loads(content)
        if kept.pop("seal") != _seal(kept):
            return Verdicts()
        unmet = {key: [Unmet(place, tuple(positions), observed) for place, positions, observed in rules] for key, rules in kept["unmet"].items()}
        return Verdicts(unmet, frozenset(kept["sound"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Verdicts()


def write(folder: UPath, verdicts: Verdicts) -> None:
    """Keep the verdicts in the folder of an organization's products; one without a sure key, or that JSON would change, is left out."""
    unmet = {
        key: [[one.place, list(one.positions), one.observed] for one in rules]
        for key, rules in sorted(verdicts.unmet.items())
        if key and all(_is_plain(one.observed) for one in rules)
    }
    kept = {"sound": sorted(verdicts.sound), "unmet": unmet}
    paths.write_text(folder / "keys" / "judged.json", json.dumps({"seal": _seal(kept)} | kept) + "\n")


def _seal(kept: Mapping[str, Any]) -> str:
    return _digest([json.dumps(kept, sort_keys=True)])


def _is_plain(observed: Any) -> bool:
    if isinstance(observed, list):
        return all(_is_plain(one) for one in observed)
    return type(observed) in (type(None), bool, int, float, str)
