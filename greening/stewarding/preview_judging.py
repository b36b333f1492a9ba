"""What submissions are found to be by another version of the suites: only what that changes is judged, over all of them together.

A submission of which the last run's findings still stand is judged only by the suites that differ; what those find is put in the place of
what they found. Where other rows are rejected than before, everything that rests on these rows is judged again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd
from upath import UPath

from greening import checks, code_rules, judged, suites, tables, validation, verdicts, waivers
from greening.chain import keys
from greening.expectations import Unmet
from greening.structure.casting import Typed, cast
from greening.submission.loading import Submission, load
from greening.suites import Suite
from greening.verdicts import Question
from greening.views import catalogue
from greening.views.rows import Known, typed_without_rows
from greening.waiver_file import Waiver

_VIEWS = frozenset([*catalogue.OF_ROWS, *catalogue.OF_ALL])


@dataclass
class Body:
    """A submission as it is judged: its rows, and what the last run found of it where that still stands (else None)."""

    submission: Submission
    kept: pd.DataFrame | None
    #: The hashes of the suites by which it was found.
    hashes: Mapping[str, str]
    previous: pd.DataFrame | None
    _typed: Typed | None = None

    @property
    def place(self) -> tuple[str, int]:
        """The organization and year."""
        return self.submission.organization, self.submission.year

    def typed(self) -> Typed:
        """Its typed rows and what could not be read, cast when first asked for."""
        if self._typed is None:
            self._typed = cast(self.submission)
        return self._typed

    @property
    def is_cast(self) -> bool:
        """Whether its rows are cast."""
        return self._typed is not None

    def settle(self, typed: Typed) -> None:
        """Take rows that were cast with those of others."""
        self._typed = typed

    def forget(self) -> None:
        """Cast the rows again when they are asked for next, with what cannot be read of them."""
        self._typed = None


@dataclass(frozen=True)
class Wanted:
    """A body, the suites to judge it by, and the findings that stand already."""

    body: Body
    suites: Mapping[str, Suite]
    standing: pd.DataFrame
    #: Whether the standing findings are all that reading and casting found, or have yet to be joined by those.
    is_read: bool


def opened(organization: str, year: int, data: str | UPath, folder: UPath, previous: pd.DataFrame | None) -> Body:
    """A submission with what the last run found of it, where its files are as they were then; folder is that of its products."""
    submission = load(year, organization, data)
    inputs = keys.read("validate", folder).get("inputs", {})
    kept = None
    if inputs.get("files") == dict(submission.files) and (folder / "checks.parquet").is_file():
        kept = tables.read("checks", folder)
    return Body(submission, kept, inputs.get("suites", {}) if kept is not None else {}, previous)


@cache
def tables_for(suite: str) -> frozenset[str]:
    """The tables that the rows of a suite may be made from: all for a view and for places, which look at everything that happens there."""
    if suite in _VIEWS or suite == "locations":
        return frozenset(tables.submission_tables())
    asked = _Asked()
    catalogue.frame(suite, Known(asked))
    # Where there is a row, it is held against its place and who lives there.
    return frozenset({*asked.names, "locations", "personnel"})


class _Asked(Mapping[str, pd.DataFrame]):
    """Tables without rows that remember which of them were asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.names.add(name)
        return typed_without_rows(name)

    def __iter__(self) -> Iterator[str]:
        return iter(tables.submission_tables())

    def __len__(self) -> int:
        return len(tables.submission_tables())

    def __contains__(self, name: object) -> bool:
        return name in tables.submission_tables()


def cast_together(bodies: Sequence[Body], wanted: Collection[str]) -> None:
    """Cast the wanted tables of bodies whose findings stand, all of a year at once: what casting finds is known of them."""
    years: dict[int, list[Body]] = {}
    for body in bodies:
        if body.kept is not None and not body.is_cast:
            years.setdefault(body.submission.year, []).append(body)
    for year, alike in years.items():
        _cast_year(year, alike, wanted)


def _cast_year(year: int, bodies: Sequence[Body], wanted: Collection[str]) -> None:
    names = {name for body in bodies for name in body.submission.tables} & set(wanted)
    found = {name: _cast_table(name, year, [body for body in bodies if name in body.submission.tables]) for name in sorted(names)}
    for body in bodies:
        own = {name: found[name][body.submission.organization] for name in body.submission.tables if name in found}
        body.settle(Typed(own, checks.none()))


def _cast_table(name: str, year: int, bodies: Sequence[Body]) -> dict[str, pd.DataFrame]:
    """The typed rows of a table by organization, cast as one."""
    parts = [body.submission.tables[name] for body in bodies]
    rows = cast(replace(bodies[0].submission, year=year, tables={name: pd.concat(parts, ignore_index=True)})).tables[name]
    found, begin = {}, 0
    for body, part in zip(bodies, parts, strict=True):
        own = rows.iloc[begin : begin + len(part)].reset_index(drop=True)
        code = body.submission.organization
        found[code] = own.assign(organization=pd.array([code] * len(part), dtype="str"))
        begin += len(part)
    return found


def judged_by(wanted: Sequence[Wanted]) -> list[pd.DataFrame]:
    """What is found of each body beside what stands already (columns of `checks`); raises SuiteError where a rule cannot be evaluated."""
    running = [_Running(one) for one in wanted]
    while asking := [one for one in running if one.asks]:
        told = _answers(asking)
        for one in asking:
            one.goes_on(told[id(one)])
    return [found.findings.iloc[len(one.standing) :] for one, found in zip(wanted, running, strict=True)]


def _answers(asking: Sequence["_Running"]) -> Mapping[int, Mapping[str, Sequence[Unmet]]]:
    """What each is told of what it asks, by suite: the rows of all together, suite by suite."""
    by_suite: dict[str, list[tuple[int, Question]]] = defaultdict(list)
    for one in asking:
        for question in one.asks:
            by_suite[question.suite.name].append((id(one), question))
    told: dict[int, dict[str, Sequence[Unmet]]] = defaultdict(dict)
    for name, asked in by_suite.items():
        answers = judged.judge_stacked([question for _, question in asked])
        for (who, question), unmet in zip(asked, answers, strict=True):
            # What cannot be judged together is judged alone, so that it says why.
            told[who][name] = verdicts.judge(question) if unmet is None else unmet
    return told


class _Running:
    """A body on its way through the steps of its validation."""

    def __init__(self, wanted: Wanted) -> None:
        body = wanted.body
        submission = replace(body.submission, findings=wanted.standing) if wanted.is_read else body.submission
        typed = replace(body.typed(), findings=checks.none()) if wanted.is_read else body.typed()
        rules = suites.of_year(wanted.suites, submission.year)
        self._steps = validation.in_steps(submission, typed, rules, body.previous)
        self.findings = checks.none()
        self.asks: list[Question] = []
        self._begin()

    def _begin(self) -> None:
        try:
            self._wait_for(next(self._steps))
        except StopIteration as end:
            self.findings = end.value

    def _wait_for(self, asked: list[Question]) -> None:
        """Go on until something is asked: steps without a question are passed over."""
        while not asked:
            asked = self._steps.send({})
        self.asks = asked

    def goes_on(self, told: Mapping[str, Sequence[Unmet]]) -> None:
        """On to what it asks next, or to its findings."""
        self.asks = []
        try:
            self._wait_for(self._steps.send(told))
        except StopIteration as end:
            self.findings = end.value


def apart(
    findings: pd.DataFrame, changed: Mapping[str, Collection[str]], unchanged: Mapping[str, Collection[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The findings that a change of suites leaves as they are, and those that it puts in question.

    changed and unchanged are suites with the names of their rules; of a changed suite those of both versions. A finding that no suite and
    not the program can have made is of a rule that is gone.
    """
    of_code = code_rules.names()
    rules = list(zip(findings["rule"], findings["table"].fillna(""), strict=True))
    stays = {pair: _stays(*pair, changed, unchanged, of_code) for pair in set(rules)}
    is_kept = pd.Series([stays[pair] for pair in rules], index=findings.index, dtype="bool")
    return findings[is_kept], findings[~is_kept]


def decisive(findings: pd.DataFrame) -> pd.DataFrame:
    """Of findings that stand, those that decide what is judged: rows that are rejected, and files that could not be read."""
    kept = findings[(findings["level"] == "reject") | findings["rule"].isin(checks.FILE_FAULTS)]
    # Rows that are dropped are counted when all findings are known.
    return kept.assign(rows=kept["rows"].mask(kept["source_row"].notna(), 0)) if len(kept) else checks.none()


def _stays(rule: str, table: str, changed: Mapping[str, Collection[str]], unchanged: Mapping[str, Collection[str]], of_code: Collection[str]) -> bool:
    if rule in changed.get(table, ()):
        return False
    if rule in unchanged.get(table, ()) or rule in of_code:
        return True
    if any(rule in rules for name, rules in changed.items() if name in _VIEWS):
        return False
    return any(rule in rules for name, rules in unchanged.items() if name in _VIEWS)


def lifted(findings: pd.DataFrame, body: Body, waived: Sequence[Waiver]) -> pd.DataFrame:
    """The findings as the waivers of today leave them, whatever was waived when they were found."""
    own = [waiver for waiver in waived if waiver.is_for(*body.place)]
    if not own and findings["waived_by"].isna().all() and not findings["rule"].isin(waivers.ON_WAIVERS).any():
        return findings
    told = findings[~findings["rule"].isin(waivers.ON_WAIVERS)].assign(waived_by=None, waived_reason=None, waived_until=None)
    told = told.astype(dict.fromkeys(("waived_by", "waived_reason", "waived_until"), "str"))
    if any(waiver.rows and not waiver.spans for waiver in own):
        # A row_id may be of any table.
        body.forget()
    return waivers.applied(told, own, body.typed().tables, body.place[1])[0] if own else told


def rejects(findings: pd.DataFrame) -> frozenset[tuple[str, ...]]:
    """The rows that findings reject."""
    rows = findings.loc[(findings["level"] == "reject") & findings["source_row"].notna(), checks.ROW]
    return frozenset(tuple(map(str, row)) for row in rows.itertuples(index=False))


def accepted(body: Body, findings: pd.DataFrame) -> pd.DataFrame:
    """The body's rows that no finding rejects, as the year after would read them."""
    typed = body.typed().tables
    return tables.stack("activities", [rows[~checks.rejected(rows, findings)] for rows in typed.values()])
