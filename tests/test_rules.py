"""The rules that everything obeys (one number, nothing silent, same bytes, whole files …): each breaks a test when it is broken."""

import ast
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from chain_frames import body, pipeline, surroundings

from greening import paths, tables
from greening.figures import derivation

pytestmark = pytest.mark.xdist_group("chain")


@pytest.fixture(scope="module")
def detailed(cycle):
    """Products of a body with rows of its own."""
    folder = paths.processed(cycle["data"], 2024, "ONE")
    return {name: tables.read(name, folder) for name in ("activities", "checks", "findings", "footprint", "indicators", "figures", "members")}


def test_rule_1_every_raw_row_is_accounted_for(detailed):
    rows = detailed["figures"].set_index("figure_id")["value"]
    assert rows["rows.raw"] == rows["rows.validated"] + rows["rows.rejected"]
    placed = {(row.table, row.row_id) for name in ("footprint", "indicators") for row in detailed[name].itertuples()}
    activity = detailed["activities"]
    expected = {(row.table, row.row_id) for row in activity[activity["table"].isin(tables.activity_tables())].itertuples()}
    assert expected <= placed


def test_rule_2_page_csv_and_json_hold_the_same_numbers(cycle):
    folder = cycle["reports"] / "2024" / "ONE"
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        held = {row["figure_id"]: row["value"] for row in csv.DictReader(file)}
    made = json.loads((folder / "report.json").read_text(encoding="utf-8"))["figures"]
    assert {one["figure_id"]: repr(one["value"]) if "value" in one else one["text"] for one in made} == held
    for value, figure_id in re.findall(r'<data value="([^"]*)" data-figure="([^"]*)"', (folder / "en.html").read_text(encoding="utf-8")):
        assert held[figure_id] == value


def test_rule_3_every_figure_from_rows_recomputes_from_its_derivation(detailed):
    checked = 0
    for row in detailed["figures"].dropna(subset=["value"]).itertuples():
        told = json.loads(row.derivation)
        if told.get("product") in ("footprint", "indicators"):
            assert derivation.recompute(told, detailed) == pytest.approx(row.value), row.figure_id
            checked += 1
    assert checked > 5


def test_rule_4_missing_is_not_zero(detailed):
    printed = set(detailed["figures"]["figure_id"])
    assert "waste.total" not in printed and "water.total" not in printed


def test_rule_5_what_is_outside_the_total_never_enters_it(cycle, tmp_path):
    shutil.copytree(cycle["data"] / "raw" / "2024" / "ONE", tmp_path / "data" / "raw" / "2024" / "ONE")
    extra = tmp_path / "data" / "raw" / "2024" / "ONE"
    (extra / "optional.csv").write_text("activity,emissions_tco2e\ncommuting,1000\n")
    (extra / "offsets.csv").write_text("registry,serial_from,retired_date,claimed_year,credits_tco2e\nR,1,2024-12-01,2024,500\n")
    (extra / "profile.csv").write_text("organization,name,country,illustrative\nONE,Invented body ONE,KE,true\n")
    call = pipeline("run", data=tmp_path / "data", reports=tmp_path / "reports")
    assert call.returncode == 0, call.stderr
    with_optional = tables.read("figures", paths.processed(tmp_path / "data", 2024, "ONE")).set_index("figure_id")["value"]
    without = tables.read("figures", paths.processed(cycle["data"], 2024, "ONE")).set_index("figure_id")["value"]
    assert with_optional["ghg.total"] == without["ghg.total"]
    assert with_optional["ghg.optional.total"] == 1000 and with_optional["offsets.retired"] == 500


def test_rule_6_no_factor_is_written_in_code():
    """A literal with three digits that matter is a factor, unless it is a named conversion in units.py."""
    package = paths.HOME / "greening"
    for folder in ("footprint", "indicators.py", "factors.py", "periods.py", "premises.py"):
        for file in [package / folder] if folder.endswith(".py") else sorted((package / folder).glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, float):
                    digits = repr(node.value).replace(".", "").strip("0")
                    assert len(digits) < 3, f"{file.name}:{node.lineno}: {node.value}"


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """A body run twice, each time as in a clone: plainly, and elsewhere in the world under a watch that refuses the network and notes who asks."""
    root = tmp_path_factory.mktemp("twice")
    (root / "watch").mkdir()
    (root / "watch" / "sitecustomize.py").write_text(
        "import sys\n"
        f"open({str(root / 'watched')!r}, 'a').close()\n"
        "def watch(event, arguments):\n"
        "    if event == 'socket.connect' and isinstance(arguments[1], tuple) and arguments[1][0] not in ('127.0.0.1', '::1', 'localhost'):\n"
        f"        open({str(root / 'asked')!r}, 'a').write(repr(arguments[1]))\n"
        "        raise OSError('no network in this test')\n"
        "sys.addaudithook(watch)\n"
    )
    surroundings = {"first": {"TZ": "UTC"}, "second": {"TZ": "Asia/Tokyo", "PYTHONPATH": str(root / "watch")}}
    for name, own in surroundings.items():
        body(root / name / "data", 2024, "ONE")
        # The folder as a home of its own: the suites beside its data, as in a clone.
        (root / name / "expectations").symlink_to(paths.HOME / "expectations")
        command = [sys.executable, str(paths.HOME / "pipeline.py"), "run", "--workers", "1"]
        subprocess.run(command, cwd=root / name, check=True, capture_output=True, env={**os.environ, **own})
    return root


def test_rule_7_same_input_same_bytes_wherever_it_runs(twice):
    made = []
    for root in (twice / "first", twice / "second"):
        files = sorted(path for path in root.rglob("*") if path.is_file() and path.name != "timings.json")
        made.append({str(path.relative_to(root)): path.read_bytes() for path in files})
    assert set(made[0]) == set(made[1]) and "reports/2024/ONE/en.html" in made[0]
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_rule_8_a_run_asks_nothing_of_the_network(twice):
    """Connections to anything but this machine are refused in every process of the run, and said."""
    assert (twice / "watched").exists() and not (twice / "asked").exists()
    for page in (twice / "second" / "reports").rglob("*.html"):
        assert not re.search(r'(src|href)="(https?:)?//', re.sub(r"<a [^>]*>", "", page.read_text(encoding="utf-8"))), page


def test_rule_9_every_finding_says_where_what_and_what_was_expected(cycle):
    found = tables.read("findings", paths.processed(cycle["data"], 2024, "HELD"))
    held = found[found["level"] == "hold"].iloc[0]
    assert (held["table"], held["source_file"], held["source_row"], held["column"]) == ("electricity", "electricity.csv", 2, "electricity_kwh")
    assert held["expected"] == "at most 5,000" and held["value"].startswith("9")


def test_rule_10_a_run_killed_anywhere_leaves_the_last_reports_and_the_next_run_finishes(cycle, tmp_path):
    copied = {name: tmp_path / name for name in ("data", "reports", "expectations")}
    for name, path in copied.items():
        shutil.copytree(cycle[name], path)
    body_file = copied["data"] / "raw" / "2024" / "ONE" / "electricity.csv"
    body_file.write_text(body_file.read_text().replace("1000", "1200"))
    options = [part for name, path in copied.items() for part in (f"--{name}", str(path))]
    command = [sys.executable, str(paths.HOME / "pipeline.py"), "run", "--year", "2024", "--organization", "ONE", "--workers", "1", *options]
    for seconds in (1.5, 3.0):
        running = subprocess.Popen(
            command, cwd=paths.HOME, env=surroundings(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(seconds)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        listed = json.loads((copied["reports"] / "2024" / "manifest.json").read_text())["files"]
        assert "ONE/en.html" in listed
        assert not [path for path in copied["reports"].rglob(".part-*") if path.name.endswith(".html")]
        assert "</html>" in (copied["reports"] / "2024" / "ONE" / "en.html").read_text(encoding="utf-8")
    finished = subprocess.run(command, cwd=paths.HOME, env=surroundings(), capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    figures = pd.read_csv(copied["reports"] / "2024" / "ONE" / "figures.csv").set_index("figure_id")["value"]
    assert float(figures["energy.electricity"]) == 1200


def test_rule_11_rounding_bounds_are_not_called_95_percent_and_lifecycle_factors_are_named(cycle):
    un_system = pd.read_csv(cycle["reports"] / "2022" / "UNSYSTEM" / "figures.csv")
    assert set(un_system["interval_kind"].dropna()) == {"rounding"}
    page = (cycle["reports"] / "2022" / "UNSYSTEM" / "en.html").read_text(encoding="utf-8")
    # Only the paragraphs on method do: on the two kinds of intervals, and on the band of a trend.
    assert re.sub(r"<[^>]+>", "", page).count("95 %") == 2
    assert "lifecycle" in (cycle["reports"] / "2024" / "ONE" / "en.html").read_text(encoding="utf-8").lower().replace("life-cycle", "lifecycle")
