"""Judging many submissions together before their notebooks run: great_expectations takes hardly longer for thirty than for one."""

import json
from collections.abc import Sequence
from math import ceil

from greening import paths
from greening.chain import inputs
from greening.chain.inputs import History, Settings
from greening.chain.plan import Task

#: Fewer than these gain nothing by waiting for each other.
FEWEST = 4
#: More than these would hold too many tables in memory at once.
MOST = 32
#: A submission with more bytes than this is judged by its own notebook: its rows take longer than great_expectations takes to begin.
LARGEST_BYTES = 4_000_000


def batches(tasks: Sequence[Task], settings: Settings, at_once: int) -> list[tuple[Task, ...]]:
    """Tasks to be judged together, spread over `at_once` workers; those that are not named are left to their notebooks.

    A stock kernel gives each notebook all the work, as papermill's users know it.
    """
    judged = [task for task in tasks if not task.is_group and _is_small(task, settings)] if settings.engine == "warm" else []
    if len(judged) < FEWEST:
        return []
    count = max(min(at_once, len(judged) // FEWEST), ceil(len(judged) / MOST))
    length = ceil(len(judged) / count)
    return [tuple(judged[first : first + length]) for first in range(0, len(judged), length)]


def _is_small(task: Task, settings: Settings) -> bool:
    folder = paths.raw(settings.data, task.year, task.organization)
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) <= LARGEST_BYTES


def judge(tasks: Sequence[Task], settings: Settings, histories: Sequence[History]) -> None:
    """Judge the submissions of the tasks together in one warm process, and keep the verdicts beside the products of each."""
    # Papermill is loaded where the work is done.
    from greening.chain.execute import call

    asked = [
        {"year": task.year, "organization": task.organization, "data": settings.data, "earlier_years": history.earlier_years}
        for task, history in zip(tasks, histories, strict=True)
    ]
    arguments = json.dumps([asked, settings.expectations])
    source = f"import json\nfrom greening import judged\njudged.judge_together_json(*json.loads({arguments!r}))"
    call(source, [inputs.folder(task, settings) for task in tasks], f"judging {len(tasks)} submissions")
