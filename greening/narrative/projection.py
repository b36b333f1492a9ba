"""Where emissions lead: business as usual, the plan and whether it is enough, what exemptions change, and travel measures as what-ifs."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from greening.figures.names import part_of_name
from greening.figures.projection_as_figures import OF_GOAL
from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.listing import word
from greening.narrative.outlook import drawn
from greening.narrative.report import Report, Row
from greening.narrative.section import Section, section


def projection(report: Report) -> Section:
    """For each goal on emissions what is to be expected, with its chart; then caps and levies on travel, each by itself."""
    goals = goals_of(report)
    parts = [_goal(report, goal) for goal in goals]
    if not goals and report.goals:
        parts = [elements.aside(report.text("projection.nothing"), "absence")]
    about = [elements.paragraph(report.text("projection.about"), "detail")] if goals else []
    panels = [drawn(report, goal, rows) for goal, rows in goals.items()]
    return section(report, "projection", [*parts, *about, *_measures(report)], panels, absent="goals")


def goals_of(report: Report) -> Mapping[str, Sequence[Row]]:
    """The rows of the product of each goal."""
    found: dict[str, list[Row]] = {}
    for row in report.product("projection"):
        if not is_missing(row["goal_id"]):
            found.setdefault(str(row["goal_id"]), []).append(row)
    return found


def _goal(report: Report, goal: str) -> Markup:
    said = [_verdict(report, goal), _left(report, goal), _reached(report, goal)]
    usual = [_usual(report, goal), _left_out(report, goal), _basis(report, goal)]
    parts = [
        elements.heading(_title(report, goal)),
        elements.paragraph(elements.sentences(said), "lead"),
        elements.paragraph(elements.sentences(usual)),
        elements.paragraph(_planned(report, goal)),
        _wedges(report, goal),
        _not_counted(report, goal, "not_counted", "projection.not_counted", "head.action_id", _titles(report)),
        elements.paragraph(_exempted(report, goal)),
        _not_counted(report, goal, "exempted_not_counted", "projection.exempted.not_counted", "head.activity", {}),
    ]
    return elements.joined(parts)


def _title(report: Report, goal: str) -> Markup:
    metric = report.catalogue.label(str(report.goals[goal][0]["metric"]))
    title = report.text("projection.title", metric=metric, year=report.plain(f"target.{goal}.target_year"))
    return Markup('{} <span class="code">{}</span>').format(title, goal)


def _places(report: Report, goal: str) -> dict[str, str | Markup]:
    """The places that a sentence may have: the goal's figures of the projection, those of the target year, and the level to reach."""
    name = f"projection.{goal}"
    end = report.plain(f"target.{goal}.target_year")
    start = report.at(str(report.goals[goal][0]["metric"]), int(report.value(f"{name}.start_year") or 0))
    own: dict[str, str | Markup] = {part: f"{name}.{part}" for part in OF_GOAL}
    of_end: dict[str, str | Markup] = {"plan": f"{name}.plan@{end}", "usual": f"{name}.business_as_usual@{end}"}
    # The figure itself says how sharp it was printed; one that is not carried along is known by the projection alone.
    known: dict[str, str | Markup] = {"start": start} if report.has(start) else {}
    return own | of_end | known | {part: f"target.{goal}.{part}" for part in ("target_value", "target_year")}


def _verdict(report: Report, goal: str) -> Markup:
    """Whether the plan is enough: of the plan where an action counts, else of business as usual, or of today's level where there is no trend."""
    name = f"projection.{goal}"
    alone = "held" if report.word(f"{name}.form") == "trend_flat" else "usual"
    kind = "plan" if report.value(f"{name}.wedges_count") else alone
    return report.say(f"projection.{kind}.{report.word(f'{name}.verdict')}", **_places(report, goal))


def _left(report: Report, goal: str) -> Markup:
    """What a plan that misses the level lacks: a cut, or a rise where more is asked for."""
    name = f"projection.{goal}"
    if report.word(f"{name}.verdict") != "plan_misses":
        return Markup("")
    way = "cut" if (report.value(f"{name}.remaining_gap") or 0.0) > 0 else "rise"
    return report.say(f"projection.left.{way}", **_places(report, goal))


def _reached(report: Report, goal: str) -> Markup:
    """When the plan would be at the level; of a level that is merely held there is nothing to say."""
    name, places = f"projection.{goal}", _places(report, goal)
    if report.word(f"{name}.form") == "trend_flat" and not report.value(f"{name}.wedges_count"):
        return Markup("")
    return report.say("projection.reached", **places) or report.say("projection.not_reached", **places)


def _usual(report: Report, goal: str) -> Markup:
    """What business as usual rests on, and which way the trend goes, where its interval tells."""
    name, places = f"projection.{goal}", _places(report, goal)
    form = report.word(f"{name}.form")
    if form == "trend_flat":
        return report.say("projection.trend_flat", **places)
    way = report.facts[f"{name}.trend"].direction
    return elements.sentences([report.say(f"projection.{form}", **places), report.say(f"projection.trend.{way}", **places)])


def _left_out(report: Report, goal: str) -> Markup:
    return report.say("projection.left_out", **_places(report, goal))


def _basis(report: Report, goal: str) -> Markup:
    """That rounded figures make it indicative, and in which of the years the series breaks."""
    name = f"projection.{goal}"
    years = _breaks(report, goal)
    broken = report.say("projection.breaks", years=Markup.escape(report.catalogue.listed(map(str, years)))) if years else Markup("")
    rough = report.text("projection.indicative") if report.has(f"{name}.basis") else ""
    return elements.sentences([Markup.escape(rough), broken])


def _breaks(report: Report, goal: str) -> list[int]:
    """The years in which what is counted changed, where the trend goes across them."""
    if report.word(f"projection.{goal}.form") == "trend_flat":
        return []
    first = min(report.years(str(report.goals[goal][0]["metric"])), default=report.year)
    return [year for year in report.years("ghg.break") if first < year <= report.year]


def _planned(report: Report, goal: str) -> Markup:
    places = _places(report, goal)
    return report.say("projection.planned", count=places["wedges_count"], **places) if report.has(f"projection.{goal}.wedges") else Markup("")


def _titles(report: Report) -> Mapping[str, str]:
    """The titles of actions and travel measures by their id."""
    rows = [*report.rows("travel_measures"), *report.rows("actions")]
    return {str(row["action_id"]): str(row["title"]) for row in rows if row["organization"] == report.organization and not is_missing(row["title"])}


def _wedges(report: Report, goal: str) -> Markup:
    """The actions that count: from when, what was expected, and what counts of it in the target year."""
    rows = [_wedge(report, goal, row) for row in _counted(report, goal)]
    if not rows:
        return Markup("")
    end = report.plain(f"target.{goal}.target_year")
    keys = ("action_id", "counts_from", "expected_tco2e_per_year")
    head = [*(report.text(f"head.{key}") for key in keys), report.text("head.counted_in", year=end), report.text("head.cut_off")]
    return elements.table(report.text("projection.wedges"), *elements.without_empty(head, rows))


def _counted(report: Report, goal: str) -> list[Row]:
    """The organization's own actions that count for a goal, as submitted."""
    counted = {str(row["item"]) for row in report.product("projection") if row["goal_id"] == goal and row["fact"] == "wedge"}
    return [row for row in report.rows("actions") if row["action_id"] in counted and row["organization"] == report.organization]


def _wedge(report: Report, goal: str, row: Row) -> list[str]:
    """The cells of an action that counts; what was cut off of its effect, where anything was."""
    code = part_of_name(row["action_id"])
    cut_off = f"projection.{goal}.cut_off.{code}"
    return [
        report.catalogue.bracketed(row["title"], row["action_id"]),
        word(report, row["start_date"] if is_missing(row["due_date"]) else row["due_date"]),
        word(report, row["expected_tco2e_per_year"]),
        report.show(f"projection.{goal}.wedge.{code}", "signed"),
        report.show(cut_off, "signed") if report.has(cut_off) else "",
    ]


def _not_counted(report: Report, goal: str, fact: str, caption: str, head: str, titles: Mapping[str, str]) -> Markup:
    """What does not count, and why."""
    listed = [str(row["item"]) for row in report.product("projection") if row["goal_id"] == goal and row["fact"] == fact]
    rows = [
        [report.catalogue.bracketed(titles[item], item) if item in titles else item, report.show(f"projection.{goal}.{fact}.{part_of_name(item)}")]
        for item in listed
    ]
    return elements.table(report.text(caption), [report.text(head), report.text("head.reason")], rows, numeric=False, style="listing")


def _exempted(report: Report, goal: str) -> Markup:
    """What the exemptions take out, what the path would allow without them, and whether the plan would then be enough."""
    places = _places(report, goal)
    told = report.say("projection.exempted", **places)
    changed = report.word(f"projection.{goal}.exempted_verdict") != report.word(f"projection.{goal}.verdict")
    key = "changed" if changed else "same"
    return elements.sentences([told, report.say(f"projection.exempted.{key}", **places) if told else Markup("")])


def _measures(report: Report) -> list[Markup]:
    """Caps and levies, each by itself: what their flights emit, what each would change, and what a levy would bring in."""
    own: dict[str, Row] = {}
    for row in report.rows("travel_measures"):
        if row["organization"] == report.organization:
            own.setdefault(part_of_name(row["action_id"]), row)
    rows = [_measure(report, row) for row in own.values() if report.ids(f"travel_measures.{part_of_name(row['action_id'])}.")]
    if not rows:
        return []
    head = [report.text(f"head.{key}") for key in ("measure", "held_for", "flights_now", "expected_change", "effect_a_year", "revenue_a_year")]
    listed = elements.table(report.text("projection.measures.table"), *elements.without_empty(head, rows), numeric=False, style="listing")
    return [elements.heading(report.text("projection.measures")), elements.paragraph(report.text("projection.measures.about")), listed]


def _measure(report: Report, row: Mapping[Any, Any]) -> list[str]:
    name = f"travel_measures.{part_of_name(row['action_id'])}"
    title = row["action_id"] if is_missing(row["title"]) else report.catalogue.bracketed(row["title"], row["action_id"])
    purposes = "" if is_missing(row["purpose"]) else row["purpose"]
    held_for = report.catalogue.listed(report.term(purpose) for purpose in purposes.split()) or report.text("projection.measures.all_flights")
    change = "" if is_missing(row["change_pct"]) else report.text("unit.%", value=word(report, row["change_pct"]))
    return [title, held_for, _amount(report, f"{name}.emissions"), change, *(_told(report, name, part) for part in ("effect", "revenue"))]


def _told(report: Report, name: str, part: str) -> Markup:
    """A number of a measure; why there is none, where that is known."""
    return _amount(report, f"{name}.{part}") or (report.show(f"{name}.no_{part}") if report.has(f"{name}.no_{part}") else Markup(""))


def _amount(report: Report, figure_id: str) -> Markup:
    if not report.has(figure_id):
        return Markup("")
    bounds = report.interval(figure_id)
    shown = report.show(figure_id, "short")
    return report.catalogue.shown_bracketed(shown, bounds) if bounds else shown
