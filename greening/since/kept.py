"""What is kept of a published report to tell the next one from it: figures, findings, sentences, and what they rested on."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from upath import UPath

from greening import paths
from greening.formats import Fact, is_missing
from greening.narrative.report import Report
from greening.since import sentences

#: What is compared of a figure, in the order in which it is kept.
FACT = ("value", "text", "unit", "low", "high", "interval_kind", "precision")
#: What tells one finding from another. Not its row: a row more at the top of a file would make every finding a new one.
FINDING = ("level", "table", "source_file", "rule", "column", "value", "message")

#: A figure as it is kept.
Kept = Sequence[Any]


@dataclass(frozen=True)
class State:
    """A published report: its figures by name, its findings, the sentences of its sections, and what it rested on."""

    figures: Mapping[str, Kept] = field(default_factory=dict)
    findings: Sequence[Sequence[str]] = ()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: What went in, as hashes and words by name, of each kind (see chain.causes).
    inputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def says_the_same(self, other: "State") -> bool:
        """Whether another report has the same figures, findings and sentences, whatever they rested on."""
        return (self.figures, self.findings, self.texts) == (other.figures, other.findings, other.texts)


@dataclass(frozen=True)
class Memory:
    """The report as it was last published, and how it came to differ from the one before."""

    state: State
    #: What differs from the report before, as differences.between gives it; None where none is known.
    changes: Mapping[str, Any] | None = None
    #: What the report rested on when it last changed: what changed after that had no effect.
    inputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def state(report: Report, said: Mapping[str, str], inputs: Mapping[str, Mapping[str, Any]]) -> State:
    """The state of a report whose page says `said`, as HTML by section, and that rests on `inputs`."""
    return State(
        {figure_id: _kept(fact) for figure_id, fact in report.facts.items()},
        _findings(report.findings),
        {name: sentences.of(html) for name, html in said.items()},
        {**inputs, "factors": _factors(report.footprint)},
    )


def fact(figure_id: str, kept: Kept) -> Fact:
    """A figure as it was."""
    return Fact(figure_id, **dict(zip(FACT, kept, strict=True)))


def _kept(fact: Fact) -> list[Any]:
    return [getattr(fact, name) for name in FACT]


def _findings(findings: pd.DataFrame) -> list[list[str]]:
    columns = [["" if is_missing(cell) else str(cell) for cell in findings[name].tolist()] for name in FINDING]
    return sorted(map(list, zip(*columns, strict=True)))


def _factors(footprint: pd.DataFrame) -> dict[str, list[Any]]:
    """The value and unit of every factor that was used."""
    codes, ids = pd.factorize(footprint["factor_id"].array)
    numbers, places = np.unique(codes, return_index=True)
    columns = [footprint[name].array.take(places).tolist() for name in ("factor_value", "factor_unit")]
    rows = zip(numbers.tolist(), *columns, strict=True)
    # What has no factor has the number -1.
    used = sorted((str(ids[number]), float(value), unit) for number, value, unit in rows if number >= 0 and not is_missing(value))
    return {factor_id: [value, "" if is_missing(unit) else str(unit)] for factor_id, value, unit in used}


def read(folder: UPath, language: str) -> Memory | None:
    """What is kept of the report in a language, or None where there is nothing, or it is damaged."""
    return parsed(_place(folder, language))


def parsed(place: UPath) -> Memory | None:
    """What a file holds that was kept of a report, or None where there is none, or it is damaged."""
    try:
        told = json.loads(zlib.decompress(place.read_bytes()))
        return Memory(State(**told["state"]), told["changes"], told["inputs"])
    except (FileNotFoundError, ValueError, TypeError, KeyError, zlib.error):
        return None


def write(memory: Memory, folder: UPath, language: str) -> None:
    """Keep a report in a language."""
    # The fields as they are: asdict would copy each of thousands of values.
    told = {**vars(memory), "state": vars(memory.state)}
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    paths.write_bytes(_place(folder, language), zlib.compress(content, 1))


def _place(folder: UPath, language: str) -> UPath:
    return folder / "last" / f"{language}.json.z"
