"""Charts of money: for each currency, what budget lines of reductions needed, had and spent."""

from collections.abc import Iterator, Sequence

import pandas as pd
from markupsafe import Markup

from greening.charts.budget_lines import STAGES, budget_lines
from greening.figures.names import part_of_name
from greening.narrative import elements, panels
from greening.narrative.report import Report, Row
from greening.narrative.section import Panel

#: What the money of these charts is for.
REDUCTION = "reduction"
#: More lines than this are not read in a chart; the table has every one.
_DRAWN = 12


def panels_of(report: Report, rows: Sequence[Row]) -> list[Panel | None]:
    """A chart of the lines of reductions for each currency of their amounts: those of two currencies are on no common scale."""
    return [_chart(report, currency, rows) for currency in sorted({str(row["currency"]) for row in rows})]


def _chart(report: Report, currency: str, rows: Sequence[Row]) -> Panel | None:
    lines = sorted({str(row["budget_line"]) for row in rows if row["currency"] == currency})
    bars = [(*bar, *_told(report, bar, currency)) for line in lines[:_DRAWN] for bar in _bars(report, line, currency)]
    if len(bars) < 2:
        return None
    title = report.text("chart.budget_lines", currency=currency)
    told = report.catalogue.listed(report.catalogue.named(label, text) for label, _, _, text, *_ in bars)
    about = report.text("chart.result", about=report.text("chart.budget_lines.about"), result=told)
    drawn = budget_lines(pd.DataFrame(bars, columns=["label", "stage", "value", "text", "tip", "link"]), title, about, report.catalogue)
    data = elements.table(title, *_table(report, lines, currency))
    ids = [_of_line(line, stage, currency) for line in lines for stage in STAGES]
    return panels.framed(report, f"budget_lines-{currency}", drawn, data, ids, drawn=title, finding=_finding(report, currency))


def _table(report: Report, lines: Sequence[str], currency: str) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the table: every line, with what it needed, got and spent."""
    head = [report.text(f"money.head.{name}") for name in ("line", *STAGES)]
    return head, [[line, *(_shown(report, _of_line(line, stage, currency)) for stage in STAGES)] for line in lines]


def _shown(report: Report, figure_id: str) -> Markup:
    return report.show(figure_id, "table") if report.has(figure_id) else Markup("")


def _finding(report: Report, currency: str) -> Markup:
    """How much of what is needed in a currency is in budgets and is spent; nothing where one of them is not known."""
    totals = {stage: f"spending.{REDUCTION}.{stage}.{currency}" for stage in STAGES}
    return report.say("chart.budget_lines.finding", **{stage: report.show(name, "short") for stage, name in totals.items() if report.has(name)})


def _told(report: Report, bar: tuple[str, str, float, str], currency: str) -> tuple[str, str]:
    """What a bar tells to who points at it, and where its number leads."""
    told = report.text("chart.tip", label=bar[0], value=bar[3])
    return told, panels.link(_of_line(bar[0], bar[1], currency), told)


def _of_line(line: str, stage: str, currency: str) -> str:
    return f"spending.line.{REDUCTION}.{part_of_name(line)}.{stage}.{currency}"


def _bars(report: Report, line: str, currency: str) -> Iterator[tuple[str, str, float, str]]:
    for stage in STAGES:
        value = report.value(_of_line(line, stage, currency))
        if value is not None:
            yield (
                line,
                stage,
                value,
                report.text("money.bar", amount=report.plain(_of_line(line, stage, currency)), stage=report.text(f"money.stage.{stage}")),
            )
