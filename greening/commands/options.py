"""What the commands share: where things lie, and how they end."""

from collections.abc import Callable
from typing import Any

import click

#: Exit codes: everything published; some organization failed or was held; the call itself was wrong.
PUBLISHED, SOME_NOT_PUBLISHED, WRONG_CALL = 0, 1, 2


def roots(*used: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options that say where things lie to a command; it takes them all and is passed those that it uses."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for name, holds in (("reports", "the published site"), ("expectations", "the expectation suites"), ("data", "raw/ and processed/")):
            text = f"Folder or URL of {holds}."
            command = click.option(f"--{name}", default=name, show_default=True, metavar="DIR", expose_value=name in used, help=text)(command)
        return command

    return add


def with_own_suites(options: dict[str, Any]) -> dict[str, Any]:
    """The options of a command; called from another folder, the suites are still those beside this file."""
    from greening import paths

    is_here = options["expectations"] != "expectations" or paths.root("expectations").is_dir()
    return options if is_here else options | {"expectations": str(paths.HOME / "expectations")}
