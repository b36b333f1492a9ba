"""The page for the submitter is written whatever became of the report."""

import re

import pandas as pd
import pseudo
import pytest
from made_report import activities, text

from greening import locale, paths, tables
from greening.errors import DeclarationError
from greening.publish import validation_page

EN = locale.catalogue("en")
FOUND = {
    "table": "waste",
    "source_file": "waste.csv",
    "source_row": 7,
    "column": "waste_kg",
    "rule": "not_negative",
    "value": "-5",
    "expected": "0 or more",
}


def findings(*rows: dict[str, object], product: str = "findings") -> pd.DataFrame:
    return tables.stack(product, [pd.DataFrame([{**FOUND, "message": "Mass is negative", **row} for row in rows])])


def test_every_finding_names_place_value_and_what_was_expected():
    shown = text(validation_page.page(findings({"level": "reject"}), "A body", 2022, EN))
    for part in ("waste.csv, row 7", "waste_kg", "-5", "0 or more", "Mass is negative", "not_negative", "on 1 row"):
        assert part in shown


def test_a_sheet_and_a_whole_file_are_places_too():
    rows = findings(
        {"level": "warn", "sheet": "waste", "source_file": "submission.xlsx"}, {"level": "warn", "source_row": None, "source_file": "odd.csv"}
    )
    shown = text(validation_page.page(rows, "A body", 2022, EN))
    assert "submission.xlsx, sheet waste, row 7" in shown
    assert "odd.csvwaste_kg" in shown


@pytest.mark.parametrize(
    ("rows", "is_read", "said"),
    [
        ([{"level": "hold"}], True, "Publication is held."),
        ([{"level": "hold", "waived_by": "Reviewer"}], True, "Nothing holds publication."),
        ([{"level": "reject"}], True, "Nothing holds publication."),
        ([{"level": "reject"}], False, "The files could not be read"),
    ],
)
def test_the_outcome_is_said_first(rows: list[dict[str, object]], is_read: bool, said: str):
    assert said in text(validation_page.page(findings(*rows), "A body", 2022, EN, is_read=is_read))


def test_what_holds_publication_comes_before_what_only_warns():
    shown = validation_page.page(findings({"level": "warn"}, {"level": "hold"}), "A body", 2022, EN)
    assert shown.index("Holds publication") < shown.index("Warnings:")


def test_what_brings_other_findings_comes_first_and_those_that_wait_for_it_are_folded():
    waiting = {"level": "reject", "rule": "unknown_location", "message": "GVA is a location whose own row is rejected."}
    rows = [waiting | {"source_row": row} for row in (2, 3, 4)]
    others = [{"level": "reject", "message": "Mass"}, {"level": "reject", "table": "locations", "message": "Place"}]
    shown = validation_page.page(findings(*rows, *others, {"level": "reject", "table": "profile", "message": "Body"}), "A body", 2022, EN)
    assert re.findall(r"Mass|Place|Body|GVA", shown) == ["Body", "Place", "Mass", "GVA"]
    assert "<summary>2 more rows wait for the same mending</summary>" in shown
    assert all(f"waste.csv, row {row}" in text(shown) for row in (2, 3, 4))


def test_found_values_are_escaped():
    shown = validation_page.page(findings({"level": "warn", "value": "<script>x</script>"}), "<b>A body</b>", 2022, EN)
    assert "<script>" not in shown
    assert "<b>" not in shown


def test_without_findings_it_says_so():
    assert "There are no findings." in text(validation_page.page(tables.empty("findings"), "A body", 2022, EN))


def test_a_failed_body_has_its_page_from_the_checks(tmp_path):
    folder = paths.processed(str(tmp_path), 2022, "BODY")
    tables.write("checks", findings({"level": "reject", "message": "The file is empty"}, product="checks"), folder)
    written = validation_page.write(2022, "BODY", str(tmp_path), str(tmp_path / "reports"), ["en"])
    shown = text(written[0].read_text(encoding="utf-8"))
    assert "The file is empty" in shown
    assert "The files could not be read, so no report was made." in shown


def test_findings_of_the_last_stage_count_and_the_name_is_that_of_the_profile(tmp_path):
    folder = paths.processed(str(tmp_path), 2022, "BODY")
    tables.write("checks", findings({"level": "warn", "message": "early"}, product="checks"), folder)
    tables.write("findings", findings({"level": "warn", "message": "late"}), folder)
    tables.write("activities", activities(profile=[{"organization": "BODY", "name": "A body"}]), folder)
    shown = text(validation_page.write(2022, "BODY", str(tmp_path), str(tmp_path / "r"), ["en"])[0].read_text(encoding="utf-8"))
    assert "What was checked: A body, 2022" in shown
    assert "late" in shown
    assert "early" not in shown


def test_a_body_that_was_never_checked_is_an_error(tmp_path):
    with pytest.raises(DeclarationError, match="checks has not been made"):
        validation_page.write(2022, "BODY", str(tmp_path), str(tmp_path / "r"), ["en"])


def test_the_page_of_an_invented_body_says_so():
    assert "invented organization" in validation_page.page(findings({"level": "warn"}), "A body", 2022, EN, is_illustrative=True)
    assert "invented organization" not in validation_page.page(findings({"level": "warn"}), "A body", 2022, EN)


def test_findings_are_counted_apart_from_their_rows():
    shown = text(validation_page.page(findings({"level": "reject"}, {"level": "reject", "column": "stream"}), "A body", 2022, EN))
    assert "2 findings that rejected data on 1 row" in shown


def test_the_name_does_not_turn_the_heading_around_it():
    page = validation_page.page(findings({"level": "warn"}), "Body\u202egnp <b>", 2022, EN)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page)[1]
    assert "<bdi>Body\u202egnp &lt;b&gt;</bdi>" in heading
    assert "\u202e" not in re.search(r"<title>(.*?)</title>", page)[1]


def test_in_another_language_what_a_shipped_rule_says_is_said_and_what_no_one_translated_is_marked():
    said = "The action A-7 stands more than once, so milestones and spending cannot tell which is meant."
    rows = findings({"level": "warn", "message": said, "expected": "each action_id once"}, {"level": "warn", "message": "A steward's own rule"})
    shown = validation_page.page(rows, "A body", 2022, pseudo.catalogue(), ("en", "fr"))
    told = pseudo.accented("The action {x} stands more than once, so milestones and spending cannot tell which is meant.").replace("{x}", "A-7")
    assert told in shown
    assert f"<td>{pseudo.accented('each action_id once')}</td>" in shown
    assert '<span lang="en" dir="ltr">A steward&#39;s own rule</span>' in shown
    assert '<a href="validation.fr.html" lang="fr" hreflang="fr">Français</a>' in shown


def test_a_page_in_a_language_that_is_not_asked_for_is_taken_away(tmp_path, monkeypatch):
    monkeypatch.setattr(locale, "languages", lambda: ["en", "fr", "xx"])
    monkeypatch.setattr(locale, "catalogue", lambda language: EN)
    folder = paths.processed(str(tmp_path), 2022, "BODY")
    tables.write("findings", findings({"level": "warn"}), folder)
    names = [path.name for path in validation_page.write(2022, "BODY", str(tmp_path), str(tmp_path / "r"), ["fr", "en"])]
    assert names == ["validation.html", "validation.fr.html"]
    (left,) = validation_page.write(2022, "BODY", str(tmp_path), str(tmp_path / "r"), ["en"])
    assert [path.name for path in left.parent.iterdir()] == ["validation.html"]
