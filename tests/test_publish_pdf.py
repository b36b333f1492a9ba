"""The page as PDF: pages, tags, text and an outline, the same bytes each time, and a clear word where there is no Chromium."""

import re
import shutil
import zlib

import pytest
from upath import UPath

from greening.errors import StageError
from greening.publish import pdf

PAGE = (
    '<!doctype html><html lang="en"><head><title>A title</title><style>h2{break-before:page}</style></head><body><main><h1>One</h1>'
    '<p><a href="figures.csv">beside</a> <a href="https://example.org/x">far</a> <a href="#two">near</a></p>'
    '<h2 id="two">Two</h2></main></body></html>'
)


@pytest.fixture(scope="module")
def printed() -> bytes:
    if not pdf.is_possible():
        pytest.fail("no Chromium on this system: install the package chromium")
    return pdf.printed(PAGE.encode(), 2022)


def test_it_has_pages_tags_an_outline_and_a_language(printed: bytes):
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    assert b"/StructTreeRoot" in printed and b"/Marked true" in printed
    assert b"/Outlines" in printed and b"/Lang" in printed


def test_it_has_text_and_not_only_its_picture(printed: bytes):
    streams = [zlib.decompress(found) for found in re.findall(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", printed, re.S)]
    assert any(b"BT" in stream and b"Tj" in stream for stream in streams)


def test_links_to_the_web_stay_and_those_to_files_beside_the_page_do_not(printed: bytes):
    assert b"https://example.org/x" in printed
    assert b"file:" not in printed and b"figures.csv" not in printed


def test_the_same_page_gives_the_same_bytes_dated_at_the_end_of_the_data_year(printed: bytes):
    assert pdf.printed(PAGE.encode(), 2022) == printed
    assert set(re.findall(rb"/(?:CreationDate|ModDate) ?\(D:(\d{8})", printed)) == {b"20221231"}


def test_without_chromium_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not pdf.is_possible()
    with pytest.raises(StageError, match=r"no PDF: no Chromium found .*chromium-browser.*without --pdf"):
        pdf.printed(b"<p>x", 2022)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 3", "ended with 3: "),
        ("echo it broke >&2; exit 1", "ended with 1: it broke"),
        ("exit 0", "printed nothing"),
        ("sleep 60", "did not finish"),
    ],
)
def test_a_browser_that_does_not_print_is_named(tmp_path, monkeypatch: pytest.MonkeyPatch, script: str, told: str):
    program = tmp_path / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    monkeypatch.setattr(pdf, "_SECONDS", 0.5)
    with pytest.raises(StageError, match=told):
        pdf.write(_page(tmp_path), 2022)
    assert not (tmp_path / "en.pdf").exists()


def _page(folder) -> UPath:
    place = UPath(folder) / "en.html"
    place.write_bytes(PAGE.encode())
    return place


def test_the_fonts_that_charts_are_measured_with_are_not_those_it_is_printed_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "/nowhere.conf")
    assert "FONTCONFIG_FILE" not in pdf._surroundings()
