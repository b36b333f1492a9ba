"""Entries that were kept: found for the same products alone, made again where they are damaged, and never trusted over what stands on the pages."""

import json
from dataclasses import replace

import pytest
from made_report import executed, quantity, report
from upath import UPath

from greening import locale
from greening.errors import GateError
from greening.narrative import cover, greenhouse_gas
from greening.publish import derivations, entries, how_page, page
from greening.publish.drawings import Drawings
from greening.publish.kept import Kept

CHANGE = json.dumps({"formula": "a / b", "figures": ["ghg.total@2021"]})
PRINTED = ["ghg.total"]


@pytest.fixture
def made(monkeypatch):
    """How often entries were really made."""
    counted = []

    def counting(*args, real=derivations.entries):
        counted.append(args)
        return real(*args)

    monkeypatch.setattr(derivations, "entries", counting)
    return counted


@pytest.fixture
def read(tmp_path):
    folder = UPath(tmp_path / "processed" / "2022" / "BODY")
    folder.mkdir(parents=True)
    (folder / "figures.parquet").write_bytes(b"1")
    rows = [quantity("ghg.total", 10.0, derivation=CHANGE), quantity("ghg.total@2021", 12.0), quantity("water.total", 5.0, "m3")]
    return replace(report(*rows), folder=folder)


def kept_of(read, kept, printed=PRINTED, beside=("water.total",)):
    found = entries.of(read, printed, beside, kept)
    entries.keep(found, kept)
    return found


def test_what_was_kept_is_what_was_made(tmp_path, read, made):
    kept = Kept(tmp_path / "kept")
    first, again = kept_of(read, kept), kept_of(read, kept)
    assert (first.is_known, again.is_known, len(made)) == (False, True, 1)
    assert list(again.ids) == list(first.ids) == ["ghg.total", "ghg.total@2021", "water.total"]
    assert again.packed == first.packed and again.own == first.own and list(again.own) == ["ghg.total", "ghg.total@2021"]
    assert again.every == first.every and list(again.every) == list(again.ids)


@pytest.mark.parametrize("change", ["product", "language", "printed", "beside", "none"])
def test_whatever_decides_them_decides_their_key(tmp_path, read, made, change):
    kept = Kept(tmp_path / "kept")
    kept_of(read, kept)
    if change == "product":
        (read.folder / "targets.parquet").write_bytes(b"2")
    (read.folder / "state.json").write_text("later", encoding="utf-8")
    other = replace(read, language="fr", catalogue=locale.catalogue("fr")) if change == "language" else read
    found = kept_of(other, kept, ["water.total"] if change == "printed" else PRINTED, () if change == "beside" else ("water.total",))
    assert found.is_known == (change == "none")
    assert len(made) == (1 if change == "none" else 2)


def test_a_damaged_file_is_made_again(tmp_path, read, made):
    kept = Kept(tmp_path / "kept")
    first = kept_of(read, kept)
    for place in (tmp_path / "kept").rglob("*.entries"):
        place.write_text("x", encoding="utf-8")
    assert kept_of(read, kept).every == first.every and len(made) == 2
    for place in (tmp_path / "kept").rglob("*.packed"):
        place.write_text("x", encoding="utf-8")
    assert not kept_of(read, kept).is_known


def test_without_a_folder_nothing_is_kept(read, made):
    assert not kept_of(read, Kept()).key and not kept_of(read, Kept()).is_known and len(made) == 2


def publish(read, folder, drawings):
    notebook = executed(cover.cover(read), greenhouse_gas.greenhouse_gas(read))
    return {place.name: place.read_bytes() for place in page.publish(notebook, read, str(folder / "reports"), ["en"], drawings)}


def test_a_page_made_again_is_the_same_and_the_page_of_how_is_left_alone(tmp_path, read, made, monkeypatch):
    drawings, written = Drawings(tmp_path / "kept"), []
    first = publish(read, tmp_path, drawings)
    whole = how_page.page
    monkeypatch.setattr(how_page, "page", lambda *args: (written.append(args), whole(*args))[1])
    assert publish(read, tmp_path, drawings) == first and len(made) == 1 and not written
    how = tmp_path / "reports" / "2022" / "BODY" / "how.en.html"
    how.write_text("altered", encoding="utf-8")
    assert publish(read, tmp_path, drawings) == first and len(written) == 1
    how.unlink()
    assert publish(read, tmp_path, drawings) == first and len(written) == 2


def test_what_the_gate_stopped_is_not_kept(tmp_path, read, made, monkeypatch):
    whole = how_page.page
    monkeypatch.setattr(how_page, "page", lambda *args: whole(*args).replace('value="10.0"', 'value="11.0"'))
    for _ in range(2):
        with pytest.raises(GateError):
            publish(read, tmp_path, Drawings(tmp_path / "kept"))
    assert len(made) == 2 and not list((tmp_path / "kept").rglob("*.packed"))


def test_a_block_that_is_not_the_one_that_was_kept_stops_the_page(tmp_path, read, monkeypatch):
    drawings = Drawings(tmp_path / "kept")
    publish(read, tmp_path, drawings)
    element = page.derivation_pack.element
    other = page.derivation_pack.packed({"ghg.total": "<h3>Another</h3>"})
    monkeypatch.setattr(page.derivation_pack, "element", lambda shown, _told: element(shown, other))
    with pytest.raises(GateError) as raised:
        publish(read, tmp_path, drawings)
    assert {one.figure for one in raised.value.differences} >= {"ghg.total", "ghg.total@2021"}
