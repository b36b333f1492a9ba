"""The figures of its members that a group reads: those of its data table, what tells bodies apart, and what they are asked about."""

from collections.abc import Mapping

from greening.ems.rollup import FIGURES

#: The figures of the data table in their order, and the unit of each.
TABLE: Mapping[str, str] = {
    "personnel.total": "persons",
    "personnel.covered.ghg": "persons",
    "personnel.covered.waste": "persons",
    "personnel.covered.water": "persons",
    "ghg.bucket.facilities": "t CO2e",
    "ghg.bucket.air_travel": "t CO2e",
    "ghg.bucket.other_travel": "t CO2e",
    "ghg.bucket.unspecified": "t CO2e",
    "ghg.total": "t CO2e",
    "ghg.per_capita": "t/person",
    "floor_area.total": "m2",
    "ghg.facilities.per_m2": "kg/m2",
    "ghg.refrigerants.kyoto": "t CO2e",
    "ghg.refrigerants.non_kyoto": "t CO2e",
    "energy.electricity": "kWh",
    "energy.renewable": "kWh",
    "energy.renewable.share": "share",
    "waste.total": "kg",
    "waste.per_capita": "kg/person",
    "waste.recovered.share": "share",
    "water.total": "m3",
    "water.per_capita": "m3/person",
    "water.recycled": "m3",
    "wastewater.total": "m3",
    "wastewater.treatment.untreated.share": "share",
    "answer.ems.status": "text",
    "ers.status": "text",
    "training.trained_share": "share",
    "answer.procurement.policy": "text",
    "procurement.sustainable_tenders_share": "share",
    "biodiversity.sites_assessed": "count",
    "offsets.retired": "t CO2e",
    "offsets.share": "share",
    "offsets.neutral": "text",
}
#: What tells one body from another.
TRAITS: Mapping[str, str] = {
    "traits.kind": "text",
    "traits.field.share": "share",
    "traits.field_mission.share": "share",
    "traits.climate": "text",
    "traits.main_bucket": "text",
    "traits.main_source": "text",
}
#: What the questions of a peer review rest on beside the data table.
ASKED: Mapping[str, str] = {
    "energy.electricity.per_capita": "kWh/person",
    "quality.estimated.share": "share",
    "recommendations.no_answer": "count",
    "recommendations.not_started": "count",
}
#: Every figure of a member that its group's report has under `<figure>:<member>`.
OF_MEMBERS: Mapping[str, str] = {**TABLE, **TRAITS, **ASKED}
#: Figures that are read to judge what is alike, and are no figures of the group.
READ = (
    "basis.consolidation",
    "basis.gwp_set",
    "basis.refrigerants",
    "basis.scope2",
    "coverage.ghg.people.share",
    "coverage.waste.people.share",
    "coverage.water.people.share",
    "coverage.electricity.people.share",
    *FIGURES,
)
