"""Own months: a monthly series that lacks a few months takes its neighbouring ones; a place that reports most of a year, its own mean."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening.gaps.declared import Declared
from greening.gaps.fills import Fill, Gap, amount, grouped, parents
from greening.gaps.records import Days, Place, Records, runs
from greening.gaps.topics import Topic

#: A series is monthly where each period has at most so many days, and has at least so many rows.
LONGEST_MONTH, ROWS_OF_SERIES = 35, 6
#: Days without a row are a gap from so many on; fewer are the ends of bills.
SHORTEST_GAP = 25
#: Three months, the longest that a series may lack: none are longer than these.
LONGEST_LACK = 93
#: Part of the mean below which the months beside a gap belong to a season without need.
LOW_SEASON = 0.5
#: Part of the days that a place must have reported for its own mean to stand for the rest.
MOST_OF_YEAR = 0.5


def of_series(topic: Topic, records: Records, declared: Declared) -> list[Fill]:
    """The missing months of each monthly series of the topic: the mean a day of the months beside the gap.

    A series is the rows of one place, meter and kind. It is completed where it lacks at most three months of those on which the place was in use.
    Not completed: what does not flow through a meter, a gap at either end in which another meter took over or had not yet, and, where need has
    seasons, a gap between months of little need.
    """
    if topic.metered is None:
        return []
    rows = _metered(topic, records.rows(topic))
    series = numbered(rows, ("location_id", *topic.kind))
    places = rows["location_id"].array.take(_suspects(rows, series, records)).unique()
    return [fill for place in places for fill in _of_place(topic, records.places[place], records, declared)]


def _metered(topic: Topic, rows: pd.DataFrame) -> pd.DataFrame:
    for column, value in (topic.metered or {}).items():
        rows = rows[(rows[column] == value).to_numpy(dtype=bool)]
    return rows


def _of_place(topic: Topic, place: Place, records: Records, declared: Declared) -> Iterator[Fill]:
    if declared.is_barred(topic, place, records.organization):
        return
    rows = _metered(topic, records.of_place(topic, place.location_id))
    series = numbered(rows, topic.kind)
    for number in range(int(series.max(initial=-1)) + 1):
        yield from _completed(topic, place, rows, series == number, records)


def numbered(rows: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.intp]:
    """For each row the number of its set of values of the columns, in which a missing value is a value."""
    numbers = np.zeros(len(rows), dtype=np.int64)
    for name in columns:
        codes, values = rows[name].array.factorize()
        numbers = pd.factorize(numbers * (len(values) + 1) + codes + 1)[0]
    return numbers.astype(np.intp)


def _suspects(rows: pd.DataFrame, series: npt.NDArray[np.intp], records: Records) -> npt.NDArray[np.intp]:
    """The first row of each monthly series whose rows have fewer days than their place was in use, by about a gap."""
    if not len(rows):
        return np.zeros(0, dtype=np.intp)
    size, first = np.bincount(series), np.unique(series, return_index=True)[1]
    longest = np.zeros(len(size), dtype=np.int64)
    np.maximum.at(longest, series, rows["length"].to_numpy())
    days = np.bincount(series, weights=rows["last"].to_numpy() - rows["first"].to_numpy() + 1)
    open_days = {place.location_id: int(place.is_open.sum()) for place in records.places.values()}
    in_use = np.array([open_days.get(place, 0) for place in rows["location_id"].array.take(first).tolist()])
    # Bills that share a day hide that many days of a gap.
    return np.asarray(first[(longest <= LONGEST_MONTH) & (size >= ROWS_OF_SERIES) & (in_use - days >= SHORTEST_GAP - size)])


def _completed(topic: Topic, place: Place, rows: pd.DataFrame, is_in: Days, records: Records) -> Iterator[Fill]:
    """The gaps of one series of a place, of those of its rows of which something is true."""
    series = rows[is_in].sort_values(["first", "last", "row_id"], kind="stable")
    found = [run for run in runs(place.is_open & ~records.covered(series)) if run[1] - run[0] + 1 >= SHORTEST_GAP]
    is_monthly = len(series) >= ROWS_OF_SERIES and series["length"].max() <= LONGEST_MONTH
    if not is_monthly or sum(last - first + 1 for first, last in found) > LONGEST_LACK:
        return
    for first, last in found:
        gap = Gap(topic, place, first, last)
        if not (_is_taken_over(gap, series, rows[~is_in], records) or _is_low_season(gap, series)):
            yield _from_neighbours(gap, series)


def _is_taken_over(gap: Gap, series: pd.DataFrame, others: pd.DataFrame, records: Records) -> bool:
    """Whether, at an end of the series, another meter of the place has rows in the gap and hardly any beside the series."""
    if series["first"].min() < gap.first and series["last"].max() > gap.last:
        return False
    of_series, number = records.covered(series), numbered(others, gap.topic.kind)
    for one in range(int(number.max(initial=-1)) + 1):
        of_other = records.covered(others[number == one])
        if of_other[gap.first : gap.last + 1].any() and (of_other & of_series).sum() < of_series.sum() / 2:
            return True
    return False


def _neighbours(gap: Gap, series: pd.DataFrame) -> pd.DataFrame:
    """The last row before the gap and the first after it; at an end of the series only one of them."""
    before, after = series[series["last"] < gap.first], series[series["first"] > gap.last]
    return pd.concat([before.sort_values("last", kind="stable").tail(1), after.head(1)])


def _rate(rows: pd.DataFrame) -> pd.Series:
    """The quantity a day of each row."""
    return rows["own"] / (rows["last"] - rows["first"] + 1)


def _is_low_season(gap: Gap, series: pd.DataFrame) -> bool:
    return gap.topic.is_seasonal and bool(_rate(_neighbours(gap, series)).mean() < LOW_SEASON * _rate(series).mean())


def _from_neighbours(gap: Gap, series: pd.DataFrame) -> Fill:
    beside = _neighbours(gap, series)
    rate = float(_rate(beside).mean())
    kept: dict[str, Any] = {name: beside[name].iloc[0] for name in (*gap.topic.kind, *gap.topic.kept)}
    kind = {name: cell for name, cell in kept.items() if not pd.isna(cell)}
    months = "month" if len(beside) == 1 else "months"
    basis = f"mean of the {months} beside the gap, {amount(rate, gap.topic)} a day, for {gap.days} days"
    return Fill(gap, "own_months", [(kind, rate * gap.days)], basis, parents(beside["row_id"]))


def of_year(gap: Gap, records: Records) -> Fill | None:
    """A declared gap of a place that reports the topic on most of its days: its own mean a day, by kind."""
    own = records.of_place(gap.topic, gap.place.location_id)
    days = records.covered(own)
    known = int((days & gap.place.is_open).sum())
    if not known or known < MOST_OF_YEAR * int(gap.place.is_open.sum()):
        return None
    sums = grouped(own, gap.topic.kind, own["own"])
    amounts = [(kind, total / int(np.count_nonzero(days)) * gap.days) for kind, total in sums]
    basis = f"mean a day of the {known} days of the year that are reported, for {gap.days} days"
    return Fill(gap, "own_months", amounts, basis, parents(own["row_id"]))
