"""The loop of a run: tasks in the order they can go, each only as far as it is not up to date."""

import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from typing import Any, Protocol

from greening import paths, review
from greening.chain import edition, freshness, inputs, judging, keys, record, state, work
from greening.chain.inputs import History, Settings
from greening.chain.plan import Task
from greening.chain.pools import Pool
from greening.chain.state import State
from greening.errors import GreeningError
from greening.publish import kept

#: So many units of work a worker are handed out at a time: one under way, one at hand.
_AHEAD = 2
#: So many pages a worker wait while there are products to make: the last ones then fill the time in which a group can only be made by one worker.
_PAGES_IN_RESERVE = 2


class Watch(Protocol):
    """Told of a run as it goes."""

    def unit(self, task: Task, part: str, seconds: float) -> None:
        """A stage or page of a task was run."""

    def task(self, task: Task, state: State, seconds: Mapping[str, float], done: int, total: int) -> None:
        """A task is finished: its state, the seconds of what was run of it, tasks done and in all."""


@dataclass
class _Open:
    """A task whose products are settled and whose pages are being made."""

    state: State
    #: Pages that are not made yet.
    waiting: set[str]
    seconds: dict[str, float]
    #: How far the review was when the pages were begun.
    review: Mapping[str, Any]
    #: What went wrong, by page.
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Unit:
    """A piece of work for a worker: `judge` for several tasks together, `products` or a page for one."""

    part: str
    tasks: tuple[Task, ...]


class Cycle:
    """One pass over a plan: a task waits for those before it, pages for their products, and nobody for the pages of others."""

    def __init__(self, graph: Mapping[Task, set[Task]], settings: Settings, pool: Pool, watch: Watch) -> None:
        """A pass over `graph`: every task with those that it waits for."""
        self._graph, self._settings, self._pool, self._watch = graph, settings, pool, watch
        self._order = TopologicalSorter(graph)
        self._histories: dict[Task, History] = {}
        #: The outcome that those rest on who wait for a task: that of its products, for nobody waits for pages.
        self._outcomes: dict[Task, str] = {}
        self._open: dict[Task, _Open] = {}
        self._done: dict[Task, State] = {}
        self._queue: deque[_Unit] = deque()
        self._pages: deque[_Unit] = deque()
        #: Tasks that start at stage 1 and wait for others to be judged together with.
        self._unjudged: list[Task] = []
        self._under_way: dict[Future[Any], _Unit] = {}
        self._has_made_pages = False

    def run(self) -> dict[Task, State]:
        """The state that each task ends in."""
        self._order.prepare()
        self._work()
        self._redo_after_failed_pages()
        if self._has_made_pages:
            kept.prune(kept.folder_of(paths.root(self._settings.data) / "processed"), time.time())
        return self._done

    def _work(self) -> None:
        while True:
            self._look_at_ready()
            self._hand_out()
            if not self._under_way:
                return
            finished, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
            for future in finished:
                self._finish(self._under_way.pop(future), future)

    def _look_at_ready(self) -> None:
        """Settle what is up to date, and queue the rest of what waits for nothing any more."""
        while ready := self._order.get_ready():
            for task in sorted(ready):
                self._look_at(task)

    def _look_at(self, task: Task) -> None:
        self._histories[task] = inputs.history(task, {before: self._outcomes[before] for before in self._graph[task]})
        again = freshness.products(task, self._settings, self._histories[task])
        if again is None:
            self._settle(task, freshness.reached(task, self._settings, self._histories[task]), {})
            return
        # There are others to look at first, and getting ready takes seconds.
        self._pool.expect()
        if again.stage == "validate":
            self._unjudged.append(task)
        else:
            self._queue.append(_Unit("products", (task,)))

    def _hand_out(self) -> None:
        room = _AHEAD * self._pool.size
        while len(self._under_way) < room and (self._queue or self._pages or self._unjudged):
            if not self._queue and not self._pages:
                # Only now: until there was nothing else to do, more could join those that are judged together.
                self._queue.extend(self._to_be_judged())
            unit = self._next()
            self._under_way[self._submit(unit)] = unit

    def _next(self) -> _Unit:
        """Pages first, but for those in reserve: what is begun is finished, and a run that is stopped leaves whole organizations behind."""
        if self._queue and len(self._pages) <= _PAGES_IN_RESERVE * self._pool.size:
            return self._queue.popleft()
        return self._pages.popleft()

    def _to_be_judged(self) -> Iterator[_Unit]:
        """Units for all tasks that start at stage 1: judged together where there are enough of them."""
        tasks, self._unjudged = self._unjudged, []
        if self._settings.force:
            for task in tasks:
                keys.forget("judged", inputs.folder(task, self._settings))
        batches = judging.batches(tasks, self._settings, self._pool.size)
        yield from (_Unit("judge", batch) for batch in batches)
        together = {task for batch in batches for task in batch}
        yield from (_Unit("products", (task,)) for task in tasks if task not in together)

    def _submit(self, unit: _Unit) -> Future[Any]:
        task = unit.tasks[0]
        if unit.part == "judge":
            return self._pool.submit(work.judge, unit.tasks, self._settings, [self._histories[one] for one in unit.tasks])
        if unit.part == "products":
            return self._pool.submit(work.products, task, self._settings, self._histories[task])
        return self._pool.submit(work.page, task, self._settings, unit.part)

    def _finish(self, unit: _Unit, future: Future[Any]) -> None:
        if unit.part == "judge":
            # Judging together only saves time: what it did not judge, each notebook judges for itself.
            future.exception()
            self._queue.extendleft(_Unit("products", (task,)) for task in reversed(unit.tasks))
        elif unit.part == "products":
            self._settle(unit.tasks[0], *self._products(unit.tasks[0], future))
        else:
            self._page_made(unit, future)

    def _products(self, task: Task, future: Future[tuple[State, dict[str, float]]]) -> tuple[State, dict[str, float]]:
        if why := _raised(future):
            return State(task.organization, task.year, task.title, task.parent, task.is_group, outcome="failed", why=why), {}
        return future.result()

    def _settle(self, task: Task, reached: State, seconds: Mapping[str, float]) -> None:
        """The products of a task are as they should be, or will not be: its pages come next, and those that waited for it."""
        for stage, taken in seconds.items():
            self._watch.unit(task, stage, taken)
        if task not in self._outcomes:
            self._order.done(task)
        self._outcomes[task] = reached.outcome
        wanted = freshness.pages(task, self._settings, reached) if task.with_pages else []
        self._open[task] = _Open(reached, {again.stage for again in wanted}, dict(seconds), self._review(task) if wanted else {})
        if wanted:
            # Here, where nobody writes: the pages of one organization are made at the same time.
            paths.remove_parts(paths.report(self._settings.reports, task.year, task.organization))
        self._pages.extend(_Unit(again.stage, (task,)) for again in wanted)
        if not wanted:
            self._close(task)

    def _page_made(self, unit: _Unit, future: Future[tuple[str, dict[str, float]]]) -> None:
        self._has_made_pages = True
        (task,), page = unit.tasks, unit.part
        opened = self._open[task]
        raised = _raised(future)
        why, seconds = (raised, {}) if raised else future.result()
        if why:
            opened.faults[page] = why
        for stage, taken in seconds.items():
            self._watch.unit(task, stage, taken)
        opened.seconds |= seconds
        opened.waiting.discard(page)
        if not opened.waiting and not self._is_made_once_more(task, opened):
            self._close(task)

    def _is_made_once_more(self, task: Task, opened: _Open) -> bool:
        """Make the pages of a task again that were begun as of an approved report, where what they say is found to be no longer that."""
        before, opened.review = opened.review, self._review(task)
        if opened.faults or review.is_same(before, opened.review):
            return False
        wanted = freshness.pages(task, replace(self._settings, force=False), opened.state)
        opened.waiting.update(again.stage for again in wanted)
        self._pages.extend(_Unit(again.stage, (task,)) for again in wanted)
        return bool(wanted)

    def _review(self, task: Task) -> Mapping[str, Any]:
        return review.shown(self._settings.data, task.year, task.organization)

    def _close(self, task: Task) -> None:
        opened = self._open.pop(task)
        ended = opened.state
        if opened.faults:
            ended = replace(ended, outcome="failed", why="; ".join(dict.fromkeys(opened.faults[page] for page in sorted(opened.faults))))
        elif task.with_pages and ended.outcome == "ok":
            ended = replace(ended, stage="narrative")
        folder = inputs.folder(task, edition.shown(self._settings))
        if opened.seconds or state.read(folder) != ended:
            paths.remove_parts(folder)
        state.write(ended, folder)
        record.write(folder, task, self._settings, opened.seconds)
        self._done[task] = ended
        self._watch.task(task, ended, opened.seconds, len(self._done), len(self._graph))

    def _redo_after_failed_pages(self) -> None:
        """Bring those up to date again that took a member for published whose page then failed: it counts with its last published year."""
        while failed := [task for task, ended in self._done.items() if ended.outcome != self._outcomes[task]]:
            self._outcomes |= dict.fromkeys(failed, "failed")
            for task in TopologicalSorter(self._graph).static_order():
                if self._graph[task].intersection(failed):
                    del self._done[task]
                    self._look_at(task)
                    self._work()


def _raised(future: Future[Any]) -> str:
    """What a unit raised, in words; empty where it did its work. Whatever goes wrong in one task, the others go on."""
    error = future.exception()
    if error is None:
        return ""
    return str(error) if isinstance(error, GreeningError) else f"{type(error).__name__}: {error}"
