"""What the commands share: where things lie, and how they end."""

import errno
from collections.abc import Callable, Mapping
from typing import Any

import click

#: Exit codes: everything published; some organization failed or was held; the call itself was wrong.
PUBLISHED, SOME_NOT_PUBLISHED, WRONG_CALL = 0, 1, 2
#: Years that data may be asked for.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
#: What the system says of a place that it refuses, and what to do about it.
_ADVICE: Mapping[type[OSError], str] = {
    PermissionError: "may not be read or written by you; get the right to it, close it in other programs, or name another place",
    IsADirectoryError: "is a folder, and a file is meant; name a file in it",
    NotADirectoryError: "lies below a file, as if that were a folder; name another place",
    FileExistsError: "is a file, and a folder is meant; name another place",
    FileNotFoundError: "is not there; check how it is written",
}


def roots(*used: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options that say where things lie to a command; it takes them all and is passed those that it uses."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for name, holds in (("reports", "the published site"), ("expectations", "the expectation suites"), ("data", "raw/ and processed/")):
            text = f"Folder or URL of {holds}."
            command = click.option(f"--{name}", default=name, show_default=True, metavar="DIR", expose_value=name in used, help=text)(command)
        return command

    return add


def sound_year(_context: click.Context, _option: click.Parameter, year: int | None) -> int | None:
    """The year of an option, where it can be one that data are asked for; raises click.BadParameter for a slip such as 20255."""
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise click.BadParameter(f"{year} is no year that data are asked for; write one such as 2025.")
    return year


def with_own_suites(options: dict[str, Any]) -> dict[str, Any]:
    """The options of a command; called from another folder, the suites are still those beside this file."""
    from greening import paths

    is_here = options["expectations"] != "expectations" or paths.root("expectations").is_dir()
    return options if is_here else options | {"expectations": str(paths.HOME / "expectations")}


def refused_place(error: OSError) -> str:
    """What the system refused, in one line that ends with what to do; raises the error where it is about no file or folder."""
    place = error.filename2 or error.filename
    advice = [told for kind, told in _ADVICE.items() if isinstance(error, kind)]
    if not place or not (advice or error.errno == errno.ENOSPC):
        raise error
    if not advice:
        return f"{place} cannot be written: no space is left there; free some and call the same again"
    return f"{place} {advice[0]}"
