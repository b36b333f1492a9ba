"""A frame as the key of what was made from it."""

import pandas as pd


class Same:
    """A frame as a key: equal to itself alone."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __hash__(self) -> int:
        return id(self.frame)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.frame is other.frame
