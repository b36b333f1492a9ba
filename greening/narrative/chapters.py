"""The chapters of a report, known without the sections that are in them: to load those takes as long as to publish a page."""

from collections.abc import Mapping, Sequence

#: The chapters that the contents have, with the ids of their sections. The cover stands before them; a section of no chapter joins the one before.
CHAPTERS: Mapping[str, Sequence[str]] = {
    "glance": ("headline", "leader"),
    "emissions": ("ghg", "scopes", "entities", "trend"),
    "action": ("targets", "projection", "actions", "money"),
    "topics": ("air_travel", "energy", "air_pollution", "waste", "water", "biodiversity"),
    "management": (*("governance", "places", "procurement", "human_resources", "travel", "events", "ict", "other", "registers", "good_practice"),),
    "offsets": ("neutrality",),
    "about": ("completeness", "methodology", "acknowledgements"),
}
