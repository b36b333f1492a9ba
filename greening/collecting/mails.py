"""The mails of a cycle, written as files for somebody to send: one for each organization, with its open findings and a list beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from upath import UPath

from greening import locale, paths, tables
from greening.chain import keys
from greening.chain.status import as_text as as_table
from greening.collecting import contacts, finding_lists, letters
from greening.collecting.contacts import Contact
from greening.collecting.finding_lists import Found
from greening.errors import DeclarationError
from greening.submission.files import listing

#: The figure that counts the rows of a submission, those that were rejected included.
_ROWS = "rows.raw"


@dataclass(frozen=True)
class Mail:
    """What became of one organization's mail."""

    organization: str
    #: Where the mail lies; None where none was written.
    place: UPath | None
    #: What is in it, or why none was written and what to do.
    told: str


def write(year: int, organizations: Sequence[str], data: str, language: str, out: str, today: date) -> list[Mail]:
    """Write the mail of each organization that handed something in, and the list of its open findings beside it.

    The language is that of the organization's contact, else the one given; a day by which to hand in is named unless it is past.
    Raises CallError for a year without input, an unknown code, a language without a catalogue, and contacts or a log that cannot be read.
    """
    known, usual = contacts.read(data), finding_lists.words_of(language or locale.SOURCE).language
    folder = paths.root(out) if out else paths.root(data) / "mails" / str(year)
    due = contacts.due(data, year, today)
    return list(_written(finding_lists.read(year, organizations, data), known, (data, usual, folder), due))


def _written(found: Sequence[Found], known: Mapping[str, Contact], where: tuple[str, str, UPath], due: Mapping[str, str]) -> Iterator[Mail]:
    data, usual, folder = where
    for body in found:
        code = body.task.organization
        files = [path.name for path in listing(paths.raw(data, body.task.year, code))]
        contact = known.get(code, Contact())
        if not files:
            # A group has nobody who could mend anything.
            continue
        if body.state is None or body.is_outdated:
            yield Mail(code, None, _unchecked(body))
            continue
        about = _about(body, data, files, contact, due.get(code, ""))
        yield _one(body, about, contact.language or usual, folder)


def _unchecked(body: Found) -> str:
    why = "has not been run" if body.state is None else "its files have changed since they were checked"
    return f"no mail: {why}; run it first: python pipeline.py run --year {body.task.year} --organization {body.task.organization}"


def _about(body: Found, data: str, files: Sequence[str], contact: Contact, due: str) -> letters.About:
    folder = paths.processed(data, body.task.year, body.task.organization)
    profile = keys.read("validate", folder).get("profile") or {}
    role = contact.role or str(profile.get("focal_point_role") or "")
    return letters.About(body.task.title, role, files, _rows(folder), due, f"{body.task.organization}.csv")


def _rows(folder: UPath) -> int:
    try:
        figures = tables.read("figures", folder, ["figure_id", "value"])
    except DeclarationError:
        return 0
    return int(figures.loc[figures["figure_id"] == _ROWS, "value"].sum())


def _one(body: Found, about: letters.About, language: str, folder: UPath) -> Mail:
    words = locale.catalogue(language)
    waiting = replace(body, findings=body.findings[finding_lists.is_open(body.findings)])
    place, beside = folder / f"{body.task.organization}.txt", folder / about.listed_in
    if len(waiting.findings):
        paths.write_bytes(beside, finding_lists.as_csv([waiting], words))
    else:
        beside.unlink(missing_ok=True)
    paths.write_text(place, letters.on_findings(body, about, words).text(words))
    return Mail(body.task.organization, place, f"{language}, {_counted(waiting)}")


def _counted(waiting: Found) -> str:
    count = len(waiting.findings)
    return f"{count} open finding{'' if count == 1 else 's'}"


def as_text(mails: Sequence[Mail]) -> str:
    """One line a mail: where it lies and what it holds, or why there is none."""
    if not mails:
        return "no organization of the year handed anything in, so there is nobody to write to"
    return as_table(("organization", "mail", "what"), [(mail.organization, str(mail.place or "-"), mail.told) for mail in mails])
