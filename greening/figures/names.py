"""Codes of a submission as parts of the names of figures."""

import hashlib
import re

#: Signs that have a meaning in the name of a figure, or that a page could not hold.
_RESERVED = re.compile(r"[@:.<>\"'\s]+")
#: So many signs of its hash keep apart codes from which signs had to go.
_HASH = 8


def part_of_name(code: str) -> str:
    """A code, such as that of a place, as a part of a figure's name: as it is, or with hyphens for reserved signs and a short hash."""
    plain = _RESERVED.sub("-", code)
    return plain if plain == code else f"{plain.strip('-')}-{hashlib.sha256(code.encode()).hexdigest()[:_HASH]}"
