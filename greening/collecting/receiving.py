"""A submission came in: its files take the place of those before, which are kept, and a receipt says what changed. All files or none."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from upath import UPath

from greening import codes, paths, tables
from greening.chain.lock import one_run_at_a_time
from greening.checks import FILE_FAULTS, LEVELS
from greening.collecting import comparison, receipts, request_log, workbook_names
from greening.collecting.comparison import Difference
from greening.collecting.receipts import Receipt
from greening.collecting.request_log import Event
from greening.errors import CallError, GreeningError
from greening.submission.files import is_leftover, listing
from greening.submission.loading import Submission, load

#: Rules of files and sheets that bear the name of no table.
_NOT_READ = ("unknown_file", "unknown_table")
#: Name of a folder beside the submissions in which new files wait to take their place; a run does not look into it.
_WAITING = ".receiving-"


@dataclass(frozen=True)
class Handed:
    """What was handed in, by whom and when."""

    year: int
    organization: str
    contents: Mapping[str, bytes]
    date: str
    sent_by: str = ""
    #: The name of each file that is kept under another one than it was handed in under.
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """What came of it: the receipt, the difference, and where the receipt is; nothing was written where that is None."""

    receipt: Receipt
    difference: Difference = field(default_factory=Difference)
    place: UPath | None = None
    is_same: bool = False

    @property
    def text(self) -> str:
        """The receipt with the difference, as it is written."""
        return receipts.as_text(self.receipt, comparison.as_text(self.difference) if self.receipt.replaces else "")


def contents_of(places: Sequence[str]) -> dict[str, bytes]:
    """The files that were handed in, by name: each of those named, or all of a folder; what a program left beside them is none.

    Raises CallError for a place that is not there, a folder inside the folder, and two files of one name.
    """
    found: dict[str, bytes] = {}
    for place in map(UPath, dict.fromkeys(places)):
        if not place.exists():
            raise CallError(f"{place} is not there; name the files that came in, or their folder")
        for path in listing(place) if place.is_dir() else [place]:
            if path.is_dir():
                raise CallError(f"{path} is a folder inside a submission; move its files up, or name the files")
            if is_leftover(path.name):
                continue
            if path.name in found:
                raise CallError(f"two of the files are named {path.name}; rename one, such as {path.stem}_2{path.suffix}")
            found[path.name] = path.read_bytes()
    if not found:
        raise CallError(f"no files in {', '.join(map(str, places))}; name the files that came in, or their folder")
    return found


def receive(
    handed: Handed, data: str, *, keeps_others: bool = False, is_dry: bool = False, expectations: str = "", say: Callable[[str], None] = print
) -> Received:
    """Take files as the new submission of an organization and year, and write the receipt.

    A workbook of another name becomes submission.xlsx, and the receipt says so. Files of the submission before go to
    received/<year>/<code>/<number>/; with keeps_others those of other names stay. With `expectations` the new submission is validated and the
    findings counted. Raises GreeningError where the files cannot be read or are another organization's.
    """
    codes.refuse_odd([handed.organization])
    contents, renamed = workbook_names.as_read(handed.contents)
    handed = replace(handed, contents=contents, renamed=renamed)
    raw = paths.raw(data, handed.year, handed.organization)
    if not paths.is_local(raw):
        raise CallError(f"receive puts files into a local folder, and {data} is none; copy them there with the tools of the store")
    if is_dry:
        return _received(handed, data, raw, keeps_others=keeps_others, is_dry=True, expectations=expectations)
    with one_run_at_a_time(data, say):
        _finish_interrupted(raw)
        return _received(handed, data, raw, keeps_others=keeps_others, is_dry=False, expectations=expectations)


def _received(handed: Handed, data: str, raw: UPath, *, keeps_others: bool, is_dry: bool, expectations: str) -> Received:
    old = {path.name: path.read_bytes() for path in listing(raw) if path.is_file()}
    new = {**(old if keeps_others else {}), **handed.contents}
    has_old = raw.is_dir() and any(raw.iterdir())
    submission = _read(handed, new, is_part=has_old and not keeps_others)
    receipt = _receipt(handed, data, submission, has_old=has_old)
    if has_old and old == new:
        return _of_same(replace(receipt, number=receipt.replaces, replaces=0), data, is_dry=is_dry)
    receipt = replace(receipt, notes=tuple(_notes(handed, data, submission, old)), findings=_findings(submission, data, expectations))
    received = _compared(receipt, submission, data)
    if not is_dry:
        # A log that cannot be read stops this before any file is moved.
        request_log.read(data, receipt.year)
        _put(raw, new, _archive(receipt, data))
        received = replace(received, place=_write_down(received, data))
    return received


def _compared(receipt: Receipt, submission: Submission, data: str) -> Received:
    """The receipt with what differs from the submission that it replaces."""
    if not receipt.replaces:
        return Received(receipt)
    difference = comparison.compare(load(receipt.year, receipt.organization, data), submission)
    return Received(replace(receipt, difference=difference.counts()), difference)


def _receipt(handed: Handed, data: str, submission: Submission, *, has_old: bool) -> Receipt:
    number, replaced = _numbers(handed, data, has_old=has_old)
    sent_by = handed.sent_by or _focal_point(submission) or "not said"
    rows = {name: len(found) for name, found in submission.tables.items()}
    return Receipt(handed.organization, handed.year, number, handed.date, sent_by, dict(submission.files), rows, replaced)


def _archive(receipt: Receipt, data: str) -> UPath | None:
    """Where the files that a submission replaces are kept; None where it replaces none."""
    if not receipt.replaces:
        return None
    return receipts.folder(data, receipt.year, receipt.organization, receipts.REPLACED) / str(receipt.replaces)


def _write_down(received: Received, data: str) -> UPath:
    """Write the receipt, and into the request log that the submission came in; gives where the receipt is."""
    receipt = received.receipt
    changes = comparison.as_csv(received.difference) if receipt.replaces else ""
    request_log.append(data, receipt.year, [Event(receipt.organization, receipt.date, request_log.RECEIVED, note=f"receipt {receipt.number}")])
    return receipts.write(data, receipt, received.text, changes)


def as_text(found: Received, *, is_dry: bool) -> str:
    """What came of it in plain words: the receipt, and where everything is."""
    receipt = found.receipt
    if found.is_same and found.place is None:
        return f"These files count already as submission {receipt.number} of {receipt.organization}; nothing was changed."
    if is_dry:
        return f"{found.text}\n\nNothing was written (dry run)."
    lines = [found.text, "", f"Receipt: {found.place}"]
    if receipt.replaces:
        lines.append(f"All changes: {found.place.parent / f'{receipt.number}_changes.csv'}" if found.place else "")
        lines.append(f"The files before are kept as submission {receipt.replaces} below received/{receipt.year}/{receipt.organization}/.")
    return "\n".join([*lines, f"Next: python pipeline.py run --year {receipt.year} --organization {receipt.organization}"])


def _of_same(receipt: Receipt, data: str, *, is_dry: bool) -> Received:
    """What comes of files that count already: their receipt, which is written where they were put there without one."""
    known = receipts.read(data, receipt.year, receipt.organization)
    if known and dict(known[-1].files) == dict(receipt.files):
        return Received(known[-1], is_same=True)
    received = Received(receipt, is_same=True)
    return received if is_dry else replace(received, place=receipts.write(data, receipt, received.text, ""))


def _read(handed: Handed, contents: Mapping[str, bytes], *, is_part: bool) -> Submission:
    """The new submission as a run will read it; raises GreeningError where a run would not get beyond its files."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = paths.raw(scratch, handed.year, handed.organization)
        folder.mkdir(parents=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        submission = load(handed.year, handed.organization, scratch)
    rules = submission.findings["rule"]
    if not rules.isin(FILE_FAULTS).any():
        return submission
    # What is not read may be what is missed.
    stopping = submission.findings[rules.isin({*FILE_FAULTS, *_NOT_READ})]
    pairs = zip(stopping["source_file"].fillna("").to_list(), stopping["message"].to_list(), strict=True)
    told = [f"  {file}: {message}" if file else f"  {message}" for file, message in pairs]
    lacks_profile = is_part and "missing_profile" in set(stopping["rule"])
    hint = " If these files only replace those of the same name, add --keep-others." if lacks_profile else ""
    raise GreeningError(f"nothing was received, since a run could not read these files; send the list back.{hint}\n" + "\n".join(told))


def _numbers(handed: Handed, data: str, *, has_old: bool) -> tuple[int, int]:
    """The number of the new submission, and of the one that it replaces: 0 where there is none."""
    known = [one.number for one in receipts.read(data, handed.year, handed.organization)]
    kept = receipts.folder(data, handed.year, handed.organization, receipts.REPLACED)
    archived = [int(entry.name) for entry in kept.iterdir() if entry.name.isdigit()] if kept.is_dir() else []
    last = max([*known, *archived, 0])
    if not has_old:
        return last + 1, 0
    # What counted before there were receipts is a submission of its own.
    current = last if last and last not in archived else last + 1
    return current + 1, current


def _notes(handed: Handed, data: str, submission: Submission, old: Mapping[str, bytes]) -> Iterator[str]:
    known = receipts.read(data, handed.year, handed.organization)
    if known and old and dict(known[-1].files) != _hashes(old):
        yield f"The files that counted before are not those of receipt {known[-1].number}: somebody changed them since."
    for given, name in handed.renamed.items():
        yield f"{given} is kept as {name}, the name that a run reads."
    if kept := [name for name in submission.files if name not in handed.contents]:
        yield f"Kept from before: {', '.join(kept)}."
    for name in _beside(submission, kept):
        yield f"{name} stays beside the new file of its table: both count. If that is wrong, hand in all files."
    yield from submission.findings.loc[submission.findings["rule"] == "unknown_file", "message"]
    if left_out := int(submission.findings["rows"].sum()):
        yield f"{left_out} rows cannot be read where they are; `python pipeline.py findings` tells which after a run."


def _beside(submission: Submission, kept: Sequence[str]) -> list[str]:
    """The kept files that hold rows of a table of which a new file holds some too."""
    by_table = [set(rows["source_file"]) for rows in submission.tables.values()]
    return [name for name in kept if any(name in files and not files <= set(kept) for files in by_table)]


def _findings(submission: Submission, data: str, expectations: str) -> dict[str, int]:
    if not expectations:
        return {}
    from greening.validation import validate

    last_year = paths.processed(data, submission.year - 1, submission.organization)
    previous = tables.read("activities", last_year) if (last_year / "activities.parquet").exists() else None
    levels = validate(submission, expectations, previous)[1]["level"].to_list()
    return {level: levels.count(level) for level in LEVELS}


def _focal_point(submission: Submission) -> str:
    profile = submission.tables.get("profile")
    return str(profile["focal_point_role"].iloc[0]) if profile is not None else ""


def _hashes(contents: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def _put(raw: UPath, contents: Mapping[str, bytes], archive: UPath | None) -> None:
    """Let a folder with the new files take the place of the one with the old, which moves to the archive; each step is one renaming."""
    waiting = Path(raw.parent.path) / f"{_WAITING}{raw.name}"
    part = Path(raw.parent.path) / f"{paths.PART}{raw.name}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, content in contents.items():
        (part / name).write_bytes(content)
    part.rename(waiting)
    if archive is not None:
        archive.parent.mkdir(parents=True, exist_ok=True)
        Path(raw.path).replace(archive.path)
    try:
        waiting.replace(raw.path)
    except OSError:
        if archive is not None:
            Path(archive.path).replace(raw.path)
        shutil.rmtree(waiting, ignore_errors=True)
        raise


def _finish_interrupted(raw: UPath) -> None:
    """Bring an interrupted call to its end: files that wait whole take their place where the old ones are away already, else they go."""
    waiting = Path(raw.parent.path) / f"{_WAITING}{raw.name}"
    if waiting.is_dir() and Path(raw.path).exists():
        shutil.rmtree(waiting)
    elif waiting.is_dir():
        waiting.rename(raw.path)
