"""Rows that name rows of another table, and blocks of carbon credits that name the same credits twice."""

import pandas as pd


def is_known(given: pd.Series, known: pd.Series) -> pd.Series:
    """Whether each name is in the other table; missing where no name is given."""
    return given.isin(known.dropna()).astype("boolean").mask(given.isna())


def overlapping_serials(rows: pd.DataFrame, last_year: pd.DataFrame | None) -> pd.Series:
    """Where the other block is that holds some of a block's credits, this year or last; missing where there is none.

    A serial number is a text that ends in digits: blocks overlap where registry and text are the same and the digits do.
    """
    earlier = rows.iloc[:0] if last_year is None else last_year
    blocks = pd.concat([_blocks(rows).assign(row=rows.index), _blocks(earlier).assign(row=-1)], ignore_index=True)
    ordered = blocks.dropna(subset=["first", "last"]).sort_values(["registry", "series", "first", "last"], kind="stable")
    # A block overlaps an earlier one where it begins before the furthest end so far; the earlier is found the same way backwards.
    series = ordered.groupby(["registry", "series"], sort=False)
    furthest = series["last"].cummax().groupby([ordered["registry"], ordered["series"]], sort=False).shift()
    backwards = ordered.iloc[::-1].groupby(["registry", "series"], sort=False)
    nearest = backwards["first"].cummin().iloc[::-1].groupby([ordered["registry"], ordered["series"]], sort=False).shift(-1)
    before, after = ordered["first"] <= furthest, ordered["last"] >= nearest
    other = series["place"].shift().where(before, series["place"].shift(-1).where(after))
    own = ordered["row"] >= 0
    return pd.Series(other[own].to_numpy(), index=ordered.loc[own, "row"]).reindex(rows.index).astype("str")


def _blocks(rows: pd.DataFrame) -> pd.DataFrame:
    first = rows["serial_from"].str.extract(r"^(.*?)([0-9]{1,18})$")
    last = rows["serial_to"].fillna(rows["serial_from"]).str.extract(r"([0-9]{1,18})$")
    return pd.DataFrame(
        {
            "registry": rows["registry"].str.casefold(),
            "series": first[0].fillna(""),
            "first": pd.to_numeric(first[1], errors="coerce").astype("Int64"),
            "last": pd.to_numeric(last[0], errors="coerce").astype("Int64"),
            "place": rows["source_file"].astype("str") + " row " + rows["source_row"].astype("str"),
        }
    )


def goal_clashes(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """is_one_goal: the rows of a goal_id are one row, or milestones of one metric; goal_clash: why they are not, in words, else empty."""
    goals = rows.groupby("goal_id", sort=False)
    several = goals["metric"].transform("size").fillna(0) > 1
    apart = several & (rows["path"] != "milestones").groupby(rows["goal_id"], sort=False).transform("any").fillna(False).astype("bool")
    differing = goals["metric"].transform("nunique").fillna(0) > 1
    clash = pd.Series("", index=rows.index, dtype="str")
    clash = clash.mask(apart, "only a goal whose path is milestones may have several").mask(differing, "they name different metrics")
    return {"is_one_goal": (clash == "").astype("boolean").mask(rows["goal_id"].isna()), "goal_clash": clash}
