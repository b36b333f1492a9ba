"""A published page as PDF, printed by the system's Chromium: tagged, with an outline, without a network, the same bytes for the same page."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from upath import UPath

from greening import paths
from greening.errors import StageError

#: The names of Chromium on different systems, in the order of preference.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: A report of two hundred pages takes some ten seconds to print.
_SECONDS = 90.0
#: Prints one page and nothing else: no network, no first-run questions, no traces in the user's own profile.
_ARGUMENTS = (
    *("--headless=new", "--disable-gpu", "--disable-extensions", "--disable-sync", "--disable-background-networking", "--disable-component-update"),
    *("--no-first-run", "--no-default-browser-check", "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars", "--force-color-profile=srgb"),
    *("--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline", "--blink-settings=preferredColorScheme=1"),
)
#: The times at which a file was printed, which would make every run another one.
_TIME = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")
#: Links to what lies beside the page lead nowhere from a file that is sent alone.
_BESIDE = re.compile(rb' href="(?!#|https?:|mailto:|data:)[^"]*"')
_BEGUN, _ENDED = b"%PDF-", b"%%EOF"


def is_possible() -> bool:
    """Whether this system has a Chromium on its PATH."""
    return bool(_found())


def _found() -> str:
    return next((place for name in PROGRAMS if (place := shutil.which(name))), "")


def browser() -> str:
    """The Chromium of this system; raises StageError where there is none on the PATH."""
    found = _found()
    if not found:
        raise StageError(f"no PDF: no Chromium found on the PATH (looked for {', '.join(PROGRAMS)}); install one, or run without --pdf")
    return found


def write(page: UPath, year: int) -> UPath:
    """Print a published page beside itself; gives the path of the PDF.

    Its dates are the end of the data year. Raises StageError where there is no Chromium or it prints nothing.
    """
    place = page.with_suffix(".pdf")
    paths.write_bytes(place, printed(page.read_bytes(), year))
    return place


def printed(html: bytes, year: int) -> bytes:
    """A page as PDF; raises StageError where there is no Chromium or it prints nothing."""
    program = browser()
    with tempfile.TemporaryDirectory(prefix="greening-pdf-") as name:
        folder = Path(name)
        source, made = folder / "page.html", folder / "page.pdf"
        # Printed from a folder of its own: the page may lie in an object store, and has everything inside.
        source.write_bytes(_BESIDE.sub(b"", html))
        _run([program, *_ARGUMENTS, *_unboxed(), f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}", source.as_uri()])
        content = made.read_bytes() if made.is_file() else b""
    if not content.startswith(_BEGUN) or _ENDED not in content[-1024:]:
        raise StageError(f"no PDF: {program} printed nothing that can be read; run again, or without --pdf")
    return _dated(content, year)


def _run(command: list[str]) -> None:
    try:
        started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_surroundings(), start_new_session=True
        )
    except OSError as error:
        raise StageError(f"no PDF: {command[0]} cannot be started ({error}); install another, or run without --pdf") from error
    try:
        _, complaints = started.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise StageError(f"no PDF: {command[0]} did not finish within {_SECONDS:.0f} seconds; run again, or without --pdf") from error
    finally:
        _end(started)
    if started.returncode:
        last = complaints.decode("utf-8", errors="replace").strip().splitlines()[-1:]
        raise StageError(f"no PDF: {command[0]} ended with {started.returncode}: {''.join(last)}; run again, or without --pdf")


def _end(started: subprocess.Popen[bytes]) -> None:
    """End Chromium with all processes of its own, where it has not ended by itself."""
    if started.poll() is None:
        os.killpg(started.pid, signal.SIGKILL)
        started.communicate()


def _surroundings() -> dict[str, str]:
    """The environment without what charts are drawn with: the page is printed in the fonts of the system."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")}


def _unboxed() -> list[str]:
    """Chromium does not start its sandbox for the superuser, as in containers; the page that it prints is our own."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _dated(content: bytes, year: int) -> bytes:
    """The file with the end of the data year as its dates; their length stays, since the file counts its bytes."""

    def told(found: re.Match[bytes]) -> bytes:
        begun = b"/" + found[1] + found[0][1 + len(found[1]) :].partition(b"D:")[0] + b"D:"
        date = b"%04d1231000000+00'00'" % year
        return begun + date[: len(found[0]) - len(begun) - 1].ljust(len(found[0]) - len(begun) - 1, b"0") + b")"

    return _TIME.sub(told, content)
