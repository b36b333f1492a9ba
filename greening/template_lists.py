"""What the submission workbook offers for columns that are free text: the names that the report knows, each with what it means."""

from collections.abc import Mapping

from greening import locale
from greening.figures import registry
from greening.registers import shipped

#: Topics that coverage may account for.
TOPICS: Mapping[str, str] = {
    "ghg": "Emissions as a whole",
    "personnel": "The number of people",
    "electricity": "Purchased electricity",
    "heat": "Purchased heat, steam and cooling",
    "fuels": "Fuels burnt",
    "refrigerants": "Refrigerants leaked or refilled",
    "air_travel": "Commercial flights",
    "chartered_transport": "Chartered, leased and owned aircraft, vessels and convoys",
    "ground_travel": "Trains, coaches, taxis, cars and ferries",
    "waste": "Waste",
    "water": "Water",
    "wastewater": "Wastewater",
    "imp": "An inventory management plan",
}

#: Questions and indicators that the report has a place and a name for; others are printed as they are.
QUESTIONS = (
    "imp.status", "imp.version", "ems.status", "ers.status", "policy.status", "offsets.decision", "procurement.policy", "training.mandatory",
    "travel.policy", "waste.plan", "water.plan",
)  # fmt: skip
INDICATORS = (
    "training.trained_share", "procurement.sustainable_tenders_share", "biodiversity.sites_assessed", "premises.score", "spills.reported",
    "wastewater.sites_meeting_standard",
)  # fmt: skip

#: What each word of the column quality says, and its grade.
QUALITIES: Mapping[str, str] = {
    "metered": "Grade A: read from a meter, a scale or a ticketing system",
    "invoiced": "Grade A: taken from a bill. Grade B where part of the year was filled from the rest of it",
    "estimated": "Grade C: worked out from something measured, such as floor area or a part of the year",
    "proxy": "Grade D: taken from another place or body that is like this one",
    "carried_forward": "Grade E: last year's figure, used again",
}


def lists() -> Mapping[str, Mapping[str, str]]:
    """For each column the names that may stand in it and what each means; a name with <…> is a pattern to fill in."""
    words = locale.catalogue("en")
    figures = {one.pattern: f"{one.formula} ({one.unit})" for one in registry.DEFINITIONS if not one.pattern.startswith(("rows.", "findings."))}
    metrics = {name: about for name, about in figures.items() if "@" not in name and ":" not in name and not about.endswith("(text)")}
    return {
        "metric": metrics,
        "figure": figures,
        "topic": TOPICS,
        "question_id": {**{name: words.label(name) for name in QUESTIONS}, **_self_assessment()},
        "indicator_id": {name: words.label(name) for name in INDICATORS},
        "quality": QUALITIES,
        "recommendation_id": {name: str(row["title"]) for name, row in shipped.recommendations().items()},
    }


def _self_assessment() -> Mapping[str, str]:
    """The questions of the self-assessment, and what besides no, partly and not_applicable may be answered."""
    return {row["question_id"]: f"{row['text']} ({', '.join(str(row['yes_if']).split())})" for row in shipped.rows("questionnaire")}
