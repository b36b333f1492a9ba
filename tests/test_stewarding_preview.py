"""Changed suites replayed: exactly what validation with these suites finds, by whichever way it is found out, and nothing written."""

import json
import shutil
import subprocess

import pandas as pd
import pytest
from upath import UPath

from greening import checks, paths, tables
from greening.chain import inputs, keys
from greening.chain.inputs import History, Settings
from greening.chain.plan import Task
from greening.errors import CallError, SuiteError
from greening.intake import intake
from greening.stewarding import preview as previews, preview_page, preview_text
from greening.stewarding.preview_judging import tables_for
from greening.stewarding.preview_versions import LAST_RUN
from greening.structure.casting import cast
from greening.submission.loading import load
from greening.views import catalogue
from greening.views.rows import Known

SHIPPED = paths.HOME / "expectations"
BODIES = {
    (2023, "ONE"): {"electricity": "HQ,,900\n"},
    (2024, "ONE"): {"electricity": "HQ,,900\nHQ,,70000\nANNEX,,-5\n"},
    (2024, "TWO"): {"electricity": "HQ,,100\nNOWHERE,,3\n", "water": "HQ,10,municipal\n"},
}
HEADS = {"electricity": "location_id,meter_id,electricity_kwh", "water": "location_id,water_m3,source"}
FOUND = ["rule", "level", "table", "source_file", "source_row", "column", "value"]


def raw(data):
    for (year, code), files in BODIES.items():
        home = data / "raw" / str(year) / code
        home.mkdir(parents=True)
        (home / "profile.csv").write_text(f"organization,name,country\n{code},Invented {code},CHE\n")
        (home / "locations.csv").write_text("location_id,country,tenure\nHQ,CHE,owned\nANNEX,CHE,\n")
        for name, rows in files.items():
            (home / f"{name}.csv").write_text(f"{HEADS[name]}\n{rows}")


def found_by(year, code, data, expectations):
    """What stage 1 finds, last year included."""
    before = intake(year - 1, code, str(data), expectations, None, [])[0] if (year - 1, code) in BODIES else None
    return intake(year, code, str(data), expectations, before, [])


def run(data, expectations):
    """Keep the products and the key of stage 1, as a run does."""
    for year, code in BODIES:
        task, settings = Task(year, code), Settings(data=str(data), expectations=expectations)
        folder = inputs.folder(task, settings)
        activities, found = found_by(year, code, data, expectations)
        tables.write("activities", activities, folder)
        tables.write("checks", found, folder)
        read = inputs.content("validate", task, settings, History([], []))
        absent = sorted(set(tables.submission_tables()) - set(activities["table"]))
        read["suites"] = {name: value for name, value in read["suites"].items() if name.removesuffix(".json") not in absent}
        keys.write("validate", read, {}, folder, verdict={"outcome": checks.outcome(found)}, absent_tables=absent)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The bodies as a run with the shipped suites leaves them."""
    home = tmp_path_factory.mktemp("run") / "data"
    raw(home)
    run(home, str(SHIPPED))
    return home


@pytest.fixture(scope="module")
def never_run(tmp_path_factory):
    home = tmp_path_factory.mktemp("new") / "data"
    raw(home)
    return home


def changed(tmp_path, suite, change):
    """The shipped suites, one of them changed in the list of its rules, outside git."""
    home = tmp_path / "suites"
    shutil.copytree(SHIPPED, home)
    content = json.loads((home / f"{suite}.json").read_text(encoding="utf-8"))
    change({entry["meta"]["rule"]: entry for entry in content["expectations"]}, content["expectations"])
    (home / f"{suite}.json").write_text(json.dumps(content), encoding="utf-8")
    return str(home)


def lower_bound(rules, _):
    rules["absurd_quantity"]["kwargs"]["max_value"] = 50000


def hold(rules, _):
    rules["missing_topic"]["meta"]["level"] = "hold"


def reject_places(rules, _):
    rules["missing_tenure"]["meta"]["level"] = "reject"


def take_out(rules, entries):
    entries.remove(rules["negative_quantity"])


def add(rules, entries):
    entries.append(
        {
            **rules["negative_quantity"],
            "kwargs": {"column": "electricity_kwh", "min_value": 200},
            "meta": {**rules["negative_quantity"]["meta"], "rule": "small"},
        }
    )


CHANGES = [("electricity", lower_bound), ("completeness", hold), ("locations", reject_places), ("electricity", take_out), ("electricity", add)]


def signs(findings):
    return sorted(tuple(map(str, row)) for row in findings[FOUND].itertuples(index=False))


def differences(data, expectations):
    """What validation with both versions of the suites differs in, by organization and year: new and gone."""
    found = {}
    for year, code in BODIES:
        old, new = (signs(tables.read("checks", paths.processed(data, year, code))), signs(found_by(year, code, data, expectations)[1]))
        new_ones, gone = [one for one in new if one not in old], [one for one in old if one not in new]
        if new_ones or gone:
            found[code, year] = (new_ones, gone)
    return found


#: Which of them are held against a folder instead of the last run, and which are also told of submissions that were never run.
AGAINST_A_FOLDER, NEVER_RUN = (hold, add), (lower_bound, reject_places)


def told(found):
    """What a preview tells, as `differences`."""
    return {(one.organization, one.year): (signs(one.new), signs(one.gone)) for one in found.differences}


@pytest.mark.parametrize(("suite", "change"), CHANGES, ids=[change.__name__ for _, change in CHANGES])
def test_a_preview_is_what_validation_with_the_changed_suites_finds(tmp_path, data, never_run, suite, change):
    expectations = changed(tmp_path, suite, change)
    wanted = differences(data, expectations)
    assert wanted
    found = previews.preview(expectations, data, str(SHIPPED) if change in AGAINST_A_FOLDER else "")
    assert told(found) == wanted
    if change in NEVER_RUN:
        assert told(previews.preview(expectations, never_run, str(SHIPPED))) == wanted
    assert not (never_run / "processed").exists(), "nothing is written"


def test_the_rule_and_its_difference_are_named_and_the_level_decides_the_outcome(tmp_path, data):
    found = previews.preview(changed(tmp_path, "completeness", hold), data, str(SHIPPED))
    assert [(one.suite, one.rule, one.told) for one in found.changes] == [("completeness", "missing_topic", ("level warn -> hold",))]
    assert {(one.before, one.after) for one in found.differences} == {("ok", "held")}
    assert all(one.kinds[0] == "held" for one in found.differences)
    shown = preview_text.as_text(found, 1)
    assert "newly held                    2 organizations" in shown
    assert "completeness.missing_topic" in shown and "level warn -> hold" in shown


def test_examples_name_file_row_value_and_message(tmp_path, data):
    shown = preview_text.as_text(previews.preview(changed(tmp_path, "electricity", lower_bound), data))
    assert "new: electricity.absurd_quantity (warn), 1 finding of 1 organization" in shown
    assert "ONE 2024  electricity.csv, row 3, electricity_kwh = 70000: electricity_kwh is 70000, more than any one place" in shown


def test_a_waived_finding_does_not_hold(tmp_path, data):
    expectations = changed(tmp_path, "completeness", hold)
    (UPath(expectations) / "waivers.csv").write_text(
        "organization,year,rule,reason,decided_by,decided_on,expires_on\n"
        "ONE,2024,missing_topic,new,Chief,2025-01-01,2025-12-31\nTWO,,missing_topic,new,Chief,2025-01-01,2025-12-31\n"
    )
    found = previews.preview(expectations, data)
    assert [(one.organization, one.year) for one in found.differences if one.after == "held"] == [("ONE", 2023)]


def test_where_nothing_differs_or_only_words_do_it_says_so(tmp_path, data):
    assert preview_text.as_text(previews.preview(str(SHIPPED), data)) == "no suite differs from what the last run judged by: nothing would change"

    def reword(rules, _):
        rules["absurd_quantity"]["meta"]["message"] = "Too much: {value}"

    found = previews.preview(changed(tmp_path, "electricity", reword), data, str(SHIPPED))
    assert not found.differences and not found.changes[0].finds_otherwise
    assert "wording only" in preview_text.as_text(found) and "no finding would change" in preview_text.as_text(found)


def test_what_was_never_run_needs_something_to_compare_with(tmp_path, never_run):
    found = previews.preview(changed(tmp_path, "electricity", lower_bound), never_run)
    assert found.unknown == ["ONE 2023", "ONE 2024", "TWO 2024"] and not found.differences
    assert "run first, or name a folder with --against" in preview_text.as_text(found)


def test_a_revision_of_git_may_be_named(tmp_path, data):
    home = changed(tmp_path, "electricity", lower_bound)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=Steward", "-c", "user.email=steward@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    for text, commit in (((SHIPPED / "electricity.json").read_text(), "first"), ((UPath(home) / "electricity.json").read_text(), "second")):
        (UPath(home) / "electricity.json").write_text(text)
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-qm", commit], check=True)
    found = previews.preview(home, data, "HEAD~1")
    assert [one.told for one in found.changes] == [("max_value 200000000 -> 50000",)]
    assert [one.organization for one in found.differences] == ["ONE"]
    with pytest.raises(CallError, match="neither a folder of suites nor a revision"):
        previews.preview(home, data, "no-such-revision")


def test_a_suite_that_is_not_sound_is_told_and_nothing_is_judged(tmp_path, data):
    def misspell(rules, _):
        rules["absurd_quantity"]["kwargs"]["column"] = "electricity_kw"

    with pytest.raises(SuiteError, match="Did you mean electricity_kwh"):
        previews.preview(changed(tmp_path, "electricity", misspell), data)


def test_an_empty_place_is_a_wrong_call(tmp_path):
    with pytest.raises(CallError, match="there is no submission"):
        previews.preview(str(SHIPPED), tmp_path)


def test_the_page_holds_what_the_terminal_shows_and_nothing_from_outside(tmp_path, data):
    found = previews.preview(changed(tmp_path, "electricity", lower_bound), data)
    assert found.against == LAST_RUN
    place = preview_page.write(found, tmp_path / "preview.html")
    page = UPath(place).read_text(encoding="utf-8")
    assert "electricity.absurd_quantity" in page and "70000" in page and "default-src &#39;none&#39;" in page
    assert "http://" not in page and "<script" not in page and '<link rel="stylesheet"' not in page
    assert page == UPath(preview_page.write(found, tmp_path / "again.html")).read_text(encoding="utf-8")
    arabic = UPath(preview_page.write(found, tmp_path / "ar.html", "ar")).read_text(encoding="utf-8")
    assert 'dir="rtl"' in arabic


def test_the_rows_of_a_table_rest_on_no_other_tables_than_those_that_are_cast():
    data = str(paths.HOME / "data")
    for code in ("EXAMPLE-HQ", "EXAMPLE-FIELD"):
        typed = cast(load(2024, code, data)).tables
        for suite in set(typed) & set(catalogue.names()):
            some = {name: rows for name, rows in typed.items() if name in tables_for(suite)}
            whole, part = (catalogue.frame(suite, Known(rows, organization=code, year=2024)) for rows in (typed, some))
            pd.testing.assert_frame_equal(part, whole)
