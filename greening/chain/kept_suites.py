"""The suites that runs judged by, kept by their SHA-256, so that it can be told later what a steward changed since."""

from collections.abc import Mapping

from upath import UPath

from greening import paths

#: Where they lie, below data/processed.
FOLDER = "suites"


def keep(expectations: str | UPath, data: str | UPath, hashes: Mapping[str, str]) -> None:
    """Keep each suite of the folder that is not kept yet; hashes are the SHA-256 of its files by name."""
    folder = _folder(data)
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for name, sha256 in hashes.items():
        if f"{sha256}.json" not in there:
            paths.write_bytes(folder / f"{sha256}.json", (paths.root(expectations) / name).read_bytes())


def content(data: str | UPath, sha256: str) -> bytes | None:
    """The suite of that SHA-256; None where no run kept it."""
    try:
        return (_folder(data) / f"{sha256}.json").read_bytes()
    except FileNotFoundError:
        return None


def _folder(data: str | UPath) -> UPath:
    return paths.root(data) / "processed" / FOLDER
