"""The log of requests for submissions: who was asked, reminded, given more time, and who handed in. Rows are only ever added to it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from filelock import FileLock
from upath import UPath

from greening import paths
from greening.errors import CallError
from greening.waiver_file import decoded, separator

#: What can be written down.
ASKED, REMINDED, EXTENDED, RECEIVED = "asked", "reminded", "extended", "received"
EVENTS = (ASKED, REMINDED, EXTENDED, RECEIVED)
#: Folder of the logs below that of the data.
FOLDER = "requests"


@dataclass(frozen=True)
class Event:
    """One row of the log; role is that of who wrote, sent or decided, and due the day by which the submission is asked for."""

    organization: str
    date: str
    event: str
    role: str = ""
    due: str = ""
    note: str = ""


def place(data: str | UPath, year: int) -> UPath:
    """Where the log of a year lies."""
    return paths.root(data) / FOLDER / f"{year}.csv"


def read(data: str | UPath, year: int) -> list[Event]:
    """The rows of the log in their order; none where there is no file.

    Raises CallError for a row that is none, naming its line.
    """
    path = place(data, year)
    if not path.is_file():
        return []
    text = decoded(path.read_bytes())
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator(text))
    names = list(Event.__dataclass_fields__)
    if lacks := [name for name in names if name not in (rows.fieldnames or ())]:
        raise CallError(f"{path} has no column {', '.join(lacks)}; add it: the log has {', '.join(names)}")
    return [_event({name: (row[name] or "").strip() for name in names}, f"{path}:{rows.line_num}") for row in rows if any(row.values())]


def append(data: str | UPath, year: int, events: Iterable[Event]) -> None:
    """Add rows to the log of a year; what is there stays as it is, to the byte."""
    path = place(data, year)
    # What cannot be read must not grow.
    read(data, year)
    added = io.StringIO(newline="")
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path.parent / '.lock'}"):
        before = path.read_bytes() if path.is_file() else b""
        # A spreadsheet program may have saved it with its own separator, and with the columns moved.
        sign = separator(decoded(before)) if before else ","
        head = next(csv.reader([decoded(before).split("\n")[0]], delimiter=sign)) if before else list(Event.__dataclass_fields__)
        writer = csv.DictWriter(added, [name.strip() for name in head], delimiter=sign, lineterminator="\n")
        if not before:
            writer.writeheader()
        writer.writerows(asdict(event) for event in events)
        gap = b"\n" if before and not before.endswith(b"\n") else b""
        paths.write_bytes(path, before + gap + added.getvalue().encode("utf-8"))


def day(text: str, where: str) -> date:
    """The day that a text is; raises CallError where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CallError(f"{where} is {text}; write a day such as 2025-03-31") from None


def today_or(text: str | None) -> date:
    """The day that a call names, else today; raises CallError for what is no day."""
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CallError(f"--date is {text}; write a day such as 2025-03-31") from None


def gone_or_today(text: str | None) -> date:
    """The day on which something came in, else today; raises CallError for what is no day, and for one that is still to come."""
    found = today_or(text)
    if found > date.today():
        raise CallError(f"--date is {text}, which is still to come; write the day on which it came in")
    return found


def _event(row: dict[str, str], line: str) -> Event:
    if row["event"] not in EVENTS:
        raise CallError(f"{line}: event is {row['event'] or 'empty'}; it must be one of {', '.join(EVENTS)}")
    for name in ("date", "due"):
        if row[name] or name == "date":
            day(row[name], f"{line}: {name}")
    return Event(**row)
