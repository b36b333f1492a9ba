"""The status table: organization, stage reached, findings by level, published or held, and why; read without pandas."""

from collections.abc import Sequence

from greening import paths
from greening.chain import state
from greening.chain.plan import Register, Task, chosen
from greening.chain.state import State, published_languages

#: Heads of the columns.
HEADS = ("year", "organization", "stage", "hold", "reject", "warn", "outcome", "why")
#: Longest text of the last column; what is longer stands in full on the validation page.
WHY_WIDTH = 100


def status_table(data: str, reports: str, years: Sequence[int], organizations: Sequence[str]) -> str:
    """The status of every organization with input, as a table in plain text.

    Raises CallError for a year without input or an unknown code.
    """
    register = Register(data)
    rows = [_row(task, state.read(paths.processed(data, task.year, task.organization)), reports) for task in chosen(register, years, organizations)]
    return as_text(HEADS, rows)


def _row(task: Task, kept: State | None, reports: str) -> tuple[str, ...]:
    if kept is None:
        return (str(task.year), task.organization, "none", "", "", "", "not run", "")
    languages = published_languages(paths.root(reports), task.year, task.organization)
    published = f"published ({', '.join(languages)})" if languages else "not published"
    outcome = published if kept.outcome == "ok" else f"{kept.outcome}; {'last report stays' if languages else published}"
    counts = [str(kept.findings.get(level, 0)) for level in HEADS[3:6]]
    return (str(task.year), task.organization, kept.stage or "none", *counts, outcome, shortened(kept.why))


def shortened(text: str) -> str:
    """A text cut to the width of a table's last column."""
    return text if len(text) <= WHY_WIDTH else text[: WHY_WIDTH - 1] + "…"


def as_text(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under heads as columns of plain text, as wide as their content."""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (heads, *rows)]
    return "\n".join(lines)
