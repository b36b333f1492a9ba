"""Documents: one form, two formats that say the same, figures that are those of the report, and files that come and go with them."""

import dataclasses
import io
import json
import re
import zipfile
from html import unescape

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, strategies as st
from made_report import quantity, report, text, word
from markupsafe import Markup, escape
from upath import UPath

from greening import formats, paths, site
from greening.documents import catalogue, docx as word_processor, html, sections, write
from greening.documents.document import Box, Document, Grid, Heading, Items, Paragraph, code_name
from greening.errors import DeclarationError, GateError
from greening.publish import gate

READ = report(quantity("ghg.total", 1234.5, low=1100.0, high=1300.0, interval_kind="statistical_95"), quantity("ghg.per_capita", 3.25, "t/person"))


def sample(**more) -> Document:
    parts = [
        Box("Summary", [Paragraph(READ.say("ghg.per_capita")), Items(["one", Markup("two <em>&amp;</em> three")])]),
        Heading("Results"),
        Paragraph(Markup("It came to %s.") % READ.show("ghg.total", "about"), numbered=True),
        Heading("Part", 3),
        Paragraph("Second, with <b> as it is", numbered=True),
        Grid(
            "The year",
            ["Figure", "Value"],
            [["Emissions & more", READ.show("ghg.total", "unit")], ["Per person", READ.show("ghg.per_capita")]],
            numeric=True,
        ),
    ]
    return Document(
        **{"name": "sample", "title": "A title", "parts": parts, "symbol": "EX/1", "subtitle": "Of a body", "formats": ("html", "docx"), **more}
    )


def paragraphs(content: bytes) -> list[str]:
    """Every text of a DOCX in its order, those in cells too."""
    made = docx.Document(io.BytesIO(content))
    found = ("".join(run.text or "" for run in each.iter(qn("w:t"))) for each in made.element.body.iter(qn("w:p")))
    return [each for each in found if each]


def spoken(page: str) -> list[str]:
    """Every text of the main part of a page in its order, without the counts that a word processor makes itself and without links to files."""
    main = re.search(r"<main\b.*?>(.*)</main>", page, re.S)[1]
    main = re.sub(r'<span class="count">.*?</span> |<ul class="files">.*?</ul>', "", main, flags=re.S)
    blocks = re.findall(r"<(p|h1|h2|h3|h4|li|caption|th|td|div class=\"banner\")\b[^>]*>(.*?)</(?:p|h1|h2|h3|h4|li|caption|th|td|div)>", main, re.S)
    return [" ".join(re.split(r"[ \n]+", unescape(re.sub(r"<[^<>]*>", "", block)).strip(" \n"))) for _, block in blocks]


def test_the_word_processor_file_says_what_the_page_says():
    page = html.page(sample(), READ, ["en"], {})
    assert spoken(page) == paragraphs(word_processor.write(sample(), READ))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip), st.booleans())
def test_any_text_stands_the_same_in_both(words, is_numbered):
    made = sample(parts=[Paragraph(words, numbered=is_numbered)], symbol="", subtitle="")
    shown = paragraphs(word_processor.write(made, READ))[-1]
    assert re.split(r"[ \n]+", shown.strip(" ")) == re.split(r"[ \n]+", unescape(str(escape(words))).strip(" "))


def test_signs_that_xml_cannot_hold_are_left_out_of_the_word_processor_file():
    assert paragraphs(word_processor.write(sample(parts=[Paragraph("a\x0bb\x00c\ufffed")]), READ))[-1] in ("a bcd", "abcd")


def test_a_word_processor_finds_headings_numbers_lists_and_tables():
    made = docx.Document(io.BytesIO(word_processor.write(sample(), READ)))
    styles = {each.text: each.style.name for each in made.paragraphs if each.text}
    assert styles["A title"] == "Title" and styles["EX/1"] == "Symbol" and styles["Results"] == "Heading 1" and styles["Part"] == "Heading 2"
    counted = [each for each in made.paragraphs if each.style.name == "List Number"]
    assert [each.text[:6] for each in counted] == ["It cam", "Second"]
    assert made.styles["List Number"].element.find(f".//{qn('w:numId')}") is not None
    box, grid = made.tables
    assert [each.style.name for each in box.cell(0, 0).paragraphs] == ["Heading 1", "Body Text", "List Bullet", "List Bullet"]
    assert grid.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert [cell.text for cell in grid.rows[0].cells] == ["Figure", "Value"]
    assert made.core_properties.title == "A title" and made.core_properties.language == "en"
    assert {each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))} == {"en"}
    assert (made.sections[0].page_width.mm, made.sections[0].page_height.mm) == pytest.approx((210, 297), abs=0.1)


def test_the_numbers_of_the_word_processor_file_are_the_figures():
    shown = " ".join(paragraphs(word_processor.write(sample(), READ)))
    for figure_id, style in (("ghg.total", "about"), ("ghg.total", "unit"), ("ghg.per_capita", "plain")):
        assert formats.figure(READ.catalogue, READ.facts[figure_id], style) in shown


def test_the_same_input_gives_the_same_bytes_without_any_clock():
    first, second = (word_processor.write(sample(), READ) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:created" not in archive.read("docProps/core.xml") and archive.testzip() is None


def test_a_script_from_right_to_left_runs_so_in_every_paragraph_and_table(monkeypatch):
    monkeypatch.setattr(type(READ.catalogue), "direction", property(lambda _: "rtl"))
    word_processor._base.cache_clear()
    body = docx.Document(io.BytesIO(word_processor.write(sample(), READ))).element.body
    word_processor._base.cache_clear()
    assert [each.tag for each in body.sectPr][-2:] == [qn("w:bidi"), qn("w:docGrid")]
    written = [each for each in body.iter(qn("w:p")) if each.find(qn("w:r")) is not None]
    assert written and all(each.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for each in written)
    assert all(each.find(f"{qn('w:tblPr')}/{qn('w:bidiVisual')}") is not None for each in body.iter(qn("w:tbl")))


def test_a_page_has_one_title_a_language_and_a_way_to_its_content_and_loads_nothing():
    page = html.page(sample(), READ, ["en"], {"docx": "sample.en.docx"})
    assert '<html lang="en" dir="ltr">' in page and page.count("<h1") == 1 and 'class="skip"' in page
    assert re.findall(r'<span class="count">(\d+)\.</span>', page) == ["1", "2"]
    assert 'href="sample.en.docx"' in page and "<script" not in page and not re.search(r'src=|href="https?:', page)
    assert page.count("<link") == 2 and 'href="../../../assets/greening.css"' in page


def test_each_figure_leads_to_the_reports_page_however_deep_the_document_lies():
    for name, way in (("sample", "../how.en.html#ghg.total"), ("locations/GVA", "../../how.en.html#ghg.total")):
        page = html.page(sample(name=name), READ, ["en"], {})
        assert f'href="{way}"' in page and 'href="how.' not in page


def test_links_of_a_section_still_lead_where_they_led():
    link = Markup('<a href="validation.html">findings</a>, <a href="#ghg">emissions</a>, <a href="https://example.org/">there</a>')
    page = html.page(sample(name="locations/GVA", parts=[Paragraph(link)]), READ, ["en"], {})
    assert 'href="../../validation.html"' in page and 'href="../../en.html#ghg"' in page and 'href="https://example.org/"' in page


def test_a_document_is_offered_in_all_its_languages():
    page = html.page(sample(name="locations/GVA"), READ, ["en", "fr"], {})
    assert 'href="GVA.fr.html" lang="fr"' in page and 'href="GVA.en.html" lang="en" hreflang="en" aria-current="page"' in page


def test_what_is_empty_is_left_out_in_both_formats_alike():
    nothing = [Heading("Empty"), Paragraph(""), Items(["", ""]), Box("Box", [Paragraph(Markup(""))]), Grid("Table", ["a"], [])]
    made = sample(
        parts=[*nothing, Heading("Full"), Heading("Below", 3), Paragraph("", numbered=True), Paragraph("kept", numbered=True), Heading("Last")]
    )
    assert made.content == (Heading("Full"), Heading("Below", 3), Paragraph("kept", numbered=True))
    assert spoken(html.page(made, READ, ["en"], {})) == paragraphs(word_processor.write(made, READ))


@pytest.mark.parametrize("name", ["", "a b", "../a", "a/b/c", "a.html", "/a", "é"])
def test_a_name_that_could_lead_elsewhere_is_refused(name):
    with pytest.raises(DeclarationError, match="cannot be named"):
        sample(name=name)


def test_a_format_that_nobody_writes_is_refused():
    for wrong in (("docx",), ("html", "pdf")):
        with pytest.raises(DeclarationError, match="formats"):
            sample(formats=wrong)


@given(st.text(min_size=1), st.text(min_size=1))
def test_codes_make_names_and_different_codes_different_ones(one, other):
    assert Document(f"locations/{code_name(one)}", "t", [])
    assert (code_name(one).casefold() == code_name(other).casefold()) == (one == other)


def test_places_whose_codes_differ_in_case_alone_have_files_that_no_system_takes_for_one():
    assert len({code_name(code).casefold() for code in ("L1", "l1", "Lab", "LAB", "lab")}) == 5
    assert code_name("CON").startswith("CON-") and code_name("NYC") == "NYC"


def test_a_plain_code_is_its_own_name():
    assert code_name("GVA-2") == "GVA-2" and code_name("UNEP:GVA").startswith("UNEP-GVA-")


@pytest.fixture
def made(monkeypatch):
    def set_(*documents):
        monkeypatch.setattr(write, "DOCUMENTS", (lambda _: documents,))
        return write.draw(READ, ["en"])

    return set_


def test_documents_are_written_beside_the_page_and_outdated_ones_taken_away(tmp_path, made):
    folder = UPath(tmp_path)
    first = write.write(made(sample(), sample(name="locations/GVA", formats=("html",))), folder, "en")
    assert sorted(first) == ["documents/locations/GVA.en.html", "documents/sample.en.docx", "documents/sample.en.html"]
    (tmp_path / "documents" / "sample.fr.html").write_text("kept: another language")
    second = write.write(made(sample(formats=("html",))), folder, "en")
    assert [place for place, _ in paths.below(folder)] == ["documents/sample.en.html", "documents/sample.fr.html"]
    assert second["documents/sample.en.html"] == (tmp_path / "documents" / "sample.en.html").read_bytes()
    write.remove(folder, "fr")
    assert [place for place, _ in paths.below(folder)] == ["documents/sample.en.html"]


def test_a_document_knows_its_files_and_the_figures_it_prints(made):
    (drawn,) = made(sample())
    assert drawn.beside == ("A title", {"html": "documents/sample.en.html", "docx": "documents/sample.en.docx"}, ["ghg.per_capita", "ghg.total"])


def test_two_documents_of_one_name_are_refused(made):
    with pytest.raises(DeclarationError, match="more than one document is named sample"):
        made(sample(), sample())


def test_a_number_that_is_no_figure_stops_publication(made):
    forged = str(READ.show("ghg.total")).replace("1,234", "1,235").replace("1,235</data>", "9</data>")
    for wrong in (Markup('<data value="1" data-figure="ghg.nothing" data-format="plain">1</data>'), Markup(forged)):
        with pytest.raises(GateError, match=r"documents/sample\.en\.html"):
            made(sample(parts=[Paragraph(wrong)]))


def test_the_manifest_lists_documents_with_their_hashes_and_keeps_those_of_held_bodies(tmp_path, made):
    folder = UPath(tmp_path) / "2022" / "BODY"
    write.write(made(sample(), sample(name="locations/GVA", formats=("html",))), folder, "en")
    state = {"organization": "BODY", "name": "B", "outcome": "ok", "why": "", "illustrative": False, "is_group": False, "parent": ""}
    for outcome in ("ok", "held"):
        site.write(str(tmp_path), 2022, [{**state, "outcome": outcome}])
        listed = json.loads((tmp_path / "2022" / "manifest.json").read_text())["files"]
        assert {f"BODY/documents/{name}" for name in ("sample.en.html", "sample.en.docx", "locations/GVA.en.html")} <= set(listed)


def test_sections_are_said_again_without_tables_stories_and_remarks():
    shown = (
        '<h3>Goal</h3><p class="lead">First.</p><table><tr><td><p>cell</p></td></tr></table><p class="detail">remark</p>'
        '<ul><li>a</li><li>b</li></ul><ul class="notes"><li>n</li></ul><article class="story"><p>told</p></article>'
        "<details><summary>s</summary><p>d</p></details>"
    )
    assert sections.told(shown) == [Heading("Goal", 3), Paragraph("First.", numbered=True), Items(("a", "b"))]


def test_remarks_beside_the_text_are_said_too_and_a_heading_over_nothing_is_not():
    shown = (
        "<h3>Over a table</h3><table><tr><td>1</td></tr></table><h3>Kept</h3><p>a</p>"
        '<div class="note">Mind this.</div><div class="absence">None.</div><h3>Notes</h3>'
    )
    assert sections.told(shown, numbered=False) == [Heading("Kept", 3), Paragraph("a"), Paragraph("Mind this.")]


def test_what_the_executed_notebook_said_is_not_made_again():
    read = dataclasses.replace(READ, said={"waste": '<h2 id="waste">Waste</h2><p class="lead">Said before.</p>'})
    assert sections.of_section(read, "waste", "water") == [Paragraph("Said before.", numbered=True)]


def test_nothing_is_said_twice():
    seen: set[str] = set()
    assert sections.once([Paragraph("a"), Paragraph("a"), Items(["b"]), Paragraph("")], seen) == [Paragraph("a"), Items(["b"])]
    assert sections.once([Paragraph("a"), Paragraph("c")], seen) == [Paragraph("c")]


def test_a_section_that_was_not_reported_says_nothing():
    assert sections.of_section(report(), "waste", "nothing_of_that_name") == []


def test_every_document_of_a_report_passes_the_gate_and_has_its_own_name():
    drawn = write.draw(report(quantity("ghg.total", 10.0), word("basis.scope2", "location")), ["en"])
    names = [one.document.name for one in drawn]
    assert {"governing-body", "inventory-management-plan", "extract-staff"} <= set(names) and len(names) == len(set(names))
    assert all(gate.printed(one.files[f"documents/{one.document.name}.en.html"].decode()) or not one.printed for one in drawn)


def test_a_report_without_figures_has_no_documents():
    assert [document for maker in catalogue.DOCUMENTS for document in maker(report())] == []
    assert text("<p>x</p>") == "x"
