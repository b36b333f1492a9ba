"""What one body handed in for one year of the topics that can be filled: rows with their days, and places with their size."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening.gaps.topics import TOPICS, Topic
from greening.units import PERCENT

#: The tables that gap filling reads, and of each the columns.
_READ: Mapping[str, Sequence[str]] = {
    **{topic.name: ("location_id", "start_date", "end_date", topic.quantity, *topic.kind, *topic.kept) for topic in TOPICS.values()},
    "locations": (
        "location_id",
        "name",
        "kind",
        "climate",
        "floor_area_m2",
        "quantity_covers",
        "allocation_pct",
        "opened_date",
        "closed_date",
        "reported_by",
    ),
    "personnel": ("location_id", "category", "basis", "as_of_date", "headcount", "covers", "resident_24h"),
    "coverage": ("topic", "location_id", "status"),
}
#: Topics of the people who are covered.
PEOPLE = sorted({topic.people for topic in TOPICS.values()})
#: Kinds of place whose people live where they work.
CAMPS = ("field_mission", "special_political_mission")
#: Words of a climate that tell climates apart.
CLIMATES = ("hot", "temperate", "cold")
Days = npt.NDArray[np.bool_]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Place:
    """A place of work: its size (the body's own share), what is like it, and the days of the year on which it was in use."""

    location_id: str
    name: str
    kind: str
    climate: str
    is_camp: bool
    #: The body's own part of quantities that are of whole premises; 0 to 1.
    share: float
    area_m2: float
    people: Mapping[str, float]
    reported_by: str
    #: For each day of the year whether the place was in use.
    is_open: Days

    def size(self, measure: str, topic: Topic) -> float:
        """Floor area (m2), or people whom the topic covers; 0 where it is not known."""
        return self.area_m2 if measure == "area" else self.people.get(topic.people, 0.0)


@dataclass(frozen=True, eq=False)
class Records:
    """The rows of one body and year that gap filling reads, in an order of their own, so that the order handed in does not matter."""

    organization: str
    year: int
    activities: pd.DataFrame
    #: Places of the body's rows in the activities, by table.
    places_of: Mapping[str, npt.NDArray[np.intp]]

    @classmethod
    def of(cls, activities: pd.DataFrame | None, organization: str = "") -> "Records | None":
        """The records of the organization; without a name, of that of the first row. None where it has no place of work."""
        if activities is None or activities.empty:
            return None
        code = organization or str(activities["organization"].iloc[0])
        codes, names = activities["table"].array.factorize()
        of_table = {name: number for number, name in enumerate(names.tolist())}
        if "locations" not in of_table:
            return None
        own = activities["organization"].eq(code).to_numpy()
        places_of = {name: np.flatnonzero(own & (codes == of_table.get(name, len(names)))) for name in _READ}
        if not len(places_of["locations"]):
            return None
        return cls(code, int(activities["data_year"].iloc[places_of["locations"][0]]), activities, places_of)

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a submission table, with the columns that are read of it, ordered by row_id."""
        return self.kept(("table", name), lambda: self._ordered(name))

    def _ordered(self, name: str) -> pd.DataFrame:
        at = self.places_of[name]
        row_ids = self.activities["row_id"].array.take(at).tolist()
        ordered = at[sorted(range(len(at)), key=row_ids.__getitem__)]
        return pd.DataFrame({column: self.activities[column].array.take(ordered) for column in ("row_id", *_READ[name])}, copy=False)

    @cached_property
    def first_day(self) -> np.datetime64:
        """The first day of the year."""
        return np.datetime64(f"{self.year}-01-01", "D")

    @cached_property
    def days(self) -> int:
        """The number of days of the year."""
        return int((np.datetime64(f"{self.year + 1}-01-01", "D") - self.first_day).astype("int64"))

    def rows(self, topic: Topic) -> pd.DataFrame:
        """The topic's rows at places, with what they are inside the year.

        New columns: `first` and `last` (numbers of the days of the year, the first being 0, cut at its ends), `length` (days of the whole period) and
        `own` (the body's own quantity inside the year).
        """
        return self.kept(topic.name, lambda: self._with_days(topic, topic.of_place(self.table(topic.name))))

    def of_place(self, topic: Topic, location_id: str) -> pd.DataFrame:
        """The topic's rows at one place."""
        return self.rows(topic).iloc[self._at(topic).get(location_id, [])]

    def _at(self, topic: Topic) -> Mapping[str, npt.NDArray[np.intp]]:
        """The places in the topic's rows of those of each location."""
        return self.kept(("rows of", topic.name), lambda: self._located(topic))

    def _located(self, topic: Topic) -> Mapping[str, npt.NDArray[np.intp]]:
        codes, names = self.rows(topic)["location_id"].array.factorize()
        ends = np.cumsum(np.bincount(codes, minlength=len(names)))[:-1]
        return dict(zip(names.tolist(), np.split(np.argsort(codes, kind="stable"), ends), strict=True)) if len(names) else {}

    def reporting(self, topic: Topic) -> Mapping[str, Days]:
        """For each place with rows of the topic, and each day of the year, whether one of them holds it."""
        return self.kept(("days of", topic.name), lambda: self._reporting(topic))

    def _reporting(self, topic: Topic) -> Mapping[str, Days]:
        first, last = self.rows(topic)["first"].to_numpy(), self.rows(topic)["last"].to_numpy()
        return {place: covered(first[at], last[at], self.days) for place, at in self._at(topic).items()}

    @cached_property
    def _kept(self) -> dict[Any, Any]:
        return {}

    def kept(self, key: Any, make: Callable[[], Made]) -> Made:
        """What is made once and then kept under a key."""
        if key not in self._kept:
            self._kept[key] = make()
        found: Made = self._kept[key]
        return found

    def _with_days(self, topic: Topic, rows: pd.DataFrame) -> pd.DataFrame:
        first, last = self._numbers(rows["start_date"], 0), self._numbers(rows["end_date"], self.days - 1)
        begin, end = first.clip(min=0), last.clip(max=self.days - 1)
        length = last - first + 1
        share = rows["location_id"].map({place.location_id: place.share for place in self.places.values()}).fillna(1.0).to_numpy(dtype="float64")
        own = rows[topic.quantity].to_numpy(dtype="float64") * share * ((end - begin + 1) / np.where(length > 0, length, 1))
        kept = rows[["row_id", "location_id", *topic.kind, *topic.kept]].assign(first=begin, last=end, length=length, own=own)
        found: pd.DataFrame = kept[~np.isnan(own) & (end >= begin)].reset_index(drop=True)
        return found

    def _numbers(self, dates: pd.Series, missing: int) -> npt.NDArray[np.int64]:
        days = dates.to_numpy().astype("datetime64[D]")
        return np.where(np.isnat(days), missing, (days - self.first_day).astype("int64"))

    def covered(self, rows: pd.DataFrame) -> Days:
        """For each day of the year whether one of the rows holds it."""
        return covered(rows["first"].to_numpy(), rows["last"].to_numpy(), self.days)

    def number(self, date: pd.Timestamp) -> int:
        """The number of a date among the days of the year, below 0 before it."""
        return (date - self.date(0)).days

    def date(self, day: int) -> pd.Timestamp:
        """The date of a day of the year."""
        return pd.Timestamp(self.first_day + day)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every place by its location_id; of several rows of one the first counts."""
        people, residents = self._people, self._residents
        found: dict[str, Place] = {}
        for row in self.table("locations").to_dict("records"):
            location = _text(row["location_id"])
            if not location or location in found:
                continue
            share = row["allocation_pct"] / PERCENT if row["quantity_covers"] == "whole_premises" and not pd.isna(row["allocation_pct"]) else 1.0
            found[location] = Place(
                location_id=location,
                name=_text(row["name"]) or location,
                kind=_text(row["kind"]),
                climate=climate_of(_text(row["climate"])),
                is_camp=row["kind"] in CAMPS or location in residents,
                share=share,
                area_m2=0.0 if pd.isna(row["floor_area_m2"]) else max(0.0, row["floor_area_m2"]) * share,
                people={topic: heads.get(location, 0.0) for topic, heads in people.items()},
                reported_by=_text(row["reported_by"]),
                is_open=self._open(row["opened_date"], row["closed_date"]),
            )
        return found

    @cached_property
    def _residents(self) -> frozenset[str]:
        people = self.table("personnel")
        return frozenset(people.loc[people["resident_24h"].fillna(False).to_numpy(dtype="bool"), "location_id"].dropna())

    @cached_property
    def _people(self) -> Mapping[str, Mapping[str, float]]:
        """People by topic and place: those whom the topic covers; at a place of which it covers none, all who work there."""
        rows = [row for row in self.table("personnel").to_dict("records") if _text(row["location_id"]) and not pd.isna(row["headcount"])]
        everybody = _heads(rows)
        return {topic: everybody | _heads(row for row in rows if _covers(_text(row["covers"]), topic)) for topic in PEOPLE}

    def _open(self, opened: Any, closed: Any) -> Days:
        first = 0 if pd.isna(opened) else self.number(opened)
        last = self.days - 1 if pd.isna(closed) else self.number(closed)
        days = np.arange(self.days)
        return np.asarray((days >= first) & (days <= last))


def covered(first: npt.NDArray[np.int64], last: npt.NDArray[np.int64], days: int) -> Days:
    """For each of so many days whether one of the periods, given by their first and last day, holds it."""
    changes = np.zeros(days + 1, dtype="int64")
    np.add.at(changes, first, 1)
    np.add.at(changes, last + 1, -1)
    return np.asarray(np.cumsum(changes)[:-1] > 0)


def runs(wanted: Days) -> list[tuple[int, int]]:
    """First and last of each stretch of days on which something holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], wanted, [False]]).astype("int8")))
    return [(int(first), int(after) - 1) for first, after in edges.reshape(-1, 2)]


def _covers(covers: str, topic: str) -> bool:
    return not covers or bool({"all", topic} & set(re.split(r"[\s,;]+", covers.strip())))


def _heads(rows: Iterable[Mapping[Any, Any]]) -> dict[str, float]:
    """People by place: counts of one category and basis on several dates are averaged, everything else added; places without people are left out."""
    on_date: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in rows:
        dates = on_date.setdefault((row["location_id"], _text(row["category"]), _text(row["basis"])), {})
        dates[str(row["as_of_date"])] = dates.get(str(row["as_of_date"]), 0.0) + row["headcount"]
    total: dict[str, float] = {}
    for (place, _, _), dates in sorted(on_date.items()):
        total[place] = total.get(place, 0.0) + math.fsum(dates.values()) / len(dates)
    return {place: heads for place, heads in total.items() if heads > 0}


def climate_of(words: str) -> str:
    """The class of a climate in the body's words: that of the first of the known words in it; else the words themselves."""
    plain = words.casefold()
    found = sorted((plain.find(word), word) for word in CLIMATES if word in plain)
    return found[0][1] if found else plain


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
