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

#: The order is the story's: what and how much, why it changed, against the target, what is done about it and at what cost; the topics one by one;
#: how the work is steered; carbon credits after every reduction; last what the figures rest on.
SECTIONS: tuple[Callable[[Report], Section], ...] = (
    cover.cover, headline.headline, cover.leader,
    greenhouse_gas.greenhouse_gas, scopes.scopes, entities.entities, trend.trend,
    targets.targets, projection.projection, actions.actions, money.money,
    air_travel.air_travel, topics.energy, topics.air_pollution, topics.waste, topics.water, functions.biodiversity,
    governance.governance, places.places, functions.procurement, functions.human_resources, functions.travel, functions.events, functions.ict,
    functions.other, registers.registers, practice.good_practice,
    neutrality.neutrality,
    completeness.completeness, methodology.methodology, methodology.acknowledgements,
)  # fmt: skip
