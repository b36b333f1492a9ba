"""The results as a page of Markdown."""

from collections.abc import Mapping, Sequence

from benchmarks.row import Row

_HEAD = "# Results of `make bench`"
_HOW = """\
Every row of one table was measured in one run, on the same notebooks and the same input: invented organizations made by a seeded
generator, most of them small, a few large. Stock is an ordinary Python process that calls `papermill.execute_notebook` with the
`python3` kernel for each notebook and the nbconvert API for the page, one organization after the other; nothing is preloaded,
great_expectations runs in the notebook, and the line of this package that keeps one slow optional import out of every process is
taken out. Both sides find bytecode compiled and files in the disk's cache, and give linear algebra one thread. CPU seconds are
those of every process that a run starts, directly or not. Each run starts with empty folders of products and reports unless it
says otherwise. The floor is the real work alone: the same cells with what they show, and the same exports, in one warm process a
core."""


def page(rows: Mapping[str, Sequence[Row]], took_s: Mapping[str, float], about: Sequence[tuple[str, str]]) -> str:
    """The page: what was measured on what, a table of all rows with their bounds, how each was measured, and how long each part took."""
    table = [("what", "measured", "bound", ""), ("---",) * 4]
    table += [(row.what, row.measured, row.bound, row.verdict) for part in rows.values() for row in part]
    notes = [f"- {row.what}: {row.how}" for part in rows.values() for row in part if row.how]
    parts = [("part", "seconds"), ("---", "---:"), *((name, f"{seconds:.0f}") for name, seconds in took_s.items())]
    machine = [f"- {name}: {value}" for name, value in about]
    blocks = (_HEAD, "\n".join(machine), _lines(table), "\n".join(notes), _lines(parts), _HOW)
    return "\n\n".join(block for block in blocks if block) + "\n"


def missed(rows: Mapping[str, Sequence[Row]]) -> list[Row]:
    """The rows whose bound is not met."""
    return [row for part in rows.values() for row in part if row.is_met is False]


def _lines(cells: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)
