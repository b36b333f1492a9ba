"""Commands that look after a cycle: is all well here, what was found, and the mails that say so."""

import shutil
import sys

import click

from greening.commands.options import SOME_NOT_PUBLISHED, roots, with_own_suites


@click.command(
    epilog="""Examples: python pipeline.py findings --year 2024 --organization EXAMPLE-HQ (or --level reject, or --csv findings.csv)

    Exit code 0: the findings were listed, whatever they are. 2: the call was wrong."""
)
@click.option("--year", type=int, required=True, metavar="Y", help="Data year.")
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable. Default: all with input.")
@click.option("--level", "levels", multiple=True, type=click.Choice(["hold", "reject", "warn"]), help="Only findings of this level; repeatable.")
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Only findings of this rule; repeatable.")
@click.option("--csv", "place", default="", metavar="FILE", help="Write them as a CSV file that a spreadsheet opens; - is standard output.")
@click.option("--language", default="en", show_default=True, help="Language of the messages: en, fr, es, ar, ru or zh.")
@roots("data")
def findings(year: int, organizations: tuple[str, ...], levels: tuple[str, ...], rules: tuple[str, ...], **told: str) -> None:
    """List what was found in the submissions of a year: where, what, what was expected, and who has waived it."""
    from greening import paths
    from greening.collecting import finding_lists

    place, words = told["place"], finding_lists.words_of(told["language"])
    found = finding_lists.only(finding_lists.read(year, organizations, told["data"]), levels, rules)
    if place == "-":
        click.echo(finding_lists.as_csv(found, words), nl=False)
    elif place:
        paths.write_bytes(paths.root(place), finding_lists.as_csv(found, words))
        click.echo(place)
    else:
        click.echo(finding_lists.as_text(found, words, shutil.get_terminal_size().columns if sys.stdout.isatty() else 0))


@click.command(
    epilog="""Examples: python pipeline.py mails --year 2024 (or --organization EXAMPLE-HQ, or --language fr)

    Exit code 0: every mail was written. 1: an organization has to be run first. 2: the call was wrong."""
)
@click.option("--year", type=int, required=True, metavar="Y", help="Data year.")
@click.option("--organization", "organizations", multiple=True, metavar="CODE", help="Only this organization; repeatable. Default: all with input.")
@click.option("--language", default="en", show_default=True, help="Language where data/requests/contacts.csv names none for an organization.")
@click.option("--out", default="", metavar="DIR", help="Folder to write them to. Default: data/mails/<year>.")
@click.option("--date", "today", default=None, metavar="DAY", help="Day to take for today, as 2025-03-31.")
@roots("data")
def mails(year: int, organizations: tuple[str, ...], language: str, out: str, today: str | None, data: str) -> None:
    """Write a mail to each organization on its open findings, in its language, with the list of them beside it; nothing is sent."""
    from greening.collecting import mails as mail_files
    from greening.collecting.request_log import today_or

    written = mail_files.write(year, organizations, data, language, out, today_or(today))
    click.echo(mail_files.as_text(written))
    if any(mail.place is None for mail in written):
        sys.exit(SOME_NOT_PUBLISHED)


@click.command(
    epilog="""Example: python pipeline.py doctor

    Exit code 0: no fault. 1: at least one fault; its line ends with what to do."""
)
@click.option("--json", "is_json", is_flag=True, help="Print JSON for machines.")
@roots("data", "expectations", "reports")
def doctor(*, is_json: bool, **where: str) -> None:
    """Say whether all is well here: Python, packages, fonts, disk, locks, suites, submissions, leftovers; and what to do where it is not."""
    from greening.collecting import doctor as checks, doctor_machine

    told = checks.look(checks.Asked(**with_own_suites(where), today=doctor_machine.today()))
    click.echo(checks.as_json(told) if is_json else checks.as_text(told))
    if not checks.is_well(told):
        sys.exit(SOME_NOT_PUBLISHED)
