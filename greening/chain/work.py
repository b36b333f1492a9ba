"""The units of work that a run hands out; each loads what it needs where it is done, so that handing out loads nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from greening import paths
from greening.chain import edition, site_key
from greening.chain.inputs import History, Settings
from greening.chain.plan import Task
from greening.chain.state import State


def judge(tasks: Sequence[Task], settings: Settings, histories: Sequence[History]) -> None:
    """Judge the submissions of several tasks together and keep what was found for their notebooks."""
    from greening.chain import judging

    judging.judge(tasks, settings, histories)


def products(task: Task, settings: Settings, history: History) -> tuple[State, dict[str, float]]:
    """Bring the products of a task up to date: the state that they end in, and the seconds of each stage that was run."""
    from greening.chain.task import run

    return run(task, settings, history)


def page(task: Task, settings: Settings, wanted: str) -> tuple[str, dict[str, float]]:
    """Make one page of a task: why it could not be made (empty where it was), and the seconds it took."""
    from greening.chain.pages import make

    if settings.public:
        edition.bring_up_to_date(task, settings)
    return make(task, edition.shown(settings), wanted)


def write_site(settings: Settings, year: int, told: Mapping[str, Any]) -> None:
    """Write the pages around the reports of a year, of which `told` is what site_key.told gives."""
    from greening import site
    from greening.site import rules_page
    from greening.site.year_page import Missing

    reports, states = paths.root(settings.reports), told["states"]
    missing = [Missing(*one) for one in told["missing"]]
    paths.remove_parts(reports, reports / "assets", reports / str(year))
    hashes = site_key.published(settings.data, year, states)
    # What was found of an organization is for the inside alone.
    found_in = "" if settings.public else settings.data
    rules = rules_page.read(settings.expectations, year, found_in, [str(one["organization"]) for one in states])
    written = site.write(reports, year, states, told["languages"], hashes, missing, rules)
    site_key.keep(reports, year, told, settings.data, written)
