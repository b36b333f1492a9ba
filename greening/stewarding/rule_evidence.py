"""What the past cycles say of each rule: how many rows it judged, and how many of them did not meet it.

All submissions below data/raw are held against the suites as a run does it, together and with the verdicts that runs have kept; nothing is written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from upath import UPath

from greening import paths, suites, tables, validation, verdicts
from greening.errors import GreeningError
from greening.expectations import Unmet, judges_rows
from greening.judged import judge_stacked
from greening.structure.casting import cast
from greening.submission.loading import load
from greening.suite_checks import conditions
from greening.suite_checks.faults import Fault
from greening.suites import Rule, Suite
from greening.verdicts import Question

#: A rule that fails wherever it looked is a fault from so many rows on; fewer tell nothing.
_ENOUGH_ROWS = 10


@dataclass
class Seen:
    """What a rule judged so far: rows (for a rule on the whole, tables), those that fail it, and the submissions with any."""

    rows: int = 0
    failed: int = 0
    submissions: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Evidence:
    """What past cycles say: what each rule saw, by suite and rule, the submissions looked at, and those that could not be."""

    seen: Mapping[tuple[str, str], Seen]
    submissions: int
    unread: tuple[str, ...]

    def of(self, suite: str, rule: Rule) -> Seen:
        """What a rule of a suite saw."""
        return self.seen.get((suite, rule.rule), Seen())

    @property
    def rows(self) -> int:
        """How often a rule judged a row."""
        return sum(one.rows for one in self.seen.values())


@dataclass
class _Past:
    """A submission on its way through the steps of its validation."""

    name: str
    steps: Any
    known: verdicts.Verdicts
    asks: Sequence[Question]


def gathered(rules: Mapping[str, Suite], data: str | UPath) -> Evidence:
    """What the submissions below data/raw say of the rules of sound suites; raises SuiteError where a rule cannot be evaluated."""
    unread: list[str] = []
    waiting = [one for year, organization in _submissions(data) if (one := _opened(year, organization, data, rules, unread))]
    seen: dict[tuple[str, str], Seen] = defaultdict(Seen)
    count = len(waiting)
    while waiting:
        answers = _answers(waiting)
        for place, past in enumerate(waiting):
            for asked in past.asks:
                _count(asked, answers[place][asked.suite.name], past.name, seen)
        waiting = [past for place, past in enumerate(waiting) if _goes_on(past, answers[place])]
    return Evidence(seen, count, tuple(unread))


def faults(rules: Mapping[str, Mapping[int, Rule]], evidence: Evidence) -> list[Fault]:
    """The rules, by suite and place, that fail at every row that they judged in all past submissions, where these are enough to tell."""
    found = []
    for name, place, rule in _each(rules):
        one = evidence.of(name, rule)
        if one.rows >= _ENOUGH_ROWS and one.failed == one.rows:
            text = f"it always fails: {_rows(one)} of past cycles, and none meets it"
            found.append(Fault(f"{name}.json", ("expectations", place), text, rule.rule))
    return found


def notes(rules: Mapping[str, Mapping[int, Rule]], evidence: Evidence) -> list[str]:
    """What past cycles cannot tell: rules that judged nothing, and those that failed at every one of a few rows."""
    every = [(f"{name}.{rule.rule}", evidence.of(name, rule)) for name, _, rule in _each(rules)]
    few = [f"{rule} fails at all that it judged, but that is only {_rows(one)}" for rule, one in every if 0 < one.failed == one.rows < _ENOUGH_ROWS]
    idle = [rule for rule, one in every if not one.rows]
    unseen = [f"{len(idle)} of {len(every)} rules judged no row of the past, so it says nothing of them: {_listed(idle)}"]
    return [*few, *(unseen if idle and evidence.submissions else []), *(f"not looked at: {one}" for one in evidence.unread)]


def _each(rules: Mapping[str, Mapping[int, Rule]]) -> list[tuple[str, int, Rule]]:
    return [(name, place, rule) for name, of_suite in rules.items() for place, rule in of_suite.items()]


def _rows(one: Seen) -> str:
    submissions = len(one.submissions)
    return f"{one.rows} row{'s' * (one.rows != 1)} in {submissions} submission{'s' * (submissions != 1)}"


def _listed(names: Sequence[str], most: int = 5) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _submissions(data: str | UPath) -> Iterator[tuple[int, str]]:
    raw = paths.root(str(data)) / "raw"
    years = (
        sorted((folder for folder in raw.iterdir() if folder.is_dir() and folder.name.isdigit()), key=lambda one: one.name) if raw.is_dir() else []
    )
    for year in years:
        for folder in sorted(year.iterdir(), key=lambda one: one.name):
            if folder.is_dir() and not folder.name.startswith("."):
                yield int(year.name), folder.name


def _opened(year: int, organization: str, data: str | UPath, rules: Mapping[str, Suite], unread: list[str]) -> _Past | None:
    name = f"{organization} {year}"
    try:
        submission = load(year, organization, data)
        steps = validation.in_steps(submission, cast(submission), suites.of_year(rules, year), _last_year(data, year, organization))
        return _Past(name, steps, verdicts.read(paths.processed(data, year, organization)), next(steps))
    except StopIteration:
        return None
    except GreeningError as error:
        unread.append(f"{name}: {str(error).splitlines()[0]}")
        return None


def _last_year(data: str | UPath, year: int, organization: str) -> pd.DataFrame | None:
    folder = paths.processed(data, year - 1, organization)
    return tables.read("activities", folder) if (folder / "activities.parquet").exists() else None


def _answers(waiting: Sequence[_Past]) -> list[dict[str, Sequence[Unmet]]]:
    """The unmet rules of each submission by suite: those that a run has kept, and the others judged now, all of a suite together."""
    found = [_kept(past) for past in waiting]
    unknown: dict[str, list[tuple[int, Question]]] = defaultdict(list)
    for place, past in enumerate(waiting):
        for asked in past.asks:
            if asked.suite.name not in found[place]:
                unknown[asked.suite.name].append((place, asked))
    for name, questions in unknown.items():
        for (place, asked), unmet in zip(questions, judge_stacked([asked for _, asked in questions]), strict=True):
            # What could not be judged is judged once more by itself, which raises what is wrong with the rule.
            found[place][name] = verdicts.judge(asked) if unmet is None else unmet
    return found


def _kept(past: _Past) -> dict[str, Sequence[Unmet]]:
    return {asked.suite.name: past.known.unmet[asked.key] for asked in past.asks if asked.key in past.known.unmet}


def _goes_on(past: _Past, answers: Mapping[str, Sequence[Unmet]]) -> bool:
    try:
        past.asks = past.steps.send(answers)
    except StopIteration:
        return False
    return True


def _count(asked: Question, unmet: Sequence[Unmet], submission: str, seen: dict[tuple[str, str], Seen]) -> None:
    failed = {one.place: max(len(one.positions), 1) for one in unmet}
    for place, rule in enumerate(asked.suite.rules):
        judged = _rows_judged(asked.frame, rule)
        if judged:
            one = seen[(asked.suite.name, rule.rule)]
            one.rows += judged
            one.failed += failed.get(place, 0)
            one.submissions.add(submission)


def _rows_judged(frame: pd.DataFrame, rule: Rule) -> int:
    """How many rows a rule judges: those of its condition with something in its columns; one for a rule on the whole."""
    kwargs = rule.expectation.kwargs
    condition = kwargs.get("row_condition", "")
    rows = frame[conditions.met(frame, condition)] if condition else frame
    if not judges_rows(rule.expectation.type):
        return int(len(rows) > 0)
    columns = [kwargs[name] for name in ("column", "column_A", "column_B") if name in kwargs]
    is_about_empty = rule.expectation.type.endswith("_null")
    return len(rows) if is_about_empty or not columns else int(rows[columns].notna().all(axis=1).sum())
