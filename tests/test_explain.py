"""The way back from a figure: everything that is told of it, and that the same number comes out again."""

import json
import shutil

import pandas as pd
import pytest
from chain_frames import pipeline, place
from made_products import make
from submitted_bodies import submit

from greening import paths, tables
from greening.errors import CallError, GreeningError
from greening.explain import basis, trace, wording
from greening.explain.body import Body, derivation_of
from greening.narrative import report
from greening.publish import derivations


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two years of a body, a group of it, and a year of published figures."""
    data = tmp_path_factory.mktemp("explained")
    for year, kwh in ((2023, 1000.1), (2024, 900.7)):
        submit(data, year, "ONE", kwh, parent="EXAMPLE")
        make(data, year, "ONE", [2023] if year == 2024 else [])
        make(data, year, "EXAMPLE", [2023] if year == 2024 else [], [f"ONE@{year}"])
    place(data, 2022, "UNDP")
    make(data, 2022, "UNDP")
    return data


@pytest.fixture
def again(made, tmp_path):
    """A copy that a test may change."""
    return shutil.copytree(made, tmp_path / "data")


def names(found):
    return [(entry.name.organization, entry.name.year, entry.name.figure_id) for entry in found.entries]


def test_a_total_goes_back_to_its_rows_factors_sources_and_files(made):
    found = trace.trace(2024, "ONE", "ghg.total", made, 2)
    (entry,) = found.entries
    (part,) = entry.parts
    kept = tables.read("footprint", paths.processed(made, 2024, "ONE"))
    counted = kept[kept["in_total"] & (kept["basis"] != "market")]
    assert (part.rows, part.made_again, len(part.first)) == (len(counted), len(counted), 2)
    assert entry.value == entry.value_again == pytest.approx(counted["emissions_tco2e"].sum())
    assert {factor.factor_id for factor in part.factors} == set(counted["factor_id"].dropna())
    assert sum(factor.rows for factor in part.factors) == len(counted)
    assert {source.source_id for source in part.sources} == set(counted["factor_source_id"].dropna())
    assert all(source.licence for source in part.sources)
    assert {file.name: file.now for file in part.files} == dict.fromkeys(["air_travel.csv", "electricity.csv", "refrigerants.csv"], "same")
    assert entry.interval_kind == "statistical_95" and entry.low < entry.value < entry.high
    assert entry.gwp_set == "AR5" and found.is_whole


@pytest.mark.parametrize(("year", "code"), [(2024, "ONE"), (2023, "EXAMPLE"), (2024, "EXAMPLE"), (2022, "UNDP")])
def test_every_figure_comes_out_equal(made, year, code):
    tracer = trace.Tracer(made, 1)
    figures = tables.read("figures", paths.processed(made, year, code))
    assert len(figures) > 20
    found = [tracer.entry(trace.Name(code, year, figure_id)) for figure_id in figures["figure_id"]]
    assert [str(entry.name) for entry in found if not entry.is_equal] == []
    assert {entry.text for entry in found if entry.text} == set(figures["text"].dropna())


def test_figures_that_rest_on_figures_are_followed_each_once(made):
    found = trace.trace(2024, "ONE", "ghg.change.previous_year", made, 0)
    assert names(found) == [
        ("ONE", 2024, "ghg.change.previous_year"),
        ("ONE", 2024, "ghg.total"),
        ("ONE", 2024, "ghg.total@2023"),
        ("ONE", 2023, "ghg.total"),
    ]
    assert found.depths == (0, 1, 1, 2)


def test_a_status_goes_back_to_the_goal_as_submitted_and_to_the_figures_of_both_years(made):
    found = trace.trace(2024, "ONE", "target.G.status", made, 5)
    assert [name for _, _, name in names(found)] == ["target.G.status", "ghg.total", "ghg.total@2023", "ghg.total"]
    goal = found.entries[0].parts[1]
    assert (goal.first[0]["source_file"], goal.first[0]["goal_id"], goal.files[0].now) == ("goals.csv", "G", "same")


def test_a_sum_over_members_goes_back_to_the_figures_of_the_members(made):
    assert ("ONE", 2024, "ghg.per_capita") in names(trace.trace(2024, "EXAMPLE", "ghg.per_capita:ONE", made, 1))


def test_an_imported_figure_ends_at_the_cited_publication(made):
    text = wording.as_text(trace.trace(2022, "UNDP", "ghg.total", made, 5))
    assert "published in  UNDP sustainable operations page" in text
    assert "inventory.csv row 2: emissions_tco2e 52,535" in text
    assert "factors" not in text and "sources" not in text


def test_a_figure_that_was_changed_by_hand_is_shown_with_what_comes_out(again):
    folder = paths.processed(again, 2024, "ONE")
    figures = tables.read("figures", folder)
    is_total = figures["figure_id"] == "ghg.total"
    true = figures.loc[is_total, "value"].iloc[0]
    tables.write("figures", figures.assign(value=figures["value"].mask(is_total, true * (1 + 1e-15))), folder)
    found = trace.trace(2024, "ONE", "ghg.total", again, 1)
    text = wording.as_text(found)
    assert not found.is_whole and found.changed_products == ("ONE 2024 figures.parquet",)
    assert f"NOT EQUAL: the figure is {true * (1 + 1e-15):,}, made again it is {true:,}" in text
    assert "made again and is equal" not in text


def test_a_text_that_was_changed_by_hand_is_not_equal(again):
    folder = paths.processed(again, 2024, "ONE")
    figures = tables.read("figures", folder)
    tables.write("figures", figures.assign(text=figures["text"].mask(figures["text"] == "location", "market")), folder)
    found = trace.trace(2024, "ONE", "basis.scope2", again, 1)
    assert "the figure is market, made again it is location" in wording.as_text(found)


def test_a_file_that_was_changed_or_removed_is_named(again):
    raw = paths.raw(again, 2024, "ONE")
    (raw / "electricity.csv").write_text("location_id,electricity_kwh\nA,1\n", encoding="utf-8")
    (raw / "air_travel.csv").unlink()
    found = trace.trace(2024, "ONE", "ghg.total", again, 1)
    assert {file.name: file.now for file in found.changed_files} == {"electricity.csv": "changed", "air_travel.csv": "missing"}
    assert not found.unequal and not found.is_whole
    assert "Submitted files that are not what they were: air_travel.csv, electricity.csv" in wording.as_text(found)


def test_rows_that_come_out_otherwise_are_counted(again):
    folder = paths.processed(again, 2024, "ONE")
    kept = tables.read("footprint", folder)
    is_power = kept["source"].eq("electricity") & kept["basis"].eq("location")
    tables.write("footprint", kept.assign(emissions_tco2e=kept["emissions_tco2e"].mask(is_power, kept["emissions_tco2e"] * 1.01)), folder)
    found = trace.trace(2024, "ONE", "ghg.total", again, 1)
    assert found.rows_not_again == is_power.sum() == 2
    assert "come out OTHERWISE" in " ".join(wording.as_text(found).split())


def test_text_has_a_hundred_columns_unless_a_word_is_longer(made):
    found = trace.trace(2024, "EXAMPLE", "ghg.change.base_year", made, 3)
    lines = wording.as_text(found).splitlines()
    assert max(len(line) for line in lines if " " in line.strip()) <= wording.WIDTH
    assert not any(line != line.rstrip() for line in lines)


def test_json_says_what_the_text_says(made):
    found = trace.trace(2024, "ONE", "ghg.change.previous_year", made, 1)
    told = json.loads(wording.as_json(found))
    assert told["is_whole"] and [entry["figure_id"] for entry in told["figures"]] == [name for _, _, name in names(found)]
    assert all(entry["value"] == entry["value_again"] for entry in told["figures"])
    assert told["figures"][1]["parts"][0]["files"][0]["sha256"]


def test_an_unknown_figure_is_refused_with_the_nearest_names(made):
    with pytest.raises(CallError, match=r"no figure ghg\.totl; the nearest are ghg\.total\b"):
        trace.trace(2024, "ONE", "ghg.totl", made, 1)


def test_an_unknown_body_and_a_year_without_input_are_refused(made):
    with pytest.raises(CallError, match="no input for TWO"):
        trace.trace(2024, "TWO", "ghg.total", made, 1)
    with pytest.raises(CallError, match="years with input: 2022, 2023, 2024"):
        trace.trace(1999, "ONE", "ghg.total", made, 1)


def test_a_body_that_was_not_run_is_told_the_command(again):
    submit(again, 2024, "NEW", 5.0)
    with pytest.raises(GreeningError, match=r"NEW 2024 has no figures yet: python pipeline\.py run --year 2024 --organization NEW"):
        trace.trace(2024, "NEW", "ghg.total", again, 1)


def test_factors_keep_their_range_where_one_name_has_many_values(made):
    (part,) = trace.trace(2024, "ONE", "ghg.bucket.air_travel", made, 1).entries[0].parts
    own = next(factor for factor in part.factors if factor.factor_id == "own")
    assert (own.rows, own.source_id, own.rung) == (1, "submission", "own")
    assert own.low == own.high and not pd.isna(own.low)


@pytest.mark.parametrize(("figure_id", "code", "said"), [("ghg.total", 0, "equal to the last digit"), ("ghg.nothing", 2, "has no figure")])
def test_the_command_prints_and_ends_with_its_code(made, tmp_path, figure_id, code, said):
    call = pipeline("explain", figure_id, "--year", 2024, "--organization", "ONE", data=made, reports=tmp_path)
    assert call.returncode == code and said in call.stdout + call.stderr


def test_nothing_is_written(made):
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*")}
    trace.trace(2024, "EXAMPLE", "ghg.change.base_year", made, 1)
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*")} == before


@pytest.mark.parametrize("organization", ["ONE", "EXAMPLE"])
def test_the_entries_of_a_report_name_no_other_figures_than_explain_does(made, organization):
    read, body = report.read(2024, organization, str(made), "en"), Body(made, 2024, organization)
    linked = 0
    for figure_id, row in body.figures.items():
        derivation = derivation_of(row)
        found = list(basis.rests_on(body, derivation))
        known = {f"{name.figure_id}{'' if name.year == 2024 else f'@{name.year}'}" for name in found if name.organization == organization}
        known |= {f"{name.figure_id}:{name.organization}" for name in found if name.organization != organization}
        named = set(derivations.rests_on(read, derivation))
        assert named <= known, figure_id
        if not derivation.get("product", "").startswith(("peers", "standings", "members", "projection")) and not derivation.get("parts"):
            assert named >= known & set(read.facts), figure_id
        linked += len(named)
    assert linked > 50
