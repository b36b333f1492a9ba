"""Codes of a submission as parts of the names of files."""

import hashlib
import re

#: So many signs of a code stand in a name, and so many of its hash.
_LONGEST, _HASH = 60, 8


def code_name(code: str) -> str:
    """A code, such as that of a place, as a part of a document's name; where signs had to go, a short hash keeps two codes apart."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", code).strip("-")[:_LONGEST]
    return plain if plain == code else f"{plain}-{hashlib.sha256(code.encode()).hexdigest()[:_HASH]}".lstrip("-")
