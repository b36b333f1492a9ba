"""What a filled row says of itself, carried from the filled activities into what is made of them."""

import numpy as np
import numpy.typing as npt
import pandas as pd

#: What a filled row says beside the columns of its table.
COLUMNS = ("filled_by", "fill_basis", "parents")


def marked(product: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The rows of `footprint` or `indicators` with filled_by, fill_basis and parents of the filled activities that they are made from."""
    if "filled_by" not in activities.columns:
        return product
    filled = activities.loc[activities["filled_by"].notna(), ["row_id", *COLUMNS]].set_index("row_id")
    at = np.flatnonzero(product["row_id"].isin(filled.index).to_numpy() & product["source_file"].isna().to_numpy())
    found = filled.loc[product["row_id"].iloc[at]]
    return product.assign(**{name: _placed(product[name], at, found[name]) for name in COLUMNS})


def _placed(column: pd.Series, at: npt.NDArray[np.intp], cells: pd.Series) -> pd.Series:
    changed = column.copy()
    changed.iloc[at] = cells.to_numpy()
    return changed
