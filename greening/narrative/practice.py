"""Good practice: the organization's own accounts of what worked."""

from greening.narrative import elements
from greening.narrative.report import Report
from greening.narrative.section import Section, section
from greening.narrative.stories import placed, story, written

#: The sections that show their own stories; a story of any other is told here.
_PLACED = {
    *("leader", "headline", "completeness", "ghg", "trend", "scopes", "air_travel"),
    *("energy", "waste", "air_pollution", "water", "biodiversity", "targets", "actions", "neutrality"),
    *("governance", "registers", "places", "procurement", "human_resources", "travel", "events", "ict", "other"),
    *("good_practice", "entities", "methodology", "acknowledgements"),
}


def good_practice(report: Report) -> Section:
    """Stories of good practice, and every story whose section the report does not have."""
    rest = [row for row in written(report) if placed(row) not in _PLACED]
    return section(report, "good_practice", [elements.joined(story(report, row) for row in rest)])
