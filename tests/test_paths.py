"""Roots are written in several ways, and files are written whole."""

from pathlib import Path

import pytest
from upath import UPath

from greening import paths


@pytest.mark.parametrize("written", ["{}", "file://{}", "file:{}"])
def test_a_local_root_is_the_same_however_it_is_written(tmp_path, written):
    root = paths.root(written.format(tmp_path))
    assert str(root) == str(tmp_path)
    assert paths.is_local(root)
    paths.write_text(root / "a" / "b.txt", "ä")
    assert (tmp_path / "a" / "b.txt").read_text(encoding="utf-8") == "ä"


def test_a_relative_root_is_made_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert str(paths.root("data")) == str(tmp_path / "data") == str(paths.root(UPath("data"))) == str(paths.root(Path("data")))


def test_folders_of_a_root(tmp_path):
    assert str(paths.raw(str(tmp_path), 2024, "ONE")) == str(tmp_path / "raw" / "2024" / "ONE")
    assert str(paths.processed(str(tmp_path), 2024)) == str(tmp_path / "processed" / "2024")
    assert str(paths.report(str(tmp_path), 2024, "ONE")) == str(tmp_path / "2024" / "ONE")


def test_a_url_stays_a_url():
    root = paths.root("memory://data/x")
    assert not paths.is_local(root)
    paths.write_bytes(root / "y", b"1")
    assert (root / "y").read_bytes() == b"1"


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "page.html").mkdir()
    with pytest.raises(OSError, match=r"page\.html"):
        paths.write_text(paths.root(tmp_path) / "page.html", "new")
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_a_file_is_replaced(tmp_path):
    for content in ("old", "new"):
        paths.write_text(paths.root(tmp_path) / "page.html", content)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("page.html", "new")]


def test_what_is_published_can_be_read_by_others(tmp_path):
    paths.write_bytes(paths.root(tmp_path) / "page.html", b"")
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o644


def test_every_file_below_a_folder_is_found_by_its_place(tmp_path):
    for name in ("b.html", "documents/a.en.html", "documents/locations/GVA.en.html"):
        paths.write_text(UPath(tmp_path) / name, name)
    found = {name: place.read_text() for name, place in paths.below(UPath(tmp_path))}
    assert found == {name: name for name in ("b.html", "documents/a.en.html", "documents/locations/GVA.en.html")}
    assert list(paths.below(UPath(tmp_path) / "nowhere")) == []
