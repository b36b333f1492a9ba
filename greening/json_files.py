"""JSON files that people edit: read whole, with a fault told by line and column."""

import json
from typing import Any

from upath import UPath

from greening.errors import SuiteError


def read_json(path: UPath) -> Any:
    """The content of a JSON file; raises SuiteError naming file, line and column where it is not JSON."""
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise SuiteError(f"{path.name}, line {error.lineno}, column {error.colno}: not JSON: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise SuiteError(f"{path.name}: not in UTF-8; save it as UTF-8") from error
