"""A year's manifest: what of its reports is published; read without any of the libraries that make pages."""

import json
from collections.abc import Mapping
from typing import Any

from upath import UPath

from greening import paths

NAME = "manifest.json"
#: Pages beside a report whose English form has no language in its name.
_NO_LANGUAGES = ("validation", "review")


def read(folder: UPath) -> Mapping[str, Any]:
    """The manifest of a year's folder: `files` (SHA-256 by path below the folder) and `illustrative` (codes); empty before the first run."""
    try:
        return dict(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return {}


def write(folder: UPath, files: Mapping[str, str], illustrative: list[str]) -> None:
    """Write the manifest of a year's folder, which publishes what it lists."""
    paths.write_text(folder / NAME, json.dumps({"files": files, "illustrative": illustrative}, sort_keys=True, indent=1) + "\n")


def files(folder: UPath) -> dict[str, str]:
    """The SHA-256 of every published file of a year by its path below the year's folder; empty before the first run."""
    return {str(name): str(value) for name, value in read(folder).get("files", {}).items()}


def languages(folder: UPath, organization: str) -> list[str]:
    """The languages that an organization's report is published in, as the manifest of the year's folder says."""
    places = (name.rpartition("/") for name in files(folder) if is_report(name.rpartition("/")[2]))
    return [name.removesuffix(".html") for code, _, name in places if code == organization]


def is_report(name: str) -> bool:
    """Whether a file directly in an organization's folder is its report in a language."""
    stem = name.removesuffix(".html")
    return name.endswith(".html") and not {"/", "."} & set(stem) and stem not in _NO_LANGUAGES


def index(language: str) -> str:
    """The name of the page of a year, and of the page of all years, in a language: English has the name that every link knows."""
    return "index.html" if language == "en" else f"index.{language}.html"
