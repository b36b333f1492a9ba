"""What is up to date is not run again, and what changed runs no further than its outcome changes; status says so beforehand."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from chain_frames import body, pipeline

from greening import paths
from greening.chain import keys

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("never_twice")]

WATER = "location_id,source,water_m3\nA,municipal,20\n"


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """Two bodies in one group, one without a group, all published; each test works on a copy."""
    root = tmp_path_factory.mktemp("settled")
    where = {name: root / name for name in ("data", "reports", "expectations")}
    shutil.copytree(paths.HOME / "expectations", where["expectations"])
    for code, parent in (("ONE", "EXAMPLE"), ("TWO", "EXAMPLE"), ("LONE", "")):
        body(where["data"], 2024, code, parent=parent)
    (where["data"] / "raw" / "2024" / "ONE" / "water.csv").write_text(WATER)
    call = pipeline("run", **where)
    assert call.returncode == 0, call.stderr
    return where


@pytest.fixture
def roots(settled, tmp_path):
    for name, place in settled.items():
        shutil.copytree(place, tmp_path / name)
    return {name: tmp_path / name for name in settled}


def stages(call):
    """The stages that a run says it ran, by organization; those with none were up to date."""
    assert call.returncode == 0, call.stderr
    lines = [re.match(r"\[\d+/\d+\] (\S+) \d{4}: (.*)", line) for line in call.stderr.splitlines()]
    ran = {line[1]: re.findall(r"([a-z.]+) [\d.]+ s", line[2]) for line in lines}
    return {code: names for code, names in ran.items() if names}


def would_run(roots):
    """What status says a run would start with, by organization."""
    table = pipeline("status", **roots).stdout.splitlines()
    place = table[0].index("would run")
    return {line.split()[1]: line[place:] for line in table[1:]}


def edit_suite(roots, table, change):
    path = roots["expectations"] / f"{table}.json"
    suite = json.loads(path.read_text())
    change(suite["expectations"])
    path.write_text(json.dumps(suite))


def test_nothing_changed_runs_nothing_and_loads_nothing(roots):
    before = {path: path.read_bytes() for root in roots.values() for path in root.rglob("*") if path.is_file()}
    assert set(would_run(roots).values()) == {"nothing"}
    places = [part for name, path in roots.items() for part in (f"--{name}", str(path))]
    call = subprocess.run(
        [sys.executable, "-X", "importtime", "pipeline.py", "run", *places], capture_output=True, text=True, cwd=paths.HOME, timeout=60, check=True
    )
    loaded = {line.rpartition("|")[2].strip() for line in call.stderr.splitlines() if line.startswith("import time")}
    assert "click" in loaded
    assert not loaded & {"pandas", "pyarrow", "great_expectations", "papermill", "nbconvert", "altair", "jinja2", "distributed", "openpyxl"}
    assert {path: path.read_bytes() for root in roots.values() for path in root.rglob("*") if path.is_file()} == before


def test_an_edited_suite_runs_stage_one_where_the_table_is_and_goes_no_further(roots):
    edit_suite(roots, "water", lambda rules: rules[0]["meta"].update(reason="Said in other words."))
    told = would_run(roots)
    assert told["ONE"] == "validate: changed: the suite water.json"
    assert told["TWO"] == told["LONE"] == "nothing"
    assert told["EXAMPLE"] == "perhaps: ONE 2024 would run"
    assert stages(pipeline("run", **roots)) == {"ONE": ["validate"]}


def test_a_rule_that_finds_something_goes_on_to_the_page_and_the_group_stays(roots):
    warn = {"rule": "much_water", "level": "warn", "message": "{value} is much", "reason": "a test"}
    added = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "water_m3", "max_value": 10}, "meta": warn}
    edit_suite(roots, "water", lambda rules: rules.append(added))
    ran = stages(pipeline("run", **roots))
    assert {"validate", "targets", "validation", "narrative.en"} <= set(ran["ONE"])
    assert set(ran) <= {"ONE", "EXAMPLE"}
    assert "20 is much" in (roots["reports"] / "2024" / "ONE" / "validation.html").read_text()


def test_a_changed_number_runs_its_body_and_its_group_and_nobody_else(roots):
    meter = roots["data"] / "raw" / "2024" / "TWO" / "electricity.csv"
    meter.write_text(meter.read_text().replace("1000.0", "1250.0"))
    assert would_run(roots)["TWO"] == "validate: changed: submitted electricity.csv"
    every = ["validate", "footprints", "targets"]
    ran = stages(pipeline("run", **roots))
    assert set(ran) == {"TWO", "EXAMPLE"}
    assert all(set(every) < set(names) and "narrative.en" in names for names in ran.values())


def test_a_submission_that_says_the_same_in_other_bytes_goes_no_further(roots):
    meter = roots["data"] / "raw" / "2024" / "TWO" / "electricity.csv"
    meter.write_text(meter.read_text() + "\n")
    ran = stages(pipeline("run", **roots))
    assert "TWO" in ran and "EXAMPLE" not in ran


@pytest.mark.parametrize(
    ("touched", "stage"),
    [("figures.parquet", "targets"), ("footprint.parquet", "footprints"), ("executed/4_render_narrative.en.ipynb", "narrative.en")],
)
def test_what_is_deleted_is_made_again_with_the_same_bytes_and_nothing_else(roots, touched, stage):
    place = roots["data"] / "processed" / "2024" / "LONE" / touched
    before = place.read_bytes()
    place.unlink()
    assert would_run(roots)["LONE"] == f"{stage}: {place.name} not as it was made"
    assert stages(pipeline("run", **roots)) == {"LONE": [stage]}
    # An executed notebook prints where the data lie, and this is a copy.
    assert place.read_bytes() == before or place.suffix == ".ipynb"


def test_a_page_that_was_tampered_with_is_published_again(roots):
    page = roots["reports"] / "2024" / "LONE" / "en.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"<h1", b"<h1 hidden"))
    assert stages(pipeline("run", **roots)) == {"LONE": ["narrative.en"]}
    assert page.read_bytes() == before


@pytest.mark.parametrize("gone", ["index.html", "2024/index.html", "2024/manifest.json", "assets/greening.css"])
def test_a_page_of_the_site_that_is_gone_is_written_again(roots, gone):
    page = roots["reports"] / gone
    before = page.read_bytes()
    page.unlink()
    assert stages(pipeline("run", **roots)) == {}
    assert page.read_bytes() == before


def test_force_runs_everything_again_to_the_same_bytes(roots):
    kept = {path: path.read_bytes() for path in roots["reports"].rglob("*") if path.is_file()}
    ran = stages(pipeline("run", "--organization", "LONE", "--force", **roots))
    assert {code: set(names) for code, names in ran.items()} == {"LONE": {"validate", "footprints", "targets", "validation", "narrative.en"}}
    assert {path: path.read_bytes() for path in roots["reports"].rglob("*") if path.is_file()} == kept


def test_other_factors_run_from_stage_two_and_another_catalogue_only_its_pages(monkeypatch):
    stands = {(stage, language): keys.of_code(stage, language) for stage, language in KEYS}

    def changed_by(*place):
        package = keys._package() | {place: "edited"}
        with monkeypatch.context() as patched:
            patched.setattr(keys, "_package", lambda: package)
            keys.of_code.cache_clear()
            now = {(stage, language): keys.of_code(stage, language) for stage, language in KEYS}
        keys.of_code.cache_clear()
        return {key for key in stands if now[key] != stands[key]}

    everything = set(KEYS)
    assert changed_by("reference", "tables", "grid_factors.csv") == everything - {("validate", "")}
    assert changed_by("locales", "fr", "LC_MESSAGES", "greening.po") == {("narrative", "fr")}
    assert changed_by("narrative", "trend.py") == {("narrative", "en"), ("narrative", "fr")}
    assert changed_by("units.py") == everything


KEYS = [("validate", ""), ("footprints", ""), ("targets", ""), ("narrative", "en"), ("narrative", "fr")]
