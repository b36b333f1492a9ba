"""Drawings: the same bytes whether kept or drawn, by several processes, after damage; what nobody asks for goes."""

import copy
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from upath import UPath

from greening import locale
from greening.charts.bars import bars
from greening.publish import drawings, kept, svg
from greening.publish.drawings import Drawings

TABLE = pd.DataFrame({"label": ["A", "B"], "value": [2.0, 1.0], "text": ["2", "1"]})
SPEC = bars(TABLE, "A title", "A description", locale.catalogue("en")).spec
DAY_S = 86_400.0


@pytest.fixture
def drawn(monkeypatch):
    """How often a chart was really drawn."""
    counted = []

    def counting(spec, real=svg.draw):
        counted.append(spec)
        return real(spec)

    monkeypatch.setattr(svg, "draw", counting)
    return counted


def files(folder):
    return [place for place in folder.rglob("*") if place.is_file()]


def test_a_chart_is_drawn_once_and_found_by_later_runs(tmp_path, drawn):
    first = Drawings(tmp_path)
    made = [first.svg(SPEC), first.svg(copy.deepcopy(SPEC)), Drawings(tmp_path).svg(SPEC)]
    assert len(drawn) == 1
    assert set(made) == {svg.draw(SPEC)}


def test_without_a_folder_charts_are_remembered(drawn):
    kept = Drawings()
    assert kept.svg(SPEC) == kept.svg(SPEC)
    assert len(drawn) == 1


def test_the_description_does_not_decide_the_drawing_and_all_else_does(tmp_path, drawn):
    kept = Drawings(tmp_path)
    assert kept.svg(SPEC) == kept.svg({**SPEC, "description": "Another"})
    assert kept.svg({**SPEC, "width": 300}) != kept.svg(SPEC)
    assert len(drawn) == 2


def test_another_version_of_the_library_draws_again(tmp_path, drawn, monkeypatch):
    Drawings(tmp_path).svg(SPEC)
    monkeypatch.setattr(drawings, "_drawer", lambda: ("another", "code"))
    Drawings(tmp_path).svg(SPEC)
    assert len(drawn) == 2


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"half a drawing", None])
def test_a_damaged_file_is_drawn_again(tmp_path, drawn, damage):
    whole = Drawings(tmp_path).svg(SPEC)
    (place,) = files(tmp_path)
    place.write_bytes(place.read_bytes()[:-9] if damage is None else damage)
    assert Drawings(tmp_path).svg(SPEC) == whole
    assert Drawings(tmp_path).svg(SPEC) == whole
    assert len(drawn) == 2


def test_two_that_draw_the_same_leave_one_whole_file(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: Drawings(tmp_path).svg(SPEC), range(8)))
    assert len(set(made)) == 1
    assert [place.suffix for place in files(tmp_path)] == [".svg"]


def test_only_so_many_are_remembered(monkeypatch, drawn):
    monkeypatch.setattr(drawings, "_REMEMBERED", 1)
    kept = Drawings()
    for spec in (SPEC, {**SPEC, "width": 300}, SPEC):
        kept.svg(spec)
    assert len(drawn) == 3


def test_what_nobody_asked_for_is_removed_and_what_is_asked_for_stays(tmp_path):
    Drawings(tmp_path).svg(SPEC)
    (place,) = files(tmp_path)
    made = place.stat().st_mtime
    assert kept.prune(tmp_path, made + 29 * DAY_S) == 0
    os.utime(place, (made - 20 * DAY_S,) * 2)
    Drawings(tmp_path).svg(SPEC)
    assert kept.prune(tmp_path, made + 29 * DAY_S) == 0
    assert kept.prune(tmp_path, made + 40 * DAY_S) == 1
    assert not files(tmp_path)


def test_what_another_run_removed_meanwhile_is_no_fault_and_an_object_store_keeps_nothing(tmp_path, monkeypatch):
    Drawings(tmp_path).svg(SPEC)
    (place,) = files(tmp_path)
    late = place.stat().st_mtime + 40 * DAY_S
    monkeypatch.setattr(Path, "unlink", lambda place: (_ for _ in ()).throw(FileNotFoundError(place)))
    assert kept.prune(tmp_path, late) == 0
    assert kept.folder_of(UPath(tmp_path)) == tmp_path / "drawings"
    assert kept.folder_of(UPath("memory://greening/processed")) is None
    assert kept.prune(None, late) == 0
