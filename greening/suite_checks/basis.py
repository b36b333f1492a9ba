"""What a judgement rests on beside the rules and the rows: versions of packages, and code and declarations of our own."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("great_expectations", "numpy", "pandas", "pyarrow")
_CODE = (
    "expectations.py",
    "stacking.py",
    "suites.py",
    "suite_checks/*",
    "verdicts.py",
    "spelling.py",
    "checks.py",
    "views/*.py",
    "tables/*",
)


@cache
def basis() -> str:
    """A key over the versions and the code that judge: what they once found holds as long as it is the same."""
    home = Path(__file__).resolve().parent.parent
    files = sorted(file for pattern in _CODE for file in home.glob(pattern) if file.is_file())
    whole = hashlib.sha256(repr([platform.python_version(), *(version(package) for package in _PACKAGES)]).encode())
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
