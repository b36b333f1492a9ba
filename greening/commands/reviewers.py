"""Commands of reviewers, who sign reports off."""

import sys

import click

from greening.commands.options import SOME_NOT_PUBLISHED, roots, with_own_suites

_YEAR = click.option("--year", type=int, required=True, metavar="Y", help="Data year of the report.")
_ORGANIZATION = click.option("--organization", required=True, metavar="CODE", help="Whose report it is.")
_ROLE = click.option("--role", required=True, metavar="ROLE", help='Who does so, as a role: "Reviewer".')
_DATE = click.option("--date", "day", default="", metavar="DAY", help="The day, as 2026-11-21. Default: today.")


@click.group()
def review() -> None:
    """Review reports: their states, and comments on them."""


@review.command(
    "set",
    epilog="""Example: python pipeline.py review set --year 2024 --organization EXAMPLE-HQ under_review --role "Reviewer"

    States: draft, submitted, under_review, comments, approved, final. A run shows the new state on the pages.
    Exit code 0: recorded. 1: what is to be approved is not published, or comments are open. 2: no such move.""",
)
@click.argument("state")
@_YEAR
@_ORGANIZATION
@_ROLE
@click.option("--note", default="", metavar="TEXT", help="Why, in a line.")
@_DATE
@roots("data")
def set_state(state: str, year: int, organization: str, role: str, note: str, day: str, data: str) -> None:
    """Move the report of an organization to STATE, and record who did so, when, and of which content."""
    from greening.signing import moves

    now = moves.move(data, year, organization, state, role, note, day)
    click.echo(f"{organization} {year} is now {now.state}, content {now.move.content_hash[:12] or '(nothing published)'}")
    click.echo(f"to show it on the pages: python pipeline.py run --year {year} --organization {organization}")


@review.command(
    "show",
    epilog="""Example: python pipeline.py review show --year 2024 --organization EXAMPLE-HQ

    Exit code 0: all lines of the record and of the comments count. 1: some do not. 2: the call was wrong.""",
)
@_YEAR
@_ORGANIZATION
@roots("data")
def show(year: int, organization: str, data: str) -> None:
    """Print where a review stands, every move, every comment, and the next step."""
    from greening.signing import listing

    click.echo(listing.one(data, year, organization))
    if listing.faults(data, year):
        sys.exit(SOME_NOT_PUBLISHED)


@review.command(
    "list",
    epilog="""Example: python pipeline.py review list --year 2024

    Exit code 0: all lines of the record and of the comments count. 1: some do not. 2: the call was wrong.""",
)
@_YEAR
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable.")
@roots("data")
def show_all(year: int, organizations: tuple[str, ...], data: str) -> None:
    """Print where the reviews of a year stand, and which lines of their record do not count."""
    from greening.signing import listing

    click.echo(listing.table(data, year, organizations))
    if listing.faults(data, year):
        sys.exit(SOME_NOT_PUBLISHED)


@review.command(
    epilog="""Example: python pipeline.py review comment --year 2024 --organization EXAMPLE-HQ figure:ghg.total "Why so low?" --role "Reviewer"

    ON is figure:<name as in figures.csv>, section:<as in the page's address>, or finding:<rule>, with :<table>:<row> for one row."""
)
@click.argument("on")
@click.argument("text")
@_YEAR
@_ORGANIZATION
@_ROLE
@_DATE
@roots("data")
def comment(on: str, text: str, year: int, organization: str, role: str, day: str, data: str) -> None:
    """Enter a comment TEXT on a figure, a section or a finding of a report."""
    from greening.signing import remarks

    entered = remarks.comment(data, year, organization, on, text, role, day)
    click.echo(
        f"comment {entered.id} on {entered.on} is open; to answer it: python pipeline.py review answer --year {year} {entered.id} TEXT --role …"
    )


@review.command(epilog='Example: python pipeline.py review answer --year 2024 3 "Two places closed in May." --role "Focal point"')
@click.argument("comment_id", metavar="COMMENT")
@click.argument("text")
@_YEAR
@_ROLE
@_DATE
@roots("data")
def answer(comment_id: str, text: str, year: int, role: str, day: str, data: str) -> None:
    """Answer COMMENT, named by its number, with TEXT."""
    from greening.signing import remarks

    entered = remarks.answer(data, year, comment_id, text, role, day)
    click.echo(f"comment {comment_id} on {entered.on} is answered; to close it: python pipeline.py review close --year {year} {comment_id} --role …")


@review.command(epilog='Example: python pipeline.py review close --year 2024 3 --role "Reviewer"')
@click.argument("comment_id", metavar="COMMENT")
@click.argument("text", default="")
@_YEAR
@_ROLE
@_DATE
@roots("data")
def close(comment_id: str, text: str, year: int, role: str, day: str, data: str) -> None:
    """Close COMMENT, named by its number, with or without a last TEXT."""
    from greening.signing import remarks

    entered = remarks.close(data, year, comment_id, text, role, day)
    click.echo(f"comment {comment_id} on {entered.on} is closed")


@click.command(
    epilog="""Example: python pipeline.py seal --year 2024 --organization EXAMPLE-HQ

    Exit code 0: sealed. 1: a report is not final, or not as a run would publish it. 2: the call was wrong."""
)
@_YEAR
@click.option("--organization", default="", metavar="CODE", help="Only the report of this organization. Default: the whole year.")
@_DATE
@roots("data", "expectations", "reports")
def seal(year: int, organization: str, day: str, **where: str) -> None:
    """Seal final reports: keep the hashes of everything that they rest on, and of every published file."""
    from greening.chain.inputs import Settings
    from greening.signing import seal as seals

    place, told = seals.seal(Settings(**with_own_suites(where)), year, organization, day)
    click.echo(f"sealed: {place}")
    click.echo(f"{len(told['files'])} published files; {len(told['inputs']['raw'])} submitted files, {len(told['inputs']['suites'])} suites")
    for name, reason in told["not_sealed"].items():
        click.echo(f"not sealed, since it {reason}: {name}")
    code = f" --organization {organization}" if organization else ""
    click.echo(f"to see whether it still comes out: python pipeline.py verify --year {year}{code}")


@click.command(
    epilog="""Example: python pipeline.py verify --year 2024 --organization EXAMPLE-HQ

    Exit code 0: every sealed file came out the same, byte for byte. 1: some did not. 2: there is no such seal."""
)
@_YEAR
@click.option("--organization", default="", metavar="CODE", help="The seal of this organization's report. Default: that of the whole year.")
@click.option("--all", "with_all", is_flag=True, help="Name every file, not only those that differ.")
@click.option("--workers", type=click.IntRange(min=1), default=None, help="Local processes. Default: one for each core.")
@roots("data", "expectations", "reports")
def verify(year: int, organization: str, workers: int | None, *, with_all: bool, **where: str) -> None:
    """Run sealed reports again from what was submitted, and say of each file whether it still comes out, and what changed where not."""
    from greening.chain.inputs import Settings
    from greening.signing import verify as verifying

    found = verifying.verify(Settings(**with_own_suites(where)), year, organization, workers)
    click.echo(verifying.as_text(found, with_all=with_all))
    if not found.is_whole:
        sys.exit(SOME_NOT_PUBLISHED)
