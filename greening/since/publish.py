"""Keeps a report as it is published, and writes the page that tells what changed since the one before."""

from collections.abc import Mapping, Sequence
from typing import Any

from upath import UPath

from greening import paths
from greening.narrative.report import Report
from greening.since import differences, kept, page
from greening.since.kept import Memory


def publish(
    report: Report, said: Mapping[str, str], inputs: Mapping[str, Mapping[str, Any]], folder: UPath, reports: str | UPath, languages: Sequence[str]
) -> UPath:
    """Keep the report in its processed `folder` and write changes.<language>.html beside its page; gives the page's path.

    `said` is what each section says, as HTML; `inputs` what the report rested on (see chain.causes). A report that says the same as the last one
    keeps the page telling of the last change: the same input makes the same bytes however often it is run.
    """
    before = kept.read(folder, report.language)
    memory = remembered(before, report, said, inputs)
    if memory != before:
        kept.write(memory, folder, report.language)
    place = paths.report(reports, report.year, report.organization) / page.name(report.language)
    paths.write_text(place, page.page(report, memory, languages))
    return place


def remembered(before: Memory | None, report: Report, said: Mapping[str, str], inputs: Mapping[str, Mapping[str, Any]]) -> Memory:
    """What is to be kept once the report is published, where `before` was kept."""
    now = kept.state(report, said, inputs)
    if before is None:
        return Memory(now, None, now.inputs)
    if now.says_the_same(before.state):
        return Memory(now, before.changes, before.inputs)
    metrics = {goal: str(rows[0]["metric"]) for goal, rows in report.goals.items()}
    return Memory(now, differences.between(before.state, now, report.facts, metrics), now.inputs)
