"""Commands of the staff who run the cycle: what goes out to the organizations and what comes back."""

import sys
from typing import Any

import click

from greening.commands.options import SOME_NOT_PUBLISHED, roots, sound_year, with_own_suites

#: What exports can be; the same as greening.collecting.mapping.KINDS, which takes longer to load.
EXPORTS = ("tickets", "icao", "bills", "table")


@click.command(
    epilog="Examples: python pipeline.py template --year 2025 --organization EXAMPLE-HQ "
    "(or --organization EXAMPLE-FIELD --headers fr --out field.xlsx)"
)
@click.option("--year", type=int, required=True, callback=sound_year, metavar="Y", help="Data year that the workbook is for.")
@click.option("--organization", required=True, metavar="CODE", help="Organization that it is for.")
@click.option("--out", default=None, metavar="FILE", help="File to write. Default: data/templates/<year>/<code>.xlsx.")
@click.option(
    "--headers",
    default="",
    metavar="LANGUAGE",
    help="Language of the heads and the help: en, fr or es. Default: the names that findings use, in English.",
)
@roots("data", "expectations")
def template(year: int, organization: str, out: str | None, headers: str, **places: str) -> None:
    """Write the submission workbook of an organization: what still holds of the year before is filled in, cells that would be rejected turn red."""
    from greening import template_workbook
    from greening.collecting import new_cycle

    options = with_own_suites(places)
    path = template_workbook.write(year, organization, options["data"], out, expectations=options["expectations"], headers=headers)
    click.echo(f"{path}\n{new_cycle.begun_with(year, organization, options['data'])}")


@click.command(
    "import",
    epilog="""Examples:

    \b
    python pipeline.py import tickets agency.csv --mapping my_agency.yml --year 2024 --organization EXAMPLE-HQ --dry-run
    python pipeline.py import bills utility.xlsx --mapping my_bills.yml --year 2024 --organization EXAMPLE-HQ --out electricity_meters.csv

    Exit code 0: every row was used, netted or left out. 1: rows were refused, or the file cannot be read. 2: the call or the mapping was wrong.""",
)
@click.argument("kind", type=click.Choice(EXPORTS))
@click.argument("file")
@click.option("--mapping", "mapping_file", default="", metavar="FILE", help="Mapping file. Default: the shipped one of the kind (see mapping).")
@click.option("--year", type=int, required=True, callback=sound_year, metavar="Y", help="Data year of the submission.")
@click.option("--organization", required=True, metavar="CODE", help="Organization whose submission it is for.")
@click.option("--out", default="", metavar="FILE", help="CSV file to write, named for its table; never one that exists.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Write nothing; show what would be written.")
@roots("data")
def import_export(kind: str, file: str, mapping_file: str, is_dry: bool, **told: Any) -> None:
    """Turn FILE, an export of another program, into a table of a submission.

    KIND is tickets (a travel agency's coupons), icao (results of the ICAO carbon emissions calculator), bills (of utilities) or table (any other).
    The mapping file says which column is which; whatever happens to a row is told and counted.
    """
    from greening.collecting import import_text, importing, mapping

    found = importing.import_file(kind, file, mapping_file or mapping.shipped(kind), is_dry=is_dry, **told)
    click.echo(import_text.as_text(found))
    if not found.is_whole:
        sys.exit(SOME_NOT_PUBLISHED)


@click.command(epilog="Example: python pipeline.py mapping tickets --out my_agency.yml")
@click.argument("kind", type=click.Choice(EXPORTS))
@click.option("--out", default="", metavar="FILE", help="File to write, which must not exist. Default: standard output.")
def mapping(kind: str, out: str) -> None:
    """Write the shipped mapping file of an import, to be edited."""
    from greening.collecting import mapping as mappings

    click.echo(mappings.copy(kind, out))


@click.command(
    epilog="""Examples:

    \b
    python pipeline.py receive --year 2024 --organization EXAMPLE-HQ inbox/EXAMPLE-HQ --dry-run
    python pipeline.py receive --year 2024 --organization EXAMPLE-HQ air_travel.csv --keep-others --check

    Exit code 0: the files were received, or count already. 1: nothing was received, since a run could not read them. 2: the call was wrong."""
)
@click.argument("files", nargs=-1, required=True)
@click.option("--year", type=int, required=True, callback=sound_year, metavar="Y", help="Data year.")
@click.option("--organization", required=True, metavar="CODE", help="Organization that handed in.")
@click.option("--role", default="", metavar="ROLE", help="Role of who sent it, never a name. Default: the focal point of its profile.")
@click.option("--date", "day", default="", metavar="DAY", help="Day on which it came in. Default: today.")
@click.option("--keep-others", "keeps_others", is_flag=True, help="Files before of other names stay. Default: the new files replace all.")
@click.option("--check", "is_checked", is_flag=True, help="Validate the new files by the suites, and count the findings.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Write nothing; show the receipt and what would change.")
@roots("data", "expectations")
def receive(files: tuple[str, ...], year: int, organization: str, role: str, day: str, **told: Any) -> None:
    """Take FILES (or a folder) as the submission of an organization, keep what was there before, and write a receipt.

    The receipt lists files, rows and, against the submission before, every row added, removed and changed.
    """
    from greening.collecting import receiving, request_log
    from greening.signing import moves

    handed = receiving.Handed(year, organization, receiving.contents_of(files), request_log.gone_or_today(day).isoformat(), role)
    suites = str(with_own_suites(told)["expectations"]) if told["is_checked"] else ""
    asked = {"keeps_others": told["keeps_others"], "is_dry": told["is_dry"], "expectations": suites}
    found = receiving.receive(handed, told["data"], **asked, say=lambda line: click.echo(line, err=True))
    click.echo(receiving.as_text(found, is_dry=told["is_dry"]))
    if found.place is not None and moves.submit(told["data"], year, organization, role or "Focal point", handed.date):
        click.echo(f"the review of {organization} {year} is now: submitted")


@click.command(epilog="Example: python pipeline.py receipts --year 2024 --organization EXAMPLE-HQ")
@click.option("--year", type=int, required=True, callback=sound_year, metavar="Y", help="Data year.")
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable.")
@roots("data")
def receipts(year: int, organizations: tuple[str, ...], data: str) -> None:
    """List the receipts of a year: who handed in when, and how much changed."""
    from greening.collecting import receipts as kept

    click.echo(kept.as_table([one for one in kept.read_all(data, year) if not organizations or one.organization in organizations]))


@click.command("new-cycle", epilog="Example: python pipeline.py new-cycle --year 2025")
@click.option("--year", type=int, required=True, callback=sound_year, metavar="Y", help="Data year of the new cycle.")
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable. Default: all of last year.")
@click.option("--headers", default="", metavar="LANGUAGE", help="Language of the workbooks' heads and help: en, fr or es (see template).")
@roots("data", "expectations")
def new_cycle(year: int, organizations: tuple[str, ...], headers: str, **places: str) -> None:
    """Set up a new cycle: write the workbook of every body of the year before, and say what is carried forward and what is due."""
    from functools import partial

    from greening import template_workbook
    from greening.collecting import new_cycle as cycle

    write = partial(template_workbook.write, expectations=with_own_suites(places)["expectations"], headers=headers)
    click.echo(cycle.as_text(cycle.set_up(year, places["data"], organizations, write), places["data"]))
