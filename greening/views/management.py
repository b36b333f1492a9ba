"""What rules on actions and on shared premises need to know: places, kinds and targets that exist, and use that another body reports."""

from collections.abc import Iterable

import pandas as pd

from greening import reference
from greening.ems import kinds, sdg
from greening.ems.measures import places_of
from greening.tables.frames import array


def of_actions(rows: pd.DataFrame, places: pd.Series) -> dict[str, pd.Series]:
    """What the cells of actions name that is not known, each as words and empty where there is nothing.

    unknown_places: places that are not in locations; not_sdg_targets: words that cannot be a target of the Sustainable Development Goals;
    sdg_beyond_note: targets that the note to the 71st General Assembly does not list. kind_is_known: the word for the kind of measure
    is in measure_kinds; missing where none is given. is_check_untold: a check has a date and no result.
    """
    known = frozenset(places.dropna())
    named = rows["location_ids"].fillna("").to_list()
    tags = rows["sdg_targets"].fillna("").to_list()
    return {
        "unknown_places": _texts(rows, [", ".join(place for place in places_of(cell) if place not in known) for cell in named]),
        "not_sdg_targets": _texts(rows, [", ".join(sdg.not_targets(cell)) for cell in tags]),
        "sdg_beyond_note": _texts(rows, [", ".join(sdg.beyond_note(sdg.tags(cell))) for cell in tags]),
        "kind_is_known": pd.Series(array([kinds.is_known(cell) if cell else None for cell in rows["kind"].fillna("")], "boolean"), index=rows.index),
        "is_check_untold": rows["check_date"].notna() & rows["check_result"].isna(),
    }


def _texts(rows: pd.DataFrame, words: list[str]) -> pd.Series:
    return pd.Series(array(words, "str"), index=rows.index)


def reporters(rows: pd.DataFrame, uses: Iterable[pd.DataFrame]) -> dict[str, pd.Series]:
    """Whether another body reports a place, and what was handed in of it all the same.

    reporter_is_registered: `reported_by` is the body itself or a registered code; missing where none is given. rows_reported_elsewhere: rows of
    use on the premises of a place that another registered body reports; else 0. `uses` are the tables of such use.
    """
    named = rows["reported_by"]
    registered = named.isin(reference.load("organizations")["code"]) | (named == rows["organization"])
    elsewhere = registered & named.notna() & (named != rows["organization"])
    count = pd.Series(0.0, index=rows.index)
    if elsewhere.any():
        handed_in = pd.concat([use["location_id"] for use in uses]).value_counts()
        count = rows["location_id"].map(handed_in).astype("float64").fillna(0.0).where(elsewhere, 0.0)
    return {"reporter_is_registered": registered.astype("boolean").mask(named.isna()), "rows_reported_elsewhere": count}
