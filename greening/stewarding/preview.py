"""Changed suites replayed over every submission under data/raw, before anything is published: who would be held, warned or cleared.

Nothing is written to products. What is compared with is what the last run found, or another folder or revision of the suites.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from upath import UPath

from greening import checks, waivers
from greening.stewarding import preview_judging as judging, preview_versions as versions
from greening.stewarding.preview_cases import Case, Compared, cases, told
from greening.stewarding.preview_replay import replay
from greening.stewarding.preview_versions import LAST_RUN
from greening.stewarding.rule_changes import Change
from greening.waiver_file import Waiver

#: What makes two findings the same, however they are worded.
_SAME = ("rule", "level", "table", "source_file", "sheet", "source_row", "column", "value")
#: What a change may mean for an organization, the gravest first.
KINDS = ("held", "rejected", "warned", "cleared")


@dataclass(frozen=True)
class Difference:
    """What changes for one organization and year: the outcome of its checks before and after, and findings that are new or gone (as `checks`)."""

    organization: str
    year: int
    before: str
    after: str
    new: pd.DataFrame
    gone: pd.DataFrame

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(len(self.new) or len(self.gone)) or self.before != self.after

    @property
    def kinds(self) -> list[str]:
        """What it means for the organization, as KINDS."""
        levels = set(self.new["level"])
        is_held = self.before != "held" and self.after == "held"
        is_cleared = (self.before == "held" and self.after == "ok") or (not self.gone.empty and self.new.empty)
        meant = {"held": is_held, "rejected": "reject" in levels, "warned": bool(levels & {"warn", "hold"}) and not is_held, "cleared": is_cleared}
        return [kind for kind in KINDS if meant[kind]]


@dataclass(frozen=True)
class Preview:
    """What changed suites would change: against what, the rules that differ, how much was looked at, and what differs for whom."""

    against: str
    changes: Sequence[Change] = ()
    bodies: int = 0
    rows: int = 0
    differences: Sequence[Difference] = ()
    #: Organizations and years of which nothing is known to compare with, and which were left out.
    unknown: Sequence[str] = ()
    #: Those that were never run, or whose files changed since: both versions were judged.
    judged_anew: Sequence[str] = ()

    @property
    def years(self) -> list[int]:
        """The data years in which something differs."""
        return sorted({one.year for one in self.differences})


def preview(expectations: str | UPath, data: str | UPath, against: str = "", years: Sequence[int] = (), organizations: Sequence[str] = ()) -> Preview:
    """What the suites as they are now would change, against what the last run found or, where named, a folder or a revision of git.

    Raises SuiteError, which lists every fault, where a suite is not sound, and CallError where there is nothing to look at.
    """
    compared = Compared(versions.now(expectations), versions.before(expectations, against), bool(against), data)
    every = cases(compared, years, organizations)
    unknown = [case.name for case in every if compared.old is None and not case.kept]
    looked_at = [case for case in every if case.changed]
    replay(looked_at, compared)
    found = _differences(looked_at, waivers.load(expectations))
    rows = sum(case.opened.submission.raw_rows for case in looked_at)
    anew = [case.name for case in looked_at if not case.kept]
    return Preview(against or LAST_RUN, told(looked_at, compared), len(looked_at), rows, found, unknown, anew)


def _differences(looked_at: Sequence[Case], waived: Sequence[Waiver]) -> list[Difference]:
    every = (_difference(case, waived) for case in looked_at)
    return [one for one in every if one.is_any]


def _difference(case: Case, waived: Sequence[Waiver]) -> Difference:
    stays, before, after = (judging.lifted(found, case.opened, waived) for found in (case.stays, case.goes, case.comes))
    old, new = _signs(before), _signs(after)
    return Difference(
        case.organization,
        case.year,
        _outcome(stays, before),
        _outcome(stays, after),
        after[_not_in(new, old, after)],
        before[_not_in(old, new, before)],
    )


def _outcome(*parts: pd.DataFrame) -> str:
    """The outcome of the checks that found all of these."""
    found = {checks.outcome(part) for part in parts}
    return next(outcome for outcome in ("failed", "held", "ok") if outcome in found)


def _not_in(signs: Sequence[tuple[str, ...]], others: Sequence[tuple[str, ...]], findings: pd.DataFrame) -> pd.Series:
    known = set(others)
    return pd.Series([sign not in known for sign in signs], index=findings.index, dtype="bool")


def _signs(findings: pd.DataFrame) -> list[tuple[str, ...]]:
    columns = [findings[name].astype("str").fillna("").tolist() for name in _SAME]
    return list(zip(*columns, strict=True)) if columns else []
