"""The site: every organization with its outcome, and a manifest that only ever lists what is published."""

import hashlib
import json
from pathlib import Path

import pytest
from made_report import quantity, report, text, word

from greening import locale, manifest, reference, site
from greening.publish import files
from greening.site import bodies, trend, year_page


def state(code: str, outcome: str = "ok", **more: object) -> dict[str, object]:
    return {
        "organization": code,
        "name": f"The {code}",
        "outcome": outcome,
        "why": "",
        "illustrative": False,
        "is_group": False,
        "parent": "",
        **more,
    }


def published(root: Path, code: str = "BODY", content: str = "<p>first</p>", figures: tuple[dict[str, object], ...] = ()) -> None:
    """A published report of 2022."""
    files.write(report(quantity("ghg.total", 1_400_000.0, precision="rounded"), *figures), str(root))
    folder = root / "2022" / code
    folder.mkdir(exist_ok=True, parents=True)
    for path in (root / "2022" / "BODY").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "en.html").write_text(content, encoding="utf-8")
    (folder / "validation.html").write_text("<p>checked</p>", encoding="utf-8")


def listed(root: Path) -> dict[str, str]:
    return json.loads((root / "2022" / "manifest.json").read_text(encoding="utf-8"))["files"]


def test_the_manifest_lists_every_published_file_with_its_hash(tmp_path):
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY")])
    names = [f"BODY/{name}" for name in ("en.html", "figures.csv", "footprint.csv", "report.json", "validation.html")]
    assert sorted(listed(tmp_path)) == [*names, "index.html"]
    for name, value in listed(tmp_path).items():
        assert hashlib.sha256((tmp_path / "2022" / name).read_bytes()).hexdigest() == value


def test_the_manifest_is_written_last(tmp_path):
    published(tmp_path)
    assert site.write(str(tmp_path), 2022, [state("BODY")])[-1].name == "manifest.json"


def test_a_held_body_keeps_its_last_published_files_and_has_its_new_validation_page(tmp_path):
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY")])
    before = listed(tmp_path)
    (tmp_path / "2022" / "BODY" / "validation.html").write_text("<p>held</p>", encoding="utf-8")
    site.write(str(tmp_path), 2022, [state("BODY", "held", why="Personnel is missing")])
    after = listed(tmp_path)
    assert after["BODY/en.html"] == before["BODY/en.html"]
    assert after["BODY/validation.html"] != before["BODY/validation.html"]
    shown = text((tmp_path / "2022" / "index.html").read_text(encoding="utf-8"))
    assert "held" in shown
    assert "Personnel is missing" in shown
    assert "last published report" in shown


def test_why_a_report_is_held_is_said_in_the_language_of_the_page(tmp_path):
    why = "water.csv: The file is empty. Save it again from the program it was made with, or take it away. (and 2 more)"
    site.write(str(tmp_path), 2022, [state("BODY", "failed", why=why)], languages=["fr"])
    shown = text((tmp_path / "2022" / "index.fr.html").read_text(encoding="utf-8"))
    said = locale.catalogue("fr").said(why.removeprefix("water.csv: ").removesuffix(" (and 2 more)"))
    assert f"water.csv : {said} (et 2 autres)" in shown.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ").replace("\u202f", " ")


def test_a_body_that_was_never_published_is_listed_without_a_report(tmp_path):
    published(tmp_path)
    folder = tmp_path / "2022" / "NEW"
    folder.mkdir()
    (folder / "validation.html").write_text("<p>failed</p>", encoding="utf-8")
    # A page left by a run that was stopped is not published: no manifest lists it.
    (folder / "en.html").write_text("<p>half</p>", encoding="utf-8")
    site.write(str(tmp_path), 2022, [state("BODY"), state("NEW", "failed", why="The file is empty")])
    assert "NEW/en.html" not in listed(tmp_path)
    page = (tmp_path / "2022" / "index.html").read_text(encoding="utf-8")
    assert 'href="NEW/en.html"' not in page
    assert 'href="NEW/validation.html"' in page


def test_entries_of_bodies_that_were_not_run_stay(tmp_path):
    published(tmp_path)
    published(tmp_path, "OTHER")
    site.write(str(tmp_path), 2022, [state("BODY"), state("OTHER")])
    site.write(str(tmp_path), 2022, [state("BODY")])
    assert "OTHER/en.html" in listed(tmp_path)


def test_totals_are_figures_linked_to_how_they_were_made(tmp_path):
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY")])
    page = (tmp_path / "2022" / "index.html").read_text(encoding="utf-8")
    assert 'href="BODY/how.en.html#ghg.total"><data value="1400000.0" data-figure="ghg.total" data-organization="BODY"' in page


def test_names_are_escaped_and_the_search_looks_at_name_and_code(tmp_path):
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY", name="<b>Body</b>", is_group=True, illustrative=True)])
    page = (tmp_path / "2022" / "index.html").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert 'data-search="body &lt;b&gt;body&lt;/b&gt;"' in page
    assert "invented" in page


def test_years_are_listed_the_latest_first(tmp_path):
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY")])
    site.write(str(tmp_path), 2010, [])
    shown = text((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert shown.index("Data year 2022") < shown.index("Data year 2010")
    assert "1 organization" in shown


def test_writing_again_changes_no_byte(tmp_path):
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY")])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    site.write(str(tmp_path), 2022, [state("BODY")])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_invented_bodies_are_counted_as_such(tmp_path):
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY", illustrative=True)])
    index, year = (text((tmp_path / place).read_text(encoding="utf-8")) for place in ("index.html", "2022/index.html"))
    assert "1 invented example body" in index
    assert "examples, not publications of the United Nations" in index
    assert "examples, not publications of the United Nations" in year
    site.write(str(tmp_path), 2023, [state("OTHER")])
    later = text((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "Data year 20231 organization" in later
    assert "1 invented example body" in later


def test_links_quote_the_code_and_the_name_is_isolated(tmp_path):
    published(tmp_path, "A B#1")
    site.write(str(tmp_path), 2022, [state("A B#1", name="Body\u202egnp")])
    page = (tmp_path / "2022" / "index.html").read_text(encoding="utf-8")
    assert 'href="A%20B%231/en.html"' in page
    assert 'href="A%20B%231/how.en.html#ghg.total"' in page
    assert 'href="A%20B%231/validation.html"' in page
    assert "<bdi>Body\u202egnp</bdi>" in page
    assert "A B#1/en.html" in listed(tmp_path)


def page_of(root: Path, name: str = "2022/index.html") -> str:
    return (root / name).read_text(encoding="utf-8")


def test_the_course_of_the_years_is_one_small_line_with_its_values_as_text(tmp_path):
    earlier = [quantity(f"ghg.total@{year}", value) for year, value in ((2010, 700_000.0), (2011, 2_800_000.0), (2015, 1_400_000.0))]
    published(tmp_path, figures=tuple(earlier))
    site.write(str(tmp_path), 2022, [state("BODY")])
    page = page_of(tmp_path)
    drawing = page[page.index("<svg") : page.index("</svg>") + 6]
    assert 'aria-label="2010: 700,000; 2011: 2,800,000; 2015: 1,400,000; 2022: 1,400,000"' in drawing
    assert len(drawing) <= 400
    ends = page[page.index('<p class="ends">') :].partition("</p>")[0]
    assert text(ends) == "2010 700,000 t2022 about 1.4 Mt"
    assert 'data-figure="ghg.total@2010" data-organization="BODY" data-format="about"' in ends


def test_a_line_joins_years_that_follow_and_points_stand_alone():
    # From 2000 to 2010 on a width of 144 less 3 at each side; half of the top is half of the height of 40 less 3 at each side.
    lines, points = trend.paths([(2000, 1.0), (2001, 2.0), (2005, 1.0), (2009, 2.0), (2010, 2.0)], (2000, 2010))
    assert lines == "M3 20L17 3M127 3L141 3"
    assert points == "M72 20h0M141 3h0"


def test_a_line_of_nothing_but_zero_lies_on_its_foot():
    assert trend.paths([(2021, 0.0), (2022, 0.0)], (2021, 2022)) == ("M3 37L141 37", "M141 37h0")


def test_the_grid_has_shares_else_states_and_what_is_missing_has_its_note(tmp_path):
    told = [
        word("coverage.waste.status", "reported"),
        quantity("coverage.waste.share", 0.4, "share"),
        word("coverage.water.status", "not_reported", note="No meters"),
        word("coverage.heat.status", "not_occurring"),
    ]
    published(tmp_path, figures=tuple(told))
    site.write(str(tmp_path), 2022, [state("BODY")])
    page = page_of(tmp_path)
    assert '<td class="c0"><data value="0.4" data-figure="coverage.waste.share"' in page
    assert '<td class="word"><data value="not_reported" data-figure="coverage.water.status"' in page
    assert '<td class="whole"><data value="not_occurring"' in page
    missing = text(page[page.index('id="missing"') : page.index("<footer>")])
    assert "No meters" in missing and "Water" in missing and "Heat" not in missing


def test_members_that_handed_in_nothing_are_named_under_their_group(tmp_path):
    published(tmp_path)
    missing = [year_page.Missing("AWAY", "A far <body>", "BODY")]
    site.write(str(tmp_path), 2022, [state("BODY", name="The group", is_group=True)], missing=missing)
    shown = page_of(tmp_path)
    assert "A far &lt;body&gt;" in shown
    assert "The group: 1 member handed in nothing" in text(shown)


def test_what_was_not_published_is_told_with_its_reason(tmp_path):
    site.write(str(tmp_path), 2022, [state("BODY", "held", why="Too much <fuel>")])
    shown = text(page_of(tmp_path))
    assert shown.count("Too much <fuel>") == 2
    assert "Reports that were not published" in shown


def test_bodies_without_a_report_are_not_called_published(tmp_path):
    site.write(str(tmp_path), 2022, [state("BODY")])
    assert "no report yet" in text(page_of(tmp_path))


def test_every_row_has_what_the_filters_ask_for(tmp_path):
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY", kind="specialized_agency", review="final"), state("GROUP", "held", is_group=True)])
    page = page_of(tmp_path)
    assert '<tr id="BODY" data-search="body the body" data-kind="specialized_agency" data-outcome="ok" data-review="final">' in page
    assert '<tr id="GROUP" data-search="group the group" data-kind="group" data-outcome="held" data-review="">' in page
    assert '<option value="held">held</option>' in page
    assert '<div class="filters" hidden>' in page


def test_many_organizations_stand_on_several_pages_and_the_search_knows_all(tmp_path):
    states = [state(f"B{number:04}") for number in range(year_page.A_PAGE + 1)]
    site.write(str(tmp_path), 2022, states)
    first, second = page_of(tmp_path), page_of(tmp_path, "2022/index-2.html")
    assert first.count("<tr id=") == year_page.A_PAGE and second.count("<tr id=") == 1
    assert 'href="index-2.html"' in first and 'href="index.html" aria-current="page"' in first
    names = page_of(tmp_path, "2022/names.en.js")
    assert json.loads(names.removeprefix("const everyBody=").removesuffix(";\n"))[-1] == [
        f"B{year_page.A_PAGE:04}",
        f"The B{year_page.A_PAGE:04}",
        "index-2.html",
    ]
    assert {"index.html", "index-2.html", "names.en.js"} <= set(listed(tmp_path))
    site.write(str(tmp_path), 2022, states[:1])
    assert not (tmp_path / "2022" / "index-2.html").exists() and not (tmp_path / "2022" / "names.en.js").exists()


def test_the_page_is_in_every_language_asked_for_and_in_english(tmp_path, monkeypatch):
    english = locale.catalogue("en")
    # English under another name: that there are other catalogues is not this test's business.
    other = locale.Catalogue("fr", english.messages, english.plural)
    monkeypatch.setattr(locale, "languages", lambda: ["en", "fr"])
    monkeypatch.setattr(locale, "catalogue", lambda language: other if language == "fr" else english)
    published(tmp_path)
    site.write(str(tmp_path), 2022, [state("BODY")], ["fr"])
    page = page_of(tmp_path, "2022/index.fr.html")
    assert '<html lang="fr" dir="ltr">' in page
    assert '<a href="index.html" lang="en" hreflang="en">English</a>' in page
    assert '<a href="index.fr.html" lang="fr" hreflang="fr" aria-current="page">' in page
    # The report is in English alone, and says so.
    assert '<a href="BODY/en.html" hreflang="en">' in page and 'href="../index.fr.html"' in page
    assert 'href="2022/index.fr.html"' in page_of(tmp_path, "index.fr.html")
    site.write(str(tmp_path), 2022, [state("BODY")])
    assert not (tmp_path / "2022" / "index.fr.html").exists() and not (tmp_path / "index.fr.html").exists()


def test_only_the_lines_that_are_shown_are_read():
    rows = (
        b'"figure_id": "ghg.total", "value": 1.0',
        b'"figure_id": "ghg.total:OTHER", "value": 2.0',
        b'"figure_id": "ghg.total@2020", "value": 4.0',
    )
    quoting = rb'"derivation": "{\"figure_id\": \"ghg.total\"}", "figure_id": "waste.total", "value": 3.0'
    document = b'{\n"figures": [\n{' + b"},\n{".join([*rows[:2], quoting, rows[2]]) + b"}\n]\n}\n"
    assert {name: fact.value for name, fact in bodies.figures(document).items()} == {"ghg.total": 1.0, "ghg.total@2020": 4.0}


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("en.html", True), ("how.en.html", False), ("changes.en.html", False), ("validation.html", False), ("documents/a.html", False)],
)
def test_what_is_a_report(name, is_one):
    assert manifest.is_report(name) is is_one


def test_every_kind_of_body_in_the_register_has_a_name_and_another_shows_its_word(tmp_path):
    kinds = set(reference.load("organizations")["type"]) - {"group", "invented", "other_entity"}
    assert all(locale.catalogue("en").has(f"site.kind.{kind}") for kind in kinds | {"group", "other"})
    site.write(str(tmp_path), 2022, [state("BODY", kind="lunar_base"), state("OTHER")])
    assert '<option value="lunar_base">Lunar base</option>' in page_of(tmp_path)
