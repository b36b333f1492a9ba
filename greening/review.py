"""How far the review of a report is, as data/review/<year>.csv says; read without pandas, since it decides whether a page is up to date."""

import csv
import io

from upath import UPath

from greening import paths

#: The states of a report, from the first to the last.
STATES = ("draft", "under_review", "final")


def state(data: str | UPath, year: int, organization: str) -> str:
    """The state of an organization's report: its last row in the file; a draft where there is no file, no row, or no state that is known."""
    return states(data, year).get(organization, STATES[0])


def states(data: str | UPath, year: int) -> dict[str, str]:
    """The states of all reports of a year that the file names."""
    place = paths.root(data) / "review" / f"{year}.csv"
    try:
        text = place.read_bytes().decode("utf-8-sig", errors="replace")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return {}
    rows = csv.DictReader(io.StringIO(text))
    said = {(row.get("organization") or "").strip(): (row.get("state") or "").strip().lower() for row in rows}
    return {organization: found if found in STATES else STATES[0] for organization, found in said.items()}
