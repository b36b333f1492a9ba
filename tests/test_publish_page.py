"""The page: sections in order, charts drawn, every figure led back to how it was made; nothing published that disagrees."""

import base64
import hashlib
import json
import re
from html import unescape

import pandas as pd
import pytest
from made_report import activities, executed, quantity, report, word

from greening import tables
from greening.errors import GateError
from greening.narrative import cover, greenhouse_gas, trend
from greening.publish import derivation_pack, gate, page
from greening.publish.documents import Beside
from greening.publish.how_page import Printed
from greening.publish.kept import Kept

MADE = json.dumps(
    {
        "product": "footprint", "filter": {"in_total": True}, "column": "emissions_tco2e", "operation": "sum", "rows": 2,
        "factor_ids": ["grid-ch"], "factors": 1, "files": {"electricity.csv": "ab12"}, "references": ["Edition 2023"],
    }
)  # fmt: skip
CHANGE = json.dumps({"formula": "new over old", "operation": "change", "figures": ["ghg.total", "ghg.total@2010"]})
FOOTPRINT = tables.stack(
    "footprint",
    [
        pd.DataFrame(
            [
                {"organization": "BODY", "table": "electricity", "location_id": place, "row_id": place, "source": "electricity", "in_total": True}
                | {"emissions_tco2e": tonnes, "factor_id": "grid-ch", "factor_value": 0.03, "factor_unit": "kg/kWh", "factor_source_id": "owid"}
                | {"factor_rung": "exact", "factor_year": 2022}
                for place, tonnes in (("GVA", 6.0), ("BERN", 4.0))
            ]
        )
    ],
)


def made():
    rows = [
        quantity("ghg.total", 10.0, low=9.0, high=11.0, interval_kind="statistical_95", derivation=MADE, method="sum of emissions"),
        quantity("ghg.total@2010", 20.0, derivation="{}"),
        quantity("ghg.change.base_year", -0.5, "share", low=-0.6, high=-0.4, interval_kind="statistical_95", derivation=CHANGE),
        quantity("ghg.change.base_year.from", 2010.0, "year", derivation="{}"),
        quantity("ghg.bucket.facilities.share", 1.0, "share", derivation="{}"),
        word("ghg.break@2014", "<b>Field</b> data improved", derivation="{}"),
    ]
    return report(*rows, footprint=FOOTPRINT, activities=activities(profile=[{"organization": "BODY", "name": "A <body>"}]))


def notebook(read):
    return executed(cover.cover(read), greenhouse_gas.greenhouse_gas(read), trend.trend(read))


@pytest.fixture(scope="module")
def rendered() -> str:
    read = made()
    return page.render(notebook(read), read, ["en"])


def test_sections_stand_in_the_order_of_the_cells(rendered: str):
    assert re.findall(r"<h[12] id=\"([^\"]+)\"", rendered) == ["cover", "ghg", "trend", "how"]
    assert len(re.findall(r"<h1\b", rendered)) == 1


def test_no_code_of_the_notebook_is_shown(rendered: str):
    assert "a.section(read)" not in rendered


def test_nothing_is_loaded_from_elsewhere_but_the_bundle_of_the_site(rendered: str):
    assert not re.search(r"""@import|url\(|(?:href|xlink:href)="(?:https?:)?//""", rendered.partition("<main")[0])
    assert re.findall(r'\bsrc="([^"]*)"', rendered) == ["../../assets/interactive.js"]
    assert re.findall(r"<link\b[^>]*>", rendered) == ['<link rel="icon" href="data:,">']


def test_the_policy_allows_exactly_the_styles_and_scripts_of_the_page(rendered: str):
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', rendered)[1])
    inside = re.findall(r"<style>(.*?)</style>", rendered, re.S) + re.findall(r"<script>(.*?)</script>", rendered, re.S)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inside]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes and len(hashes) == 3
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    assert not re.search(r"<[^>]*\s(?:style|on\w+)=", rendered)


def test_the_page_names_its_language_and_direction(rendered: str):
    assert '<html lang="en" dir="ltr">' in rendered


def test_names_and_texts_are_escaped(rendered: str):
    assert "A <body>" not in rendered
    assert "A &lt;body&gt;" in rendered
    assert "<b>Field" not in rendered


def test_every_figure_agrees_and_has_its_entry(rendered: str):
    read = made()
    assert gate.differences(rendered, read.figures, read.catalogue) == []
    printed = {attributes["data-figure"] for attributes, _ in gate.printed(rendered)}
    assert printed == set(read.figures["figure_id"])
    entries = derivation_pack.unpacked(re.search(r'id="derivations"[^>]*>([^<]*)<', rendered)[1])
    assert {list(entries)[int(number)] for number in re.findall(r"href=how\.en\.html#(\d+)[ >]", rendered)} == set(entries)
    assert 'href="how.en.html#' not in rendered


def test_documents_are_linked_above_and_below_and_their_figures_have_entries():
    read = report(quantity("ghg.total", 10.0, derivation=MADE), quantity("water.total", 5.0, "m3", derivation="{}"), footprint=FOOTPRINT)
    own = Beside("For the <council>", {"html": "documents/council.en.html", "docx": "documents/council.en.docx"}, ["water.total"])
    place = Beside("A place", {"html": "documents/locations/A.en.html"}, [])
    shown = page.render(executed(cover.cover(read), greenhouse_gas.greenhouse_gas(read)), read, ["en"], beside=[own, place])
    above, _, below = shown.partition('id="documents"')
    assert 'href="documents/council.en.html">For the &lt;council&gt;</a>' in above and 'href="#documents"' in above
    assert "documents/locations/A.en.html" not in above and "documents/locations/A.en.html" in below
    assert below.count('href="documents/council.en.docx"') == 1 and 'aria-label="For the &lt;council&gt;, DOCX"' in below
    assert "water.total" not in derivation_pack.unpacked(re.search(r'id="derivations"[^>]*>([^<]*)<', shown)[1])
    assert list(page._entries([Printed("ghg", "", ["ghg.total"])], read, [own], Kept()).every) == ["ghg.total", "water.total"]
    assert gate.differences(shown, read.figures, read.catalogue) == []


def test_a_page_without_documents_speaks_of_none(rendered: str):
    assert 'id="documents"' not in rendered and 'href="#documents"' not in rendered


def test_what_the_sections_say_is_found_again_by_their_ids():
    read = made()
    said = page.texts(notebook(read))
    assert list(said) == ["cover", "ghg", "trend"] and "<h2" in said["ghg"]


def test_ids_are_unique(rendered: str):
    ids = re.findall(r'\bid="([^"]+)"', rendered)
    assert len(ids) == len(set(ids))


def test_charts_are_images_with_a_table_behind_them(rendered: str):
    figures = re.findall(r'<figure class="chart" id=.*?</figure>', rendered, re.S)
    assert len(figures) == 2
    assert all("role=group" in figure and "how.en.html#" in figure and "<caption>" in figure and "<data " in figure for figure in figures)


def test_the_other_languages_are_one_link_away():
    read = made()
    shown = page.render(notebook(read), read, ["en", "fr"])
    assert '<a href="fr.html" lang="fr" hreflang="fr">fran\u00e7ais</a>' in shown or 'href="fr.html"' in shown
    assert 'aria-current="page"' in shown


def test_a_notebook_read_from_a_file_gives_the_same_page(rendered: str):
    read = made()
    lines = notebook(read)
    for cell in lines.cells:
        shown = cell.outputs[0].data
        shown["text/html"] = shown["text/html"].splitlines(keepends=True)
    assert page.render(lines, read, ["en"]) == rendered


def test_publishing_writes_page_and_files(tmp_path):
    read = made()
    written = page.publish(notebook(read), read, str(tmp_path))
    files = ["figures.csv", "footprint.csv", "report.json", "how.en.html", "buckets.en.csv", "trend.en.csv"]
    assert [path.name for path in written] == [*files, "en.html"]


def test_the_same_report_gives_the_same_page(rendered: str):
    read = made()
    assert page.render(notebook(read), read, ["en"]) == rendered


def test_a_page_that_disagrees_is_not_published_and_the_last_one_stays(tmp_path):
    read = made()
    page.publish(notebook(read), read, str(tmp_path))
    before = {path: path.read_bytes() for path in (tmp_path / "2022" / "BODY").rglob("*.*")}
    tampered = notebook(read)
    shown = tampered.cells[1].outputs[0].data
    shown["text/html"] = shown["text/html"].replace('value="10.0"', 'value="9.0"')
    with pytest.raises(GateError, match=r"ghg\.total: the page has the value 9\.0, the figures 10\.0"):
        page.publish(tampered, read, str(tmp_path))
    assert {path: path.read_bytes() for path in (tmp_path / "2022" / "BODY").rglob("*.*")} == before


def test_a_name_that_turns_the_direction_is_isolated_and_not_in_the_title():
    name = "A\u202eB\u2066C"
    read = report(activities=activities(profile=[{"organization": "BODY", "name": name}]))
    shown = page.render(executed(cover.cover(read)), read, ["en"])
    assert f'<h1 id="cover"><bdi>{name}</bdi>:' in shown
    assert "<title>ABC:" in shown
