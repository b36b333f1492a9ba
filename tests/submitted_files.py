"""Submissions of one invented body, made in a test from the text of files and the rows of sheets."""

import io
import zipfile

import openpyxl

from greening.submission.loading import Submission, load

PROFILE = "organization,name,country\nBODY,An invented body,CHE\n"


def submitted(folder, **files) -> Submission:
    """The submission of BODY for 2024 with these files beside its profile; `__` in a name stands for the point."""
    home = folder / "raw" / "2024" / "BODY"
    home.mkdir(parents=True, exist_ok=True)
    for name, content in ({"profile__csv": PROFILE} | files).items():
        (home / name.replace("__", ".")).write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(2024, "BODY", str(folder))


def workbook(**sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one of its parts changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            assert name != part or old in text
            after.writestr(name, text.replace(old, new) if name == part else text)
    return changed.getvalue()
