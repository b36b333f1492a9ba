"""Submitted names inside the names of figures."""

#: Signs of submitted names that have a meaning in the name of a figure.
_SIGNS = str.maketrans(dict.fromkeys(".@:", "-"))


def name_of(item: str) -> str:
    """An action's, measure's or activity's name as it stands in the name of a figure."""
    return item.translate(_SIGNS)
