"""What languages share, what the gate found, and the two editions: never mixed, never published where they disagree."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from chain_frames import body
from made_products import make
from made_report import executed
from upath import UPath

from greening import locale, paths
from greening.chain import edition, freshness, inputs, keys, outgoing, pages, rendering
from greening.chain.inputs import Settings
from greening.chain.plan import Task
from greening.errors import CallError, GateError
from greening.narrative import cover, methodology, report
from greening.publish import gate, listed, page
from greening.publish.gate import Difference

TASK = Task(2022, "BODY")
BOTH = ("en", "zz")
FIGURE = '<data value="{1}" data-figure="{0}">x</data>'


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    root = tmp_path_factory.mktemp("data")
    body(root, 2022, "BODY")
    make(root, 2022, "BODY")
    return root


@pytest.fixture
def settings(data, tmp_path):
    return Settings(data=str(data), reports=str(tmp_path / "reports"), expectations=str(paths.HOME / "expectations"), languages=("en",))


def place(settings):
    return paths.report(settings.reports, 2022, "BODY")


def write(settings, language, *figures):
    """A page that prints the figures, kept as one that was just published."""
    content = "".join(FIGURE.format(*figure) for figure in figures)
    paths.write_text(place(settings) / f"{language}.html", content)
    read = rendering.contents(TASK, settings, [language])[language]
    keys.write(rendering.stage(language), read, {"reports": {}}, inputs.folder(TASK, settings), printed=outgoing.printed(content))


def agree(settings, language):
    outgoing.agree(TASK, settings, language, inputs.folder(TASK, settings), place(settings))


def test_languages_that_print_the_same_figures_agree_in_whatever_order(settings):
    both = replace(settings, languages=BOTH)
    write(both, "en", ("a", "1.0"), ("b", "2.0"))
    write(both, "zz", ("b", "2.0"), ("a", "1.0"), ("a", "1.0"))
    agree(both, "en")
    agree(both, "zz")


def test_a_language_that_prints_another_value_or_a_figure_less_is_stopped(settings):
    both = replace(settings, languages=BOTH)
    write(both, "en", ("a", "1.0"), ("b", "2.0"))
    write(both, "zz", ("a", "1.0"))
    with pytest.raises(GateError) as raised:
        agree(both, "zz")
    assert [(one.file, one.figure, one.expected) for one in raised.value.differences] == [("zz.html", "b", "2.0")]


def test_what_is_taken_away_of_a_language_is_all_of_it_and_nothing_else(settings):
    folder, own = inputs.folder(TASK, settings), place(settings)
    stays = {name: own / name for name in ("en.html", "how.en.html", "documents/registers.en.html", "figures.csv")}
    goes = [own / name for name in ("fr.html", "fr.pdf", "how.fr.html", "changes.fr.html", "review.fr.html", "documents/registers.fr.html")]
    for path in (*stays.values(), *goes):
        paths.write_text(path, "x")
    pages._take_away(folder, own, "fr")
    assert [path.name for path in goes if path.exists()] == []
    assert [name for name, path in stays.items() if not path.exists()] == []


def test_a_page_that_is_yet_to_be_made_again_says_nothing(settings):
    both = replace(settings, languages=BOTH)
    write(both, "en", ("a", "1.0"))
    write(replace(settings, languages=("en", "fr", "zz")), "zz", ("a", "7.0"))
    agree(both, "en")


def test_what_the_gate_found_is_a_finding_until_the_page_passes(settings, monkeypatch):
    folder = inputs.folder(TASK, settings)

    def stopped(*_, **__):
        gate.check([Difference("ghg.total", "1,999", "1,235", "ghg.total: the page shows 1,999, the figures give 1,235", "en.html")], "BODY 2022")

    monkeypatch.setattr(pages, "publish", stopped)
    why, _ = pages.make(TASK, settings, "narrative.en")
    assert "1,999" in why and "1,235" in why
    told = (place(settings) / "validation.html").read_text(encoding="utf-8")
    assert all(word in told for word in (listed.GATE, "en.html", "ghg.total", "1,999", "1,235"))
    assert rendering.validation_content(TASK, settings)["findings"].keys() >= {"gate.en.jsonl"}
    monkeypatch.setattr(pages, "publish", lambda *_: None)
    assert pages.make(TASK, settings, "narrative.en")[0] == ""
    assert listed.GATE not in (place(settings) / "validation.html").read_text(encoding="utf-8")
    assert not (folder / "gate.en.jsonl").exists()


def test_shared_files_are_due_once_and_again_where_they_were_touched(settings):
    folder, read = inputs.folder(TASK, settings), rendering.contents(TASK, settings, ["en"])["en"]
    keys.forget(outgoing.STAGE, folder)
    assert outgoing.wanted(settings, read, folder, place(settings)).is_due
    for name in outgoing.NAMES:
        paths.write_text(place(settings) / name, name)
    assert set(outgoing.keep(read, folder, place(settings))) == set(outgoing.NAMES)
    assert not outgoing.wanted(settings, read, folder, place(settings)).is_due
    assert outgoing.wanted(replace(settings, force=True), read, folder, place(settings)).is_due
    paths.write_text(place(settings) / outgoing.NAMES[0], "touched")
    assert outgoing.wanted(settings, read, folder, place(settings)).is_due


def test_a_folder_of_reports_holds_one_edition_alone(tmp_path):
    inside, outside = Settings(reports=str(tmp_path / "a")), Settings(reports=str(tmp_path / "b"), public=True)
    edition.claim(inside)
    paths.write_text(UPath(tmp_path) / "a" / "index.html", "x")
    edition.claim(outside)
    edition.claim(outside)
    with pytest.raises(CallError, match="inside edition"):
        edition.claim(replace(outside, reports=inside.reports))
    with pytest.raises(CallError, match="for the public"):
        edition.claim(replace(inside, reports=outside.reports))


def test_pages_for_the_public_are_made_from_products_of_their_own(settings):
    public = replace(settings, public=True)
    reached = freshness.reached(TASK, settings, inputs.History([], []))
    assert [again.stage for again in freshness.pages(TASK, public, reached)] == ["narrative.en"]
    edition.bring_up_to_date(TASK, public)
    assert edition.is_current(TASK, public)
    folder = inputs.folder(TASK, edition.shown(public))
    withheld = json.loads((folder / "withheld.json").read_text(encoding="utf-8"))
    figures = pd.read_parquet(str(folder / "figures.parquet"))["figure_id"]
    assert "ghg.total" in set(figures) and not set(figures) & withheld.keys()
    assert edition.shown(settings) == settings
    (folder / "withheld.json").unlink()
    assert not edition.is_current(TASK, public)


def test_a_public_page_says_that_it_is_one_and_leads_to_no_page_of_findings(settings):
    public = edition.shown(replace(settings, public=True))
    edition.bring_up_to_date(TASK, replace(settings, public=True))
    read = report.read(2022, "BODY", public.data, "en")
    page.publish(executed(cover.cover(read), methodology.methodology(read)), read, settings.reports)
    shown = (place(settings) / "en.html").read_text(encoding="utf-8")
    assert locale.catalogue("en").text("public.about") in shown and "validation.html" not in shown
    assert json.loads((place(settings) / "report.json").read_text(encoding="utf-8"))["public"] is True
