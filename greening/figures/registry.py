"""Every figure by the pattern of its name: unit, formula in words, and the rule that makes it.

The order is that of making: a figure comes after those that it is made from.
"""

from functools import cache

from greening.figures import (
    accounts,
    actions,
    air,
    basis,
    costs,
    coverage,
    energy,
    events,
    explained,
    ghg,
    goal_changes,
    management,
    members,
    money,
    offsets,
    peers,
    people,
    places,
    projection_as_figures,
    quality,
    refrigerants,
    registers,
    routes,
    savings,
    sites,
    traits,
    trend,
    uncertain,
    waste_water,
)
from greening.figures.definition import Definition
from greening.figures.targets_as_figures import FACTS, YEARLY

DEFINITIONS: tuple[Definition, ...] = (
    *people.DEFINITIONS,
    *places.DEFINITIONS,
    *ghg.DEFINITIONS,
    *air.DEFINITIONS,
    *routes.DEFINITIONS,
    *refrigerants.DEFINITIONS,
    *energy.DEFINITIONS,
    *waste_water.DEFINITIONS,
    *quality.DEFINITIONS,
    *uncertain.DEFINITIONS,
    *management.DEFINITIONS,
    *events.DEFINITIONS,
    *actions.DEFINITIONS,
    *sites.DEFINITIONS,
    *registers.DEFINITIONS,
    *members.DEFINITIONS,
    *basis.DEFINITIONS,
    *trend.DEFINITIONS,
    *coverage.DEFINITIONS,
    *money.DEFINITIONS,
    *costs.DEFINITIONS,
    *savings.DEFINITIONS,
    *offsets.DEFINITIONS,
    *traits.DEFINITIONS,
    *peers.DEFINITIONS,
    *explained.DEFINITIONS,
    *goal_changes.DEFINITIONS,
    *accounts.DEFINITIONS,
)

_HEAD = """# Figures

Every number and word that a report prints is a figure: one row of the product `figures`, made once in stage 3. This page is
written from the registry (`greening/figures/registry.py`); a test compares the two. A figure that cannot be made is absent, never 0.

Where rows rebuild a figure, they are used; else the published figure. What rests on rows and on a published figure gives way to a
published one. Inventory without a bucket (`unspecified`) rebuilds totals and what is divided out of them, never parts. `@<year>`
marks an earlier year, `:<member>` a member of a group. A sum over members of which one is missing is a minimum (`more_than`).

| figure | unit | formula |
|---|---|---|
"""

_TAIL = """
Rows of `indicators` and `published` give figures under the names that the submission uses. An indicator is its row without a
location, else the sum over locations (shares are never added). A published figure is its first value; the others are kept as
alternatives.

The filter of a derivation may name two columns that no product has and that are made of others: `distance_band`, of the great circle of one way, and
`route`, the two cities of a journey whichever way it went (`greening/figures/made_columns.py`). Routes of fewer than five trips are never told.

## Intervals

`statistical_95`: the factor of a row errs with those of all rows of its error group (one factor, or one parameter of a method), wherever and
whenever they are; its quantity errs on its own. Variance of a sum = sum of the squares of the rows' own errors + sum over groups of the square of
their shared errors; mean and variance fix a log-normal distribution, whose 2.5 and 97.5 % points are the bounds (IPCC 2006, volume 1, chapter 3,
Approach 1). `ghg.total.approach2` has the same by 10,000 draws (Approach 2); the total itself takes these bounds where the log-normal
distribution is a poor likeness, since a small part is very uncertain.
`rounding`: every value that would have been printed the same way: `rounded` half a unit of the last digit that is not a trailing zero,
`approx` a whole unit, `more_than` open above, `nearly` half a unit below.

A share of emissions that rows make is the part beside the rest, part / (part + rest), since a part that errs moves its whole too. In a change between
two years whose rows are known, and in a share, what both sides share is set off. All other ratios and changes combine bounds by interval
arithmetic, low by high and high by low, so that the interval is rather too wide than too narrow.
Where rounding is involved the result is called `rounding`.
A change whose interval holds zero has the note `not distinguishable`. What is left of a group's total when a sum that lacks members is
taken off is an upper bound (`nearly`). Gaps to a path add up bound by bound; the note names the years without a figure.

## Per head

Where all rows of a topic and its personnel name their places, only what places with people report is divided by the people there; a note
names the other places. A journey that a member's report merges under `other` is under `other` in its group's report too.
"""


@cache
def match(figure_id: str) -> Definition | None:
    """The definition that a figure's name belongs to, the most literal first; None for a name that only a submission uses."""
    found = [definition for definition in DEFINITIONS if definition.names_in(figure_id) is not None]
    return min(found, key=lambda definition: definition.pattern.count("<"), default=None)


def unit_of(figure_id: str) -> str:
    """The unit that the registry gives a figure; empty where it has no such figure."""
    definition = match(figure_id)
    if definition is None:
        return ""
    return definition.unit_of(definition.names_in(figure_id) or ())


def document() -> str:
    """The page docs/figures.md: every pattern with its unit and formula."""
    lines = [f"| `{made.pattern}` | {made.unit} | {made.formula} |" for made in DEFINITIONS]
    goals = [f"| `target.<goal_id>.{fact.name}` | {fact.unit} | {fact.formula} |" for fact in FACTS]
    goals += [f"| `target.<goal_id>.{fact.name}@<year>` | {fact.unit} | {fact.formula} of a year of the path |" for fact in YEARLY]
    leads = [f"| `{fact.pattern}` | {fact.unit} | {fact.formula} |" for fact in projection_as_figures.FACTS]
    return _HEAD + "\n".join([*lines, *goals, *leads]) + "\n" + _TAIL
