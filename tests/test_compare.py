"""What other factors would change: the numbers, the goals, the note, and that nothing is left behind."""

import contextlib
import csv
import io
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from chain_frames import pipeline
from made_products import make
from submitted_bodies import submit

from greening import paths, reference, tables
from greening.chain import keys
from greening.compare import editions, other, preview, unit, wording
from greening.errors import CallError, ReferenceDataError
from greening.units import KG_PER_T

#: Half HFC-32 and half HFC-125 (ASHRAE 34), with the potentials of AR4 table 2.14, AR5 table 8.A.1 and AR6 table 7.SM.7.
R_410A = {"AR4": (675 + 3500) / 2, "AR5": (677 + 3170) / 2, "AR6": (771 + 3740) / 2}
KWH = {2023: 1000.1, 2024: 900.7}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two years of a body and of its group, one of another body, and one body that has not been run."""
    data = tmp_path_factory.mktemp("compared")
    for year, kwh in KWH.items():
        submit(data, year, "ONE", kwh, parent="EXAMPLE")
        make(data, year, "ONE", [2023] if year == 2024 else [])
        make(data, year, "EXAMPLE", [2023] if year == 2024 else [], [f"ONE@{year}"])
    folder = submit(data, 2024, "PAPER", 10.0)
    for table in ("electricity", "refrigerants", "air_travel", "goals"):
        (folder / f"{table}.csv").unlink()
    make(data, 2024, "PAPER")
    submit(data, 2024, "NEW", 5.0)
    return data


def compared(data, given, year=2024, organizations=()):
    return preview.preview(year, organizations, other.read(str(given)), str(data))


@pytest.fixture
def in_this_process(monkeypatch):
    """Comparisons that lay no table over another need no process of their own."""

    @contextlib.contextmanager
    def pool(_workers, chosen):
        assert not chosen.tables
        with ThreadPoolExecutor(1) as threads:
            yield threads

    monkeypatch.setattr(preview, "_pool", pool)


def outcome(found, name, year=2024):
    return next(one for one in (*found.outcomes, *found.earlier) if (one.unit.organization, one.unit.year) == (name, year))


def source(of, name):
    return next(move for move in of.sources if move.name == name)


def edition(folder, name, change):
    """A folder with one changed table."""
    folder.mkdir(exist_ok=True)
    table = pd.read_csv(editions.shipped()[name], keep_default_na=False, dtype="str")
    change(table).to_csv(folder / f"{name}.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def by_potentials(made):
    return compared(made, "AR6")


def test_a_leaked_refrigerant_moves_by_the_published_potentials(by_potentials):
    move = source(outcome(by_potentials, "ONE"), "refrigerant")
    assert move.before == pytest.approx(1.5 * R_410A["AR5"] / KG_PER_T, abs=1e-12)
    assert move.after == pytest.approx(1.5 * R_410A["AR6"] / KG_PER_T, abs=1e-12)


def test_the_total_moves_by_its_sources_and_the_group_by_its_members(by_potentials):
    one, group = (outcome(by_potentials, name) for name in ("ONE", "EXAMPLE"))
    assert one.total.change == pytest.approx(sum(move.change for move in one.sources)) == pytest.approx(group.total.change)
    assert [move.name for move in one.sources if move.moves] == ["refrigerant"]
    assert [place.unit.organization for place in by_potentials.outcomes] == ["ONE", "PAPER", "EXAMPLE"]


def test_earlier_years_are_computed_with_it_too(by_potentials):
    assert [(found.unit.organization, found.unit.year) for found in by_potentials.earlier] == [("EXAMPLE", 2023), ("ONE", 2023)]
    change = 1.5 * (R_410A["AR6"] - R_410A["AR5"]) / KG_PER_T
    assert outcome(by_potentials, "ONE", 2023).total.change == pytest.approx(change, abs=1e-9)


def test_a_goal_is_measured_against_a_baseline_of_the_same_factors(by_potentials):
    (goal,) = [status for status in outcome(by_potentials, "ONE").statuses if status.goal_id == "G"]
    base = outcome(by_potentials, "ONE", 2023).total
    assert goal.allowed.before == pytest.approx(base.before * (1 - 0.45 / 7))
    assert goal.allowed.after == pytest.approx(base.after * (1 - 0.45 / 7))


def test_bodies_that_stay_and_bodies_that_were_not_run_are_named(by_potentials):
    text = wording.as_text(by_potentials)
    assert "2 of 3 organizations move" in text
    assert "Do not move: PAPER" in text
    assert "Not yet run: NEW: python pipeline.py run --year 2024 --organization NEW" in text
    assert not by_potentials.is_whole


def test_the_rows_of_the_note_can_be_submitted_as_they_are(by_potentials, made):
    text = wording.as_text(by_potentials)
    start = text.index("year,figure,old_value")
    rows = list(csv.DictReader(io.StringIO(text[start:].split("\n\n")[0])))
    kept = tables.read("figures", paths.processed(made, 2023, "ONE")).set_index("figure_id")["value"]
    first = rows[0]
    assert (first["year"], first["figure"], float(first["old_value"])) == ("2023", "ghg.total", kept["ghg.total"])
    assert float(first["new_value"]) == outcome(by_potentials, "ONE", 2023).total.after
    assert {row["year"] for row in rows} == {"2023", "2024"}
    declared = tables.submission_tables()["restatements"].columns
    assert list(first) == list(declared)
    assert all(row[name] for row in rows for name, column in declared.items() if column.required)


def test_what_is_in_use_moves_nothing(made, in_this_process):
    found = compared(made, "AR5", organizations=["ONE"])
    text = wording.as_text(found)
    assert not any(one.moves for one in found.outcomes) and not found.earlier
    assert "0 of 2 organizations move" in text and "Draft" not in text


def test_another_flight_method_moves_flights_alone_but_not_own_results(made, in_this_process):
    one = outcome(compared(made, "desnz", organizations=["ONE"]), "ONE")
    assert [move.name for move in one.sources if move.moves] == ["flight"]
    kept = tables.read("footprint", paths.processed(made, 2024, "ONE"))
    own = kept.loc[kept["factor_rung"] == "own", "emissions_tco2e"].sum()
    assert own == 0.5 and source(one, "flight").after > own


def test_changed_tables_are_laid_over_the_shipped_ones_and_nothing_is_left_or_written(made, tmp_path):
    def doubled(table):
        factor = table["kgco2e_per_kwh"]
        return table.assign(kgco2e_per_kwh=factor.mask((table["region"] == "KEN") & (factor != ""), [str(2 * float(cell or 0)) for cell in factor]))

    shipped = reference.load("grid_factors")
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*")}
    folder = edition(tmp_path / "tables", "grid_factors", doubled)
    found, again = (compared(made, folder, organizations=["ONE"]) for _ in range(2))
    kept = tables.read("footprint", paths.processed(made, 2024, "ONE"))
    in_kenya = kept.loc[(kept["location_id"] == "A") & (kept["basis"] == "location"), "emissions_tco2e"].sum()
    assert source(outcome(found, "ONE"), "electricity").change == pytest.approx(in_kenya)
    (told,) = found.other.differences
    assert told.startswith("grid_factors: ") and told.endswith(" shipped rows that are gone")
    assert wording.as_text(found) == wording.as_text(again)
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*")} == before
    pd.testing.assert_frame_equal(reference.load("grid_factors"), shipped)


def test_a_goal_that_would_change_its_status_is_told(made, tmp_path):
    folder = edition(tmp_path / "tables", "grid_factors", lambda table: table.assign(renewables_share_pct="1"))
    found = compared(made, folder, organizations=["ONE"])
    (flip,) = [status for status in outcome(found, "ONE").statuses if status.flips]
    assert (flip.goal_id, flip.before, flip.after, flip.actual.after) == ("R", "on_path", "behind", pytest.approx(0.01))
    assert "ONE R: on_path now, behind then (energy.renewable.share" in " ".join(wording.as_text(found).split())


def test_an_edition_year_holds_the_yearly_factors(made):
    found = compared(made, "2020", organizations=["ONE"])
    grid = reference.load("grid_factors").set_index(["region", "year"])["kgco2e_per_kwh"]
    expected = KWH[2024] * (grid["KEN", 2020] + 3 * grid["CHE", 2020]) / KG_PER_T
    assert source(outcome(found, "ONE"), "electricity").after == pytest.approx(expected)


def test_a_held_factor_is_of_the_year_else_of_the_nearest_before_else_after():
    content = pd.read_csv(io.BytesIO(editions.of_year(2023).tables["grid_factors"]), keep_default_na=False, na_values=[""])
    shipped = reference.load("grid_factors")
    for column in ("kgco2e_per_kwh", "renewables_share_pct"):
        held = content.dropna(subset=[column]).set_index("region")
        assert held.index.is_unique
        for region, rows in shipped.dropna(subset=[column]).groupby("region"):
            before = rows[rows["year"] <= 2023]["year"]
            year = before.max() if len(before) else rows["year"].min()
            assert held.loc[region, "year"] == year
            assert held.loc[region, column] == rows.set_index("year").loc[year, column]


def test_every_table_of_yearly_factors_is_held():
    heads = {name: path.read_text(encoding="utf-8").splitlines()[0].split(",") for name, path in editions.shipped().items()}
    # A system proxy is what was measured in a year, and a note what was special about one: neither is a factor.
    assert {name for name, columns in heads.items() if "year" in columns} - {"system_proxies", "noted_years"} == set(editions.YEARLY)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("AR9", "AR4, AR5, AR6"),
        ("desns", "Did you mean desnz?"),
        ("1850", r"the year of an edition \(\d{4} to \d{4}\)"),
        ("no/such/folder", "a folder of changed reference tables"),
        ("", "cannot compare with nothing"),
    ],
)
def test_what_is_not_known_is_refused_with_what_can_be_given(given, said):
    with pytest.raises(CallError, match=said):
        other.read(given)


GRID = "region,year,kgco2e_per_kwh,renewables_share_pct,source_id\n"


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (None, "", "holds no reference table"),
        ("grid_factor.csv", "a\n1\n", "grid_factor.csv is no reference table. Did you mean grid_factors?"),
        ("grid_factors.csv", "region,year\nKEN,2024\n", "grid_factors.csv lacks kgco2e_per_kwh, renewables_share_pct, source_id"),
        (
            "grid_factors.csv",
            GRID + "KEN,2024,many,90,owid_ember\n",
            "row 2: kgco2e_per_kwh is many",
        ),
        (
            "grid_factors.csv",
            GRID + "KEN,2024,inf,90,owid_ember\n",
            "row 2: kgco2e_per_kwh is inf",
        ),
        ("grid_factors.csv", GRID + "KEN,2024,0.1,90,owid_embers\n", "no source owid_embers"),
        ("grid_factors.csv", GRID + "KEN,2024\n", "row 2 has another number of cells"),
        ("grid_factors.csv", b"\xff\xfe", "is not in UTF-8"),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused_with_its_faults(tmp_path, file, content, said):
    if file:
        (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CallError, match=said.replace(".", r"\.").replace("?", r"\?")):
        other.read(str(tmp_path))


def test_a_source_of_its_own_may_stand_beside_the_tables(tmp_path):
    row = GRID + "KEN,2024,0.1,90,utility_2024\n"
    (tmp_path / "grid_factors.csv").write_text(row, encoding="utf-8")
    (tmp_path / "sources.yml").write_text("utility_2024: {title: Statement of the utility, licence: facts}\n", encoding="utf-8")
    assert other.read(str(tmp_path)).tables["grid_factors"] == row.encode()


def test_an_edition_that_lacks_a_factor_fails_that_body_alone(made, tmp_path):
    folder = edition(tmp_path / "tables", "grid_factors", lambda table: table[table["region"] == "FRA"])
    found = compared(made, folder, organizations=["ONE", "PAPER"])
    assert "no factor for" in outcome(found, "ONE").fault and not outcome(found, "PAPER").fault
    assert not found.is_whole and "Cannot be computed: ONE 2024" in wording.as_text(found)


def test_products_from_before_a_change_are_compared_with_what_a_run_would_make_now(made, tmp_path, in_this_process):
    data = shutil.copytree(made, tmp_path / "data")
    folder = paths.processed(data, 2024, "ONE")
    kept = keys.read("footprints", folder)
    keys.write("footprints", kept["inputs"] | {"code": "older"}, kept["made"], folder)
    rows = tables.read("footprint", folder)
    tables.write("footprint", rows.assign(emissions_tco2e=rows["emissions_tco2e"] * 2), folder)
    found = compared(data, "AR6", organizations=["ONE"])
    assert found.outdated == ("ONE",) and "Run first: ONE" in wording.as_text(found)
    assert source(outcome(found, "ONE"), "refrigerant").before == pytest.approx(1.5 * R_410A["AR5"] / KG_PER_T)


def test_tables_are_not_laid_over_those_that_were_read_already():
    reference.load("gwp")
    with pytest.raises(ReferenceDataError, match="have been read already"):
        reference.lay_over({"gwp": b""})


def test_neither_notebooks_nor_papermill_are_needed():
    code = "import sys; from greening.compare import preview, wording; print({'papermill', 'nbformat', 'great_expectations'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=paths.HOME, env=os.environ).stdout
    assert said.strip() == "set()"


def test_a_number_that_comes_or_goes_moves_and_rounding_does_not():
    assert unit.Move("a", "t", None, 0.0).moves and unit.Move("a", "t", 1.0, None).moves
    assert not unit.Move("a", "t", None, None).moves
    assert not unit.Move("a", "t", 1.0, 1.0 + 1e-15).moves and unit.Move("a", "t", 1.0, 1.0 + 1e-9).moves


@pytest.mark.parametrize(("given", "code", "said"), [("AR6", 1, "Draft restatement note"), ("AR9", 2, "cannot compare with AR9")])
def test_the_command_prints_and_ends_with_its_code(made, tmp_path, given, code, said):
    call = pipeline("factors", "compare", "--year", 2024, "--with", given, data=made, reports=tmp_path)
    assert call.returncode == code and said in call.stdout + call.stderr, call.stderr
