"""Tables of text for a terminal."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]], indent: str = "", most: int = 60) -> str:
    """The rows below their head, columns as wide as their widest cell; columns of numbers stand to the right.

    Cells longer than `most` signs are cut; 0 cuts none.
    """
    lines = [list(map(str, head)), *([_one_line(cell, most) for cell in row] for row in rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(head))]
    right = [bool(rows) and all(_is_number(row[place]) for row in rows) for place in range(len(head))]
    return "\n".join(
        indent + "  ".join(_padded(cell, width, to_right) for cell, width, to_right in zip(line, widths, right, strict=True)).rstrip()
        for line in lines
    )


def _padded(cell: str, width: int, to_right: bool) -> str:
    room = " " * (width - _width(cell))
    return room + cell if to_right else cell + room


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _one_line(cell: object, most: int) -> str:
    text = " ".join(str(cell).split())
    return text if not most or len(text) <= most else text[: most - 1] + "…"


def _is_number(cell: object) -> bool:
    return str(cell).replace(",", "").replace(".", "", 1).lstrip("+-").isdigit()
