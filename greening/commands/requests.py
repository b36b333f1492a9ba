"""Commands of the request log: who is asked for a submission, who has not handed in, and whom to remind."""

from typing import Any

import click
from click.core import ParameterSource

from greening.commands.options import roots, sound_year

#: Options whose names differ from those of what they fill.
_OPTIONS = {"organizations": "organization", "day": "date"}
_YEAR = click.option("--year", type=int, required=True, callback=sound_year, metavar="Y", help="Data year that is asked for.")
_BODIES = click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable.")
_DAY = click.option("--date", "day", default="", metavar="DAY", help="The day that it is about, such as 2025-03-31. Default: today.")


def _written_down(command: Any) -> Any:
    """The options of what is written down in the log."""
    for option in (
        click.option("--note", default="", metavar="TEXT", help="What else there is to say."),
        click.option("--role", default="", metavar="ROLE", help="Role of who asked, reminded or agreed, never a name."),
        _DAY,
        _BODIES,
        _YEAR,
    ):
        command = option(command)
    return roots("data")(command)


@click.group(
    invoke_without_command=True,
    epilog="""Examples: python pipeline.py requests --year 2024 (or requests ask --year 2024 --all, or requests letters --year 2024)

    The log is data/requests/<year>.csv; when to remind is set in data/requests/settings.yml (see docs/new_cycle.md).""",
)
@click.option("--year", type=int, default=None, callback=sound_year, metavar="Y", help="Data year that is asked for.")
@_BODIES
@_DAY
@roots("data")
@click.pass_context
def requests(context: click.Context, year: int | None, organizations: tuple[str, ...], day: str, data: str) -> None:
    """Show who has handed in, who has not, since when it is due, and whom to remind today."""
    if context.invoked_subcommand is not None:
        # Options here are not those of the command behind them, which would go on with its defaults.
        if given := [name for name in context.params if context.get_parameter_source(name) == ParameterSource.COMMANDLINE]:
            raise click.UsageError(f"Write --{_OPTIONS.get(given[0], given[0])} behind the command: requests {context.invoked_subcommand} …")
        return
    if year is None:
        raise click.UsageError("Missing option '--year'.")
    from greening.collecting import request_log, requests as standing

    today = request_log.today_or(day)
    click.echo(standing.as_text(standing.standings(year, data, today, organizations), year, today))


@requests.command(epilog="Example: python pipeline.py requests ask --year 2024 --all --due 2025-03-31")
@_written_down
@click.option("--due", default="", metavar="DAY", help="Day by which it is to be handed in. Default: as set, or 31 March of the year after.")
@click.option("--all", "is_all", is_flag=True, help="Everybody who is expected and was not asked yet.")
def ask(organizations: tuple[str, ...], is_all: bool, **told: Any) -> None:
    """Write down that organizations were asked for their submission, and by when."""
    from greening.collecting import asking

    click.echo(asking.ask(organizations, is_all=is_all, **told))


@requests.command(epilog="Example: python pipeline.py requests remind --year 2024 --organization EXAMPLE-HQ")
@_written_down
@click.option("--all", "is_all", is_flag=True, help="Everybody whose reminder is due today.")
def remind(organizations: tuple[str, ...], is_all: bool, **told: Any) -> None:
    """Write down that organizations were reminded."""
    from greening.collecting import asking

    click.echo(asking.remind(organizations, is_all=is_all, **told))


@requests.command(epilog="Example: python pipeline.py requests extend --year 2024 --organization EXAMPLE-HQ --due 2025-04-30")
@_written_down
@click.option("--due", required=True, metavar="DAY", help="The new day by which it is to be handed in.")
def extend(organizations: tuple[str, ...], **told: Any) -> None:
    """Write down that an organization was given more time; its reminders start anew."""
    from greening.collecting import asking

    click.echo(asking.extend(organizations, **told))


@requests.command(epilog="Example: python pipeline.py requests letters --year 2024 --language fr")
@_YEAR
@_BODIES
@_DAY
@click.option("--language", default="en", show_default=True, help="Language where data/requests/contacts.csv names none for an organization.")
@click.option("--due", default="", metavar="DAY", help="Day by which those who are asked are to hand in. Default: as set, or 31 March.")
@click.option("--out", default="", metavar="DIR", help="Folder to write them to. Default: data/mails/<year>.")
@roots("data")
def letters(year: int, organizations: tuple[str, ...], day: str, data: str, **told: str) -> None:
    """Write the letters that are due today, to ask, to remind or to escalate; nothing is sent."""
    from greening.collecting import request_letters, request_log, requests as standing

    found = standing.standings(year, data, request_log.today_or(day), organizations)
    click.echo(request_letters.as_text(request_letters.write(year, found, data, **told), year))
