"""The sections of a report in the order in which notebook 4 shows them, for all who need every section without a notebook."""

from collections.abc import Callable

from greening.narrative import (
    actions,
    air_travel,
    completeness,
    cover,
    entities,
    functions,
    governance,
    greenhouse_gas,
    headline,
    methodology,
    money,
    neutrality,
    places,
    practice,
    projection,
    registers,
    scopes,
    targets,
    topics,
    trend,
)
from greening.narrative.report import Report
from greening.narrative.section import Section

SECTIONS: tuple[Callable[[Report], Section], ...] = (
    cover.cover, cover.leader, headline.headline, completeness.completeness, greenhouse_gas.greenhouse_gas, trend.trend, scopes.scopes,
    air_travel.air_travel, topics.energy, topics.waste, topics.air_pollution, topics.water, functions.biodiversity, targets.targets,
    projection.projection, actions.actions, money.money, neutrality.neutrality, governance.governance, registers.registers, places.places,
    functions.procurement, functions.human_resources, functions.travel, functions.events, functions.ict, functions.other, practice.good_practice,
    entities.entities, methodology.methodology, methodology.acknowledgements,
)  # fmt: skip
