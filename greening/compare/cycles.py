"""Two years side by side: the figures of the same organizations in one cycle and in another, and what may be said of each pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from greening import formats, locale, paths, tables
from greening.chain import state
from greening.chain.plan import YEAR_FOLDER, Register
from greening.errors import CallError, DeclarationError
from greening.formats import Fact, change_of


@dataclass(frozen=True)
class Edition:
    """An organization in one year: its figures by name, none where it was not run."""

    year: int
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """An organization in two years."""

    code: str
    name: str
    first: Edition
    second: Edition
    is_illustrative: bool = False

    @property
    def editions(self) -> tuple[Edition, Edition]:
        """The two years, the earlier one first."""
        return self.first, self.second

    @cached_property
    def shared(self) -> list[str]:
        """The figures of the body itself that both years have, in the same unit."""
        one, other = self.first.facts, self.second.facts
        return [name for name in one if name in other and one[name].unit == other[name].unit and not {"@", ":"} & set(name)]

    def only(self, edition: Edition) -> list[str]:
        """The figures of the body itself that only one of the years has."""
        return [name for name in edition.facts if name not in self.shared and not {"@", ":"} & set(name)]

    def verdict(self, figure_id: str) -> str:
        """What may be said of a figure from the first year to the second: `rose`, `fell`, `unclear`, `same`, or `known` where no interval tells.

        The change that the later report itself has goes first: it counts what both years share. Else the two intervals must lie apart.
        """
        one, other = (edition.facts.get(figure_id) for edition in self.editions)
        if one is None or other is None:
            return ""
        if one.value is None or other.value is None:
            return "same" if one.text == other.text else "known"
        change = self._change(figure_id)
        return _apart(one, other) if change is None else change.direction

    def _change(self, figure_id: str) -> Fact | None:
        """The change that the later report has of a figure, where the two years follow on each other."""
        facts = self.second.facts
        return facts.get(change_of(facts, figure_id)) if self.second.year - self.first.year == 1 else None

    @cached_property
    def restated(self) -> list[str]:
        """The figures of the first year that the report of the second year gives otherwise."""
        later = {name: self.second.facts.get(f"{name}@{self.first.year}") for name in self.first.facts}
        return [name for name, fact in later.items() if fact is not None and fact.raw != self.first.facts[name].raw]


def _apart(one: Fact, other: Fact) -> str:
    return "same" if one.value == other.value else other.direction_from(one)


def years_of(told: str) -> list[int]:
    """The years of a list such as `2023,2024`; raises CallError where one is no year."""
    years = [year.strip() for year in told.split(",")]
    if wrong := [year for year in years if not YEAR_FOLDER.fullmatch(year)]:
        raise CallError(f"{wrong[0] or 'nothing'} is no year: --years 2023,2024")
    return [int(year) for year in years]


def languages_of(told: str) -> list[str]:
    """The languages of a list such as `en,fr`; raises CallError where one has no catalogue."""
    languages = [language.strip() for language in told.split(",") if language.strip()]
    unknown = [language for language in languages if language not in locale.languages()]
    if unknown or not languages:
        raise CallError(f"no catalogue for language {', '.join(unknown) or '(none given)'}; there is: {', '.join(locale.languages())}")
    return languages


def read(years: Sequence[int], organizations: Sequence[str], data: str) -> list[Pair]:
    """The organizations that have figures in one of two years at least, by code; only those asked for, where any are.

    Raises CallError where there are not two different years, for a year in which nothing was run, and for an unknown code.
    """
    if len(set(years)) != 2:
        raise CallError("give two different years: --years 2023,2024")
    register = Register(data)
    first, second = sorted(years)
    found: dict[str, dict[int, Edition]] = {}
    names: dict[str, tuple[str, bool]] = {}
    for year in (first, second):
        for task in register.tasks(year) if year in register.submitted else ():
            if (not organizations or task.organization in organizations) and (edition := _edition(data, year, task.organization)):
                kept = state.read(paths.processed(data, year, task.organization))
                found.setdefault(task.organization, {})[year] = edition
                names[task.organization] = (task.title, bool(kept and kept.illustrative))
    _refuse(found, (first, second), organizations)
    return [
        Pair(code, names[code][0], editions.get(first, Edition(first)), editions.get(second, Edition(second)), names[code][1])
        for code, editions in sorted(found.items())
    ]


def _edition(data: str, year: int, organization: str) -> Edition | None:
    """The figures of an organization and year; None where it was not run that far."""
    try:
        return Edition(year, formats.facts(tables.read("figures", paths.processed(data, year, organization))))
    except DeclarationError:
        return None


def _refuse(found: Mapping[str, Mapping[int, Edition]], years: Sequence[int], organizations: Sequence[str]) -> None:
    if unknown := sorted(set(organizations) - set(found)):
        raise CallError(f"no figures of {', '.join(unknown)} in {years[0]} or {years[1]}; run them first")
    if empty := [str(year) for year in years if not any(year in editions for editions in found.values())]:
        raise CallError(f"no figures of {' and '.join(empty)}; run first: python pipeline.py run --year {empty[0]}")
