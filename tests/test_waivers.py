"""Waivers at work: what they name, which of them are told as of no use, and what of figures they reach."""

from datetime import date

import pandas as pd
import pytest

from greening import checks, tables, waivers
from greening.chain import inputs, run
from greening.chain.inputs import History, Settings
from greening.chain.plan import Task
from greening.errors import SuiteError
from greening.waiver_file import COLUMNS, Waiver

OF = ("BODY", 2024)
HEADER = ",".join(COLUMNS)


def findings(*rows, product="checks"):
    """Findings by rule, table, file and row."""
    names = ("rule", "table", "source_file", "source_row")
    told = [dict(zip(names, row, strict=True)) | {"organization": "BODY", "year": 2024, "level": "hold", "message": "x", "rows": 0} for row in rows]
    return tables.stack(product, [pd.DataFrame(told)])


FOUND = (("slip", "waste", "waste.csv", 12), ("slip", "waste", "waste 2.csv", 40), ("slip", "water", "water.csv", 41), ("gap", "waste", None, None))


def waiver(**cells):
    given = {"organization": "BODY", "rule": "slip", "reason": "why", "decided_by": "Chief", "decided_on": date(2025, 1, 1)}
    return Waiver(**(given | {"expires_on": date(2025, 6, 30)} | cells))


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({}, [True, True, True, False]),
        ({"table": "waste"}, [True, True, False, False]),
        ({"rows": "12"}, [True, False, False, False]),
        ({"rows": "12-40"}, [True, True, False, False]),
        ({"rows": "12;41"}, [True, False, True, False]),
        ({"rows": "12-41", "file": "waste 2.csv"}, [False, True, False, False]),
        ({"rule": "gap"}, [False, False, False, True]),
        ({"rule": "gap", "rows": "1-99"}, [False, False, False, False]),
    ],
)
def test_a_waiver_names_findings_by_rule_table_file_and_rows(cells, named):
    assert waivers.named(findings(*FOUND), waiver(**cells), {}).tolist() == named


def test_a_waiver_names_a_row_by_its_row_id():
    rows = pd.DataFrame({"row_id": ["a", "b"], "table": "waste", "source_file": "waste.csv", "sheet": None, "source_row": [11, 12]})
    assert waivers.named(findings(*FOUND), waiver(rows="b"), {"waste": rows}).tolist() == [True, False, False, False]


def applied(tmp_path, *lines, rows=FOUND):
    (tmp_path / "waivers.csv").write_text("\n".join([HEADER, *lines, ""]))
    return waivers.apply(findings(*rows), str(tmp_path), {}, OF)


def test_who_why_and_until_when_are_told_and_the_first_line_wins(tmp_path):
    found = applied(tmp_path, "BODY,2024,waste,slip,,,why,Chief,2025-01-01,2025-06-30", "BODY,2024,,slip,,,else,Other,2025-01-01,2026-06-30")
    told = found.loc[found["rule"] == "slip", ["waived_by", "waived_reason", "waived_until"]].values.tolist()
    assert told == [["Chief", "why", "2025-06-30"]] * 2 + [["Other", "else", "2026-06-30"]]
    assert checks.outcome(found) == "held"


def test_an_expired_waiver_lifts_nothing_and_is_told(tmp_path):
    found = applied(tmp_path, "BODY,2024,,slip,,,why,Chief,2024-01-01,2024-12-30")
    assert found["waived_by"].isna().all()
    (message,) = found.loc[found["rule"] == "expired_waiver", "message"]
    assert "by Chief expired on 2024-12-30" in message


def test_an_unmatched_waiver_is_told_and_another_organizations_is_not(tmp_path):
    found = applied(tmp_path, "BODY,2024,water,slip,7,,why,Chief,2025-01-01,2025-12-31", "OTHER,2024,,slip,,,why,Chief,2025-01-01,2025-12-31")
    assert found.loc[found["rule"] == "unused_waiver", ["table", "value"]].values.tolist() == [["water", "slip"]]


@pytest.mark.parametrize(
    ("decided", "expires", "rows", "told"),
    [
        # For every year, decided on in 2025: the data year 2024 is the first that may be told of.
        ("2025-03-01", "2027-12-31", [], ["unused_waiver"]),
        ("2026-03-01", "2027-12-31", [], []),
        # Past its expiry it matters only where what it waived is still found.
        ("2023-03-01", "2024-06-30", FOUND, ["expired_waiver"]),
        ("2023-03-01", "2024-06-30", [], []),
    ],
)
def test_a_waiver_for_every_year_leaves_reports_of_the_past_as_they_are(tmp_path, decided, expires, rows, told):
    rows = [row for row in rows if row[0] == "slip"] or [FOUND[3]]
    found = applied(tmp_path, f"BODY,,,slip,,,why,Chief,{decided},{expires}", rows=rows)
    assert found.loc[found["rule"].isin(waivers.ON_WAIVERS), "rule"].tolist() == told


def test_what_only_figures_show_is_waived_in_stage_3_and_told_there(tmp_path):
    later = "BODY,2024,,goal_without_baseline,{},,why,Chief,2025-01-01,2025-12-31"
    (tmp_path / "waivers.csv").write_text("\n".join([HEADER, later.format("9"), later.format("77"), ""]))
    assert waivers.apply(checks.none(), str(tmp_path), {}, OF).empty, "stage 1 does not know whether they are of use"
    figures = pd.DataFrame({"figure_id": ["findings.warn", "ghg.total"], "value": [1.0, 5.0]})
    rows = findings(("goal_without_baseline", "goals", "goals.csv", 9), product="findings")
    found, counted = waivers.settle(rows, figures, str(tmp_path), tables.empty("activities"), OF)
    assert found["rule"].tolist() == ["goal_without_baseline", "unused_waiver"]
    assert found["waived_by"].fillna("").tolist() == ["Chief", ""]
    assert counted["value"].tolist() == [2.0, 5.0]


def test_without_waivers_findings_and_figures_stay_as_they_are(tmp_path):
    rows, figures = findings(*FOUND, product="findings"), pd.DataFrame({"figure_id": ["findings.warn"], "value": [1.0]})
    assert waivers.settle(rows, figures, str(tmp_path), tables.empty("activities"), OF) == (rows, figures)


@pytest.mark.parametrize("stage", ["validate", "targets"])
def test_a_changed_waiver_runs_its_organization_alone_again(tmp_path, stage):
    settings = Settings(data=str(tmp_path), expectations=str(tmp_path))

    def rests_on(code):
        return inputs.content(stage, Task(2024, code), settings, History([], []))

    before = {code: rests_on(code) for code in ("BODY", "OTHER")}
    (tmp_path / "waivers.csv").write_text(f"{HEADER}\nBODY,2024,,slip,,,why,Chief,2025-01-01,2025-06-30\n")
    assert rests_on("OTHER") == before["OTHER"] and rests_on("BODY") != before["BODY"]
    (tmp_path / "waivers.csv").write_text(f"{HEADER}\nBODY,2023,,slip,,,why,Chief,2025-01-01,2025-06-30\n")
    assert rests_on("BODY") == before["BODY"]


def test_a_run_stops_before_anything_is_done_and_tells_every_fault(tmp_path):
    (tmp_path / "waste.json").write_text('{"name": "waste", "expectations": []}')
    (tmp_path / "waivers.csv").write_text(
        f"{HEADER}\nUNDP,2024,,slip,,,,Chief,2025-01-01,2025-06-30\nUNDP,x,,slip,,,why,Chief,2025-01-01,2025-06-30\n"
    )
    with pytest.raises(SuiteError) as stopped:
        run.run(Settings(data=str(tmp_path / "data"), expectations=str(tmp_path)), [], [], 1, "", None)
    told = str(stopped.value).splitlines()
    assert [line.partition("waivers.csv:")[2].partition(":")[0] for line in told] == ["2", "2", "3", "3", ""]
    assert told[-1] == "nothing was run: mend these lines, and run again"
    assert not (tmp_path / "data").exists()
