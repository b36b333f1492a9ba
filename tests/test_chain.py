"""The chain end to end through the command line: what is published, held, failed, kept and not done twice."""

import csv
import json
import re
import shutil

import pandas as pd
import pytest
from chain_frames import pipeline

from greening import paths

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("chain")]


def roots(cycle):
    return {name: cycle[name] for name in ("data", "reports", "expectations")}


def figures(cycle, year, code):
    return pd.read_parquet(paths.processed(cycle["data"], year, code) / "figures.parquet").set_index("figure_id")


def page(cycle, year, code):
    text = re.sub(r"<[^>]+>", " ", (cycle["reports"] / str(year) / code / "en.html").read_text())
    return re.sub(r"\s+", " ", text)


def test_some_not_published_is_exit_code_one_and_the_others_are_published(cycle):
    assert cycle["call"].returncode == 1, cycle["call"].stderr
    published = {str(path.parent.relative_to(cycle["reports"])) for path in cycle["reports"].glob("*/*/en.html")}
    assert published == {"2010/UNSYSTEM", "2014/UNSYSTEM", "2022/UNSYSTEM", "2023/BROKEN", "2023/EXAMPLE", "2024/ONE", "2024/TWO", "2024/EXAMPLE"}


def test_the_result_is_on_standard_output_and_progress_on_standard_error(cycle):
    call = cycle["call"]
    assert "8 of 10 reports published" in call.stdout
    assert f"site: {cycle['reports'] / 'index.html'}" in call.stdout
    assert "data/raw/2024/stray.xlsx" in call.stdout
    assert "[10/10]" in call.stderr and "[10/10]" not in call.stdout


def test_no_fault_in_data_shows_a_traceback(cycle):
    assert "Traceback" not in cycle["call"].stdout + cycle["call"].stderr


def test_a_broken_file_is_told_in_plain_words_and_its_validation_page_is_written(cycle):
    state = json.loads((paths.processed(cycle["data"], 2024, "BROKEN") / "state.json").read_text())
    assert state["outcome"] == "failed" and "water.csv" in state["why"]
    assert "water.csv" in page_of(cycle["reports"] / "2024" / "BROKEN" / "validation.html")
    findings = pd.read_parquet(paths.processed(cycle["data"], 2024, "BROKEN") / "findings.parquet")
    assert findings["rule"].tolist() == ["empty_file"]


def page_of(path):
    return re.sub(r"<[^>]+>", " ", path.read_text())


def test_a_held_body_has_products_and_validation_page_but_no_report(cycle):
    folder = paths.processed(cycle["data"], 2024, "HELD")
    assert json.loads((folder / "state.json").read_text())["outcome"] == "held"
    assert (folder / "figures.parquet").is_file()
    assert "9000 kWh is more than can be" in page_of(cycle["reports"] / "2024" / "HELD" / "validation.html")
    assert not (cycle["reports"] / "2024" / "HELD" / "en.html").exists()


def test_a_group_says_who_is_updated_carried_forward_and_missing(cycle):
    members = pd.read_parquet(paths.processed(cycle["data"], 2024, "EXAMPLE") / "members.parquet").set_index("member")
    assert members["status"].to_dict() == {
        "ONE": "updated",
        "TWO": "updated",
        "BROKEN": "carried_forward",
        "EXAMPLE-HQ": "missing",
        "EXAMPLE-FIELD": "missing",
    }
    total = sum(figures(cycle, year, code).loc["ghg.total", "value"] for year, code in ((2024, "ONE"), (2024, "TWO"), (2023, "BROKEN")))
    assert figures(cycle, 2024, "EXAMPLE").loc["ghg.total", "value"] == pytest.approx(total, abs=0.01)
    assert figures(cycle, 2024, "EXAMPLE").loc["ghg.total", "precision"] == "more_than"


def test_the_un_system_in_2022_says_what_its_data_can_tell(cycle):
    said = page(cycle, 2022, "UNSYSTEM")
    for words in ("1.4 Mt", "38 %", "47 %", "15 %", "about 18 % below 2010 ( 1.4 against 1.7 Mt , both rounded: 12 to 23 % )"):
        assert words in said, words
    assert "field missions improved" in said
    assert "The base year 2010 was not recalculated" in said
    assert "behind" in said
    targets = pd.read_parquet(paths.processed(cycle["data"], 2022, "UNSYSTEM") / "targets.parquet").set_index("year")
    assert targets.loc[2022, "status"] == "behind" and targets.loc[2022, "allowed_value"] == pytest.approx(1.241e6)


def test_every_product_of_the_contract_is_kept_and_the_notebooks_without_times(cycle):
    folder = paths.processed(cycle["data"], 2024, "ONE")
    for name in ("activities", "findings", "footprint", "indicators", "figures", "targets"):
        assert (folder / f"{name}.parquet").is_file()
    assert {"run.json", "timings.json"} <= {path.name for path in folder.iterdir()}
    executed = sorted(path.name for path in (folder / "executed").iterdir())
    assert executed == [
        "1_validate_submissions.ipynb",
        "2_compute_footprints.ipynb",
        "3_evaluate_targets.ipynb",
        "4_render_narrative.en.ipynb",
    ]
    for path in (folder / "executed").iterdir():
        assert not re.search(r"start_time|end_time|duration|iopub", path.read_text())


def test_run_json_names_the_inputs_with_their_hashes_and_what_computed_them(cycle):
    run = json.loads((paths.processed(cycle["data"], 2024, "ONE") / "run.json").read_text())
    assert set(run["stages"]["validate"]["inputs"]["files"]) >= {"profile.csv", "electricity.csv"}
    assert run["parameters"] == {"gwp_set": "AR5", "flight_method": "icao_style", "languages": ["en"]}
    assert run["packages"]["pandas"] == pd.__version__


def test_the_manifest_lists_what_counts_as_published(cycle):
    listed = json.loads((cycle["reports"] / "2024" / "manifest.json").read_text())["files"]
    assert {"ONE/en.html", "ONE/figures.csv", "BROKEN/validation.html", "index.html"} <= set(listed)
    assert "HELD/en.html" not in listed


def test_figures_csv_holds_every_figure_in_full(cycle):
    with (cycle["reports"] / "2024" / "ONE" / "figures.csv").open(encoding="utf-8") as file:
        printed = {row["figure_id"]: row["value"] for row in csv.DictReader(file)}
    made = figures(cycle, 2024, "ONE")
    assert set(printed) == set(made.index)
    assert printed["ghg.total"] == repr(float(made.loc["ghg.total", "value"]))


def test_status_tells_stage_findings_and_why(cycle):
    table = pipeline("status", "--year", 2024, **roots(cycle))
    assert table.returncode == 0
    lines = {line.split()[1]: line for line in table.stdout.splitlines()[1:]}
    assert "failed" in lines["BROKEN"] and "water.csv" in lines["BROKEN"]
    assert "held" in lines["HELD"] and "published (en)" in lines["ONE"]


def test_a_wrong_call_is_exit_code_two_in_one_line(cycle):
    for wrong in (
        ["run", "--year", 1999],
        ["run", "--year", 2024, "--organization", "NOBODY"],
        ["run", "--languages", "xx"],
        ["status", "--year", 1999],
    ):
        call = pipeline(*wrong, **roots(cycle))
        assert call.returncode == 2, (wrong, call.stderr)
        assert len(call.stderr.strip().splitlines()) == 1


def test_a_mistyped_folder_of_suites_is_a_wrong_call(cycle, tmp_path):
    call = pipeline("run", data=cycle["data"], reports=tmp_path / "reports", expectations=tmp_path / "nowhere")
    assert call.returncode == 2 and "no expectation suites" in call.stderr


def test_what_is_up_to_date_is_not_run_again_and_a_mended_file_is_published(cycle, tmp_path):
    copied = {name: tmp_path / name for name in ("data", "reports", "expectations")}
    for name, path in copied.items():
        shutil.copytree(cycle[name], path)
    again = pipeline("run", "--year", 2024, "--organization", "ONE", **copied)
    assert again.returncode == 0
    assert all("up to date" in line for line in again.stderr.splitlines()), again.stderr
    (copied["data"] / "raw" / "2024" / "BROKEN" / "water.csv").unlink()
    before = (copied["reports"] / "2024" / "ONE" / "en.html").read_bytes()
    mended = pipeline("run", "--year", 2024, "--organization", "BROKEN", **copied)
    assert mended.returncode == 0, mended.stderr
    assert "BROKEN 2024: validate" in mended.stderr and "EXAMPLE 2024: validate" in mended.stderr
    assert "ONE 2024: up to date" in mended.stderr
    assert (copied["reports"] / "2024" / "ONE" / "en.html").read_bytes() == before


def test_a_report_that_was_published_stays_when_its_files_break(cycle, tmp_path):
    copied = {name: tmp_path / name for name in ("data", "reports", "expectations")}
    for name, path in copied.items():
        shutil.copytree(cycle[name], path)
    before = (copied["reports"] / "2024" / "ONE" / "en.html").read_bytes()
    (copied["data"] / "raw" / "2024" / "ONE" / "profile.csv").write_bytes(b"\xff\xfe\x00")
    call = pipeline("run", "--year", 2024, "--organization", "ONE", **copied)
    assert call.returncode == 1
    assert (copied["reports"] / "2024" / "ONE" / "en.html").read_bytes() == before
    assert "ONE/en.html" in json.loads((copied["reports"] / "2024" / "manifest.json").read_text())["files"]
    assert not (paths.processed(copied["data"], 2024, "ONE") / "figures.parquet").exists()
