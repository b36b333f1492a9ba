"""The goals: where each stands against its path, and what it still needs."""

import math
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from greening import goals
from greening.formats import Fact, is_missing
from greening.narrative import budgets, budgets_used, elements, goal_paths, noted, shared_goals
from greening.narrative.budgets import is_rough
from greening.narrative.goal_paths import year_of
from greening.narrative.listing import listing
from greening.narrative.report import Report, Row
from greening.narrative.section import Section, section

#: Statuses in which nothing more is asked, or nothing can be.
_SETTLED = ("met", "missed", "not_adopted")


def targets(report: Report) -> Section:
    """A sentence and a table for each goal, its path drawn where it has a baseline, goals without a number, and what was exempted."""
    exempted = listing(report, "exemptions", ("goal_id", "activity", "reason", "emissions_tco2e", "decided_by"), "targets.exemptions")
    goals_told = [*(_goal(report, goal) for goal in report.goals), _terms(report), shared_goals.in_words(report)]
    parts = [_overview(report), *goals_told, exempted, *_method(report)]
    ranked = goal_paths.ranked(report)
    metrics = {goal: metric_name(report, goal) for goal in ranked}
    drawn = [*(goal_paths.panel(report, goal, metrics[goal]) for goal in ranked), budgets_used.panel(report, metrics)]
    return section(report, "targets", parts, drawn, absent="goals")


def _overview(report: Report) -> Markup:
    """A row a goal: how it stands, its figure, what the path allows, and where it is to be; nothing for a single goal."""
    if len(report.goals) < 2:
        return Markup("")
    head = [report.text(f"head.{name}") for name in ("goal_name", "status", "actual", "allowed", "target_level")]
    return elements.table(report.text("targets.overview"), head, [_line(report, goal) for goal in report.goals])


def _line(report: Report, goal: str) -> list[str]:
    name, metric = f"target.{goal}", metric_name(report, goal)
    told = report.text("targets.overview.goal", metric=metric[:1].upper() + metric[1:], year=report.plain(f"{name}.target_year"), goal=goal)
    figures = [
        report.show(f"{name}.{part}", "about") if report.has(f"{name}.{part}") else Markup("") for part in ("actual", "allowed", "target_value")
    ]
    return [told, report.show(f"{name}.status"), *figures]


def _method(report: Report) -> list[Markup]:
    """How goals are judged, and what is to be known of years that paths cross; nothing where no goal is judged."""
    judged = [row for rows in report.goals.values() for row in rows if not is_missing(row["allowed_value"])]
    if not judged:
        return []
    past = [year_of(row) for row in judged if year_of(row) <= report.year]
    return [noted.caution(report, past), elements.paragraph(report.text("targets.method"), "detail")]


def _goal(report: Report, goal: str) -> Markup:
    name = f"target.{goal}"
    status = report.word(f"{name}.status")
    aim = report.say(_aim(report, name), metric=Markup.escape(metric_name(report, goal)), **_places(name))
    row = next((row for row in report.goals[goal] if year_of(row) == report.year), report.goals[goal][0])
    about = [shared_goals.origin(report, row), aim, _told(report, name, status), _baseline(report, name)]
    ahead = [] if status in _SETTLED else [_change(report, name), _needed(report, name)]
    paragraphs = [elements.sentences(about), elements.sentences([*ahead, _over(report, goal)])]
    budget = Markup("") if status == "not_adopted" else budgets.told(report, goal)
    return elements.joined([elements.heading(_title(report, goal)), elements.paragraphs(paragraphs), budget])


def _title(report: Report, goal: str) -> Markup:
    title = report.text("targets.title", metric=metric_name(report, goal), year=report.plain(f"target.{goal}.target_year"))
    return Markup('{} <span class="code">{}</span>').format(title, goal)


def _aim(report: Report, name: str) -> str:
    if report.has(f"{name}.change_pct"):
        return "targets.aim.change" if report.has(f"{name}.baseline_year") else "targets.aim.change_without_base"
    return "targets.aim.level"


def _told(report: Report, name: str, status: str) -> Markup:
    """How the goal stands; the figures get one digit more where they would print the same."""
    if not status:
        return report.say("targets.status.unknown")
    if report.value(f"{name}.baseline_year") == report.year:
        return report.say("targets.baseline_year")
    if status == "inconclusive" and not report.has(f"{name}.allowed"):
        return report.say("targets.status.no_rate", baseline=f"{name}.baseline", target=f"{name}.target_value")
    pair = (f"{name}.actual", f"{name}.allowed")
    places = _places(name)
    if report.has(*pair) and report.plain(pair[0], "about") == report.plain(pair[1], "about"):
        places |= {"actual": report.show(pair[0], "finer"), "allowed": report.show(pair[1], "finer")}
    return report.say(f"targets.status.{status}", status=f"{name}.status", **places)


def _baseline(report: Report, name: str) -> Markup:
    """What the baseline is: given, recalculated or not, and why not; that it is missing is said by the status."""
    state = report.word(f"{name}.baseline_state")
    key = f"targets.baseline.{state}"
    return report.say(key, **_places(name)) if state and report.catalogue.has(key) else Markup("")


def _change(report: Report, name: str) -> Markup:
    """How the metric has changed since the baseline year, beside what the path asks for by now."""
    figure_id = f"{name}.change"
    if not report.has(figure_id, f"{name}.allowed_change"):
        return Markup("")
    fact = report.facts[figure_id]
    variant = _variant(fact)
    shown = report.show(figure_id, "signed" if variant == "unclear" else "size")
    if fact.low is not None and is_rough(report, figure_id):
        shown = report.catalogue.shown_bracketed(shown, report.show(figure_id, "size_range"))
    return report.say(f"targets.change.{variant}", change=shown, **_places(name))


def _variant(fact: Fact) -> str:
    """Whether a change is surely a fall or a rise, by its whole interval."""
    low, high = _ends(fact)
    return "fell" if high < 0 else "rose" if low > 0 else "unclear"


def _needed(report: Report, name: str) -> Markup:
    """What has to change each year; `about`, with its range, where the figures that it comes from are not exact."""
    figure_id = f"{name}.needed_per_year"
    if not report.has(figure_id):
        return Markup("")
    if _is_there(report, name):
        return report.say("targets.needed.none", target_year=f"{name}.target_year")
    if _is_past(report, name):
        # The interval holds the goal, so that no step can be asked for.
        return Markup("")
    linear = report.say("targets.needed", needed=_step(report, figure_id))
    first = f"{name}.needed_next_year.front_loaded"
    front = report.say("targets.needed.front_loaded", needed=_step(report, first), next=Markup.escape(report.year + 1)) if report.has(first) else ""
    rate = f"{name}.needed_rate"
    constant = report.say("targets.needed.rate", rate=report.show(rate, "finer")) if report.has(rate) and (report.value(rate) or 0.0) < 0 else ""
    return elements.sentences([linear, Markup(front), Markup(constant)])


def _is_there(report: Report, name: str) -> bool:
    """Whether the figure surely is where the goal wants it already, before the target year."""
    low, high = _ends(report.facts[f"{name}.needed_per_year"])
    if not report.has(f"{name}.allowed"):
        return False
    return high <= 0 if _rises(report, name.removeprefix("target.")) else low >= 0


def _is_past(report: Report, name: str) -> bool:
    """Whether the value, by itself, is on the good side of the goal already."""
    step = report.value(f"{name}.needed_per_year") or 0.0
    return report.has(f"{name}.allowed") and (step <= 0 if _rises(report, name.removeprefix("target.")) else step >= 0)


def _ends(fact: Fact) -> tuple[float, float]:
    """The bounds of a figure: itself where none are known, without end where one is open."""
    if fact.low is None and fact.high is None:
        return fact.number, fact.number
    return -math.inf if fact.low is None else fact.low, math.inf if fact.high is None else fact.high


def _step(report: Report, figure_id: str) -> Markup:
    fact = report.facts[figure_id]
    shown = report.show(figure_id, "points" if fact.unit == "share" else "signed")
    if not is_rough(report, figure_id):
        return shown
    about = report.catalogue.markup("precision.approx", lambda _: shown)
    return about if fact.unit == "share" else report.catalogue.shown_bracketed(about, report.show(figure_id, "range"))


def _over(report: Report, goal: str) -> Markup:
    """How far all years known went over the path: only where less is better, and only where the interval allows it to be said."""
    figure_id = f"target.{goal}.budget_overshoot"
    own = [row for row in report.goals[goal] if row["year"] <= report.year]
    known = [row for row in own if not is_missing(row["actual_value"])]
    if not report.has(figure_id) or _rises(report, goal) or len(known) < 2:
        return Markup("")
    fact = report.facts[figure_id]
    if not _is_over(fact, known):
        return Markup("")
    names = {"count": Markup.escape(report.catalogue.count(len(known))), "metric": Markup.escape(metric_name(report, goal))}
    sentence = report.say("targets.overshoot", over=report.show(figure_id, "range" if is_rough(report, figure_id) else "short"), **names)
    return elements.sentences([sentence, _left_out(report, own)])


def _left_out(report: Report, own: Sequence[Row]) -> Markup:
    """Names the years that the sum lacks since their figure is not known; empty where there are none."""
    gaps = [str(year_of(row)) for row in sorted(own, key=year_of) if is_missing(row["actual_value"])]
    return report.say("targets.overshoot.unknown", years=Markup.escape(report.catalogue.listed(gaps))) if gaps else Markup("")


def _is_over(fact: Fact, known: Sequence[Row]) -> bool:
    """Whether the least that the sum can be is above nothing; an exact sum of years that are not exact does not say."""
    has_bounds = fact.low is not None or fact.high is not None
    if not has_bounds and any(row["actual_low"] != row["actual_high"] for row in known):
        return False
    least = fact.low if has_bounds else fact.value
    return least is not None and least > 0


def _rises(report: Report, goal: str) -> bool:
    """Whether a goal asks for more of its metric, as for renewable energy."""
    change = report.value(f"target.{goal}.change_pct")
    if change is not None:
        return change > 0
    aim = report.value(f"target.{goal}.target_value")
    start = next((value for part in ("baseline", "actual") if (value := report.value(f"target.{goal}.{part}")) is not None), None)
    return aim is None or start is None or aim > start


def _places(name: str) -> dict[str, str | Markup]:
    """The places that a sentence on a goal may have, each the goal's own figure."""
    parts = (
        "allowed",
        "actual",
        "gap",
        "needed_per_year",
        "target_value",
        "baseline",
        "target_year",
        "baseline_year",
        "budget_overshoot",
        "change_pct",
        "allowed_change",
    )
    return {part: f"{name}.{part}" for part in parts}


def metric_name(report: Report, goal: str) -> str:
    """What a goal is measured by, inside a sentence."""
    label = report.catalogue.label(report.goals[goal][0]["metric"])
    return label[:1].lower() + label[1:]


def _terms(report: Report) -> Markup:
    """The terms of all goals as they were submitted, beside each other."""
    columns = ("goal_id", "basis", "path", "adopted_by", "adopted_date", "note")
    own: dict[tuple[str, ...], Row] = {}
    for goal in report.goals:
        for row in _set(report, goal):
            # The milestones of a goal share its terms.
            if row["goal_id"] == goal and row["organization"] == report.organization:
                own.setdefault(tuple(str(row[column]) for column in columns), row)
    return listing(report, "goals", columns, "targets.terms", list(own.values()))


def _set(report: Report, goal: str) -> Iterable[Row]:
    """The rows of goals, with those adopted where the goal may be one of them."""
    own = report.rows("goals")
    return [*own, *goals.adopted(own, report.rows("adoptions"))] if goal in goals.by_goal() else own
