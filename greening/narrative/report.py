"""The products of one organization and year, and how a section reads figures and words from them."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote

import numpy as np
import numpy.typing as npt
import pandas as pd
from markupsafe import Markup
from pandas.api.extensions import ExtensionArray
from upath import UPath

from greening import formats, locale, paths, tables
from greening.errors import DeclarationError
from greening.formats import Fact, is_missing
from greening.locale import Catalogue
from greening.same import Same

#: The tables of a body whose figures are quoted from publications.
_QUOTED = {"profile", "inventory", "published", "personnel", "coverage", "goals", "indicators", "restatements"}
#: So many products are remembered by their content, and figures as they are printed: those of two organizations.
_KEPT, _KEPT_FIGURES = 24, 2
#: The list of figures that products for the public leave out, beside them.
WITHHELD = "withheld.json"
#: A row of a submission table: its cells by column.
Row = Mapping[Any, Any]
#: A figure links to how it was made. Words are marked, and the style only where it prints other than the plain one: a page has a thousand figures.
_FIGURE = Markup('<a%s href="%s"><data value="%s" data-figure="%s"%s>%s</data></a>')
_WORDS, _STYLE = Markup(' class="words"'), Markup(' data-format="%s"')


@dataclass(frozen=True)
class Report:
    """What a section reads: the products as frames, and the catalogue of the report's language."""

    year: int
    organization: str
    language: str
    figures: pd.DataFrame
    targets: pd.DataFrame
    activities: pd.DataFrame
    findings: pd.DataFrame
    footprint: pd.DataFrame
    indicators: pd.DataFrame
    members: pd.DataFrame
    catalogue: Catalogue
    #: Where the other products lie; there are none without it.
    folder: UPath | None = None
    #: What the sections of the page say, as HTML by their id, once its notebook was executed: documents say it again.
    said: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every figure by its id; read them only, since the report in other languages has the same."""
        return _facts(Same(self.figures))

    @cached_property
    def profile(self) -> Mapping[str, str]:
        """The organization's profile as texts; empty for a group without a submission of its own."""
        own = [row for row in self.rows("profile") if row["organization"] == self.organization]
        return {name: "" if is_missing(cell) else str(cell) for name, cell in own[0].items()} if own else {}

    @property
    def own_name(self) -> str:
        """The organization's name as it was submitted; its code where no name is known."""
        return self.profile.get("name") or self.organization

    @property
    def name(self) -> str:
        """The organization's name, as it calls itself in the report's language where that is known."""
        return self.catalogue.said(self.own_name)

    @cached_property
    def is_illustrative(self) -> bool:
        """Whether any profile behind the report is that of an invented body."""
        return any(row["illustrative"] is True for row in self.rows("profile"))

    @cached_property
    def is_quoted(self) -> bool:
        """Whether all figures of the organization come from publications, and none from data of its own."""
        own = set(self.activities.loc[self.activities["organization"] == self.organization, "table"])
        return bool(own & {"published", "inventory"}) and own <= _QUOTED

    @cached_property
    def withheld(self) -> Mapping[str, str]:
        """Figures that are not told in the edition for the public, each with the reason: confidential or withheld; none in the inside edition."""
        place = self.folder / WITHHELD if self.folder is not None else None
        return json.loads(place.read_text(encoding="utf-8")) if place is not None and place.is_file() else {}

    @cached_property
    def is_public(self) -> bool:
        """Whether the products behind the report are those made for the public."""
        return self.folder is not None and (self.folder / WITHHELD).is_file()

    @property
    def is_group(self) -> bool:
        """Whether the organization is a group of members."""
        return not self.members.empty

    @cached_property
    def _places(self) -> Mapping[str, str]:
        known = ((row["location_id"], row["name"]) for row in self.rows("locations"))
        return {str(code): str(name) for code, name in known if not is_missing(code) and not is_missing(name)}

    def place(self, location_id: str) -> str:
        """The name of a place; its id where it has none."""
        return self._places.get(location_id, location_id)

    @cached_property
    def _rows(self) -> dict[str, Sequence[Row]]:
        return {}

    @cached_property
    def _places_of(self) -> Mapping[str, npt.NDArray[np.intp]]:
        """The places of each submission table's rows in the activities, in their order."""
        return {str(table): np.asarray(places) for table, places in self.activities.groupby("table", sort=False).indices.items()}

    def rows(self, table: str) -> Sequence[Row]:
        """The validated rows of a submission table, each a cell by column; read them only."""
        if table not in self._rows:
            # Many sections ask for the same handful of rows: as plain values they are read a hundred times faster than from a frame.
            self._rows[table] = self._plain_rows(table) if table in self._places_of else []
        return self._rows[table]

    def _plain_rows(self, table: str) -> list[Row]:
        """What `to_dict("records")` of the table's rows gives, column by column, in a third of its time."""
        names, places = tables.columns_of([table]), self._places_of[table]
        cells = [_plain(self.activities[name].array.take(places)) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]

    @cached_property
    def _products(self) -> dict[str, Sequence[Row]]:
        return {}

    def product(self, name: str) -> Sequence[Row]:
        """The rows of a product of stage 3, each a cell by column; none where it was not made. Read them only."""
        if name not in self._products:
            self._products[name] = self.frame(name).to_dict("records")
        return self._products[name]

    def frame(self, name: str) -> pd.DataFrame:
        """A product of stage 3 as a frame; an empty one where it was not made. Not to be changed."""
        if self.folder is None or not (self.folder / f"{name}.parquet").is_file():
            return tables.empty(name)
        return _parsed(name, tables.content(name, self.folder))

    @cached_property
    def goals(self) -> Mapping[str, Sequence[Row]]:
        """The rows of `targets` of each goal, in their order."""
        found: dict[str, list[Row]] = {}
        for row in self.targets.to_dict("records"):
            found.setdefault(str(row["goal_id"]), []).append(row)
        return found

    @cached_property
    def rejected(self) -> Mapping[str, int]:
        """How many rows of each submission table were rejected."""
        refused = self.findings.loc[self.findings["level"] == "reject", ["table", "source_file", "source_row"]].dropna(subset=["source_row"])
        return Counter(refused.drop_duplicates()["table"].tolist())

    def has(self, *figure_ids: str) -> bool:
        """Whether every one of the figures is there."""
        return all(figure_id in self.facts for figure_id in figure_ids)

    def value(self, figure_id: str) -> float | None:
        """The value of a figure; None where it is absent or a text."""
        return self.facts[figure_id].value if figure_id in self.facts else None

    def word(self, figure_id: str) -> str:
        """The text of a figure; empty where it is absent or a number."""
        return self.facts[figure_id].text if figure_id in self.facts else ""

    def ids(self, prefix: str) -> list[str]:
        """The ids of this body's and year's figures that begin so, in order."""
        return sorted(name for name in self.facts if name.startswith(prefix) and "@" not in name and ":" not in name)

    def years(self, figure_id: str) -> list[int]:
        """Every year of which the figure is known, this one included, ascending."""
        stem = f"{figure_id}@"
        earlier = [int(name.removeprefix(stem)) for name in self.facts if name.startswith(stem) and name.removeprefix(stem).isdigit()]
        return sorted([*earlier, *([self.year] if figure_id in self.facts else [])])

    def at(self, figure_id: str, year: int) -> str:
        """The id of the figure in a year."""
        return figure_id if year == self.year else f"{figure_id}@{year}"

    def show(self, figure_id: str, style: str = "plain") -> Markup:
        """The figure as a linked `<data>` element; the sign for "not reported" where it is absent."""
        if (figure_id, style) not in self._shown:
            self._shown[figure_id, style] = self._element(figure_id, style)
        return self._shown[figure_id, style]

    @cached_property
    def _shown(self) -> dict[tuple[str, str], Markup]:
        """What was shown before: sections, tables and documents print the same figures again and again."""
        return {}

    def _element(self, figure_id: str, style: str) -> Markup:
        if figure_id not in self.facts:
            told = self.term(self.withheld[figure_id]) if figure_id in self.withheld else self.text("absent")
            return Markup('<span class="absent">%s</span>') % told
        fact = self.facts[figure_id]
        told = formats.figure(self.catalogue, fact, style)
        is_plain = style == "plain" or told == formats.figure(self.catalogue, fact)
        # Markup's % is five times faster than its format.
        return _FIGURE % (_WORDS if fact.text else "", way(self.language, figure_id), fact.raw, figure_id, "" if is_plain else _STYLE % style, told)

    def interval(self, figure_id: str) -> Markup:
        """The interval of a figure as a linked element; nothing where the figure is exact, or nothing is known of how sharp it is."""
        fact = self.facts.get(figure_id)
        return self.show(figure_id, "range") if fact and fact.low is not None and fact.low != fact.high else Markup("")

    def plain(self, figure_id: str, style: str = "plain") -> str:
        """The figure as text, for a chart's label; empty where it is absent."""
        return formats.figure(self.catalogue, self.facts[figure_id], style) if figure_id in self.facts else ""

    def say(self, key: str, **names: str | Markup) -> Markup:
        """A sentence of the catalogue with its figures; nothing where one of them is absent.

        A place `{name|style}` is the figure of that name in that style. `names` gives figure ids (text) or finished words (Markup)
        for places that are not figure ids themselves. Where the message has plural forms, its first figure chooses among them.
        """
        named = {place: names.get(place.partition("|")[0], place.partition("|")[0]) for place in self.catalogue.place_names(key)}
        if any(not isinstance(given, Markup) and given not in self.facts for given in named.values()):
            return Markup("")
        counted = next((self.value(given) for given in named.values() if not isinstance(given, Markup)), None)
        number = None if counted is None else int(counted)
        return self.catalogue.markup(key, lambda place: self._fill(place, named[place]), number)

    def text(self, key: str, **words: str) -> str:
        """A message with plain words."""
        return self.catalogue.text(key, **words)

    def term(self, word: str) -> str:
        """The word that readers know for a code."""
        return self.catalogue.term(word)

    def alternatives(self, figure_id: str) -> list[Mapping[str, Any]]:
        """Other published values of a figure: value, precision, reference and note each."""
        listed = json.loads(self.facts[figure_id].alternatives or "[]") if figure_id in self.facts else []
        return [entry if isinstance(entry, dict) else {"value": entry} for entry in listed]

    def _fill(self, place: str, given: str | Markup) -> Markup:
        return given if isinstance(given, Markup) else self.show(given, place.partition("|")[2] or "plain")


def _plain(cells: ExtensionArray) -> list[Any]:
    """The cells as Python values: no numbers of numpy, and None where a number or a truth is missing."""
    if isinstance(cells, pd.arrays.NumpyExtensionArray):
        return list(cells.to_numpy().tolist())
    return [None if cell is pd.NA else cell for cell in cells.tolist()]


def anchor(figure_id: str) -> str:
    """The id of the entry that says how a figure was made."""
    return quote(figure_id, safe=":@.-_~/")


def validation_name(language: str) -> str:
    """The file of the page of findings in a language; the English one is known to other programs by its name."""
    return "validation.html" if language == locale.SOURCE else f"validation.{language}.html"


def way(language: str, figure_id: str) -> str:
    """The way from a report's page to the entry that says how a figure was made."""
    return f"how.{language}.html#{anchor(figure_id)}"


def read(year: int, organization: str, data: str | UPath, language: str) -> Report:
    """The products of an organization and year; `members` is empty where it is no group.

    Raises DeclarationError where a product has not been made, CatalogueError where the language has no catalogue.
    """
    folder = paths.processed(data, year, organization)
    made = {name: _parsed(name, tables.content(name, folder)) for name in ("figures", "targets", "activities", "findings", "footprint", "indicators")}
    words = locale.catalogue(language)
    return Report(year, organization, language, members=_members(folder), catalogue=words, folder=folder, said={}, **made)


@lru_cache(maxsize=_KEPT_FIGURES)
def _facts(figures: Same) -> Mapping[str, Fact]:
    return formats.facts(figures.frame)


def _members(folder: UPath) -> pd.DataFrame:
    try:
        return _parsed("members", tables.content("members", folder))
    except DeclarationError:
        return tables.empty("members")


@lru_cache(maxsize=_KEPT)
def _parsed(product: str, content: bytes) -> pd.DataFrame:
    """A product from the content of its file: a process that makes the report in one language after the other parses it once."""
    return tables.parsed(product, content)
