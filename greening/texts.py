"""The texts that the program and its reference tables bring with them in English, and that every language has to say."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from greening import fault_texts, notes, reference
from greening.paths import HOME
from greening.registers.agreements import short_title

#: Columns of reference tables that reports and documents print.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "agreements": ("title", "text"),
    "ems_checklist": ("text",),
    "mandates": ("title", "adopted_by", "text"),
    "questionnaire": ("text",),
    "recommendations": ("title", "acceptance_reason"),
    "set_up_steps": ("title",),
    "shared_goals": ("adopted_by", "note"),
}
#: How emissions were computed, as the column `method` of the footprint says it: texts that are put together have places.
METHODS = (
    "ICAO-style: fuel of the fleet at the distance, by seats, load, freight and cabin",
    "UK factors by band and class, without radiative forcing",
    "UK factors by band and class, with radiative forcing",
    "IPCC 2006 default factors by gas",
    "UK Government factors by unit",
    "{method}, {percent} % biofuel",
    "UK average of district heat and steam",
    "UK average of district heat and steam, which stands in for the network's own",
    "grid average over a coefficient of performance of {number}",
    "supplier's factor",
    "own national factor",
    "own result of the body",
    "mean of own trips",
    "no flight can be priced",
    "UK average of the mode",
    "UK average of water supply",
    "UK average of water treatment",
    "drawn, collected or reused by the body; its pumps are with electricity",
    "as given",
    "as published or computed elsewhere",
    "carried forward from {year}",
    "mass times global warming potential",
    "yearly leak rate of {percent} % of the charge",
    "no global warming potential is published for this gas",
    "no residual mix is published: {method}",
    "{method}, {percent} % covered by certificates at 0",
    "diesel generating sets stand in for the generator of another",
    "factor of the generator's operator",
    "{fuel}; IPCC 2006 default factors by gas",
)

#: What is put into the places of rules where it is more than a value of the data.
PARTS_OF_RULES = (
    "the number of people (table personnel)",
    "any source of emissions (such as electricity, fuels and air_travel), inventory or a published total",
    "purchased electricity (table electricity)",
    "flights (table air_travel)",
    "waste (table waste)",
    "water (table water)",
    "an inventory management plan (table management, question imp)",
    "1 row was handed in, but it could not be used",
    "{count} rows were handed in, but none could be used",
    "no people are reported for it",
    "its people are reported as zero",
    "its rows in personnel could not be used",
    "they name different metrics",
    "only a goal whose path is milestones may have several",
    "is not in locations.",
    "is not in locations.{hint}",
    "is a location whose own row in locations is rejected; mend that row.",
    "is not known, since there is no usable row in locations.",
    "The number of trips is not given either.",
    "The aircraft type {name} is not in the fuel tables.",
    "The aircraft type {name} is not in the fuel tables.{hint}",
    "Did you mean {name}?",
    "commas",
    "semicolons",
    "tabs",
    "bars",
)
#: Words of formulas between the names of figures.
WORDS = ("rows", "what the effects account for", "reported", "parts")


def shipped() -> dict[str, str]:
    """Every text that a report or document prints as it stands where it is kept, with where that is; the first place of several."""
    return _first((*_formulas(), *_of_figures(), *_breaks(), *_sources(), *_of_tables()))


def of_rules() -> dict[str, str]:
    """What the shipped rules and the program say of a fault and what they expect, why a rule is there and whose it is, with where.

    {places} stand for what is found in the data.
    """
    told = [*((text, "what a rule puts into a place") for text in PARTS_OF_RULES), *_of_suites(), *fault_texts.templates()]
    return {text: place for text, place in _first(told).items() if text not in shipped()}


def _of_suites() -> Iterator[tuple[str, str]]:
    """What the shipped suites say of their rules."""
    for place in sorted((HOME / "expectations").glob("*.json")):
        suite = json.loads(place.read_text(encoding="utf-8"))
        for about in (rule["meta"] for rule in suite.get("expectations", [])) if isinstance(suite, dict) else ():
            texts = (about.get(part, "") for part in ("message", "expected", "reason", "owner"))
            yield from ((text, f"{place.stem}, rule {about.get('rule', '')}") for text in texts if re.search("[a-z]{3}", text))


def _first(told: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text, place in told:
        found.setdefault(text, place)
    return found


def _formulas() -> Iterator[tuple[str, str]]:
    """The formulas of figures in words."""
    from greening.figures import projection_as_figures, registry, targets_as_figures

    for definition in registry.DEFINITIONS:
        yield definition.formula, f"figure {definition.pattern}"
    for fact in targets_as_figures.FACTS:
        yield fact.formula, f"figure target.<goal_id>.{fact.name}"
    for path, formula in targets_as_figures.PATH_FORMULAS.items():
        yield formula, f"path {path}"
    for lead in projection_as_figures.FACTS:
        yield lead.formula, f"figure {lead.pattern}"


def _of_figures() -> Iterator[tuple[str, str]]:
    from greening.figures import figure, members
    from greening.footprint import chartered_transport as chartered, electricity

    yield from ((text, "a word of a formula between names of figures") for text in WORDS)
    yield from ((text, "notes and methods of figures") for text in (*notes.TEXTS, *figure.METHODS, members.OWN))
    fuels = (chartered.AS_GIVEN, chartered.BY_ROUTE, chartered.BY_HOURS, chartered.BY_TABLE, chartered.NOT_PRICED)
    yield from ((text, "methods of the footprint") for text in (*METHODS, *electricity.GRID.values(), *electricity.NO_GRID.values(), *fuels))


def _sources() -> Iterator[tuple[str, str]]:
    """The titles of the sources of factors and methods; what their licences ask to be printed stays as it is."""
    for name, source in reference.sources().items():
        told = {part: str(source.get(part) or "") for part in ("title", "licence")}
        yield from ((text, f"source {name}, {part}") for part, text in told.items() if re.search("[a-z]{3}", text))


def _breaks() -> Iterator[tuple[str, str]]:
    """Why a series breaks, as figures of that say it."""
    from greening.figures import basis

    yield basis.SUM_OF_REPORTED, "figure basis.members"
    for words in basis.WORDS.values():
        yield f"{words[:1].upper()}{words[1:]} of {{year}} restated: {{reason}}", "figure ghg.break"
    for words in basis.BASES.values():
        yield f"{words}: {{then}} before, {{now}} now", "figure ghg.break"
    yield "nothing was submitted", "members.reason"


def _of_tables() -> Iterator[tuple[str, str]]:
    for table, columns in COLUMNS.items():
        rows = reference.load(table)
        for column in columns:
            yield from ((str(text), f"{table}.{column}") for text in rows[column].dropna().unique())
    yield from ((short_title(str(title)), "agreements.title, its short form") for title in reference.load("agreements")["title"])
    # Most mandates are cited by a symbol, the same in every language; some have none but their name, or name a paragraph.
    yield from ((symbol, "mandates.symbol") for symbol in reference.load("mandates")["symbol"] if re.search("[a-z]{3}", symbol))
