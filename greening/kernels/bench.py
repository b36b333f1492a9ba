"""Warm against stock: wall and CPU seconds of the same notebooks, run through papermill in this process."""

import copy
import logging
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NBClientEngine
from papermill.iorw import load_notebook_node

from .engine import WarmEngine
from .zygote import Zygote


def report(paths: list[str], preload: list[str], repeat: int) -> str:
    """A table of medians: for each notebook wall and CPU seconds, stock and warm, and the ratios."""
    logging.disable(logging.WARNING)
    notebooks = {Path(path).stem: load_notebook_node(path) for path in paths} or {"empty": _empty()}
    began, cpu = time.perf_counter(), _cpu_s()
    with Zygote(preload) as zygote:
        ready_s = time.perf_counter() - began
        warm = {name: _median(nb, WarmEngine, repeat, lambda: _cpu_s(zygote.pid), zygote=zygote) for name, nb in notebooks.items()}
    zygote_cpu_s = _cpu_s() - cpu - sum(repeat * pair[1] for pair in warm.values())
    stock = {name: _median(nb, NBClientEngine, repeat, _cpu_s) for name, nb in notebooks.items()}
    lines = [f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, median of {repeat}"]
    lines.append(f"zygote ready in {ready_s:.2f} s, {max(zygote_cpu_s, 0):.2f} s CPU, once; preloaded: {', '.join(preload) or 'nothing'}")
    lines.append(f"{'notebook':<20}{'stock wall s':>14}{'CPU s':>8}{'warm wall s':>14}{'CPU s':>8}{'wall':>8}{'CPU':>8}")
    for name in notebooks:
        (stock_wall, stock_cpu), (warm_wall, warm_cpu) = stock[name], warm[name]
        ratios = f"{stock_wall / warm_wall:>7.1f}x{stock_cpu / max(warm_cpu, 0.01):>7.1f}x"
        lines.append(f"{name:<20}{stock_wall:>14.2f}{stock_cpu:>8.2f}{warm_wall:>14.2f}{warm_cpu:>8.2f}{ratios}")
    return "\n".join(lines)


def _empty() -> NotebookNode:
    sources = ("a = 1", "a")
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None} for source in sources
    ]
    metadata = {"papermill": {}, "kernelspec": {"name": "python3", "language": "python", "display_name": ""}}
    return from_dict({"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": cells})  # type: ignore[no-untyped-call, no-any-return]


def _median(nb: NotebookNode, engine: type[Engine], repeat: int, cpu_s: Callable[[], float], **options: object) -> tuple[float, float]:
    walls, cpus = [], []
    for _ in range(repeat):
        fresh = copy.deepcopy(nb)
        for cell in fresh.cells:
            cell.metadata.setdefault("papermill", {})
        wall, cpu = time.perf_counter(), cpu_s()
        engine.execute_notebook(fresh, "python3", progress_bar=False, **options)
        walls.append(time.perf_counter() - wall)
        cpus.append(cpu_s() - cpu)
    return statistics.median(walls), statistics.median(cpus)


def _cpu_s(zygote: int | None = None) -> float:
    """CPU seconds of this process, its ended children, and the ended children of a zygote that still runs."""
    own = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    if zygote is None:
        return own
    fields = Path(f"/proc/{zygote}/stat").read_text().rpartition(")")[2].split()
    return own + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
