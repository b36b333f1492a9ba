"""`expectations waive`: a line is written where it names something that the last run found, and in the way that the file is written."""

import pandas as pd
import pytest
from click.testing import CliRunner

from greening import paths, tables, waiver_file
from greening.commands import stewards
from greening.errors import CallError, SuiteError
from greening.stewarding import waiving

CELLS = {
    "organization": "EXAMPLE-HQ", "year": "2024", "rule": "missing_topic", "table": "waste", "reason": "Weighed from 2027 on; not before",
    "decided_by": "Chief of facilities", "decided_on": "2026-01-15", "expires_on": "2027-12-31",
}  # fmt: skip


@pytest.fixture
def roots(tmp_path):
    """Suites without a word in them but one rule, and what the last run found of one organization in two years."""
    suites = tmp_path / "expectations"
    suites.mkdir()
    (suites / "completeness.json").write_text('{"name": "completeness", "expectations": [{"type": "t", "meta": {"rule": "missing_topic"}}]}')
    for year, topics in ((2023, ["water"]), (2024, ["water", "waste", "waste"])):
        rows = pd.DataFrame({"rule": "missing_topic", "table": topics, "level": "warn", "message": "x", "rows": 0}).assign(
            organization="EXAMPLE-HQ", year=year
        )
        tables.write("checks", tables.stack("checks", [rows]), paths.processed(tmp_path, year, "EXAMPLE-HQ"))
    return tmp_path


def waive(roots, **cells):
    return waiving.waive(CELLS | cells, str(roots / "expectations"), str(roots))


def test_a_line_is_written_and_says_how_much_it_waives(roots):
    written = waive(roots)
    assert (written.line, written.found) == (2, {2024: 2})
    (waiver,) = waiver_file.read(str(roots / "expectations")).waivers
    assert (waiver.reason, waiver.decided_by, waiver.year) == ("Weighed from 2027 on; not before", "Chief of facilities", 2024)
    assert waive(roots, table="", year="", rule="missing_topic").found == {2023: 1, 2024: 3}


@pytest.mark.parametrize("how", ["\ufeff{}\r\n", "{}\n", "{}"])
def test_the_file_stays_as_it_was_written(roots, how):
    header = ";".join(reversed(waiver_file.COLUMNS))
    path = roots / "expectations" / "waivers.csv"
    path.write_bytes(how.format(header).encode("utf-8"))
    waive(roots)
    content = path.read_bytes()
    assert content.startswith(how.format(header).encode("utf-8"))
    assert content.count(b"\r\n") == (2 if "\r\n" in how else 0)
    assert waiver_file.read(str(roots / "expectations")).waivers[0].reason == CELLS["reason"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"table": "heat"}, "nothing that the last run of 2024 found"),
        ({"rule": "missing_topc"}, "there is no rule missing_topc. Did you mean missing_topic?"),
        ({"expires_on": "2025-12-31"}, "it was decided on 2026-01-15, after it expired on 2025-12-31"),
        ({"expires_on": "2024-12-30", "decided_on": "2024-01-01"}, "a waiver holds for data years that have ended by 2024-12-30"),
        ({"year": "2022"}, "EXAMPLE-HQ 2022 has not been run: python pipeline.py run --year 2022"),
        ({"rows": "40-12"}, "runs backwards; write 12-40"),
    ],
)
def test_what_would_be_of_no_use_is_refused_and_nothing_is_written(roots, cells, told):
    with pytest.raises(CallError) as refused:
        waive(roots, **cells)
    assert told in str(refused.value)
    assert not (roots / "expectations" / "waivers.csv").exists()


def test_a_reason_is_no_formula_in_a_spreadsheet(roots):
    waive(roots, reason="=HYPERLINK(1)")
    assert ",'=HYPERLINK(1)," in (roots / "expectations" / "waivers.csv").read_text()
    assert waiver_file.read(str(roots / "expectations")).waivers[0].reason == "=HYPERLINK(1)"


def test_the_same_twice_and_faults_of_other_lines_are_told(roots):
    waive(roots)
    with pytest.raises(CallError, match="it waives the same as line 2"):
        waive(roots)
    path = roots / "expectations" / "waivers.csv"
    path.write_text(path.read_text().replace("2027-12-31", "2027-13-31"))
    with pytest.raises(SuiteError, match=r"waivers\.csv:2: expires_on is 2027-13-31.*\n.*mend these lines first"):
        waive(roots, table="water")


def test_the_command_prints_what_was_done_and_what_comes_next(roots):
    options = [part for name, value in CELLS.items() for part in (f"--{_OPTION.get(name, name)}", value)]
    done = CliRunner().invoke(stewards.expectations, ["waive", *options, "--data", str(roots), "--expectations", str(roots / "expectations")])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "EXAMPLE-HQ 2024: 2 findings of missing_topic waived until 2027-12-31",
        f"written: {roots / 'expectations' / 'waivers.csv'}, line 2",
        "next: python pipeline.py run --organization EXAMPLE-HQ",
    ]


_OPTION = {"decided_by": "decided-by", "decided_on": "date", "expires_on": "expires"}
