"""The command line of Greening: options onto one call, nothing computed here."""

import sys
from typing import Any

import click

from greening.commands import cycle, requests, reviewers, staff, stewards
from greening.commands.options import PUBLISHED, SOME_NOT_PUBLISHED, WRONG_CALL, refused_place, roots, with_own_suites
from greening.errors import CallError, GreeningError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """From submissions to published environmental progress reports."""


@main.command(
    epilog="""Examples: python pipeline.py run --year 2024 (or --organization EXAMPLE-HQ, or --languages en,fr, or --pdf)

    Exit code 0: everything asked for was published. 1: some organization failed or was held, the others were published. 2: wrong call."""
)
@click.option("--year", "years", type=int, multiple=True, metavar="Y", help="Data year; repeatable. Default: all years with input.")
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization and the groups above it; repeatable.")
@click.option("--from", "start", type=click.Choice(["validate", "footprints", "targets", "narrative"]), default="validate", help="Stage to start at.")
@click.option("--languages", default="en", show_default=True, help="Report languages, separated by commas.")
@click.option("--gwp", "gwp_set", type=click.Choice(["AR4", "AR5", "AR6"]), default="AR5", show_default=True, help="Global warming potentials.")
@click.option(
    "--flights",
    "flight_method",
    type=click.Choice(["icao_style", "desnz", "desnz_rf"]),
    default="icao_style",
    show_default=True,
    help="Flight method.",
)
@click.option("--engine", type=click.Choice(["warm", "papermill"]), default="warm", show_default=True, help="How notebooks run.")
@click.option("--workers", type=click.IntRange(min=1), default=None, help="Local processes. Default: one for each core.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Address of an existing Dask cluster to run on: tcp://… or tls://….")
@click.option("--pdf", is_flag=True, help="Print each page as PDF beside it, too, with the system's Chromium.")
@click.option("--workbook", is_flag=True, help="Write each report's figures, footprint, factors and tables as one workbook beside it, too.")
@click.option("--public", is_flag=True, help="Publish for the public, without small and confidential figures, into reports-public or --reports.")
@click.option("--force", is_flag=True, help="Run what is already up to date, too.")
@roots("data", "expectations", "reports")
def run(years: tuple[int, ...], organizations: tuple[str, ...], languages: str, workers: int | None, scheduler: str, **options: Any) -> None:
    """Run the whole chain and publish the reports."""
    from greening.chain import edition, report_run
    from greening.chain.inputs import Settings

    if options["public"] and options["reports"] == "reports":
        options["reports"] = edition.REPORTS
    chosen = tuple(language.strip() for language in languages.split(",") if language.strip())
    settings = Settings(languages=chosen, **with_own_suites(options))
    sys.exit(PUBLISHED if report_run.run_and_report(settings, years, organizations, workers, scheduler) else SOME_NOT_PUBLISHED)


@main.command(
    epilog="""Example: python pipeline.py status --year 2024

    Exit code 0: the table was printed, whatever it says. 2: the call was wrong."""
)
@click.option("--year", "years", type=int, multiple=True, metavar="Y", help="Data year; repeatable. Default: all years with input.")
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable.")
@roots("data", "expectations", "reports")
def status(years: tuple[int, ...], organizations: tuple[str, ...], **where: str) -> None:
    """Print how far each organization came, its findings, why it is not published, and what a run would do."""
    from greening.chain.inputs import Settings
    from greening.chain.status import status_table

    click.echo(status_table(Settings(**with_own_suites(where)), years, organizations))


@main.command(
    epilog="""Example: python pipeline.py explain --year 2024 --organization EXAMPLE-HQ ghg.total

    Exit code 0: everything came out equal to the last digit. 1: something did not, or is no longer what it was. 2: the call was wrong."""
)
@click.argument("figure_id")
@click.option("--year", type=int, required=True, metavar="Y", help="Data year of the figure.")
@click.option("--organization", required=True, metavar="CODE", help="Organization that printed it.")
@click.option("--rows", type=click.IntRange(min=0), default=5, show_default=True, metavar="N", help="Show so many rows of each part.")
@click.option("--json", "is_json", is_flag=True, help="Print JSON for machines.")
@roots("data")
def explain(figure_id: str, year: int, organization: str, rows: int, is_json: bool, data: str) -> None:
    """Print how FIGURE_ID was made, down to rows, factors, sources and files, and make it again.

    FIGURE_ID is the name of a figure as in figures.csv of its report and at the end of the page: ghg.total, ghg.per_capita@2022.
    """
    from greening.explain import trace, wording

    found = trace.trace(year, organization, figure_id, data, rows)
    click.echo(wording.as_json(found) if is_json else wording.as_text(found))
    sys.exit(PUBLISHED if found.is_whole else SOME_NOT_PUBLISHED)


@main.group()
def factors() -> None:
    """Work on the emission factors."""


@factors.command(
    epilog="""Examples: python pipeline.py factors compare --year 2024 --with AR6 (or desnz, or 2022, or my_tables/)

    Exit code 0: every organization of the year was compared. 1: some have not been run, or cannot be computed. 2: the call was wrong."""
)
@click.option("--year", type=int, required=True, metavar="Y", help="Data year; earlier years are compared as far as it rests on them.")
@click.option(
    "--with",
    "other",
    required=True,
    metavar="OTHER",
    help="AR4, AR5 or AR6; a flight method; the year of an edition, at which all yearly factors are held; or a folder of changed reference tables.",
)
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization and the groups above it; repeatable.")
@roots("data")
def compare(year: int, other: str, organizations: tuple[str, ...], data: str) -> None:
    """Print what other factors would change, and publish nothing.

    Which organizations move, by how much and through which sources, which goals would change their status, and the draft of a restatement note.
    """
    from greening.compare import other as others, preview, wording

    found = preview.preview(year, organizations, others.read(other), data)
    click.echo(wording.as_text(found))
    sys.exit(PUBLISHED if found.is_whole else SOME_NOT_PUBLISHED)


@main.command(
    "compare",
    epilog="""Example: python pipeline.py compare --years 2023,2024 --organization EXAMPLE-HQ

    Exit code 0: the pages were written. 1: a page would disagree with the figures. 2: the call was wrong.""",
)
@click.option("--years", required=True, metavar="A,B", help="The two data years, separated by a comma.")
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable.")
@click.option("--languages", default="en", show_default=True, help="Languages of the pages, separated by commas.")
@roots("data", "reports")
def compare_years(years: str, organizations: tuple[str, ...], languages: str, data: str, reports: str) -> None:
    """Print two years side by side, and write them as pages below reports/compare/.

    A figure is said to have risen or fallen only where the data tell the change from none.
    """
    from greening import locale
    from greening.chain import edition
    from greening.chain.inputs import Settings
    from greening.compare import cycle_pages, cycles

    edition.claim(Settings(data=data, reports=reports))
    pairs = cycles.read(cycles.years_of(years), organizations, data)
    written = cycle_pages.write(pairs, reports, cycles.languages_of(languages))
    click.echo(f"{cycle_pages.as_table(pairs, locale.catalogue(locale.SOURCE))}\n\npages: {written[0]}")


@main.command(
    "zip",
    epilog="""Example: python pipeline.py zip --year 2024

    Exit code 0: the archive was written. 1: files that are not as they were published were left out. 2: wrong call.""",
)
@click.option("--year", "years", type=int, multiple=True, required=True, metavar="Y", help="Data year; repeatable.")
@click.option("--public", "is_public", is_flag=True, help="The edition for the outside, from reports-public/ where --reports is not given.")
@click.option("--out", default=None, metavar="FILE", help="File to write. Default: <reports>/greening-<years>.zip.")
@roots("reports")
def zip_site(years: tuple[int, ...], is_public: bool, out: str | None, reports: str) -> None:
    """Write the published site of the years as one archive, with its licences; it works from wherever it is unpacked."""
    from greening.chain import edition
    from greening.chain.inputs import Settings
    from greening.site import bundle

    folder = edition.REPORTS if is_public and reports == "reports" else reports
    edition.claim(Settings(reports=folder, public=is_public))
    name = "-".join(["greening", *(["public"] if is_public else []), *map(str, sorted(years))])
    place = out or f"{folder}/{name}.zip"
    touched = bundle.write(years, folder, place)
    click.echo(place)
    for file in touched:
        click.echo(f"left out, since it is not as it was published: {file}", err=True)
    if touched:
        sys.exit(SOME_NOT_PUBLISHED)


for command in (cycle.doctor, cycle.findings, cycle.mails, stewards.expectations, staff.template, reviewers.review, reviewers.seal, reviewers.verify):
    main.add_command(command)
for command in (staff.import_export, staff.mapping, staff.receive, staff.receipts, staff.new_cycle, requests.requests):
    main.add_command(command)


def call() -> None:
    """Run the command line; a wrong call ends in one line and exit code 2."""
    try:
        main()
    except CallError as error:
        click.echo(f"pipeline.py: {error}", err=True)
        sys.exit(WRONG_CALL)
    except GreeningError as error:
        click.echo(f"pipeline.py: {error}", err=True)
        sys.exit(SOME_NOT_PUBLISHED)
    except OSError as error:
        click.echo(f"pipeline.py: {refused_place(error)}", err=True)
        sys.exit(WRONG_CALL)


if __name__ == "__main__":
    call()
