"""The products that figures are made from, and what many figures need of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from greening import journeys
from greening.figures.selection import Columns, Filter, Numbers, Places, Rows

#: Columns that name one activity row in every product that has a row for it.
ROW_KEY = ("organization", "table", "source_file", "source_row", "row_id")
#: Products whose rows are submitted rows, or are made from them.
OF_ROWS = ("activities", "footprint", "indicators")


@dataclass(frozen=True, eq=False)
class Products:
    """The products of one organization and year by name, as a derivation names them."""

    frames: Mapping[str, pd.DataFrame]
    _columns: dict[str, Columns] = field(default_factory=dict)
    _tables: dict[str, Columns] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Columns:
        if name not in self._columns:
            self._columns[name] = Columns(name, self.frames[name])
        return self._columns[name]

    def table(self, name: str) -> Columns:
        """The rows of one submission table."""
        if name not in self._tables:
            activities = self["activities"]
            self._tables[name] = Columns("activities", activities.frame, activities.where({"table": name}).at)
        return self._tables[name]

    def rows(self, product: str, wanted: Filter) -> Rows:
        """The rows of a product that a filter selects."""
        table = wanted.get("table")
        if product != "activities" or not isinstance(table, str):
            return self[product].where(wanted)
        return self.table(table).where({column: values for column, values in wanted.items() if column != "table"})

    def origins(self, rows: Rows) -> Places:
        """For each row of activities, footprint or indicators the number of the submitted row that it is, or is made from."""
        places = rows.at if rows.columns.places is None else rows.columns.places[rows.at]
        return np.asarray(self._origins[rows.columns.product][places])

    @cached_property
    def _origins(self) -> Mapping[str, Places]:
        frames = [self.frames[name] for name in OF_ROWS]
        number = np.zeros(sum(len(frame) for frame in frames), dtype=np.int64)
        for name in ROW_KEY:
            codes, values = pd.concat([frame[name] for frame in frames], ignore_index=True).factorize()
            number = pd.factorize(number * (len(values) + 1) + codes + 1)[0]
        ends = np.cumsum([len(frame) for frame in frames])[:-1]
        return dict(zip(OF_ROWS, np.split(number, ends), strict=True))

    def trips(self, rows: Rows) -> Numbers:
        """The trips that each footprint row was made from; NaN where it is no commercial flight.

        There and back is one trip, and so are the legs of one trip_id: each is a part of it, which add up to one.
        """
        return np.asarray(self._journeys["trips"][self.origins(rows)])

    def flights(self, rows: Rows) -> Numbers:
        """The flights that each footprint row was made from: one a trip, two where it is there and back; NaN where it is no commercial flight."""
        return np.asarray(self._journeys["flights"][self.origins(rows)])

    @cached_property
    def _journeys(self) -> Mapping[str, Numbers]:
        """Trips and flights by the number of the submitted row."""
        travel = self.table("air_travel")
        number = self.origins(travel.rows)
        size = 1 + max((int(numbers.max()) for numbers in self._origins.values() if len(numbers)), default=0)
        share = journeys.trip_share(pd.DataFrame({name: travel.array(name) for name in ("organization", "trip_id")}, copy=False))
        trips, flights = np.full(size, np.nan), np.full(size, np.nan)
        # The first of several rows of one key counts: it is written last.
        trips[number[::-1]] = (travel.numbers("trips") * share)[::-1]
        flights[number[::-1]] = (travel.numbers("trips") * (1 + np.nan_to_num(travel.numbers("return_trip"))))[::-1]
        return {"trips": trips, "flights": flights}
