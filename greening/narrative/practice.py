"""Good practice: the organization's own accounts of what worked."""

from greening.narrative import elements
from greening.narrative.report import Report
from greening.narrative.section import Section, section
from greening.narrative.stories import placed, story, written

#: The sections that show their own stories; a story of any other is told here.
_PLACED = {
    *("leader", "headline", "completeness", "ghg", "trend", "scopes", "air_travel"),
    *("energy", "waste", "air_pollution", "water", "biodiversity", "targets", "neutrality"),
    *("governance", "procurement", "human_resources", "travel", "events", "ict", "other"),
    *("good_practice", "entities", "methodology", "acknowledgements"),
}


def good_practice(report: Report) -> Section:
    """Stories of good practice, and every story whose section the report does not have."""
    every = written(report)
    rest = every[~placed(every).isin(_PLACED)]
    told = elements.joined(story(report, *row) for row in zip(rest["title"], rest["text"], rest["effort_year"], strict=True))
    return section(report, "good_practice", [told])
