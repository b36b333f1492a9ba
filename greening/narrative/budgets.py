"""The cumulative budget of a goal in words: what the path allows in all, what is used and left, and the path that would make good."""

from markupsafe import Markup

from greening.formats import Fact, is_missing
from greening.narrative import elements
from greening.narrative.report import Report


def told(report: Report, goal: str) -> Markup:
    """A paragraph on the budget; nothing where the goal has none."""
    name = f"target.{goal}.budget"
    if not report.has(f"{name}.total", f"{name}.used", f"{name}.left", f"{name}.state"):
        return Markup("")
    used = report.say("targets.budget.used", used=sized(report, f"{name}.used"), now=Markup.escape(report.year))
    sentences = [
        report.say(
            "targets.budget.total",
            total=sized(report, f"{name}.total"),
            baseline_year=f"target.{goal}.baseline_year",
            target_year=f"target.{goal}.target_year",
        ),
        used,
        _filled(report, goal),
        _left(report, name),
        _path(report, goal),
        report.say("targets.budget.indicative") if any(is_rough(report, f"{name}.{part}") for part in ("total", "used", "left")) else Markup(""),
    ]
    return elements.paragraph(elements.sentences(sentences))


def is_rough(report: Report, figure_id: str) -> bool:
    """Whether the bounds of a figure lie apart, or one of them is missing; without any, it is told as it is."""
    fact = report.facts[figure_id]
    return fact.low != fact.high


def sized(report: Report, figure_id: str, style: str = "rough") -> Markup:
    """A figure as a sentence has it, with its range in brackets where it is not exact."""
    shown = report.show(figure_id, style)
    return report.catalogue.shown_bracketed(shown, report.show(figure_id, "range")) if is_rough(report, figure_id) else shown


def _filled(report: Report, goal: str) -> Markup:
    """How many years were filled in for the sum, and which; nothing where none were."""
    figure_id = f"target.{goal}.budget.interpolated_years"
    row = next((row for row in report.goals[goal] if row["year"] == report.year), None)
    years = "" if row is None or is_missing(row["budget_interpolated"]) else str(row["budget_interpolated"])
    return report.say("targets.budget.filled", count=figure_id, years=Markup.escape(years)) if report.value(figure_id) else Markup("")


def _left(report: Report, name: str) -> Markup:
    """What is left, or by how much the budget is overspent, and whether the bounds tell."""
    state = report.word(f"{name}.state")
    fact = report.facts[f"{name}.left"]
    direction = "over" if fact.number < 0 else "left"
    if state == "unclear":
        return report.say(f"targets.budget.unclear.{direction}", left=_apart(report, fact))
    return report.say(f"targets.budget.{direction}", left=_apart(report, fact))


def _apart(report: Report, fact: Fact) -> Markup:
    """The size of what is left or too much; only what is left has its range, since that of an overspent budget has another sign."""
    return sized(report, fact.figure_id) if fact.number >= 0 else report.show(fact.figure_id, "size")


def _path(report: Report, goal: str) -> Markup:
    """The steeper path that makes good, or that none can, or that the path named above is enough."""
    name = f"target.{goal}.budget"
    if report.value(f"target.{goal}.target_year") == report.year or report.word(f"target.{goal}.status") in ("met", "missed"):
        return Markup("")
    if (report.value(f"{name}.left") or 0.0) <= 0:
        return report.say("targets.budget.none.spent" if report.word(f"{name}.state") == "spent" else "targets.budget.none.unclear")
    steeper = f"{name}.steeper_per_year"
    if not report.has(steeper):
        return report.say("targets.budget.enough")
    sentences = [
        report.say("targets.budget.steeper", steeper=sized(report, steeper)),
        report.say("targets.budget.zero", zero=f"{name}.zero_year"),
    ]
    return elements.sentences(sentences)
