"""expectations/waivers.csv as people and spreadsheets write it: read rightly, or every fault told at once with its line and the remedy."""

import shutil
from datetime import date

import pytest
from hypothesis import given, strategies as st

from greening import code_rules, paths, waiver_file
from greening.waiver_file import COLUMNS, Waiver

GOOD = ("EXAMPLE-HQ", "2024", "waste", "negative_quantity", "12-40", "", "a slip", "Chief of facilities", "2025-01-15", "2025-12-31")


@pytest.fixture(scope="module")
def suites(tmp_path_factory):
    home = tmp_path_factory.mktemp("suites") / "expectations"
    shutil.copytree(paths.HOME / "expectations", home)
    return home


def written(home, *lines, header=COLUMNS, separator=",", end="\n", mark=""):
    (home / "waivers.csv").write_bytes((mark + end.join(separator.join(cells) for cells in (header, *lines)) + end).encode("utf-8"))
    return str(home)


def line(**cells):
    return tuple((dict(zip(COLUMNS, GOOD, strict=True)) | cells)[name] for name in COLUMNS)


def told(home, *lines, **how):
    """The faults of these lines, without the name of the file."""
    return [fault.partition("waivers.csv:")[2] for fault in waiver_file.faults(written(home, *lines, **how))]


def test_a_line_is_read(suites):
    found = waiver_file.read(written(suites, GOOD))
    wanted = Waiver(
        "EXAMPLE-HQ", "negative_quantity", "a slip", "Chief of facilities", date(2025, 1, 15), date(2025, 12, 31), 2024, "waste", "12-40", "", 2
    )
    assert found.waivers == (wanted,) and found.faults == ()
    assert waiver_file.faults(str(suites)) == []


@pytest.mark.parametrize(("separator", "end", "mark"), [(";", "\r\n", "\ufeff"), ("\t", "\n", ""), (",", "\r\n", "\ufeff")])
def test_what_spreadsheets_write_means_the_same(suites, separator, end, mark):
    plain = waiver_file.read(written(suites, GOOD))
    assert waiver_file.read(written(suites, GOOD, separator=separator, end=end, mark=mark)) == plain


def test_a_file_in_the_letters_of_windows_is_read(suites):
    content = "\r\n".join([";".join(COLUMNS), ";".join(line(reason="mesurée dès 2026"))]).encode("cp1252")
    (suites / "waivers.csv").write_bytes(content)
    assert waiver_file.read(str(suites)).waivers[0].reason == "mesurée dès 2026"


def test_a_file_saved_as_unicode_text_is_read(suites):
    (suites / "waivers.csv").write_bytes("\r\n".join(["\t".join(COLUMNS), "\t".join(line(reason="mesurée dès 2026"))]).encode("utf-16"))
    assert waiver_file.read(str(suites)).waivers[0].reason == "mesurée dès 2026"


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_line(suites):
    (suites / "waivers.csv").write_text("\n".join([",".join(COLUMNS), ",".join(line()), ",".join(line(reason='"open', rows="7"))]), encoding="utf-8")
    assert waiver_file.faults(str(suites)) == [
        f'{suites}/waivers.csv:3: a quotation mark (") opens a cell and does not close it; close it, or take it out'
    ]


def test_a_file_without_header_is_told_once(suites):
    (suites / "waivers.csv").write_text(",".join(line()), encoding="utf-8")
    assert waiver_file.faults(str(suites)) == [f"{suites}/waivers.csv:1: this is no header; the first line is: {','.join(COLUMNS)}"]


@pytest.mark.parametrize(
    ("day", "read"),
    [("31.12.2025", date(2025, 12, 31)), ("31/12/2025", date(2025, 12, 31)), ("12/31/2025", date(2025, 12, 31)), ("5/5/2025", date(2025, 5, 5))],
)
def test_a_day_with_one_reading_is_read(suites, day, read):
    assert waiver_file.read(written(suites, line(expires_on=day))).waivers[0].expires_on == read


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"reason": ""}, "2: reason is empty"),
        ({"expires_on": "3/4/2025"}, "2: expires_on is 3/4/2025; write the day as 2025-12-31"),
        ({"expires_on": "2025-02-30"}, "2: expires_on is 2025-02-30; write the day as 2025-12-31"),
        ({"expires_on": "2024-12-31"}, "2: it was decided on 2025-01-15, after it expired on 2024-12-31: give a later expires_on"),
        ({"rows": "40-12"}, "2: rows 40-12 runs backwards; write 12-40"),
        ({"rows": "05-Mar"}, "2: rows is 05-Mar, which looks like a day that a spreadsheet made of a range; write the range as 3 to 5"),
        ({"year": "24"}, "2: year is 24; write a data year such as 2024, or leave it empty for every year"),
        ({"organization": "EXAMPLE-HX"}, "2: there is no organization EXAMPLE-HX. Did you mean EXAMPLE-HQ?"),
        ({"table": "wast"}, "2: there is no table wast. Did you mean waste?"),
        ({"rule": "goal_without_baselin", "table": "goals"}, "2: there is no rule goal_without_baselin. Did you mean goal_without_baseline?"),
        ({"rule": "negative_quanttity"}, "2: there is no rule negative_quanttity. Did you mean negative_quantity?"),
        ({"rule": "negative_credits"}, "2: waste has no rule negative_credits; it is a rule of offsets"),
        ({"rule": "missing_profile", "table": ""}, "2: no waiver lifts missing_profile: what cannot be read has to be handed in again"),
    ],
)
def test_each_fault_is_told_with_line_and_remedy(suites, cells, fault):
    assert told(suites, line(**cells)) == [fault]


@pytest.mark.parametrize(
    "cells",
    [
        {"rule": "not_a_number"},
        {"rule": "goal_without_baseline", "table": "goals"},
        {"rule": "missing_topic"},
        {"year": ""},
        {"rows": "invoice-7"},
        {"rows": "3 to 5;9"},
    ],
)
def test_rules_of_the_program_of_views_and_of_figures_are_known(suites, cells):
    assert told(suites, line(**cells)) == []


def test_all_faults_are_told_at_once_in_order(suites):
    found = told(suites, line(reason=""), GOOD, line(rule="x_y", decided_by=""), GOOD)
    assert [fault.split(":")[0] for fault in found] == ["2", "4", "4", "5"]
    assert found[-1] == "5: it waives the same as line 3; keep one of them"


def test_a_header_that_is_wrong_is_told_alone(suites):
    assert told(suites, GOOD, header=(*COLUMNS[:-1], "expires")) == [
        "1: there is no column expires. Did you mean expires_on?",
        f"1: the column expires_on is missing; columns: {', '.join(COLUMNS)}",
    ]


def test_the_former_file_is_told_how_to_carry_over(suites):
    written(suites, GOOD)
    (suites / "waivers.json").write_text('[{"organization": "EXAMPLE-HQ"}]')
    try:
        (found,) = waiver_file.faults(str(suites))
        assert "waivers.csv now" in found and "row_id under rows, waived_by under decided_by" in found and "delete this file" in found
    finally:
        (suites / "waivers.json").unlink()


def test_codes_of_submissions_count_as_organizations(suites, tmp_path):
    (tmp_path / "raw" / "2024" / "NEW-BODY").mkdir(parents=True)
    place = written(suites, line(organization="NEW-BODY"))
    assert len(waiver_file.faults(place)) == 1
    assert waiver_file.faults(place, tmp_path) == []


def test_only_what_is_waived_of_an_organization_changes_its_key(suites):
    every, other = line(year="", rule="repeated_row"), line(organization="UNDP")
    before = waiver_file.keys(written(suites, GOOD, every))
    assert set(before) == {"EXAMPLE-HQ@2024", "EXAMPLE-HQ@"}
    assert {**before, **waiver_file.keys(written(suites, other, every, GOOD, separator=";"))} | before == waiver_file.keys(
        written(suites, other, GOOD, every)
    )
    changed = waiver_file.keys(written(suites, line(reason="another"), every))
    assert changed["EXAMPLE-HQ@2024"] != before["EXAMPLE-HQ@2024"] and changed["EXAMPLE-HQ@"] == before["EXAMPLE-HQ@"]


def test_what_has_expired_by_a_day_is_listed(suites):
    place = written(suites, GOOD, line(rule="repeated_row", expires_on="2025-06-30"))
    assert [one.rule for one in waiver_file.past(place, date(2025, 7, 1))] == ["repeated_row"]
    assert waiver_file.past(place, date(2025, 6, 30)) == []


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**4)), min_size=1, max_size=4), st.sampled_from(["-", " - ", " to ", "–"]))
def test_ranges_come_back_however_they_are_written(spans, between):
    rows = ";".join(f"{first}{between}{first + more}" for first, more in spans)
    made = Waiver("A", "r", "x", "y", date(2025, 1, 1), date(2025, 1, 1), rows=rows)
    assert made.spans == [(first, first + more) for first, more in spans]


@pytest.mark.parametrize(("expires", "holds"), [(date(2024, 12, 31), True), (date(2024, 12, 30), False)])
def test_it_holds_for_data_years_that_end_by_its_expiry(expires, holds):
    assert Waiver("A", "r", "x", "y", date(2024, 1, 1), expires).holds_in(2024) is holds


def test_the_rules_of_the_program_are_those_of_its_sources():
    assert {"not_a_number", "unknown_choice", "ragged_row", "missing_column", "repeated_row_id", "unused_waiver"} <= code_rules.names()
    assert {"goal_without_baseline", "published_figure_differs"} <= code_rules.later()
    assert {"missing_profile", "empty_file"} <= code_rules.file_faults() <= code_rules.names()
