"""Codes of organizations, which are the names of their folders."""

import re
from collections.abc import Iterable

from greening.errors import CallError

#: How the code of an organization is written.
CODE = re.compile(r"[A-Za-z0-9-]+")


def refuse_odd(codes: Iterable[str]) -> None:
    """Raise CallError for what cannot be a code, and so not the name of a folder."""
    for code in codes:
        if not CODE.fullmatch(code):
            raise CallError(f"{code!r} cannot be a code: an organization's code has only letters A to Z, digits and hyphens, such as UN-HABITAT")
