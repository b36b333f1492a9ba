"""Every file of a report is read back before it is published: what was tampered with in any of them is found, named and stops all of them."""

import copy
import io
import json
import re
import zipfile

import pytest
from made_report import activities, executed, quantity, report

from greening.charts.specification import MIMETYPE
from greening.errors import GateError
from greening.narrative import cover, greenhouse_gas, trend
from greening.publish import back_check, chart_files, derivation_pack, files, how_page, page, report_workbook, svg, workbook
from greening.publish.files import Outgoing
from greening.publish.gate import Difference

TOTAL = 1234.5678


def made(language="en"):
    rows = [
        quantity("ghg.total", TOTAL, low=1100.0, high=1300.0, interval_kind="statistical_95", derivation="{}"),
        quantity("ghg.total@2021", 2000.0, derivation="{}"),
        quantity("ghg.bucket.facilities", 1000.0, derivation="{}"),
        quantity("ghg.bucket.facilities.share", 0.81, "share", derivation="{}"),
        quantity("ghg.bucket.air_travel.share", 0.19, "share", derivation="{}"),
    ]
    profile = [{"organization": "BODY", "name": "A body", "country": "CHE"}]
    return report(*rows, language=language, activities=activities(profile=profile))


@pytest.fixture(scope="module")
def notebook():
    read = made()
    return executed(cover.cover(read), greenhouse_gas.greenhouse_gas(read), trend.trend(read))


def publish(notebook, folder):
    return page.publish(notebook, made(), str(folder), ["en"], outgoing=Outgoing(has_workbook=True))


def stopped(notebook, folder) -> list[Difference]:
    """What the gate found; nothing was written."""
    with pytest.raises(GateError) as raised:
        publish(notebook, folder)
    assert not list(folder.rglob("*.*"))
    return list(raised.value.differences)


def test_what_agrees_is_published_whole(notebook, tmp_path):
    names = sorted(path.name for path in publish(notebook, tmp_path))
    assert {"BODY-2022.xlsx", "en.html", "how.en.html", "figures.csv", "footprint.csv", "report.json"} <= set(names)
    assert any(name.endswith(".en.csv") for name in names)


def test_a_text_of_the_page_that_shows_another_number(notebook, tmp_path):
    changed = copy.deepcopy(notebook)
    shown = next(output.data for cell in changed.cells for output in cell.outputs if 'data-figure="ghg.total"' in output.data.get("text/html", ""))
    shown["text/html"] = re.sub(r'(data-figure="ghg.total"[^>]*>)[^<]*<', r"\g<1>1,999<", shown["text/html"])
    found = stopped(changed, tmp_path)
    assert {(one.file, one.figure) for one in found} == {("en.html", "ghg.total")}
    assert {one.found for one in found} == {"1,999"}
    assert all(one.expected.startswith("1,23") for one in found)


def test_a_chart_drawn_from_another_value(notebook, tmp_path):
    changed = copy.deepcopy(notebook)
    for cell in changed.cells:
        for output in cell.outputs:
            for row in output.data.get(MIMETYPE, {}).get("datasets", {}).get("table", []):
                if str(row.get("link", "")).startswith("ghg.bucket.facilities.share "):
                    row["value"] = 0.5
    found = [one for one in stopped(changed, tmp_path) if one.file.startswith("chart ")]
    assert [(one.figure, one.expected) for one in found] == [("ghg.bucket.facilities.share", "0.81")]
    assert "0.5" in found[0].found


@pytest.mark.parametrize(("old", "new"), [(">81 %<", ">18 %<"), (": 81 %", ": 18 %")])
def test_a_label_of_a_drawing_that_shows_or_tells_another_number(notebook, tmp_path, monkeypatch, old, new):
    placed = svg.placed
    monkeypatch.setattr(svg, "placed", lambda *args, **named: placed(*args, **named).replace(old.replace(" ", "\u00a0"), new).replace(old, new))
    found = stopped(notebook, tmp_path)
    assert {(one.file, one.figure, one.expected) for one in found} == {("en.html", "ghg.bucket.facilities.share", "0.81")}


@pytest.mark.parametrize(("old", "new"), [(r"(?<=how\.en\.html#)0(?=[ >])", "1"), (r"(?<=how\.en\.html#)0(?=[ >])", "99")])
def test_a_number_that_leads_to_the_entry_of_another_figure(notebook, tmp_path, monkeypatch, old, new):
    whole = how_page.numbered
    monkeypatch.setattr(how_page, "numbered", lambda *args: re.sub(old, new, whole(*args)))
    found = stopped(notebook, tmp_path)
    assert {(one.file, one.figure, one.found, one.expected) for one in found if "leads to" in one.told} == {("en.html", "ghg.total", new, "0")}


def test_an_entry_under_the_number_of_another(notebook, tmp_path, monkeypatch):
    whole = how_page.page
    monkeypatch.setattr(how_page, "page", lambda *args: whole(*args).replace('<h3 id="0">', '<h3 id="7">'))
    assert [(one.file, one.figure, one.found, one.expected) for one in stopped(notebook, tmp_path)] == [("how.en.html", "ghg.total", "7", "0")]


def test_an_entry_that_opens_with_another_value(notebook, tmp_path, monkeypatch):
    packed = derivation_pack.packed

    def tampered(entries):
        return packed({name: str(entry).replace('value="1234.5678"', 'value="1234.5"') for name, entry in entries.items()})

    monkeypatch.setattr(derivation_pack, "packed", tampered)
    found = stopped(notebook, tmp_path)
    assert ("en.html", "ghg.total") in {(one.file, one.figure) for one in found}
    assert any("1234.5" in one.found and str(TOTAL) in one.expected for one in found)


def test_the_page_on_how_figures_were_made_with_another_value(notebook, tmp_path, monkeypatch):
    whole = how_page.page
    monkeypatch.setattr(how_page, "page", lambda *args: whole(*args).replace('value="1234.5678"', 'value="1234.5"'))
    found = stopped(notebook, tmp_path)
    assert [(one.file, one.figure, one.found, one.expected) for one in found] == [("how.en.html", "ghg.total", "1234.5", str(TOTAL))]


@pytest.mark.parametrize(("old", "new"), [("0.81", "0.8"), ("\n", "\n\n")])
def test_the_file_of_a_chart_with_another_value_or_row(notebook, tmp_path, monkeypatch, old, new):
    whole = chart_files.contents
    monkeypatch.setattr(chart_files, "contents", lambda *args: {name: text.replace(old, new, 1) for name, text in whole(*args).items()})
    found = stopped(notebook, tmp_path)
    assert all(one.file.startswith("charts/") and one.file.endswith(".en.csv") for one in found)
    if old == "0.81":
        assert ("ghg.bucket.facilities.share", "0.81") in {(one.figure, one.expected) for one in found}


@pytest.mark.parametrize("name", ["figures_csv", "report_json"])
def test_the_tables_for_programs_with_another_value(notebook, tmp_path, monkeypatch, name):
    whole = getattr(files, name)
    monkeypatch.setattr(files, name, lambda read: whole(read).replace(str(TOTAL), "1234.5"))
    found = stopped(notebook, tmp_path)
    file = name.replace("_", ".")
    assert [(one.file, one.figure, one.found, one.expected) for one in found] == [(file, "ghg.total", "1234.5", str(TOTAL))]


def test_the_workbook_with_another_value(notebook, tmp_path, monkeypatch):
    whole = report_workbook.content

    def tampered(*args):
        old, new = io.BytesIO(whole(*args)), io.BytesIO()
        with zipfile.ZipFile(old) as read, zipfile.ZipFile(new, "w") as written:
            for entry in read.infolist():
                written.writestr(entry, read.read(entry).replace(b"<v>1234.5678</v>", b"<v>1234.5</v>"))
        return new.getvalue()

    monkeypatch.setattr(report_workbook, "content", tampered)
    found = stopped(notebook, tmp_path)
    assert [(one.file, one.figure, one.found, one.expected) for one in found] == [("BODY-2022.xlsx", "ghg.total", "1234.5", str(TOTAL))]


def test_a_footprint_that_does_not_add_up_any_more(notebook, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "footprint_csv", lambda _: "emissions_tco2e\n7.5\n")
    assert [(one.file, one.found, one.expected) for one in stopped(notebook, tmp_path)] == [("footprint.csv", "7.5", "0.0")]


def test_languages_that_do_not_print_the_same_figures_are_told():
    figure = '<data value="{1}" data-figure="{0}">x</data>'
    en, fr = figure.format("a", "1.0") + figure.format("b", "2.0"), figure.format("b", "2.0") + figure.format("a", "1.0")
    assert back_check.of_languages({"en": en, "fr": fr}) == []
    found = back_check.of_languages({"en": en, "fr": figure.format("a", "1.0"), "es": fr})
    assert [(one.file, one.figure, one.expected) for one in found] == [("fr.html", "b", "2.0")]
    assert "en, es" in found[0].told
    other = back_check.of_languages({"en": figure.format("a", "1.0"), "fr": figure.format("a", "1.5")})
    assert {(one.file, one.expected) for one in other} == {("en.html", "1.5"), ("fr.html", "1.0")}


def test_differences_are_kept_a_line_each():
    lines = back_check.as_json([Difference("ghg.total", "1", "2", "x", "en.html"), Difference("b", "", "é\n", "y", "f.csv")]).splitlines()
    assert [json.loads(line)["expected"] for line in lines] == ["2", "é\n"]


def test_a_workbook_is_read_back_as_another_program_reads_it():
    rows = {sheet: [["x"]] for sheet in report_workbook.SHEETS}
    rows["figures"] = [["figure_id", "name", "value", "text"], ["a&b", "<n>", 0.1 + 0.2, None], ["c", "n", None, "=1+1 & <b>"]]
    assert report_workbook.written(workbook.workbook(rows)) == [("a&b", "0.30000000000000004"), ("c", "=1+1 & <b>")]
