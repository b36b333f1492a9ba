"""Environmental governance: how the organization steers its own environmental work."""

from greening.narrative import elements, functions
from greening.narrative.listing import listing
from greening.narrative.report import Report, Row
from greening.narrative.section import Section

_ASPECTS = ("aspect", "location_id", "significance", "reason", "reviewed_date")
_ACTIONS = (
    "title",
    "goal_id",
    "aspect",
    "owner_role",
    "status",
    "start_date",
    "due_date",
    "expected_tco2e_per_year",
    "check_date",
    "check_result",
    "sdg_targets",
)
_MILESTONES = ("action_id", "title", "due_date", "done_date")
_RECOMMENDATIONS = ("recommendation_id", "acceptance", "status", "reason", "evidence", "status_date")


def governance(report: Report) -> Section:
    """Answers on environmental management, significant aspects, actions with milestones, and recommendations of oversight bodies."""
    before = [elements.paragraph(report.say("governance.actions"), "lead")]
    after = [
        listing(report, "aspects", _ASPECTS, "governance.aspects"),
        listing(report, "actions", _ACTIONS, "governance.action_plan"),
        listing(report, "milestones", _MILESTONES, "governance.milestones", _milestones(report)),
        listing(report, "recommendations", _RECOMMENDATIONS, "governance.recommendations"),
    ]
    return functions.function(report, "governance", before, after)


def _milestones(report: Report) -> list[Row]:
    """The milestones, each with its action's title in place of the code."""
    titles = {row["action_id"]: row["title"] for row in report.rows("actions")}
    return [{**row, "action_id": titles.get(row["action_id"], row["action_id"])} for row in report.rows("milestones")]
