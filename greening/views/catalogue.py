"""Every frame that a suite may be written for, by name: submission tables, and views of the whole submission."""

from collections.abc import Callable
from functools import cache

import pandas as pd

from greening.tables import submission_tables
from greening.views.completeness import completeness, published_shares
from greening.views.gaps import unreported_places
from greening.views.places import location_intensity
from greening.views.rows import Known, with_helpers
from greening.views.travel import travel_pricing
from greening.views.years import continuity, year_on_year

#: Views of accepted rows that may still reject rows; they are judged before the others.
OF_ROWS: dict[str, Callable[[Known], pd.DataFrame]] = {"travel_pricing": travel_pricing}

#: Views of the whole submission, judged once its rows are settled.
OF_ALL: dict[str, Callable[[Known], pd.DataFrame]] = {
    "location_intensity": location_intensity,
    "continuity": continuity,
    "year_on_year": year_on_year,
    "completeness": completeness,
    "published_shares": published_shares,
    "unreported_places": unreported_places,
}


def names() -> list[str]:
    """Every name that a suite may have."""
    return [*submission_tables(), *OF_ROWS, *OF_ALL]


def frame(name: str, known: Known) -> pd.DataFrame:
    """The rows that the suite of this name judges."""
    view = (OF_ROWS | OF_ALL).get(name)
    return view(known) if view else with_helpers(name, known)


@cache
def sample(name: str) -> pd.DataFrame:
    """The table or view without rows: the columns that a rule may speak of, with their dtypes."""
    return frame(name, Known({})).iloc[:0]
