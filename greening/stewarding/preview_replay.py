"""What was found of submissions before, and what is found after suites changed: judged only where it has to be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from upath import UPath

from greening import checks, paths, tables
from greening.chain import keys
from greening.errors import DeclarationError
from greening.stewarding import preview_judging as judging, preview_versions as versions
from greening.stewarding.preview_cases import Case, Compared
from greening.stewarding.preview_judging import Wanted
from greening.stewarding.preview_versions import Version
from greening.suites import Suite
from greening.views import catalogue

#: Suites whose rows are held against the year before.
_OF_TWO_YEARS = frozenset({"continuity", "year_on_year", "offsets", "unreported_places"})
_Accepted = dict[tuple[str, int], pd.DataFrame]


def replay(cases: Sequence[Case], compared: Compared) -> None:
    """Fill what was found before and what is found after of each submission; raises SuiteError where a suite is not sound."""
    _open(cases, compared)
    years = [[case for case in cases if case.year == year] for year in _years(cases)]
    accepted: _Accepted = {}
    for of_year in years:
        _judge_before(of_year, compared, accepted)
    _judge_after(cases, compared.new)
    accepted = {}
    for of_year in years:
        _judge_again([case for case in of_year if _is_touched(case, accepted)], compared, accepted)


def _open(cases: Sequence[Case], compared: Compared) -> None:
    for case in cases:
        previous = _previous(case, compared.data) if set(case.changed) & _OF_TWO_YEARS else None
        case.body = judging.opened(case.organization, case.year, compared.data, case.folder, previous)
    suites = {name for case in cases for name in case.changed}
    # What another version found is judged by more suites than those that changed.
    if compared.is_named:
        suites = set(catalogue.names())
    judging.cast_together([case.opened for case in cases], {table for name in suites for table in _tables_for(name)})


def _tables_for(suite: str) -> frozenset[str]:
    """The tables that the rows of a suite are made from; none where there is no such suite."""
    return judging.tables_for(suite) if suite in catalogue.names() else frozenset()


def _years(cases: Sequence[Case]) -> list[int]:
    return sorted({case.year for case in cases})


def _previous(case: Case, data: str | UPath) -> pd.DataFrame | None:
    """Last year's rows, where they count."""
    folder = paths.processed(data, case.year - 1, case.organization)
    if keys.read("validate", folder).get("verdict", {}).get("outcome") != "ok":
        return None
    try:
        return tables.read("activities", folder)
    except DeclarationError:
        return None


def _judge_before(cases: Sequence[Case], compared: Compared, accepted: _Accepted) -> None:
    """Fill what was found before: what the last run found where that is it, else what the version before finds."""
    wanted: list[Wanted] = []
    asking: list[tuple[Case, pd.DataFrame]] = []
    for case in cases:
        needed = _needed(case, compared.old, compared.new) if compared.old else set()
        stale = _stale(case, compared.old) & needed if compared.is_named and compared.old else set()
        if case.opened.kept is not None and not stale:
            case.before = case.opened.kept
        elif compared.old is not None:
            case.opened.previous = accepted.get((case.organization, case.year - 1), case.opened.previous)
            one, stands = _before(case, compared.old, stale, needed)
            wanted.append(one)
            asking.append((case, stands))
    for (case, stands), found in zip(asking, judging.judged_by(wanted), strict=True):
        case.before = checks.stack([stands, found])
        if case.opened.kept is None:
            accepted[case.organization, case.year] = judging.accepted(case.opened, found)


def _stale(case: Case, old: Version) -> set[str]:
    """The suites by which the last run judged otherwise than the version does."""
    differing = {file for file, value in case.opened.hashes.items() if file in old.files and old.hashes[file] != value}
    return {file.removesuffix(".json") for file in differing if not versions.is_no_suite(file)}


def _before(case: Case, old: Version, stale: set[str], needed: set[str]) -> tuple[Wanted, pd.DataFrame]:
    """What to judge a submission by so that it is known what the version before finds, and the findings that stand beside that."""
    body = case.opened
    if body.kept is None:
        return Wanted(body, old.suites(needed), checks.none(), is_read=False), checks.none()
    names = {name: versions.rule_names(old, f"{name}.json") for name in stale}
    rest = {name: versions.rule_names(old, f"{name}.json") for name in old.names - stale}
    stays, _ = judging.apart(body.kept, names, rest)
    return Wanted(body, old.suites(stale), judging.decisive(stays), is_read=True), stays


def _needed(case: Case, old: Version, new: Version) -> set[str]:
    """The suites that a submission must be judged by so that what changed can be told: all where rows may be rejected, or a view looks at them."""
    both = [*_narrowed(old, case.changed).values(), *_narrowed(new, case.changed).values()]
    levels = {rule.level for suite in both for rule in suite.rules}
    if "reject" in levels or set(case.changed) & {*catalogue.OF_ROWS, *catalogue.OF_ALL}:
        return set(old.names)
    holding = {name for name in old.names if versions.has_level(old, name, "hold")}
    return {*case.changed, "locations", *holding}


def _narrowed(version: Version, changed: Mapping[str, frozenset[str]]) -> dict[str, Suite]:
    """The suites that changed, with those of their rules that did."""
    found = version.suites(set(changed))
    return {name: replace(suite, rules=tuple(rule for rule in suite.rules if rule.rule in changed[name])) for name, suite in found.items()}


def _judge_after(cases: Sequence[Case], new: Version) -> None:
    """Judge what changed in place of what it puts in question."""
    for case in cases:
        rest = {name: versions.rule_names(new, f"{name}.json") - case.changed.get(name, frozenset()) for name in new.names}
        case.stays, case.goes = judging.apart(case.before, case.changed, rest)
    wanted = [Wanted(case.opened, _narrowed(new, case.changed), judging.decisive(case.stays), is_read=True) for case in cases]
    for case, found in zip(cases, judging.judged_by(wanted), strict=True):
        case.comes = found


def _judge_again(cases: Sequence[Case], compared: Compared, accepted: _Accepted) -> None:
    """Judge all of submissions of a year again, by the rows of the year before that are now accepted."""
    for case in cases:
        body = case.opened
        body.forget()
        last_year = (case.organization, case.year - 1)
        if last_year in accepted:
            body.previous = accepted[last_year]
        elif body.previous is None:
            body.previous = _previous(case, compared.data)
    every = compared.new.suites(set(compared.new.names))
    found = judging.judged_by([Wanted(case.opened, every, checks.none(), is_read=False) for case in cases])
    for case, findings in zip(cases, found, strict=True):
        case.stays, case.goes, case.comes = checks.none(), case.before, findings
        accepted[case.organization, case.year] = judging.accepted(case.opened, findings)


def _is_touched(case: Case, accepted: _Accepted) -> bool:
    """Whether other rows are rejected than before, or the year before has other rows."""
    return (case.organization, case.year - 1) in accepted or _rejects(case.stays, case.goes) != _rejects(case.stays, case.comes)


def _rejects(*parts: pd.DataFrame) -> frozenset[tuple[str, ...]]:
    return frozenset().union(*(judging.rejects(part) for part in parts))
