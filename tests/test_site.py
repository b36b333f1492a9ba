"""The site: every organization with its outcome, and a manifest that only ever lists what is published."""

import hashlib
import json
from pathlib import Path

from made_report import quantity, report, text

from greening import site
from greening.publish import files


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


def published(root: Path, code: str = "BODY", content: str = "<p>first</p>") -> None:
    """A published report of 2022."""
    files.write(report(quantity("ghg.total", 1_400_000.0, precision="rounded")), str(root))
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
    assert 'href="BODY/en.html#how-ghg.total"><data value="1400000.0" data-figure="ghg.total" data-organization="BODY"' in page


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
    assert 'href="A%20B%231/en.html#how-ghg.total"' in page
    assert 'href="A%20B%231/validation.html"' in page
    assert "<bdi>Body\u202egnp</bdi>" in page
    assert "A B#1/en.html" in listed(tmp_path)
