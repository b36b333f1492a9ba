"""Where figures, answers and texts that bear a name of their own are printed: each in one section, none in none."""

from collections.abc import Iterable, Mapping, Sequence

from greening.narrative.report import Report

#: The beginnings of names that belong to a section. A name begins with another where its dotted parts do.
FAMILIES: Mapping[str, Sequence[str]] = {
    "completeness": ("entities.reporting", "entities.updated", "entities.carried_forward"),
    "governance": (
        "ems",
        "imp",
        "ers",
        "governance",
        "policy",
        "environmental_management",
        "documents",
        "programme",
        "premises",
        "entities.ems",
        "entities.reduction_strategy",
    ),
    "air_pollution": ("air_pollution",),
    "biodiversity": ("biodiversity",),
    "waste": ("waste",),
    "water": ("water", "wastewater", "spills"),
    "energy": ("energy",),
    "procurement": ("procurement", "entities.procurement_policy"),
    "human_resources": ("human_resources", "training", "hr", "staff", "entities.training"),
    "travel": ("travel",),
    "events": ("events",),
    "ict": ("ict", "it"),
    "neutrality": ("offsets", "entities.climate_neutral", "entities.offset_partly"),
}
#: Texts whose section has another name in the report.
STORIES: Mapping[str, str] = {"offsets": "neutrality", "wastewater": "water", "goals": "targets", "management": "governance", "emissions": "ghg"}

#: The tables that a topic's rows stand in, where it is not the table of its own name.
TABLES: Mapping[str, Sequence[str]] = {
    "ghg": ("electricity", "heat", "fuels", "refrigerants", "air_travel", "chartered_transport", "ground_travel", "inventory"),
    "air_pollution": ("fuels", "refrigerants"),
    "water": ("water", "wastewater"),
    "governance": ("management", "aspects", "actions", "milestones"),
    "registers": (
        *("recommendations", "mandates", "agreements", "groups", "decisions", "practices"),
        *("support_requests", "review_questions", "building_scores"),
    ),
    "leader": ("stories",),
    "good_practice": ("stories",),
}

#: Names that a section prints in its own way.
_PRINTED = (
    *("rows", "findings", "quality", "coverage", "members", "basis", "personnel.total", "personnel.covered", "locations.total", "floor_area.total"),
    *("ghg.total", "ghg.per_capita", "ghg.scope", "ghg.bucket", "ghg.source", "ghg.air", "ghg.facilities", "ghg.biogenic_co2", "ghg.optional"),
    *(
        "ghg.third_party",
        "ghg.waste_and_water",
        "ghg.refrigerants",
        "ghg.change",
        "ghg.published",
        "ghg.boundary",
        "ghg.gwp",
        "ghg.break",
        "personnel.break",
        "ghg.base_year",
        "ghg.like_for_like",
        "ghg.reporting_line",
        "ghg.without_reporting_line",
        "ghg.reported_by_other",
        "waste.filled",
        "water.filled",
        "uncertainty",
    ),
    *("registers", "agreements", "practices", "questionnaire", "ers.status", "ers.members", "building", "set_up"),
    *("action", "milestones", "aspects", "location", "locations"),
    *("projection", "travel_measures"),
    *("traits", "answer", "peers", "scorecard"),
    *("target", "actions", "spending", "exemptions", "recommendations", "events.total", "events.meeting_standard"),
    *("offsets.retired", "offsets.share", "offsets.neutral", "offsets.withheld", "offsets.other_years", "offsets.unread"),
    *("offsets.margin", "offsets.decision", "offsets.extent", "offsets.reason", "offsets.members", "offsets.cost"),
    *("unfunded", "exchange", "savings"),
)


def begins(name: str, beginnings: Iterable[str]) -> bool:
    """Whether the name is one of the beginnings or a part below it."""
    return any(name == beginning or name.startswith(f"{beginning}.") for beginning in beginnings)


def own(report: Report, section: str) -> list[str]:
    """The figures that belong to a section and are not printed in a way of their own, in the order of the section's families."""
    found = [name for family in FAMILIES[section] for name in report.ids(family) if begins(name, (family,)) and not begins(name, _PRINTED)]
    return list(dict.fromkeys(found))


def unplaced(report: Report, prefix: str = "") -> list[str]:
    """The figures that belong to no section."""
    families = [family for known in FAMILIES.values() for family in known]
    return [name for name in report.ids(prefix) if not begins(name, _PRINTED) and not begins(name, families)]
