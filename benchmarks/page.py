"""Pages published again and again in a warm process: `python -m benchmarks.page DATA REPORTS YEAR CODE` prints what they took as JSON."""

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from benchmarks.measured import own_cpu_s
from benchmarks.tongues import LANGUAGES
from greening import paths
from greening.chain import pages
from greening.chain.notebooks import kept_name
from greening.documents.publish import publish
from greening.narrative import report
from greening.publish import files, page
from greening.publish.drawings import Drawings

#: So often in each language, and the middle one of all is told.
REPEATS = 3


def main(data: str, reports: str, year: int, code: str) -> dict[str, float]:
    """CPU seconds of publishing a page, in the middle of all languages that it was made in, after one each that is not counted.

    `cached`: with what an earlier run kept, drawings and entries. `told`: the drawings alone are known. `drawn`: nothing is. `documents`: with the
    documents beside the page. `shared`: the files that all languages share, which one page of a report writes and the others find.
    """
    executed = dict(_executed(data, year, code))
    spoken = list(executed)
    pages.prepare()
    with tempfile.TemporaryDirectory(dir=reports) as scratch:
        kept, remembered = Drawings(Path(scratch) / "kept"), Drawings()

        def alone(language: str, drawings: Drawings) -> None:
            shown = report.read(year, code, data, language)
            page.publish(executed[language], shown, scratch, spoken, drawings, outgoing=files.Outgoing(is_due=False))

        def whole(language: str) -> None:
            shown = report.read(year, code, data, language)
            publish(executed[language], shown, scratch, spoken, kept, outgoing=files.Outgoing(is_due=False))

        for language in spoken:
            whole(language)
            for drawings in (kept, remembered):
                alone(language, drawings)
        return {
            "cached": _middle(lambda language: alone(language, kept), spoken),
            "told": _middle(lambda language: alone(language, remembered), spoken),
            "drawn": _middle(lambda language: alone(language, Drawings()), spoken),
            "documents": _middle(whole, spoken),
            "shared": _middle(lambda language: _share(report.read(year, code, data, language), scratch), spoken[:1]),
        }


def _executed(data: str, year: int, code: str) -> list[tuple[str, NotebookNode]]:
    """The executed notebooks of a report by language, as far as it was made."""
    folder = paths.processed(data, year, code) / "executed"
    places = [(language, folder / kept_name("narrative", language)) for language in LANGUAGES]
    return [(language, nbformat.read(str(place), as_version=4)) for language, place in places if place.is_file()]  # type: ignore[no-untyped-call]


def _share(shown: report.Report, scratch: str) -> None:
    files.write(shown, scratch)


def _middle(act: Callable[[str], None], languages: list[str]) -> float:
    took = []
    for _ in range(REPEATS):
        for language in languages:
            before = own_cpu_s()
            act(language)
            took.append(own_cpu_s() - before)
    return statistics.median(took)


if __name__ == "__main__":
    folder, site, number, body = sys.argv[1:]
    print(json.dumps(main(folder, site, int(number), body)))
