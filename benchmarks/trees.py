"""Copies of the tree that runs are measured on, so that an edit during the benchmark changes nothing."""

import compileall
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from greening import paths

_PARTS = ("greening", "notebooks", "expectations", "benchmarks", "pipeline.py", "requirements.txt", "pyproject.toml")
_STUB = re.compile(r'^sys\.modules\.setdefault\("rfc3987_syntax".*\n', re.MULTILINE)
_CATALOGUE = Path("LC_MESSAGES", "greening.po")


class TreeError(RuntimeError):
    """The tree is not as the benchmark needs it."""


def copy(place: Path) -> Path:
    """The tree as it stands, without bytecode; gives the folder."""
    for part in _PARTS:
        source = paths.HOME / part
        if source.is_dir():
            shutil.copytree(source, place / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
        else:
            shutil.copy2(source, place / part)
    return place


def without_stub(place: Path) -> Path:
    """The tree less the line that keeps a slow optional import out of every process: stock tools make that import.

    Raises TreeError where the line is no longer there.
    """
    copy(place)
    init = place / "greening" / "__init__.py"
    text, count = _STUB.subn("", init.read_text(encoding="utf-8"))
    if count != 1:
        raise TreeError(f"{init} no longer holds rfc3987_syntax back in one line: see how the baseline can be made without it")
    init.write_text(text, encoding="utf-8")
    return place


def with_languages(place: Path, languages: Sequence[str]) -> Path:
    """The tree with a stand-in for every missing catalogue: the English messages under that language's own number formats."""
    copy(place)
    locales = place / "greening" / "locales"
    for language in languages:
        if not (locales / language / _CATALOGUE).exists():
            shutil.copytree(locales / "en", locales / language)
    return place


def compiled(place: Path) -> Path:
    """A tree with its bytecode, so that no measured run pays for making it; gives the folder."""
    for package in ("greening", "benchmarks"):
        compileall.compile_dir(place / package, quiet=2)
    return place
