"""What is being done: from goals to actions, which come first, whether they worked, and which global goals they serve."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from greening.charts import theme
from greening.ems import sdg
from greening.ems.measures import places_of
from greening.figures.names import part_of_name
from greening.formats import is_missing
from greening.narrative import elements, panels
from greening.narrative.listing import listing, word
from greening.narrative.report import Report, Row
from greening.narrative.section import Panel, Section, not_reported, section

#: Head and rows of a table.
Cells = tuple[Sequence[str], Sequence[Sequence[str]]]
_DETAILS = ("title", "owner_role", "aspect", "location_ids", "kind", "novelty", "start_date", "expected_tco2e_per_year")
#: Columns of milestones, in the order of reading.
MILESTONES = ("action_id", "title", "due_date", "done_date")


def actions(report: Report) -> Section:
    """The actions under the goals that they serve, their ranking, the checks that they worked, their milestones, kinds and SDG targets."""
    measures = report.product("measures")
    sentences = [report.say("actions.total"), report.say("actions.expected"), _if_any(report, "actions.overdue"), _if_any(report, "actions.joint")]
    steps = [report.say("milestones.total"), _if_any(report, "milestones.overdue")]
    served = _by_sdg(report, measures)
    parts = [
        elements.paragraph(elements.sentences([*sentences, *steps]), "lead") or not_reported(report, "actions"),
        _table(report, "actions.hierarchy", hierarchy(report, measures)),
        _table(report, "actions.ranking", ranking(report, measures)),
        elements.paragraph(ranking_told(report, measures), "detail"),
        elements.paragraph(elements.sentences(_if_any(report, f"actions.check.{state}") for state in ("done", "due", "overdue"))),
        _table(report, "actions.checks", checks(report, measures)),
        listing(report, "milestones", MILESTONES, "actions.milestones.table", milestones(report)),
        elements.paragraph(report.say("actions.novelty")),
        _table(report, "actions.joint.table", _joint(report, measures)),
        _table(report, "actions.sdg", served),
        elements.paragraph(report.text("actions.sdg.about") if served[1] else "", "detail"),
        listing(report, "actions", _DETAILS, "actions.details", _with_names(report)),
    ]
    return section(report, "actions", parts, [_kinds(report)])


def _if_any(report: Report, figure_id: str) -> Markup:
    """The sentence of a count of the same name, where it is not zero."""
    return report.say(figure_id) if report.value(figure_id) else Markup("")


def _table(report: Report, caption: str, cells: Cells) -> Markup:
    return elements.table(report.text(caption), *cells, numeric=False, style="listing")


def _with_names(report: Report) -> list[Row]:
    """The actions with the names of their places in place of the codes."""
    known = [row["location_id"] for row in report.rows("locations")]
    return [{**row, "location_ids": _named(report, row["location_ids"], known)} for row in report.rows("actions")]


def _named(report: Report, places: object, known: Iterable[str] | None = None) -> str:
    return "" if is_missing(places) else report.catalogue.listed(report.place(place) for place in places_of(str(places), known))


def hierarchy(report: Report, measures: Sequence[Row]) -> Cells:
    """The actions under their goals, each goal with what it aims at; actions without a goal come last."""
    order = {goal: place for place, goal in enumerate(report.goals)}
    ordered = sorted(measures, key=lambda row: (order.get(row["goal_id"], len(order)), str(row["goal_id"]), row["action_id"]))
    rows = [
        [
            aim(report, row["goal_id"]),
            row["title"],
            report.term(row["status"]),
            word(report, row["due_date"]),
            report.text("actions.late") if row["is_overdue"] is True else "",
        ]
        for row in ordered
    ]
    return _filled(report, ("goal", "action", "status", "due_date", "remark"), rows)


def _filled(report: Report, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Cells:
    """Head and rows without the columns that hold nothing."""
    return elements.without_empty([report.text(f"head.{name}") for name in names], rows)


def aim(report: Report, goal: str) -> Markup:
    """A goal and the target that it sets, in a cell; the code alone where the goal is not known, a sign where there is none."""
    if is_missing(goal):
        return Markup.escape(report.text("actions.aim.none"))
    name = f"target.{goal}"
    code = Markup('<span class="code">%s</span>') % goal
    if goal not in report.goals:
        return code
    label = Markup.escape(report.catalogue.label(str(report.goals[goal][0]["metric"])))
    key = "actions.aim.change" if report.has(f"{name}.change_pct") else "actions.aim.level"
    told = report.say(key, metric=label, change=f"{name}.change_pct", level=f"{name}.target_value", year=f"{name}.target_year")
    return (told or label) + Markup(" ") + code


def ranking(report: Report, measures: Sequence[Row]) -> Cells:
    """Open actions by rank, each with the grades that make its priority."""
    rows = [
        [
            row["title"],
            report.show(_name(row, "rank")),
            report.term(row["risk"]),
            report.term(f"risk_{row['risk_basis']}"),
            report.term(row["feasibility"]),
            report.show(_name(row, "priority")),
        ]
        for row in ranked(measures)
    ]
    return [report.text(f"head.{name}") for name in ("action", "rank", "risk", "risk_basis", "feasibility", "priority")], rows


def ranked(measures: Iterable[Row]) -> list[Row]:
    """The open actions that have a priority, the highest first, and those of one rank by their code."""
    return sorted((row for row in measures if not is_missing(row["rank"])), key=lambda row: (row["rank"], row["action_id"]))


def ranking_told(report: Report, measures: Iterable[Row]) -> Markup:
    """How actions are ranked, and how many could not be."""
    about = report.say("actions.ranking.about") if ranked(measures) else Markup("")
    return elements.sentences([about, _if_any(report, "actions.unranked")])


def checks(report: Report, measures: Iterable[Row]) -> Cells:
    """The actions of which a check is done, due, overdue, or cannot be judged."""
    told = [row for row in measures if not is_missing(row["check_state"]) and row["check_state"] not in ("", "not_due")]
    rows = [
        [
            row["title"],
            report.term(row["status"]),
            report.term(f"check_{row['check_state']}"),
            _needed(report, row),
            word(report, row["check_date"]),
            word(report, row["check_result"]),
        ]
        for row in told
    ]
    return _filled(report, ("action", "status", "check", "check_needed", "check_date", "check_result"), rows)


def _needed(report: Report, row: Row) -> Markup:
    name = _name(row, "check.needed")
    return report.show(name) if report.has(name) else Markup("")


def _name(row: Row, part: str) -> str:
    return f"action.{part_of_name(row['action_id'])}.{part}"


def _joint(report: Report, measures: Iterable[Row]) -> Cells:
    """The measures that several places share, each counted once and shown with all its places."""
    rows = [[row["title"], _named(report, row["location_ids"])] for row in measures if row["is_joint"] is True]
    return [report.text("head.action"), report.text("head.places")], rows


def milestones(report: Report) -> list[Row]:
    """The milestones of actions on record, each with its action's title in place of the code; the others are findings, and counted nowhere."""
    titles = {row["action_id"]: row["title"] for row in report.rows("actions")}
    return [{**row, "action_id": titles[row["action_id"]]} for row in report.rows("milestones") if row["action_id"] in titles]


def _by_sdg(report: Report, measures: Iterable[Row]) -> Cells:
    """The SDG targets that actions and goals serve, marked where the topic says so and not their own words."""
    served: dict[str, list[str]] = {}
    for row in measures:
        for target in "" if is_missing(row["sdg_targets"]) else row["sdg_targets"].split():
            served.setdefault(target, []).append(_tagged(report, row["title"], is_stated=row["sdg_basis"] == sdg.STATED))
    for goal, years in report.goals.items():
        for target in sdg.of_topics(str(years[0]["metric"]).partition(".")[0]):
            served.setdefault(target, []).append(_tagged(report, goal, is_stated=False))
    rows = [[target, report.catalogue.in_parts(dict.fromkeys(served[target])), _beyond(report, target)] for target in sorted(served, key=sdg.order)]
    return _filled(report, ("sdg_target", "served_by", "remark"), rows)


def _tagged(report: Report, title: str, *, is_stated: bool) -> str:
    return title if is_stated else report.text("actions.sdg.by_topic", title=title)


def _beyond(report: Report, target: str) -> str:
    return report.text("actions.sdg.beyond") if sdg.beyond_note([target]) else ""


def _kinds(report: Report) -> Panel | None:
    kinds = report.ids("actions.kind.")
    return panels.bars(report, "measures", kinds, colour=theme.GREEN, name=panels.part(report)) if len(kinds) > 1 else None
