"""What a data steward waits for: seconds until it is told what a changed suite would change for every organization, beyond the imports."""

import json
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measured import measure
from benchmarks.row import Row
from benchmarks.runs import REPEATS, Runs

#: Seconds for sixty organizations.
PREVIEW_S = 5.0
Rule = dict[str, Any]


def _lower(rule: Rule) -> None:
    rule["kwargs"]["max_value"] = 20_000


def _hold(rule: Rule) -> None:
    rule["meta"]["level"] = "hold"


#: What a steward changes: the suite and rule, what is done to it, and how it is called.
_CHANGES: tuple[tuple[str, str, Callable[[Rule], None], str], ...] = (
    ("electricity", "absurd_quantity", _lower, "a bound of a table"),
    ("completeness", "missing_topic", _hold, "the level of a rule of a view"),
)


def rows(runs: Runs) -> list[Row]:
    """The seconds of a preview after each of the changes, against the bound."""
    _ = runs.cold
    found = []
    for suite, rule, change, called in _CHANGES:
        suites = runs.scratch / f"suites-{suite}"
        shutil.copytree(runs.tree / "expectations", suites)
        _change(suites / f"{suite}.json", rule, change)
        told = [measure([sys.executable, "-m", "benchmarks.previewing", str(runs.cold_roots.data), str(suites)], runs.tree) for _ in range(REPEATS)]
        took = [json.loads(one.stdout) for one in told]
        seconds, imports = (statistics.median(one[part] for one in took) for part in ("preview", "imports"))
        how = f"{took[0]['bodies']} submissions, {took[0]['differences']} of them told otherwise; imports {imports:.1f} s. Middle of {REPEATS} runs."
        found.append(Row(f"preview of {called} ({suite}.{rule})", f"{seconds:.1f} s", f"under {PREVIEW_S:g} s", seconds < PREVIEW_S, how))
    return found


def _change(path: Path, rule: str, change: Callable[[Rule], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(next(entry for entry in content["expectations"] if entry["meta"]["rule"] == rule))
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def main(data: str, expectations: str) -> None:
    """Print the seconds of the imports and of a preview as JSON."""
    began = time.perf_counter()
    from greening.stewarding import preview, preview_text

    imported = time.perf_counter()
    found = preview.preview(expectations, data)
    preview_text.as_text(found)
    ended = time.perf_counter()
    took = {"imports": imported - began, "preview": ended - imported, "bodies": found.bodies, "differences": len(found.differences)}
    print(json.dumps(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
