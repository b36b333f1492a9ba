"""What several test modules share."""

import json
import os
import shutil
import signal
import threading

import pytest
from chain_frames import body, pipeline, place
from hypothesis import settings

from greening import paths

# A property that is slow on a busy machine is still true; the same examples on every machine, others with a seed of one's own (`make soak`).
settings.register_profile("greening", deadline=None, derandomize="GREENING_SEED" not in os.environ)
settings.load_profile("greening")
# A shell has what it starts in the background ignore interrupts, and the programs that tests interrupt would inherit that.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Groups of tests that take longest, and files by their place: they begin first, so that no process is left alone with one at the end.
LONGEST = (
    *("browser", "killed", "machines", "chain", "tests/test_validation.py", "never_twice", "parity", "faults", "bench", "no_english"),
    *("tests/test_compare.py", "tests/test_pools.py", "tests/worked/test_properties.py", "tests/test_judged.py", "leaks"),
)


# Before xdist writes the groups down.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Tests of a file, or of the group that it names, run in one process, so that what they share is made once; the longest groups begin first."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    groups = []
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        groups.append(mark.args[0] if mark else item.path.relative_to(config.rootpath).as_posix())
        if not mark:
            item.add_marker(pytest.mark.xdist_group(groups[-1]))
    order = sorted(range(len(items)), key=lambda place: ranks.get(groups[place], len(ranks)))
    items[:] = [items[place] for place in order]


#: A rule that holds whoever used more than five megawatt-hours.
HOLD = {
    "type": "expect_column_values_to_be_between",
    "kwargs": {"column": "electricity_kwh", "max_value": 5000},
    "meta": {"rule": "too_much", "level": "hold", "message": "{value} kWh is more than can be", "reason": "a test", "expected": "at most 5,000"},
}


@pytest.fixture(scope="session")
def cycle(tmp_path_factory):
    """One run over published, detailed, broken and held bodies; gives the roots and what the call said."""
    root = tmp_path_factory.mktemp("cycle")
    data, reports, expectations = root / "data", root / "reports", root / "expectations"
    shutil.copytree(paths.HOME / "expectations", expectations)
    suite = json.loads((expectations / "electricity.json").read_text())
    suite["expectations"].append(HOLD)
    (expectations / "electricity.json").write_text(json.dumps(suite))
    for year in (2010, 2014, 2022):
        place(data, year, "UNSYSTEM")
    body(data, 2023, "BROKEN", parent="EXAMPLE", kwh=500)
    for code in ("ONE", "TWO", "BROKEN"):
        body(data, 2024, code, parent="EXAMPLE")
    (data / "raw" / "2024" / "BROKEN" / "water.csv").write_bytes(b"")
    body(data, 2024, "HELD", kwh=9000)
    (data / "raw" / "2024" / "stray.xlsx").write_bytes(b"")
    return {
        "data": data,
        "reports": reports,
        "expectations": expectations,
        "call": pipeline("run", data=data, reports=reports, expectations=expectations),
    }
