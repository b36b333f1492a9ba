"""A whole call: tasks in the order they can run, over as many processes as asked for, then the site."""

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from graphlib import TopologicalSorter

from greening import locale, paths
from greening.chain import inputs, state, task
from greening.chain.execute import prepare
from greening.chain.inputs import Settings
from greening.chain.plan import Register, Task, plan
from greening.chain.state import State
from greening.errors import CallError

#: Told after each task: the task, its state, the seconds of each stage that was run, tasks done, tasks in all.
Progress = Callable[[Task, State, Mapping[str, float], int, int], None]


@dataclass(frozen=True)
class Result:
    """What a call brought about: the state of everything asked for, and what is in no group or no organization's folder."""

    states: list[State]
    #: Files that lie outside every organization's folder.
    strays: list[str]
    #: Organizations that roll up to each other.
    loops: list[str]


def run(settings: Settings, years: Sequence[int], organizations: Sequence[str], workers: int | None, progress: Progress) -> Result:
    """Run every task that a call needs and publish the site of its years.

    Raises CallError where the call itself is wrong; a failed organization is a state of the result.
    """
    _refuse_wrong_settings(settings)
    register = Register(settings.data)
    graph = plan(register, years, organizations)
    done = _run_tasks(graph, settings, workers or os.cpu_count() or 1, progress)
    asked = [done[one] for one in sorted(graph) if one.with_pages]
    touched = sorted({one.year for one in asked})
    _publish_site(register, settings, touched)
    strays = [f"data/raw/{year}/{name}" for year in touched for name in register.strays(year)]
    loops = [f"{code} {year}" for year in touched for code in register.loops(year)]
    return Result(asked, strays, loops)


def _refuse_wrong_settings(settings: Settings) -> None:
    if not list(paths.root(settings.expectations).glob("*.json")):
        raise CallError(f"there are no expectation suites in {settings.expectations}")
    unknown = [language for language in settings.languages if language not in locale.languages()]
    if unknown or not settings.languages:
        raise CallError(f"no catalogue for language {', '.join(unknown) or '(none given)'}; there is: {', '.join(locale.languages())}")


def _run_tasks(graph: dict[Task, set[Task]], settings: Settings, workers: int, progress: Progress) -> dict[Task, State]:
    order = TopologicalSorter(graph)
    order.prepare()
    done: dict[Task, State] = {}
    # A fresh process a worker: a forked one would inherit the threads of the libraries that the parent uses.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), prepare, (settings.engine,)) as pool:
        under_way: dict[Future[tuple[State, dict[str, float]]], Task] = {}
        while order.is_active():
            under_way |= {_submit(pool, one, settings, sorted(graph[one])): one for one in order.get_ready()}
            finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in finished:
                one = under_way.pop(future)
                done[one], seconds = _result(future, one)
                order.done(one)
                progress(one, done[one], seconds, len(done), len(graph))
    return done


def _submit(pool: Executor, one: Task, settings: Settings, before: list[Task]) -> Future[tuple[State, dict[str, float]]]:
    return pool.submit(task.run, one, settings, before)


def _result(future: Future[tuple[State, dict[str, float]]], one: Task) -> tuple[State, dict[str, float]]:
    try:
        return future.result()
    except BrokenProcessPool:
        why = "its process was ended from outside"
    # Whatever goes wrong in one task, the others go on; the reason is told in the table and in the state.
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
    return State(one.organization, one.year, one.title, one.parent, one.is_group, outcome="failed", why=why), {}


def _publish_site(register: Register, settings: Settings, years: Sequence[int]) -> None:
    # The publisher loads nbconvert; a call that is wrong should say so without waiting for it.
    from greening import site

    for year in years:
        states = [asdict(kept) for one in register.tasks(year) if (kept := state.read(inputs.folder(one, settings)))]
        site.write(paths.root(settings.reports), year, states)
