"""What a page of the chain leaves behind: the PDF that was asked for, none that tells older figures, and a key that knows the wish."""

import dataclasses

import pytest
from upath import UPath

from greening.chain import pages, rendering
from greening.chain.inputs import Settings
from greening.chain.plan import Task
from greening.errors import StageError
from greening.publish import pdf


@pytest.fixture
def page(tmp_path) -> UPath:
    place = UPath(tmp_path) / "en.html"
    place.write_text("<!doctype html><title>x</title><p>new")
    place.with_suffix(".pdf").write_bytes(b"of an earlier run")
    return place


def test_a_pdf_of_an_earlier_run_is_taken_away(page: UPath):
    pages._print(page, Settings(), 2022)
    assert not page.with_suffix(".pdf").exists()


def test_a_pdf_that_was_asked_for_replaces_it(page: UPath, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "printed", lambda html, year: b"%PDF- " + html + str(year).encode())
    pages._print(page, Settings(pdf=True), 2022)
    assert page.with_suffix(".pdf").read_bytes() == b"%PDF- <!doctype html><title>x</title><p>new2022"


def test_without_chromium_the_page_stays_and_no_older_pdf(page: UPath, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StageError, match="no Chromium"):
        pages._print(page, Settings(pdf=True), 2022)
    assert page.exists() and not page.with_suffix(".pdf").exists()


def test_the_key_of_a_page_knows_its_pdf_and_its_review(tmp_path):
    settings = Settings(data=str(tmp_path), reports=str(tmp_path))
    task = Task(2022, "BODY")
    plain, asked = (rendering.contents(task, wanted, ["en"])["en"] for wanted in (settings, dataclasses.replace(settings, pdf=True)))
    assert "pdf" not in plain["parameters"] and asked["parameters"]["pdf"] is True
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "2022.csv").write_text("organization,state\nBODY,final\n")
    assert (plain["review"]["state"], rendering.contents(task, settings, ["en"])["en"]["review"]["state"]) == ("draft", "final")
