"""Judging together: great_expectations runs once a suite over the rows of many organizations, and not once for each.

Its cost lies in the rules and hardly in the rows. What is found is kept as each organization's own verdicts, which its validation looks up;
so nothing rests on this having run, and the result is the same without.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from upath import UPath

from greening import expectations as engine, paths, suites, validation, verdicts
from greening.expectations import Expectation, Unmet
from greening.history import last_year
from greening.stacking import FRAME, stacked
from greening.structure.casting import cast
from greening.submission.loading import load
from greening.verdicts import Question, Steps, Verdicts


@dataclass(frozen=True)
class Asked:
    """An organization and year to be judged: data is the root of submissions and products, earlier_years those that count."""

    year: int
    organization: str
    data: str
    earlier_years: Sequence[int] = ()


@dataclass(frozen=True)
class Judged:
    """How many organizations have all their verdicts, and how many suites great_expectations was asked about for them."""

    organizations: int
    suites: int


@dataclass
class _Body:
    """An organization on its way through the steps of its validation: what it asks now, and the verdicts so far."""

    folder: UPath
    steps: Steps[Any]
    known: Verdicts
    sound: frozenset[str]
    asks: Sequence[Question]
    verdicts: dict[str, Sequence[Unmet]] = field(default_factory=dict)
    is_done: bool = False

    def unknown(self) -> list[Question]:
        """What it asks now and nobody knows."""
        return [one for one in self.asks if one.key not in self.known.unmet]

    def goes_on(self, told: Mapping[str, Sequence[Unmet]]) -> bool:
        """Whether it asks more once it is told, by suite, what was not known; without an answer to all it ends."""
        known = {one.suite.name: self.known.unmet[one.key] for one in self.asks if one.key in self.known.unmet}
        answers = known | dict(told)
        if len(answers) < len(self.asks):
            return False
        self.verdicts |= {one.key: answers[one.suite.name] for one in self.asks}
        try:
            self.asks = self.steps.send(answers)
        except StopIteration:
            self.is_done = True
        # What stops one organization is told by its own validation, and does not stop the others.
        except Exception:
            return False
        return not self.is_done

    def keep(self) -> None:
        """Keep its verdicts with its products, where there is anything new."""
        learnt = Verdicts(self.verdicts, self.sound)
        if learnt != self.known:
            verdicts.write(self.folder, learnt)


def judge_together_json(asked: Sequence[Mapping[str, Any]], expectations: str) -> dict[str, int]:
    """As `judge_together`, from and to what JSON can hold."""
    judged = judge_together([Asked(**one) for one in asked], expectations)
    return {"organizations": judged.organizations, "suites": judged.suites}


def judge_together(asked: Sequence[Asked], expectations: str | UPath) -> Judged:
    """Judge the submissions and keep the verdicts of each with its products.

    An organization that cannot be read, or that a suite cannot judge, is left out: its own validation tells why.
    """
    bodies = _all_opened(asked, suites.read(expectations))
    names: set[str] = set()
    waiting = bodies
    while waiting:
        questions = _by_suite([body.unknown() for body in waiting])
        told = _answers(questions)
        names.update(questions)
        waiting = [body for place, body in enumerate(waiting) if body.goes_on(told.get(place, {}))]
    done = [body for body in bodies if body.is_done]
    for body in done:
        body.keep()
    return Judged(len(done), len(names))


def _by_suite(questions: Sequence[Sequence[Question]]) -> dict[str, dict[int, Question]]:
    """The questions by suite, and within it by the place of the organization that asks."""
    found: dict[str, dict[int, Question]] = defaultdict(dict)
    for place, asked in enumerate(questions):
        for one in asked:
            found[one.suite.name][place] = one
    return found


def _answers(questions: Mapping[str, Mapping[int, Question]]) -> dict[int, dict[str, Sequence[Unmet]]]:
    """The unmet rules by the place of the organization that asks, and within it by suite; without those that cannot be judged."""
    found: dict[int, dict[str, Sequence[Unmet]]] = defaultdict(dict)
    for name, places in questions.items():
        for place, unmet in zip(places, judge_stacked(list(places.values())), strict=True):
            if unmet is not None:
                found[place][name] = unmet
    return found


def _all_opened(asked: Sequence[Asked], folder: suites.Folder) -> list[_Body]:
    """The organizations at their first step, without those that cannot be read."""
    bodies: list[_Body] = []
    sound: set[str] = set()
    for one in asked:
        # What was looked through for one organization is sound for all.
        if body := _opened(one, folder, sound):
            bodies.append(body)
            sound |= body.sound
    return bodies


def _opened(one: Asked, folder: suites.Folder, sound: Set[str]) -> _Body | None:
    """The organization at its first step; None where it has no folder of its own or cannot be read."""
    if not paths.raw(one.data, one.year, one.organization).is_dir():
        return None
    products = paths.processed(one.data, one.year, one.organization)
    known = verdicts.read(products)
    try:
        submission = load(one.year, one.organization, one.data)
        typed = cast(submission)
        rules = suites.of_year(suites.looked_through(folder, validation.judged(typed), known.sound | sound), one.year)
        previous = last_year("activities", one.data, one.organization, one.year, one.earlier_years)
        steps = validation.in_steps(submission, typed, rules, previous)
        first = next(steps)
    # Whatever it is, the organization's own validation meets it again, and tells it.
    except Exception:
        return None
    return _Body(products, steps, known, frozenset(suite.key for suite in rules.values()), first)


def judge_stacked(questions: Sequence[Question]) -> list[Sequence[Unmet] | None]:
    """The unmet rules of each question, all about one suite, as `verdicts.judge` gives them one by one; None where it would raise."""
    alike: dict[Any, list[int]] = defaultdict(list)
    for place, one in enumerate(questions):
        # What has no sure key has cells of any kind, and pandas may take a whole column of them otherwise. A rule may begin with a year.
        rules = tuple(rule.rule for rule in one.suite.rules)
        alike[(rules, one.columns, *one.frame.dtypes[list(one.columns)]) if one.key else place].append(place)
    found: dict[int, Sequence[Unmet] | None] = {}
    for places in alike.values():
        found |= dict(zip(places, _judged_alike([questions[place] for place in places]), strict=True))
    return [found[place] for place in range(len(questions))]


def _judged_alike(questions: Sequence[Question]) -> Sequence[Sequence[Unmet] | None]:
    if len(questions) > 1:
        # One organization's rows may be more than a rule can bear; each is then judged by itself.
        try:
            return _judged_as_one(questions)
        except Exception:
            return [_judged_alone(one) for one in questions]
    return [_judged_alone(one) for one in questions]


def _judged_alone(question: Question) -> Sequence[Unmet] | None:
    try:
        return verdicts.judge(question)
    except Exception:
        return None


def _judged_as_one(questions: Sequence[Question]) -> list[list[Unmet]]:
    wanted, columns = questions[0].expectations(), questions[0].columns
    together = {place: one for place, rule in enumerate(wanted) if (one := stacked(rule, columns))}
    alone = {place: rule for place, rule in enumerate(wanted) if place not in together}
    frames = [one.rows() for one in questions]
    found = _unmet_in_stack(frames, together)
    for unmet, frame in zip(found, frames, strict=True):
        unmet += _placed(engine.unmet(frame, list(alone.values())), alone) if alone else []
    return [sorted(unmet, key=lambda one: one.place) for unmet in found]


def _unmet_in_stack(frames: Sequence[pd.DataFrame], together: Mapping[int, Expectation]) -> list[list[Unmet]]:
    """The unmet expectations of each frame, found in all of them as one."""
    if not together:
        return [[] for _ in frames]
    stack = pd.concat([frame.assign(**{FRAME: number}) for number, frame in enumerate(frames)], ignore_index=True)
    number = stack[FRAME].to_list()
    place = [position for frame in frames for position in range(len(frame))]
    found: list[list[Unmet]] = [[] for _ in frames]
    for one in _placed(engine.unmet(stack, list(together.values())), together):
        positions: dict[int, list[int]] = defaultdict(list)
        for position in one.positions:
            positions[number[position]].append(place[position])
        for frame, own in positions.items():
            found[frame].append(Unmet(one.place, tuple(own), one.observed))
    return found


def _placed(unmet: Sequence[Unmet], wanted: Mapping[int, Expectation]) -> list[Unmet]:
    """The unmet expectations with their places in the suite; they were numbered as they were asked."""
    places = list(wanted)
    return [replace(one, place=places[one.place]) for one in unmet]
