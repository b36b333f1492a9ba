"""Commands of data stewards, who keep the expectation suites."""

import sys

import click

from greening.commands.options import SOME_NOT_PUBLISHED, roots


@click.group()
def expectations() -> None:
    """Work on the expectation suites."""


@expectations.command(
    "check",
    epilog="""Examples: python pipeline.py expectations check
    python pipeline.py expectations check --without-data

    Exit code 0: every suite is sound. 1: there are faults, each with file, line and rule. 2: the call was wrong.""",
)
@click.option("--without-data", is_flag=True, help="Leave out what past submissions say of the rules; quicker.")
@roots("data", "expectations")
def check(data: str, expectations: str, without_data: bool) -> None:
    """Say whether every suite is sound; name each fault with file, line and rule.

    Past submissions below data/raw show rules that fail at every row.
    """
    from greening.stewarding import checking

    checked = checking.check(expectations, None if without_data else data)
    click.echo(checking.in_words(checked))
    if checked.faults:
        sys.exit(SOME_NOT_PUBLISHED)


@expectations.command(
    "export",
    epilog="""Example: python pipeline.py expectations export --out rules.xlsx

    Exit code 0: the workbook was written. 1: a suite is not sound; nothing was written. 2: the call was wrong.""",
)
@click.option("--out", default="expectations.xlsx", show_default=True, metavar="FILE", help="Workbook to write.")
@roots("expectations")
def export(expectations: str, out: str) -> None:
    """Write all suites as one workbook: a sheet a suite, a row a rule, with lists to choose from."""
    from greening.stewarding import suite_workbook

    click.echo(str(suite_workbook.write(expectations, out)))
    click.echo(f"next: change it, then python pipeline.py expectations import {out} --dry-run")


@expectations.command(
    "import",
    epilog="""Examples: python pipeline.py expectations import rules.xlsx --dry-run
    python pipeline.py expectations import rules.xlsx

    Exit code 0: the suites are as in the workbook, or would be. 1: something in it is wrong, told with sheet and cell; nothing was
    written. 2: the call was wrong.""",
)
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--delete", is_flag=True, help="Take away suites that have no sheet in the workbook.")
@click.option("--overwrite", is_flag=True, help="Write over what somebody changed in a file since the export.")
@roots("expectations")
def import_(file: str, expectations: str, dry_run: bool, delete: bool, overwrite: bool) -> None:
    """Read the workbook FILE back into the suites: checked as a whole, told rule by rule, written all or not at all."""
    from greening.errors import SuiteError
    from greening.stewarding import suite_import

    try:
        plan = suite_import.plan(file, expectations, delete=delete, overwrite=overwrite)
    except SuiteError as error:
        click.echo(str(error))
        sys.exit(SOME_NOT_PUBLISHED)
    for line in (*plan.changes, *plan.kept):
        click.echo(line)
    if not plan.changes:
        click.echo("nothing to change: the suites say what the workbook says")
        return
    if dry_run:
        click.echo("nothing was written: this was a dry run")
        return
    suite_import.carry_out(plan, expectations)
    click.echo(f"written: {', '.join([*plan.written, *(f'{name} (taken away)' for name in plan.removed)])}")
    click.echo("next: python pipeline.py expectations preview")


@expectations.command(
    "waive",
    epilog="""Example: python pipeline.py expectations waive --organization EXAMPLE-HQ --year 2024 --table waste --rule missing_topic
    --reason "Weighed from 2027 on" --decided-by "Chief of facilities" --expires 2027-12-31

    Exit code 0: the line was written. 2: it would waive nothing, or is not as it should be; nothing was written.""",
)
@click.option("--organization", required=True, metavar="CODE", help="Organization whose finding is accepted.")
@click.option("--year", type=int, default=None, metavar="Y", help="Data year. Default: every year until the waiver expires.")
@click.option("--table", default="", metavar="TABLE", help="Only findings on this table.")
@click.option("--rule", required=True, metavar="RULE", help="Rule whose findings are accepted, as the list of findings names it.")
@click.option("--rows", default="", metavar="ROWS", help="Only these rows of the submitted file: 12, 12-40, 12-40;55, or a row_id.")
@click.option("--file", default="", metavar="FILE", help="Only rows of this submitted file.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it is accepted; printed beside the finding.")
@click.option("--decided-by", required=True, metavar="ROLE", help="Role of who decided it; no names.")
@click.option("--expires", "expires_on", required=True, metavar="DATE", help="Last day, as 2027-12-31: it holds for data years that end by then.")
@click.option("--date", "decided_on", default="", metavar="DATE", help="Day of the decision. Default: today.")
@roots("data", "expectations")
def waive(data: str, expectations: str, year: int | None, **cells: str) -> None:
    """Accept a finding: write a line into waivers.csv, once it is sure that it names something that the last run found."""
    from datetime import date

    from greening.stewarding import waiving

    today = {"decided_on": cells["decided_on"] or date.today().isoformat(), "year": str(year or "")}
    written = waiving.waive(cells | today, expectations, data)
    for waived_year, count in written.found.items():
        click.echo(
            f"{cells['organization']} {waived_year}: {count} finding{'s' * (count != 1)} of {cells['rule']} waived until {cells['expires_on']}"
        )
    click.echo(f"written: {written.place}, line {written.line}")
    click.echo(f"next: python pipeline.py run --organization {cells['organization']}")


@expectations.command(
    "preview",
    epilog="""Examples: python pipeline.py expectations preview (against what the last run found)
    python pipeline.py expectations preview --against HEAD~1 --year 2024

    Exit code 0: what would change is told, also where that is nothing. 1: a suite is not sound. 2: the call was wrong. Nothing is published.""",
)
@click.option("--against", default="", metavar="DIR|REVISION", help="A folder of suites or a revision of git. Default: what the last run found.")
@click.option("--year", "years", type=int, multiple=True, metavar="Y", help="Only this data year; repeatable. Default: all years with input.")
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable.")
@click.option("--examples", type=click.IntRange(min=0), default=3, show_default=True, metavar="N", help="Show so many rows of each rule.")
@click.option("--out", default=None, metavar="FILE", help="Page to write. Default: <reports>/expectations-preview.html, which no manifest lists.")
@roots("data", "expectations", "reports")
def preview(against: str, years: tuple[int, ...], organizations: tuple[str, ...], examples: int, out: str | None, **roots_: str) -> None:
    """Print whom changed suites would hold, warn or clear, by which rule and with which rows, before anything is published."""
    from greening.stewarding import preview as previews, preview_page, preview_text

    found = previews.preview(roots_["expectations"], roots_["data"], against, years, organizations)
    click.echo(preview_text.as_text(found, examples))
    if found.changes:
        page = out or f"{roots_['reports']}/expectations-preview.html"
        click.echo(f"\npage: {preview_page.write(found, page)}")


@expectations.command(
    "history",
    epilog="""Examples: python pipeline.py expectations history electricity.absurd_quantity
    python pipeline.py expectations history negative_quantity (in every suite that has a rule of that name)

    Exit code 0: the history was printed, or there is none since git does not keep the suites. 2: there never was such a rule.""",
)
@click.argument("rule")
@roots("expectations")
def history(rule: str, expectations: str) -> None:
    """Print who changed RULE, when, why and how, newest first, as git knows it."""
    from greening.stewarding import rule_history

    found = rule_history.history(rule, expectations)
    if not found:
        click.echo(f"no history: {expectations} is not kept in git; what a rule says now stands in its suite and on the page rules.html of a year")
        return
    click.echo(rule_history.as_text(found))
