"""Files of charts: numbers in full, nothing that a spreadsheet would run, and none of a chart that is gone."""

import csv
import io

from markupsafe import Markup
from upath import UPath

from greening.narrative import elements
from greening.publish import chart_files

FIGURE = '<a href="how.en.html#a"><data value="{0}" data-figure="a"{1}>1.2</data></a>'


def chart(name, rows):
    head = ["Year", "t", "Interval"]
    return f'<figure class="chart" id="chart-{name}"><p>x</p>{elements.table("T", head, [[Markup(cell) for cell in row] for row in rows])}</figure>'


def put(page, folder, language):
    return chart_files.put(chart_files.contents(page, language), folder, language)


def rows_of(content):
    return list(csv.reader(io.StringIO(content)))


def test_a_figure_is_written_in_full_an_interval_and_a_word_as_printed():
    page = chart(
        "trend", [["2024", FIGURE.format("1.23456789", ""), FIGURE.format("1.23456789", ' data-format="range"')], ["2023 &amp; on", "", "a, b"]]
    )
    (name, content), *others = chart_files.contents(page, "fr").items()
    assert (name, others) == ("charts/trend.fr.csv", [])
    assert rows_of(content) == [["Year", "t", "Interval"], ["2024", "1.23456789", "1.2"], ["2023 & on", "", "a, b"]]


def test_no_text_is_a_formula_and_a_negative_number_stays_one():
    page = chart("a", [["=1+1", FIGURE.format("-2.5", ""), FIGURE.format("=cmd()", "")], ["@x", "-y", "+z"]])
    assert rows_of(chart_files.contents(page, "en")["charts/a.en.csv"])[1:] == [["'=1+1", "-2.5", "'=cmd()"], ["'@x", "'-y", "'+z"]]


def test_each_chart_has_its_own_file_and_tables_outside_of_charts_have_none():
    page = str(elements.table("T", ["A", "B"], [["1", "2"]])) + chart("a", [["1", "2", "3"]]) + '<figure class="chart" id="chart-empty"></figure>'
    assert list(chart_files.contents(page, "en")) == ["charts/a.en.csv"]


def test_files_of_charts_that_are_gone_are_taken_away_and_those_of_other_languages_stay(tmp_path):
    folder = UPath(tmp_path)
    put(chart("a", [["1", "2", "3"]]) + chart("b", [["1", "2", "3"]]), folder, "en")
    put(chart("a", [["1", "2", "3"]]), folder, "fr")
    written = put(chart("b", [["1", "2", "4"]]), folder, "en")
    assert [place.name for place in written] == ["b.en.csv"]
    assert sorted(place.name for place in (tmp_path / "charts").iterdir()) == ["a.fr.csv", "b.en.csv"]
    assert (tmp_path / "charts" / "b.en.csv").read_text(encoding="utf-8").endswith("1,2,4\n")


def test_a_page_without_charts_leaves_no_folder(tmp_path):
    assert put("<p>x</p>", UPath(tmp_path), "en") == []
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_stands_as_it_is_is_left_and_a_damaged_one_is_written_again(tmp_path, monkeypatch):
    page, folder = chart("a", [["1", "2", "3"]]) + chart("b", [["1", "2", "3"]]), UPath(tmp_path)
    put(page, folder, "en")
    (tmp_path / "charts" / "b.en.csv").write_bytes(b"half")
    written = []
    monkeypatch.setattr(chart_files.paths, "write_bytes", lambda place, content: written.append(place.name))
    assert len(put(page, folder, "en")) == 2
    assert written == ["b.en.csv"]


def test_the_files_of_a_language_are_taken_away(tmp_path):
    for language in ("en", "fr"):
        put(chart("a", [["1", "2", "3"]]), UPath(tmp_path), language)
    chart_files.remove(UPath(tmp_path), "fr")
    assert [place.name for place in chart_files.written(UPath(tmp_path), "en")] == ["a.en.csv"]
    assert chart_files.written(UPath(tmp_path), "fr") == []
