"""Receipts: what was received of an organization and when, and how it differs from the submission before."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from upath import UPath

from greening import paths
from greening.collecting.listing import aligned
from greening.errors import GreeningError

#: Roots below the folder of the data: of receipts, and of the files that a later submission replaced.
RECEIPTS, REPLACED = "receipts", "received"


@dataclass(frozen=True)
class Receipt:
    """One submission as it was received."""

    organization: str
    year: int
    number: int
    date: str
    #: Role of who sent it, never a name.
    sent_by: str
    #: SHA-256 of each file.
    files: Mapping[str, str]
    #: Filled rows by table.
    rows: Mapping[str, int]
    #: Number of the submission that it replaces; 0 for a first one.
    replaces: int = 0
    #: Rows added, removed and changed against the one before.
    difference: Mapping[str, int] = field(default_factory=dict)
    #: Findings by level, where they were asked for.
    findings: Mapping[str, int] = field(default_factory=dict)
    #: What the organization should know of how the files were read.
    notes: tuple[str, ...] = ()


def folder(data: str | UPath, year: int, organization: str, kind: str = RECEIPTS) -> UPath:
    """Where the receipts, or the replaced files, of an organization and year lie."""
    return paths.root(data) / kind / str(year) / organization


def read(data: str | UPath, year: int, organization: str) -> list[Receipt]:
    """The receipts of an organization and year, the first one first."""
    return sorted(_read(folder(data, year, organization)), key=lambda one: one.number)


def read_all(data: str | UPath, year: int) -> list[Receipt]:
    """The receipts of a year, by organization."""
    place = paths.root(data) / RECEIPTS / str(year)
    codes = sorted(entry.name for entry in place.iterdir() if entry.is_dir()) if place.is_dir() else []
    return [receipt for code in codes for receipt in read(data, year, code)]


def write(data: str | UPath, receipt: Receipt, text: str, changes: str) -> UPath:
    """Write a receipt as text and as JSON, and the list of changes where there is one before it; gives where the text is."""
    place = folder(data, receipt.year, receipt.organization)
    if changes:
        # Spreadsheet programs know UTF-8 by its mark.
        paths.write_bytes(place / f"{receipt.number}_changes.csv", changes.encode("utf-8-sig"))
    paths.write_text(place / f"{receipt.number}.json", json.dumps(asdict(receipt), indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    paths.write_text(place / f"{receipt.number}.txt", text + "\n")
    return place / f"{receipt.number}.txt"


def as_text(receipt: Receipt, difference: str = "") -> str:
    """A receipt to mail back."""
    lines = [
        f"Receipt {receipt.number} of {receipt.organization} for {receipt.year}",
        f"Received on {receipt.date} from: {receipt.sent_by}",
        "",
        aligned(["file", "SHA-256"], list(receipt.files.items()), most=0) if receipt.files else "no files",
        "",
        aligned(["table", "rows"], [[name, str(count)] for name, count in receipt.rows.items()]) if receipt.rows else "no rows",
    ]
    if receipt.findings:
        lines += ["", f"Findings: {', '.join(f'{count} {level}' for level, count in receipt.findings.items())}"]
    if receipt.notes:
        lines += ["", *receipt.notes]
    if receipt.replaces:
        lines += ["", f"Against submission {receipt.replaces}, which this one replaces:", "", difference]
    return "\n".join(lines)


def as_table(found: list[Receipt]) -> str:
    """The receipts of a year, a line each."""
    if not found:
        return "no receipts; a submission that comes in gets one with `python pipeline.py receive`"
    head = ["organization", "no.", "received", "from", "files", "rows", "added", "removed", "changed", "findings"]
    return aligned(head, [_line(one) for one in found])


def _line(one: Receipt) -> list[str]:
    differs = [str(one.difference.get(change, "")) if one.replaces else "" for change in ("added", "removed", "changed")]
    findings = ", ".join(f"{count} {level}" for level, count in one.findings.items() if count) or ("none" if one.findings else "not checked")
    return [one.organization, str(one.number), one.date, one.sent_by, str(len(one.files)), str(sum(one.rows.values())), *differs, findings]


def _read(place: UPath) -> Iterator[Receipt]:
    for path in place.iterdir() if place.is_dir() else ():
        if re.fullmatch(r"\d+\.json", path.name):
            try:
                kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
                yield Receipt(**kept | {"notes": tuple(kept["notes"])})
            except (ValueError, TypeError, KeyError):
                raise GreeningError(f"the receipt {path} is damaged; put back a copy of it, or take it away") from None
