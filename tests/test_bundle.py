"""The site as one archive: what is published and nothing else, the same bytes, and no way that leads outside."""

import zipfile
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from made_report import executed, quantity, report

import pipeline as command_line
from greening import manifest, paths, site
from greening.errors import CallError
from greening.narrative.sections import SECTIONS
from greening.publish import page as publishing, validation_page
from greening.reviewing import page as review_page
from greening.since import kept, publish as since
from greening.site import bundle

STATE = {"organization": "BODY", "name": "A body", "outcome": "ok", "why": "", "illustrative": False, "is_group": False, "parent": ""}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A whole report with all that lies beside it, in its site."""
    root = tmp_path_factory.mktemp("site")
    read = report(quantity("ghg.total", 1_400_000.0, precision="rounded"), quantity("ghg.total@2010", 1_700_000.0, precision="rounded"))
    cells = executed(*(section(read) for section in SECTIONS))
    publishing.publish(cells, read, str(root / "reports"))
    said = publishing.texts(cells)
    review_page.write(read, kept.state(read, said, {}), str(root / "reports"), ["en"])
    since.publish(read, said, {}, paths.root(root) / "processed", str(root / "reports"), ["en"])
    told = validation_page.page(read.findings, "A body", 2022, read.catalogue)
    (root / "reports" / "2022" / "BODY" / "validation.html").write_text(told, encoding="utf-8")
    site.write(str(root / "reports"), 2022, [STATE])
    return root / "reports"


class Links(HTMLParser):
    """Every way that a page leads, and every id on it."""

    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.links += [named[name] for name in ("href", "src") if named.get(name)]
        self.ids |= {named["id"]} if "id" in named else set()


def read(archive, name):
    page = Links()
    page.feed(archive.read(name).decode("utf-8"))
    return page


def test_every_link_leads_to_a_file_and_a_place_of_the_archive(published, tmp_path):
    assert bundle.write([2022], published, str(tmp_path / "site.zip")) == []
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        names = set(archive.namelist())
        pages = {name: read(archive, name) for name in names if name.endswith(".html")}
    assert {"index.html", "2022/index.html", "2022/BODY/en.html", "2022/BODY/how.en.html", "2022/BODY/changes.en.html", "assets/site.css"} <= names
    assert {"LICENSE", "LICENCES.txt", "2022/manifest.json"} <= names
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data", "mailto"):
                continue
            assert not parts.scheme and not link.startswith("/"), (name, link)
            target = resolved(PurePosixPath(name).parent, unquote(parts.path)) if parts.path else name
            assert target in names, (name, link)
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].ids or parts.fragment in pages[target].ids, (name, link)


def resolved(folder, way):
    parts = list(folder.parts)
    for part in PurePosixPath(way).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_the_same_site_makes_the_same_bytes(published, tmp_path):
    for name in ("one.zip", "two.zip"):
        bundle.write([2022], published, str(tmp_path / name))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["one.zip", "two.zip"]


def test_what_is_not_published_or_was_touched_stays_out(published, tmp_path):
    (published / "2022" / "BODY" / "draft.html").write_text("half", encoding="utf-8")
    figures = published / "2022" / "BODY" / "figures.csv"
    before = figures.read_bytes()
    figures.write_bytes(b"tampered")
    call = CliRunner().invoke(command_line.main, ["zip", "--year", "2022", "--reports", str(published), "--out", str(tmp_path / "site.zip")])
    figures.write_bytes(before)
    (published / "2022" / "BODY" / "draft.html").unlink()
    assert call.exit_code == 1 and "2022/BODY/figures.csv" in call.output
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        assert not {"2022/BODY/draft.html", "2022/BODY/figures.csv"} & set(archive.namelist())
        assert "BODY/figures.csv" not in archive.read("2022/manifest.json").decode()


def test_the_page_of_all_years_lists_those_of_the_archive_alone(published, tmp_path):
    manifest.write(paths.root(published) / "2021", {"OLD/en.html": "x"}, [])
    try:
        bundle.write([2022], published, str(tmp_path / "site.zip"))
    finally:
        Path(published, "2021", "manifest.json").unlink()
        Path(published, "2021").rmdir()
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        assert b"2022/index.html" in archive.read("index.html") and b"2021" not in archive.read("index.html")


def test_a_year_of_which_nothing_is_published_is_refused(published, tmp_path):
    with pytest.raises(CallError, match="1999"):
        bundle.write([2022, 1999], published, str(tmp_path / "site.zip"))
    assert list(tmp_path.iterdir()) == []


def test_the_licences_of_all_sources_are_named():
    told = bundle.licences()
    assert "Open Government Licence" in told and "CC0-1.0" in told and told.count("Licence: ") > 20
