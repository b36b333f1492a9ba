"""Whether a workbook may be opened at all: what protects it, what it would unpack to, and what it would fetch or run."""

import io
import zipfile
import zlib
from collections.abc import Mapping

from greening.submission.files import UnreadableError, nature, refuse_empty
from greening.submission.sheet_facts import SheetFacts

#: Most files that a workbook's archive may hold.
MOST_MEMBERS = 5_000
#: Most bytes that a workbook may unpack to; a full sheet of a million rows stays below.
MOST_BYTES = 2_000_000_000
#: Most bytes that one byte of the archive may unpack to, once it unpacks to more than RATIO_FROM_BYTES.
MOST_RATIO = 200
#: Unpacked bytes from which the ratio is judged: a small file may well shrink a lot.
RATIO_FROM_BYTES = 50_000_000

#: What openpyxl, zipfile and the XML parsers raise for a damaged workbook; ParseError is a SyntaxError, a forbidden entity a ValueError.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError, SyntaxError,
    NotImplementedError, OverflowError, RuntimeError, RecursionError,
)  # fmt: skip

SAVE_AGAIN = "Open it in a spreadsheet program and save it again as an Excel workbook (.xlsx)."

#: Parts of the archive that reach outside the workbook or hold a program, and what each is called.
_REACHING_OUT: Mapping[str, str] = {
    "xl/externallinks/": "links to other workbooks",
    "xl/connections.xml": "connections to data elsewhere",
    "xl/querytables/": "connections to data elsewhere",
    "xl/vbaproject.bin": "macros",
    "xl/macrosheets/": "macros",
}
#: The part by which every office file names its others.
_CONTENTS = "[Content_Types].xml"


def refuse_unsafe(content: bytes) -> None:
    """Raise UnreadableError where the file is no workbook, is protected, would unpack to too much, or reaches outside itself."""
    refuse_empty(content)
    what = nature(content)
    if what == "an old or protected office file":
        message = "The workbook is protected by a password, or is in the format of before 2007. Take the password away and save it as .xlsx."
        raise UnreadableError("protected_workbook", message, value=what, expected="a workbook without password")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except DAMAGE as error:
        raise _no_workbook(what or "not a workbook") from error
    _refuse_bomb(members, len(content))
    names = [member.filename for member in members]
    if _CONTENTS not in names:
        raise _no_workbook("an OpenDocument file" if "mimetype" in names and "content.xml" in names else what)
    _refuse_reaching_out(names)


def refuse_calls(facts: Mapping[str, SheetFacts]) -> None:
    """Raise UnreadableError where a formula of a sheet would fetch something from elsewhere or start a program."""
    for name, one in facts.items():
        if one.calls_out:
            message = (
                f"The sheet {name} holds a formula that reaches outside the workbook (in {one.calls_out}), so the workbook is not read. "
                "Put what it gives in its place as a value, and save the workbook again."
            )
            raise UnreadableError("unsafe_workbook", message, value=one.calls_out, expected="formulas that calculate from cells alone")


def damaged(error: Exception) -> UnreadableError:
    """The finding of a workbook that cannot be read to its end."""
    message = f"The workbook is damaged and cannot be read. {SAVE_AGAIN}"
    return UnreadableError("unreadable_workbook", message, value=type(error).__name__, expected="an Excel workbook (.xlsx)")


def _no_workbook(found: str) -> UnreadableError:
    message = f"The file is not an Excel workbook, whatever its name says. {SAVE_AGAIN}"
    return UnreadableError("not_what_its_name_says", message, value=found, expected="an Excel workbook (.xlsx)")


def _refuse_bomb(members: list[zipfile.ZipInfo], packed: int) -> None:
    if any(member.flag_bits & 1 for member in members):
        message = "The workbook is protected by a password. Take the password away and save it again."
        raise UnreadableError("protected_workbook", message, value="protected", expected="a workbook without password")
    unpacked = sum(member.file_size for member in members)
    swollen = unpacked > RATIO_FROM_BYTES and unpacked > MOST_RATIO * packed
    if len(members) > MOST_MEMBERS or unpacked > MOST_BYTES or swollen:
        raise UnreadableError(
            "unsafe_workbook",
            f"The workbook would unpack to {unpacked:,} bytes in {len(members):,} parts, which no submission needs. {SAVE_AGAIN}",
            value=f"{unpacked} bytes in {len(members)} parts",
            expected=f"at most {MOST_BYTES} bytes in {MOST_MEMBERS} parts, {MOST_RATIO} times its own size",
        )


def _refuse_reaching_out(names: list[str]) -> None:
    held = {called for start, called in _REACHING_OUT.items() if any(name.casefold().startswith(start) for name in names)}
    if held:
        found = sorted(held)[0]
        message = (
            f"The workbook holds {found}, so it is not read: nothing outside a workbook is ever fetched or run. "
            "Put values in the place of what comes from elsewhere, and save it as an Excel workbook (.xlsx) without them."
        )
        raise UnreadableError("unsafe_workbook", message, value=found, expected="values and formulas of the workbook itself")
