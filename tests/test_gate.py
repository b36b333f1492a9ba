"""The gate lets nothing through that is not what the figures are."""

import csv
import io

import pytest
from made_report import figures, quantity, report, word

from greening import locale
from greening.errors import GateError
from greening.publish import files, gate

EN = locale.catalogue("en")
FIGURES = figures(quantity("ghg.total", 1_400_000.0, precision="rounded"), word("target.g.status", "behind"))


def data(value: str, text: str, figure: str = "ghg.total", style: str = "short") -> str:
    return f'<p>so <a href="#x"><data value="{value}" data-figure="{figure}" data-format="{style}">{text}</data></a></p>'


@pytest.mark.parametrize(
    "element",
    [
        data("1400000.0", "1.4 Mt"),
        data("1400000.0", "about 1.4 Mt", style="about"),
        data("behind", "behind", "target.g.status", "plain"),
        "<p>none</p>",
    ],
)
def test_what_agrees_passes(element: str):
    assert gate.differences(element, FIGURES, EN) == []


@pytest.mark.parametrize(
    ("element", "told"),
    [
        (data("1400001.0", "1.4 Mt"), "ghg.total: the page has the value 1400001.0, the figures 1400000.0"),
        (data("1400000", "1.4 Mt"), "the page has the value 1400000,"),
        (data("1400000.0", "1.5 Mt"), "ghg.total: the page shows 1.5 Mt, the figures give 1.4 Mt"),
        (data("1400000.0", "1.4 Mt", "ghg.totals"), "ghg.totals: no such figure, printed as 1.4 Mt"),
        (data("1400000.0", "1.4 Mt", style="loud"), "no style loud"),
        (data("met", "met", "target.g.status", "plain"), "the page has the value met, the figures behind"),
        ('<data value="7">7</data>', "an element without a figure: no such figure, printed as 7"),
    ],
)
def test_every_difference_is_told(element: str, told: str):
    lines = gate.differences(data("1400000.0", "1.4 Mt") + element, FIGURES, EN)
    assert len(lines) == 1
    assert told in str(lines[0])


@pytest.mark.parametrize("hidden", ['<data value="7">7', "<DATA value='7'>7</DATA>"])
def test_what_is_no_whole_element_is_told(hidden: str):
    told = gate.differences(data("1400000.0", "1.4 Mt") + hidden, FIGURES, EN)
    assert "1 of 2 elements of figures are not whole" in str(told[0])


def test_an_attribute_that_is_not_escaped_is_told():
    assert gate.differences('<data value="7" data-figure="ghg.total>b">7</data>', FIGURES, EN)


def test_marks_and_escapes_inside_a_figure_are_read_as_a_reader_sees_them():
    assert gate.printed('<data value="a&amp;&quot;" data-figure="f"><bdi>1&#160;&lt;</bdi> t</data>') == [
        ({"value": 'a&"', "data-figure": "f"}, "1\xa0< t")
    ]


def test_all_differences_stop_the_page_at_once():
    lines = gate.differences(data("1.0", "1") + data("2.0", "2"), FIGURES, EN)
    with pytest.raises(GateError, match=r"1\.0(.|\n)*2\.0"):
        gate.check(lines, "BODY 2022 en.html")
    gate.check([], "BODY 2022 en.html")


MADE = report(quantity("ghg.total", 0.1 + 0.2), word("ghg.break", "=1+1"))


def test_files_that_hold_the_figures_pass():
    assert gate.file_differences(files.figures_csv(MADE), files.report_json(MADE), MADE.figures) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("0.30000000000000004", "0.3", "ghg.total is 0.3,"), ("ghg.total", "ghg.other", "ghg.total is missing"), ("=1+1", "=1+2", "ghg.break is =1+2")],
)
def test_files_that_differ_in_the_last_digit_do_not(old: str, new: str, told: str):
    table, document = files.figures_csv(MADE), files.report_json(MADE)
    changed_table = gate.file_differences(table.replace(old, new), document, MADE.figures)
    changed_document = gate.file_differences(table, document.replace(old, new), MADE.figures)
    assert any(str(line).startswith("figures.csv") and told in str(line) for line in changed_table)
    assert any(str(line).startswith("report.json") and told in str(line) for line in changed_document)


def test_no_text_is_a_formula_and_no_number_is_quoted():
    made = report(quantity("ghg.change.previous_year", -0.5, "share"), word("ghg.break", "=HYPERLINK(1)"))
    rows = {row["figure_id"]: row["value"] for row in csv.DictReader(io.StringIO(files.figures_csv(made)))}
    assert rows == {"ghg.change.previous_year": "-0.5", "ghg.break": "'=HYPERLINK(1)"}
