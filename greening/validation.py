"""Validating a submission: its rows as activities, and everything that is wrong with them.

What makes a cell readable is judged by `structure`; what is plausible, by the suites of expectations/, on tables and views.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

import pandas as pd
from upath import UPath

from greening import checks, expectations as engine, suites, tables, verdicts, waivers
from greening.checks import FILE_FAULTS, outcome
from greening.errors import SubmissionError
from greening.structure.casting import Typed, cast
from greening.submission.loading import Submission
from greening.submission.profile import missing
from greening.suites import Rule, Suite
from greening.verdicts import Steps, Verdicts
from greening.views import catalogue
from greening.views.rows import Known


def validate(
    submission: Submission, expectations: str | UPath, previous: pd.DataFrame | None, kept: UPath | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The validated rows (columns of `activities`) and every finding (columns of `checks`).

    expectations is the folder of suites and waivers; previous the activities of the year before, or None; kept the folder of the products,
    in which verdicts of suites are looked up and kept, or None. The result is the same with and without verdicts.
    Raises SuiteError where a suite is not sound, SubmissionError where a row is neither validated nor dropped by a finding.
    """
    typed = cast(submission)
    known = verdicts.read(kept) if kept else Verdicts()
    rules = suites.of_year(suites.load(expectations, judged(typed), known.sound), submission.year)
    findings, unmet = verdicts.settle(in_steps(submission, typed, rules, previous), known)
    learnt = Verdicts(unmet, frozenset(suite.key for suite in rules.values()))
    if kept and learnt != known:
        verdicts.write(kept, learnt)
    activities = tables.stack("activities", _accepted(typed.tables, findings).values())
    findings = checks.stack([findings, *_profile_gone(activities, findings, submission)])
    findings = _without_contradiction(findings)
    findings = waivers.apply(findings, expectations, typed.tables, (submission.organization, submission.year))
    counted = checks.count_dropped(findings)
    _refuse_lost_rows(submission, activities, counted)
    return activities, counted


def judged(typed: Typed) -> set[str]:
    """The names of the tables and views of a submission that are held against their suites."""
    return {*typed.tables, *catalogue.OF_ROWS, *catalogue.OF_ALL}


def in_steps(submission: Submission, typed: Typed, rules: Mapping[str, Suite], previous: pd.DataFrame | None) -> Steps[pd.DataFrame]:
    """All that reading, casting and the suites find (columns of `checks`), in steps.

    Each step asks what its tables or views do not meet; what is found settles which rows the views of the next step rest on.
    """
    known = _known(submission, typed.tables, previous)
    findings = checks.stack([submission.findings, typed.findings, *(yield from _judge(["locations"], rules, known))])
    known = replace(known, rejected_places=_rejected_places(typed.tables.get("locations"), findings))
    others = [name for name in typed.tables if name != "locations"]
    findings = checks.stack([findings, *(yield from _judge(others, rules, known))])
    # Where a file could not be read, no one knows what is missing.
    for views in (catalogue.OF_ROWS, catalogue.OF_ALL) if known.is_whole else (catalogue.OF_ROWS,):
        gone = _places_of_rejected(typed.tables.get("personnel"), findings)
        accepted = replace(known, tables=_accepted(typed.tables, findings), handed_in=_handed_in(typed.tables, findings), rejected_people=gone)
        findings = checks.stack([findings, *(yield from _judge(views, rules, accepted))])
    return findings


def check(frame: pd.DataFrame, suite: Suite) -> pd.DataFrame:
    """What the suite finds in the frame, in the columns of `checks`: the same frame and suite give the same findings.

    The frame is a table or view of `greening.views`; rows of several organizations may stand in one frame, as long as no rule of the
    suite judges a whole. A rule passes over rows whose cell in its column could not be read. Raises SuiteError where a rule cannot be evaluated.
    """
    asked = verdicts.question(suite, frame)
    return _found(frame, suite, verdicts.judge(asked)) if asked else checks.none()


def _found(frame: pd.DataFrame, suite: Suite, unmet: Iterable[engine.Unmet]) -> pd.DataFrame:
    return checks.stack(_findings(frame, suite.rules[one.place], one) for one in unmet)


def _findings(frame: pd.DataFrame, rule: Rule, failed: engine.Unmet) -> pd.DataFrame:
    if not engine.judges_rows(rule.expectation.type):
        return _finding_of_all(frame, rule, failed.observed)
    rows = frame.iloc[list(failed.positions)]
    if "faulty" in rows and rule.column:
        rows = rows[~rows["faulty"].str.contains(rf"\b{rule.column}\b")]
    rows = _rounded(rows)
    cells = rows.assign(value=rows[rule.column] if rule.column else "")
    messages = [_TOLD.fill(rule.message, record) for record in cells.to_dict("records")]
    values = [_TOLD.format_field(cell, "") if pd.notna(cell) else None for cell in cells["value"]]
    return checks.at_rows(rows, rule.rule, rule.level, messages, column=rule.column or None, value=values, expected=rule.expected)


def _rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with computed numbers as a reader wants them, to two digits behind the point or two that count; cells handed in stay as they are."""
    declared = tables.products()["activities"].columns
    computed = [str(name) for name in rows.select_dtypes("float64") if name not in declared]
    return rows.assign(**{name: rows[name].map(_for_reading) for name in computed})


def _for_reading(number: float) -> float:
    return round(number, 2) if abs(number) >= 0.1 or pd.isna(number) else float(f"{number:.2g}")


def _finding_of_all(frame: pd.DataFrame, rule: Rule, observed: Any) -> pd.DataFrame:
    nowhere = pd.Series([None], index=frame.index[:1])
    first = frame.iloc[:1].assign(source_file=nowhere, sheet=nowhere, source_row=nowhere)
    observed = _for_reading(observed) if isinstance(observed, float) else observed
    message = _TOLD.fill(rule.message, first.iloc[0].to_dict() | {"value": observed})
    return checks.at_rows(first, rule.rule, rule.level, [message], column=rule.column or None, value=str(observed), expected=rule.expected)


class _Told(Formatter):
    """Fills a message: numbers without a needless decimal, dates in ISO form, `nothing` for what is missing."""

    def fill(self, message: str, facts: Mapping[Any, Any]) -> str:
        """The message with its fields filled from the facts."""
        return self.vformat(message, (), facts)

    def format_field(self, value: Any, format_spec: str) -> str:
        """One fact as a reader expects it."""
        if pd.isna(value):
            return "nothing"
        if isinstance(value, pd.Timestamp):
            return value.strftime("%Y-%m-%d")
        if not isinstance(value, float):
            return format(value, format_spec)
        told = format(value, format_spec or ".12g")
        # A small number told without decimals would read as zero, which it is not.
        return told if value == 0 or told.strip("-0.") else format(value, ".2g")


_TOLD = _Told()


def _judge(names: Iterable[str], rules: Mapping[str, Suite], known: Known) -> Steps[list[pd.DataFrame]]:
    frames = {name: catalogue.frame(name, known) for name in names if name in rules}
    asked = [verdicts.question(rules[name], frame) for name, frame in frames.items()]
    unmet = yield [one for one in asked if one]
    return [_found(frames[name], rules[name], unmet[name]) for name in frames if name in unmet]


def _accepted(typed: Mapping[str, pd.DataFrame], findings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    losing = set(findings.loc[(findings["level"] == "reject") & findings["source_row"].notna(), "table"])
    return {name: rows[~checks.rejected(rows, findings)].reset_index(drop=True) if name in losing else rows for name, rows in typed.items()}


def _known(submission: Submission, typed: Mapping[str, pd.DataFrame], previous: pd.DataFrame | None) -> Known:
    return Known(
        typed,
        last_year=_last_year(previous),
        organization=submission.organization,
        year=submission.year,
        is_whole=outcome(submission.findings) != "failed",
        neighbours=submission.neighbours,
    )


def _rejected_places(locations: pd.DataFrame | None, findings: pd.DataFrame) -> frozenset[str]:
    if locations is None:
        return frozenset()
    dropped = checks.rejected(locations, findings)
    kept = locations.loc[~dropped, "location_id"]
    return frozenset(locations.loc[dropped, "location_id"].dropna()) - frozenset(kept)


def _places_of_rejected(personnel: pd.DataFrame | None, findings: pd.DataFrame) -> frozenset[str]:
    if personnel is None:
        return frozenset()
    return frozenset(personnel.loc[checks.rejected(personnel, findings), "location_id"].dropna())


def _handed_in(typed: Mapping[str, pd.DataFrame], findings: pd.DataFrame) -> dict[str, int]:
    """Rows of each table as handed in: those that were read, and those lost with their header or cells."""
    lost = findings.assign(rows=findings["rows"].fillna(0)).groupby("table")["rows"].sum()
    return {name: len(typed.get(name, ())) + int(lost.get(name, 0)) for name in {*typed, *lost.index}}


def _without_contradiction(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings; where a row is rejected, no other finding at it says that the row is kept."""
    rejecting = findings[(findings["level"] == "reject") & findings["source_row"].notna()]
    at_rejected = checks.at_any(findings, [rejecting]) & (findings["level"] != "reject")
    told = findings["message"].str.removesuffix(checks.ROW_KEPT).str.rstrip()
    return findings.assign(message=findings["message"].mask(at_rejected, told))


def _last_year(previous: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    if previous is None or previous.empty:
        return {}
    return {str(name): tables.rows(previous, str(name)) for name in previous["table"].unique()}


def _profile_gone(activities: pd.DataFrame, findings: pd.DataFrame, submission: Submission) -> list[pd.DataFrame]:
    if (activities["table"] == "profile").any() or findings["rule"].isin(FILE_FAULTS).any():
        return []
    return [checks.frame([missing()], submission.organization, submission.year)]


def _refuse_lost_rows(submission: Submission, activities: pd.DataFrame, findings: pd.DataFrame) -> None:
    dropped = int(findings["rows"].sum())
    if submission.raw_rows != len(activities) + dropped:
        raise SubmissionError(
            f"{submission.organization} {submission.year}: {submission.raw_rows} rows were handed in, but {len(activities)} are "
            f"validated and {dropped} dropped by findings"
        )
