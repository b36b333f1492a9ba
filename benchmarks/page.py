"""One page published again and again in a warm process: `python -m benchmarks.page DATA REPORTS YEAR CODE` prints what it took as JSON."""

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat

from benchmarks.measured import own_cpu_s
from greening import paths
from greening.chain import pages
from greening.chain.notebooks import kept_name
from greening.documents.publish import publish
from greening.narrative import report
from greening.publish import page
from greening.publish.drawings import Drawings

LANGUAGE = "en"
#: So often, and the middle one is told.
REPEATS = 5


def main(data: str, reports: str, year: int, code: str) -> dict[str, float]:
    """CPU seconds of publishing the page with all charts known, with none, and with the documents beside it, all after one that is not counted."""
    kept = paths.processed(data, year, code) / "executed" / kept_name("narrative", LANGUAGE)
    executed = nbformat.read(str(kept), as_version=4)  # type: ignore[no-untyped-call]
    pages.prepare()
    with tempfile.TemporaryDirectory(dir=reports) as scratch:
        known = Drawings(Path(scratch) / "drawings")

        def alone(drawings: Drawings) -> None:
            page.publish(executed, report.read(year, code, data, LANGUAGE), scratch, [LANGUAGE], drawings)

        def whole() -> None:
            publish(executed, report.read(year, code, data, LANGUAGE), scratch, [LANGUAGE], known)

        whole()
        return {
            "cached": _middle(lambda: alone(known)),
            "drawn": _middle(lambda: alone(Drawings())),
            "documents": _middle(whole),
        }


def _middle(act: Callable[[], None]) -> float:
    took = []
    for _ in range(REPEATS):
        before = own_cpu_s()
        act()
        took.append(own_cpu_s() - before)
    return statistics.median(took)


if __name__ == "__main__":
    folder, site, number, body = sys.argv[1:]
    print(json.dumps(main(folder, site, int(number), body)))
