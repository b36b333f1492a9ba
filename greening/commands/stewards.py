"""Commands of data stewards, who keep the expectation suites."""

import sys

import click

from greening.commands.options import SOME_NOT_PUBLISHED, roots


@click.group()
def expectations() -> None:
    """Work on the expectation suites."""


@expectations.command("check")
@roots("expectations")
def check(expectations: str) -> None:
    """Say whether every suite is sound; name each fault with file, rule and place."""
    from greening import suites

    faults = suites.faults(expectations)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(SOME_NOT_PUBLISHED)
    click.echo("every suite is sound")
