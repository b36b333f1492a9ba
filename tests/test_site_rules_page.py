"""The page of rules: every rule once, in words of the page's language, with how often it was broken; and columns without a rule."""

import json
import re

import pandas as pd
import pytest

from greening import locale, manifest, paths, site, tables
from greening.site import rule_words, rules_page

YEAR = 2024


def entry(kind="expect_column_values_to_be_between", rule="r", level="warn", column="", expected="", **kwargs):
    meta = {"rule": rule, "level": level, "message": "{value} is odd", "reason": "why", "expected": expected}
    return {"type": kind, "kwargs": kwargs, "meta": {**meta, **({"column": column} if column else {})}}


def text(markup):
    return re.sub(r"(?<=\d)\s+%", "%", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", str(markup)))).replace("&#34;", '"')


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (entry(min_value=0, max_value=2000), "at least 0, at most 2,000."),
        (entry(min_value=0, strict_min=True), "more than 0."),
        (entry(max_value=0.5, row_condition='not is_camp and climate == "hot"'), "at most 0.5, where is_camp is no and climate is hot."),
        (entry("expect_column_values_to_be_in_set", value_set=["a", "b"]), "one of a, b."),
        (entry("expect_column_values_to_be_in_set", value_set=[True], expected="each invoice once"), "each invoice once."),
        (entry("expect_column_values_to_not_be_null", row_condition="done_date == done_date"), "filled in, where done_date is filled in."),
        (entry("expect_column_values_to_be_unique", mostly=0.9), "each value once, in at least 90% of the rows."),
        (entry("expect_column_values_to_match_regex", regex="^[A-Z]{3}$"), "written after the pattern ^[A-Z]{3}$."),
        (entry("expect_column_sum_to_be_between", max_value=1), "sum of all rows: at most 1."),
        (entry("expect_column_values_to_not_be_null", row_condition='figure.str.endswith("share")'), "filled in, where figure ends with share."),
        (
            entry("expect_column_values_to_not_be_null", row_condition='kind in ["a", "b"] or cost > 0'),
            "filled in, where kind is one of a, b or cost is more than 0.",
        ),
        (entry("expect_column_values_to_not_be_null", row_condition="a % 2 == f(b)"), "filled in, where a % 2 == f(b)."),
    ],
)
def test_a_rule_is_told_in_plain_words(made, told):
    assert text(rule_words.sentence(made, locale.catalogue("en"))) == told


def test_two_days_are_before_and_after_and_a_worked_out_column_is_told_by_what_it_stands_for():
    days = entry("expect_column_pair_values_a_to_be_greater_than_b", column_A="closed_date", column_B="opened_date", or_equal=True)
    assert text(rule_words.sentence(days, locale.catalogue("en"), "locations")) == "closed_date: not before opened_date."
    worked_out = entry("expect_column_values_to_be_in_set", value_set=[False], column="location_id", expected="each location_id once") | {}
    worked_out["kwargs"]["column"] = "is_repeat"
    assert text(rule_words.sentence(worked_out, locale.catalogue("en"), "locations")) == "location_id: each location_id once."


def test_every_shipped_rule_has_words_in_every_language():
    told = rules_page.read(paths.HOME / "expectations", YEAR)
    for language in locale.languages():
        words = locale.catalogue(language)
        for suite, entries in told.suites.items():
            for one in entries:
                said = str(rule_words.sentence(one, words, suite))
                assert "expect_" not in said and text(said).strip(" .。")
                if language not in ("en", "es", "fr"):
                    # Codes aside, nothing of the sentence is in Latin letters.
                    bare = re.sub(r"<code.*?</code>|<bdi.*?</bdi>|[A-Za-z]+_[A-Za-z_0-9]+", "", said)
                    assert "is_" not in text(bare), said


@pytest.fixture
def home(tmp_path):
    """A suite of two rules and a view, and what two organizations were found to break."""
    suites = tmp_path / "expectations"
    suites.mkdir()
    waste = [entry(rule="slip", column="waste_kg", level="reject", max_value=5), entry(rule="odd", min_value=0)]
    for one in waste:
        one["kwargs"]["column"] = "waste_kg"
    topic = entry("expect_column_values_to_not_be_null", rule="missing_topic")
    topic["kwargs"]["column"] = "topic"
    (suites / "waste.json").write_text(json.dumps({"name": "waste", "expectations": waste}))
    (suites / "completeness.json").write_text(json.dumps({"name": "completeness", "expectations": [topic]}))
    rows = {
        "ONE": [("slip", "waste", "reject", None), ("slip", "waste", "reject", "Chief"), ("missing_topic", "water", "warn", None)],
        "TWO": [("slip", "waste", "warn", None), ("not_a_number", "waste", "reject", None)],
    }
    for code, found in rows.items():
        frame = pd.DataFrame(found, columns=["rule", "table", "level", "waived_by"]).assign(organization=code, year=YEAR, message="x")
        tables.write("findings", tables.stack("findings", [frame]), paths.processed(tmp_path, YEAR, code))
    return tmp_path


def test_it_counts_how_often_each_rule_was_broken_by_suite(home):
    told = rules_page.read(home / "expectations", YEAR, home, ["ONE", "TWO", "NOT-RUN"])
    assert list(told.suites) == ["waste", "completeness"]
    assert told.broken == {
        ("waste", "slip"): rules_page.Broken({"reject": 2, "warn": 1}, 2, 1),
        ("completeness", "missing_topic"): rules_page.Broken({"warn": 1}, 1, 0),
        ("", "not_a_number"): rules_page.Broken({"reject": 1}, 1, 0),
    }


def test_the_page_tells_counts_waivers_and_what_no_rule_looks_at(home):
    told = rules_page.read(home / "expectations", YEAR, home, ["ONE", "TWO"])
    page = rules_page.page(YEAR, told, locale.catalogue("en"), ["en"])
    (row,) = re.findall(r'<tr id="waste.slip".*?</tr>', page, re.DOTALL)
    assert "3 findings" in row and "2 organizations" in row and "1 finding waived" in row and "warning: 1" in row
    (never,) = re.findall(r'<tr id="waste.odd".*?</tr>', page, re.DOTALL)
    assert "never" in text(never) and 'data-review="never"' in never
    (uncovered,) = re.findall(r"<dl.*?</dl>", page, re.DOTALL)
    waste = uncovered.partition(">waste</span>")[2].partition("</dd>")[0]
    assert "treatment" in waste and "waste_kg" not in waste
    assert "not_a_number" in page.partition('id="program"')[2]


def test_the_page_for_the_public_tells_of_no_organization(home):
    page = rules_page.page(YEAR, rules_page.read(home / "expectations", YEAR), locale.catalogue("en"), ["en"])
    assert (
        "organizations" not in text(page.partition("<main")[2].partition("<script>")[0])
        and 'data-review="' not in page
        and 'id="program"' not in page
    )


def test_what_stewards_write_never_becomes_markup(home):
    path = home / "expectations" / "waste.json"
    content = json.loads(path.read_text())
    content["expectations"][0]["meta"] |= {"message": "<script>alert(1)</script> {value}", "reason": "<b>x", "owner": "<i>y"}
    path.write_text(json.dumps(content))
    page = rules_page.page(YEAR, rules_page.read(home / "expectations", YEAR), locale.catalogue("fr"), ["fr"])
    assert "<script>alert" not in page and "<b>x" not in page and "<i>y" not in page and "&lt;script&gt;" in page


def test_the_site_publishes_it_beside_the_page_of_the_year_and_takes_old_ones_away(home):
    reports = home / "reports"
    rules = rules_page.read(home / "expectations", YEAR, home, ["ONE"])
    site.write(reports, YEAR, [], ["en", "ar"], rules=rules)
    listed = manifest.files(paths.report(reports, YEAR))
    assert {"rules.html", "rules.ar.html"} <= set(listed)
    assert 'href="rules.ar.html"' in (reports / str(YEAR) / "index.ar.html").read_text(encoding="utf-8")
    first = (reports / str(YEAR) / "rules.html").read_bytes()
    site.write(reports, YEAR, [], ["en"], rules=rules)
    assert not (reports / str(YEAR) / "rules.ar.html").exists()
    assert b'hreflang="ar"' in first and b'hreflang="ar"' not in (reports / str(YEAR) / "rules.html").read_bytes()
