import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from chain_frames import pipeline

from benchmarks import bodies, cluster, cycle, growth, results, trees
from benchmarks.measured import CommandError, Measured, measure
from benchmarks.parts import PARTS
from benchmarks.row import Row
from benchmarks.runs import Batch, Roots
from benchmarks.work import NOTEBOOKS, Took, Work, notebook
from greening import locale, paths


def _files(data: Path) -> dict[str, bytes]:
    return {str(path.relative_to(data)): path.read_bytes() for path in sorted(data.rglob("*.csv"))}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        cycle.write(tmp_path / name, 3, seed)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    assert _files(tmp_path / "one") != _files(tmp_path / "three")


def test_sizes_have_a_long_tail_around_the_mean():
    drawn = sorted(cycle.sizes(60, 2024))
    assert sum(drawn) == pytest.approx(60 * cycle.MEAN_ROWS, rel=0.02)
    assert drawn[0] >= bodies.LEAST_ROWS
    assert drawn[30] < cycle.MEAN_ROWS < drawn[-1] / 2


def test_a_body_has_about_the_rows_asked_for_and_the_cycle_tells_how_many(tmp_path):
    written = cycle.write(tmp_path, 5, 3)
    for code, count in written.rows.items():
        lines = sum(len(path.read_text().splitlines()) - 1 for path in (tmp_path / "raw" / "2024" / code).iterdir())
        assert lines == count
    assert written.codes == sorted(written.codes, key=lambda code: (written.rows[code], code))
    wanted = dict(zip((f"BODY-{number:03}" for number in range(1, 6)), cycle.sizes(5, 3), strict=True))
    assert all(count == pytest.approx(wanted[code], abs=30) for code, count in written.rows.items())


def test_a_sample_takes_organizations_of_different_size(tmp_path):
    written = cycle.write(tmp_path, 8, 3)
    assert written.sample(4) == [written.codes[place] for place in (1, 3, 5, 7)]
    assert written.sample(20) == written.codes


def test_regions_stand_between_bodies_and_the_group_above(tmp_path):
    written = cycle.write(tmp_path, 4, 3, regions=2)
    assert written.groups == ("BENCH-REGION-01", "BENCH-REGION-02", cycle.TOP)
    parents = {code: pd.read_csv(tmp_path / "raw" / "2024" / code / "profile.csv")["parent"].iloc[0] for code in (*written.codes, *written.groups)}
    assert {parents[code] for code in written.codes} == {"BENCH-REGION-01", "BENCH-REGION-02"}
    assert {parents[code] for code in written.groups[:2]} == {cycle.TOP}
    assert pd.isna(parents[cycle.TOP])


def test_two_years_of_a_body_have_the_same_places_and_other_quantities(tmp_path):
    cycle.write(tmp_path, 1, 3, years=(2023, 2024))
    one, two = (tmp_path / "raw" / str(year) / "BODY-001" for year in (2023, 2024))
    assert (one / "locations.csv").read_bytes() == (two / "locations.csv").read_bytes()
    assert (one / "electricity.csv").read_bytes() != (two / "electricity.csv").read_bytes()


def test_a_change_changes_one_quantity_of_one_file(tmp_path):
    cycle.write(tmp_path, 1, 3)
    before = _files(tmp_path)
    cycle.change(tmp_path, "BODY-001")
    after = _files(tmp_path)
    changed = [name for name in before if before[name] != after[name]]
    assert [Path(name).name for name in changed] == ["electricity.csv"]
    lines = [text[changed[0]].decode().splitlines() for text in (before, after)]
    assert sum(one != two for one, two in zip(*lines, strict=True)) == 1


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One small cycle through the real command line."""
    root = tmp_path_factory.mktemp("bench")
    written = cycle.write(root / "data", 2, 2024, mean_rows=90)
    return root, written, pipeline("run", data=root / "data", reports=root / "reports")


@pytest.mark.xdist_group("bench")
def test_invented_bodies_are_published_with_nothing_to_find(made):
    root, written, call = made
    assert call.returncode == 0, call.stdout + call.stderr
    for code in (*written.codes, *written.groups):
        found = pd.read_parquet(root / "data" / "processed" / "2024" / code / "findings.parquet")
        assert found[["level", "rule", "message"]].to_dict("records") == []


@pytest.mark.xdist_group("bench")
def test_the_floor_makes_the_pages_and_products_that_the_product_makes(made, tmp_path):
    root, written, _ = made
    code = written.codes[0]
    cycle.write(tmp_path / "data", 2, 2024, mean_rows=90)
    work = Work(str(tmp_path / "data"), str(paths.HOME / "expectations"), str(tmp_path / "reports"), 2024, {code: []})
    told = tmp_path / "told.json"
    measure([sys.executable, "-m", "benchmarks.floor", work.write(tmp_path / "work.json"), told], paths.HOME)
    took = [Took(**one) for one in json.loads(told.read_text())]
    assert [one.organization for one in took] == ["", code]
    assert list(took[1].parts_cpu_s) == [*NOTEBOOKS, "page"]
    assert sum(took[1].parts_cpu_s.values()) == pytest.approx(took[1].cpu_s)
    for product in (f"data/processed/2024/{code}/figures.parquet", f"reports/2024/{code}/en.html", f"reports/2024/{code}/validation.html"):
        assert (tmp_path / product).read_bytes() == (root / product).read_bytes(), product


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_work_passes_the_parameters_that_a_notebook_declares(name):
    cells = json.loads(notebook(name).read_text(encoding="utf-8"))["cells"]
    declared = next("".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", ()))
    work = Work("data", "expectations", "reports", 2024, {"BODY-001": []})
    assert list(work.parameters(name, "BODY-001")) == [line.partition(":")[0] for line in declared.splitlines()]


def test_the_tree_for_stock_tools_holds_no_import_back(tmp_path):
    code = "import sys, greening; sys.exit('rfc3987_syntax' in sys.modules)"
    for make, held in ((trees.without_stub, 0), (trees.copy, 1)):
        tree = make(tmp_path / make.__name__)
        assert subprocess.run([sys.executable, "-c", code], cwd=tree, check=False).returncode == held


def test_a_missing_catalogue_gets_a_stand_in(tmp_path):
    tree = trees.with_languages(tmp_path, ["en", "zz"])
    stand_in = tree / "greening" / "locales" / "zz" / "LC_MESSAGES" / "greening.po"
    assert stand_in.read_bytes() == (paths.HOME / "greening" / "locales" / "en" / "LC_MESSAGES" / "greening.po").read_bytes()


_BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"


def test_cpu_of_detached_grandchildren_is_counted():
    detached = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {_BUSY!r}], start_new_session=True)"
    found = measure([sys.executable, "-c", detached], paths.HOME)
    assert found.cpu_s > 0.3
    assert found.left_over == 0
    assert found.peak_mib > 3


def test_a_command_that_fails_is_no_result():
    with pytest.raises(CommandError, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"], paths.HOME)


def test_measured_processes_keep_bytecode(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    found = measure([sys.executable, "-c", "import sys, greening; print(sys.dont_write_bytecode, greening.__file__)"], paths.HOME)
    assert found.stdout.split() == ["False", str(paths.HOME / "greening" / "__init__.py")]


def test_what_a_process_takes_beside_its_organizations():
    one = measure([sys.executable, "-c", "pass"], paths.HOME)
    batch = Batch([one], [Took("A", 0.0, 0.0, {"page": 1.0}), Took("B", 0.0, 0.0, {"page": 2.0})])
    assert batch.start_wall_s == one.wall_s
    assert batch.start_cpu_s == one.cpu_s
    assert batch.parts_cpu_s == {"page": 3.0}


def test_results_tell_every_row_and_which_bounds_are_missed():
    rows = {
        "a part": [Row("one thing", "3 s", "under 4 s", is_met=True, how="Once."), Row("another", "5 s", "under 4 s", is_met=False)],
        "empty": [Row("a third", "not measured")],
    }
    page = results.page(rows, {"a part": 61.2}, [("Python", "3.11")])
    assert "| one thing | 3 s | under 4 s | met |" in page
    assert "| another | 5 s | under 4 s | MISSED |" in page
    assert "| a third | not measured |  |  |" in page
    assert "- one thing: Once." in page
    assert "| a part | 61 |" in page
    assert [row.what for row in results.missed(rows)] == ["another"]


def test_the_command_names_its_parts():
    found = measure([sys.executable, "-m", "benchmarks", "--help"], paths.HOME)
    assert all(name in found.stdout for name in PARTS)
    assert growth.FULL == (60, 600, 3000)


def _measured(wall_s: float = 0.0, cpu_s: float = 0.0, peak_mib: float = 0.0, stdout: str = "") -> Measured:
    return Measured(wall_s, cpu_s, peak_mib, 0, 0, stdout, "")


def _batch(wall_s: float, cpu_s: float, processes: int = 1) -> Batch:
    """Four organizations of that wall and CPU time each, in processes that take two seconds more."""
    took = [Took(code, wall_s, cpu_s, {"page": cpu_s}) for code in "ABCD"]
    return Batch([_measured(4 * wall_s / processes + 2, 4 * cpu_s / processes + 2)] * processes, took)


@pytest.fixture
def runs(tmp_path):
    """Runs whose figures are known: ten organizations and a group."""
    return SimpleNamespace(
        count=10,
        cold=_measured(wall_s=8.0, cpu_s=15.0),
        cold_roots=Roots(tmp_path, tmp_path),
        stock=_batch(19.0, 20.0),
        stock_pair=_batch(22.0, 21.0, processes=2),
        stock_group=Batch([_measured()], [Took(cycle.TOP, 8.0, 9.0, {"page": 9.0})]),
        floor=Batch([_measured()], [Took(code, 0.0, 0.9, {"page": 0.9}) for code in "ABCDEFGHIJ"]),
        floor_group=Batch([_measured()], [Took(cycle.TOP, 0.0, 0.5, {"page": 0.5})]),
    )


def test_the_total_of_stock_tools_is_one_start_the_average_of_each_and_the_group(runs):
    rows = {row.what: row for row in PARTS["cold"](runs)}
    # 2 + 10 x 19 + 8 seconds over 8, and 2 + 10 x 22 / 2 + 8 over 8.
    assert rows["against stock, serial (200 s, 211 CPU s)"].measured == "25.0 times faster"
    assert rows["against stock, serial (200 s, 211 CPU s)"].is_met
    assert rows["against two stock processes (120 s)"].measured == "15.0 times faster"
    assert rows["the same in CPU seconds"].measured == "14.1 times less than stock, serial"


def test_a_slower_cycle_misses_its_bounds(runs):
    runs.cold = _measured(wall_s=9.0, cpu_s=15.0)
    rows = PARTS["cold"](runs)
    assert [row.is_met for row in rows] == [None, False, True, False, True, None, None]


def test_overhead_is_all_that_is_no_cell_and_no_export(runs):
    work, beyond = PARTS["overhead"](runs)
    assert work.measured == "0.86 CPU s an organization"
    # 15 less 10 x 0.9 and 0.5, over eleven.
    assert beyond.measured == "0.50 CPU s an organization"
    assert beyond.is_met


def test_growth_is_held_against_the_line_through_the_two_smaller_cycles(monkeypatch):
    found = {10: _measured(cpu_s=15.0, peak_mib=100.0), 20: _measured(cpu_s=25.0, peak_mib=100.5), 40: _measured(cpu_s=54.0, peak_mib=103.0)}
    monkeypatch.setattr(growth, "_run", lambda runs, count: found[count])
    *_, line, memory = growth.rows(SimpleNamespace(growth=tuple(found)))
    assert (line.measured, line.is_met) == ("1.20 times the CPU", False)
    assert (memory.measured, memory.is_met) == ("0.100 MiB a further one", True)


def test_languages_without_a_catalogue_are_named(monkeypatch, runs, tmp_path):
    runs.scratch, runs.roots = tmp_path, lambda name: Roots(tmp_path, tmp_path)
    runs.pipeline = lambda roots, *options, tree: _measured(cpu_s=45.0)
    monkeypatch.setattr(locale, "languages", lambda: ["en", "fr"])
    (row,) = PARTS["languages"](runs)
    assert row.measured == "4.09 against 1.36 CPU s an organization, 3.00 times"
    assert row.is_met
    assert "No catalogue yet for es, ar, ru, zh" in row.how


def test_without_the_option_a_cluster_is_not_measured(tmp_path):
    (tmp_path / "pipeline.py").write_text("print('--workers')")
    (tmp_path / "benchmarks").symlink_to(paths.HOME / "benchmarks")
    (tmp_path / "greening").symlink_to(paths.HOME / "greening")
    (row,) = cluster.rows(SimpleNamespace(tree=tmp_path))
    assert (row.measured, row.is_met) == ("not measured", None)
    assert "--scheduler" in row.how
