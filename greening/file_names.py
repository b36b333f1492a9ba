"""Codes of a submission as parts of the names of files."""

import hashlib
import re

#: So many signs of a code stand in a name, and so many of its hash.
_LONGEST, _HASH = 60, 8
#: Names that no file may have on Windows, whatever its ending.
_DEVICES = re.compile(r"CON|PRN|AUX|NUL|COM\d|LPT\d")


def code_name(code: str) -> str:
    """A code, such as that of a place, as a part of a document's name; where signs had to go, a short hash keeps two codes apart.

    So it does where only the case of letters may tell two codes apart, and where Windows keeps the name for itself: a site is also sent as a folder.
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", code).strip("-")[:_LONGEST]
    is_safe = plain == code == code.upper() and not _DEVICES.fullmatch(code)
    return plain if is_safe else f"{plain}-{hashlib.sha256(code.encode()).hexdigest()[:_HASH]}".lstrip("-")
