"""Commands of the staff who run the cycle: what goes out to the organizations and what comes back."""

import click

from greening.commands.options import roots


@click.command()
@click.option("--year", type=int, required=True, metavar="Y", help="Data year that the workbook is for.")
@click.option("--organization", required=True, metavar="CODE", help="Organization that it is for.")
@click.option("--out", default=None, metavar="FILE", help="File to write. Default: data/templates/<year>/<code>.xlsx.")
@roots("data")
def template(year: int, organization: str, out: str | None, data: str) -> None:
    """Write the submission workbook of an organization."""
    from greening import template_workbook

    click.echo(str(template_workbook.write(year, organization, data, out)))
