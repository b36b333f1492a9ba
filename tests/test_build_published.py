import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from upath import UPath

from greening import paths
from greening.errors import DeclarationError
from greening.reference import sources
from greening.structure import casting
from greening.submission import loading
from scripts import build_examples, build_published

RAW = Path(paths.HOME) / "data" / "raw"
DOCS = Path(paths.HOME) / "docs"
FIGURES = build_published.read_figures(build_published.TABLES / "published_figures.csv")
ORGANIZATIONS = pd.read_csv(str(build_published.TABLES / "organizations.csv"), dtype=str, keep_default_na=False)


def shipped(year: int, code: str, table: str) -> pd.DataFrame:
    return pd.read_csv(RAW / str(year) / code / f"{table}.csv", dtype=str, keep_default_na=False)


def published_bodies() -> list[tuple[int, str]]:
    folders = sorted(RAW.glob("*/*"))
    return [(int(folder.parent.name), folder.name) for folder in folders if folder.name not in build_examples.CODES]


def test_every_row_ends_in_exactly_one_place() -> None:
    found = [
        {"row_id": row_id, "place": table, "year": year, "code": code}
        for year, code in published_bodies()
        for table in ("inventory", "personnel", "goals", "published")
        if (RAW / str(year) / code / f"{table}.csv").exists()
        for row_id in shipped(year, code, table)["row_id"]
    ]
    undated = re.findall(r"\| ([^| ]+) \|$", (DOCS / "undated_figures.md").read_text(encoding="utf-8"), re.MULTILINE)
    found += [{"row_id": row_id, "place": "undated", "year": 0, "code": ""} for row_id in undated if row_id != "Row"]
    ends = pd.DataFrame(found).merge(FIGURES[["row_id", "place"]], on="row_id", how="right", suffixes=("", "_named"), validate="m:1")
    assert FIGURES["row_id"].is_unique
    assert len(ends) == len(FIGURES)
    assert (ends["place"] == ends["place_named"]).all()


def test_the_shipped_submissions_are_what_the_script_builds(tmp_path: Path) -> None:
    build_published.build(UPath(tmp_path / "data"), UPath(tmp_path / "docs"))
    built = {path.relative_to(tmp_path / "data" / "raw"): path.read_bytes() for path in (tmp_path / "data" / "raw").rglob("*.csv")}
    kept = {path.relative_to(RAW): path.read_bytes() for path in RAW.rglob("*.*") if path.parent.name not in build_examples.CODES}
    assert built == kept
    assert (tmp_path / "docs" / "undated_figures.md").read_bytes() == (DOCS / "undated_figures.md").read_bytes()


@pytest.mark.parametrize(("year", "code"), published_bodies())
def test_every_cell_of_a_shipped_submission_can_be_read(year: int, code: str) -> None:
    submission = loading.load(year, code, UPath(RAW.parent))
    assert casting.cast(submission).findings.empty


def test_only_totals_become_tonnes() -> None:
    inventories = [shipped(year, code, "inventory") for year, code in published_bodies() if (RAW / str(year) / code / "inventory.csv").exists()]
    rows = pd.concat(inventories)
    assert set(rows["bucket"]) == {"unspecified"}
    assert sorted(rows["row_id"]) == sorted(FIGURES.loc[(FIGURES["metric"] == "total_ghg") & (FIGURES["data_year"] != ""), "row_id"])


@given(st.integers(min_value=0, max_value=100))
def test_percentages_become_shares_digit_for_digit(percent: int) -> None:
    row = {"row_id": "r", "metric": "share_air", "value": str(percent), "unit": "percent", "precision": "rounded", "source": "s", "note": ""}
    made = build_published.published(row)
    assert (float(made["value"]), made["unit"]) == (percent / 100, "share")


def test_values_keep_the_digits_that_were_printed() -> None:
    air = shipped(2012, "UNSYSTEM", "published").set_index("figure").loc["ghg.bucket.air_travel.per_capita"]
    assert (air["value"], air["unit"]) == ("4.0", "t CO2/person")
    assert air["note"].startswith("Printed as t CO2 per person, not CO2e")


def test_of_two_values_printed_for_2010_the_later_edition_comes_first() -> None:
    per_capita = shipped(2010, "UNSYSTEM", "published").query("figure == 'ghg.per_capita'")
    assert list(per_capita["value"]) == ["8.3", "8.2"]


def test_the_second_head_count_of_2017_is_kept_as_published() -> None:
    assert list(shipped(2017, "UNSYSTEM", "personnel")["headcount"]) == ["255740"]
    quoted = shipped(2017, "UNSYSTEM", "published").query("figure == 'personnel.total'")
    assert list(quoted["value"]) == ["255741"]


def test_a_head_count_that_is_not_exact_is_no_personnel_row() -> None:
    quoted = shipped(2014, "UNSYSTEM", "published").set_index("figure").loc["personnel.total"]
    assert (quoted["value"], quoted["precision"]) == ("250000", "more_than")
    assert not (RAW / "2014" / "UNSYSTEM" / "personnel.csv").exists()


def test_doubtful_figures_carry_their_caution() -> None:
    assert "may be 2011" in shipped(2012, "UNSYSTEM", "inventory").loc[0, "note"]
    water = shipped(2016, "FAO", "published").set_index("figure").loc["water.per_capita"]
    assert (water["value"], water["note"][:11]) == ("4566", "IMPLAUSIBLE")


def test_what_notes_say_of_coverage_is_a_coverage_row() -> None:
    assert shipped(2014, "UNSYSTEM", "coverage").loc[0, "from_year"] == "2014"
    assert shipped(2015, "UNICEF", "coverage").loc[0, "from_year"] == "2015"
    assert "ten named locations" in shipped(2017, "UNHCR", "coverage").loc[0, "note"]
    assert "Headquarters only" in shipped(2009, "UNHCR", "coverage").loc[0, "note"]


def test_a_topic_without_a_figure_says_so_and_one_with_a_figure_does_not() -> None:
    topics = shipped(2022, "OZONE-SECRETARIAT", "coverage").set_index("topic")
    assert list(topics.index) == ["water", "imp"]
    assert set(topics["status"]) == {"not_reported"}


def test_the_missing_total_of_2021_names_the_edition_that_speaks_of_it() -> None:
    told = shipped(2021, "UNSYSTEM", "coverage").set_index("topic").loc["ghg"]
    assert told["status"] == "not_reported"
    assert told["note"].endswith("2022 was 12 % above it (UNEP, Greening the Blue Report 2023 news page)")


def test_the_goal_of_the_system_begins_with_the_strategy_and_says_what_is_not_verified() -> None:
    with_goal = [year for year, code in published_bodies() if code == "UNSYSTEM" and (RAW / str(year) / code / "goals.csv").exists()]
    goal = shipped(2022, "UNSYSTEM", "goals").loc[0]
    assert with_goal == [2019, 2020, 2021, 2022]
    assert (goal["baseline_year"], goal["change_pct"], goal["target_year"], goal["path"]) == ("2010", "-45", "2030", "linear")
    assert "not verified against the annex" in goal["note"]


def test_a_target_row_becomes_a_goal_without_an_invented_baseline() -> None:
    goals = shipped(2022, "UNDP", "goals")
    assert (goals.loc[0, "change_pct"], goals.loc[0, "baseline_year"]) == ("-50", "2018")
    assert "baseline_value" not in goals.columns
    allowed = shipped(2022, "UNDP", "published").set_index("figure").loc["target.UNDP-GHG-2030.allowed"]
    assert allowed["value"] == "52184"


def test_a_body_without_a_country_is_refused() -> None:
    nowhere = ORGANIZATIONS.assign(hq_iso2=ORGANIZATIONS["hq_iso2"].mask(ORGANIZATIONS["code"] == "WMO", ""))
    with pytest.raises(DeclarationError, match="WMO"):
        build_published.submissions(FIGURES, nowhere)


def test_a_declaration_that_names_no_row_is_refused() -> None:
    with pytest.raises(DeclarationError, match="UNICEF 2015 total_ghg"):
        build_published.submissions(FIGURES[FIGURES["row_id"] != "UNICEF.2015.total_ghg"], ORGANIZATIONS)


def test_codes_are_folder_names_and_parents_are_groups() -> None:
    groups = set(ORGANIZATIONS.loc[ORGANIZATIONS["is_group"] == "true", "code"])
    assert ORGANIZATIONS["code"].is_unique
    assert ORGANIZATIONS["code"].str.fullmatch("[A-Z0-9-]+").all()
    assert groups == {"UNSYSTEM", "UN-SECRETARIAT", "EXAMPLE"}
    assert set(ORGANIZATIONS["parent_code"]) == groups | {""}
    assert (ORGANIZATIONS["parent_reason"] != "").all()


def test_every_body_with_figures_is_in_the_system() -> None:
    parents = ORGANIZATIONS.set_index("code")["parent_code"]
    bodies = {code for _, code in published_bodies()} - {"UNSYSTEM"}
    assert {parents[code] for code in bodies} == {"UNSYSTEM", "UN-SECRETARIAT"}


def test_rows_of_organizations_name_a_known_source() -> None:
    assert set(ORGANIZATIONS["source_id"]) <= set(sources())
