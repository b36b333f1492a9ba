"""A sealed report comes out again byte for byte from what was submitted; what changed since is named, and so is every file that differs."""

import re
import shutil

import pytest
from chain_frames import body, pipeline

from greening import paths
from greening.chain.inputs import Settings
from greening.errors import CallError, GreeningError
from greening.reviewing import log
from greening.signing import contents, moves, seal, verify


def review(data, *states: str) -> None:
    for state in states:
        moves.move(data, 2024, "ONE", state, "Reviewer", day="2026-11-21")


def test_a_final_report_is_sealed_and_verified_and_falls_back_where_it_changes(tmp_path, monkeypatch):
    roots = {"data": tmp_path / "data", "reports": tmp_path / "reports"}
    settings = Settings(data=str(roots["data"]), reports=str(roots["reports"]), expectations=str(paths.HOME / "expectations"))
    year = ("--year", 2024, "--organization", "ONE")
    submitted = body(roots["data"], 2024, "ONE")
    assert pipeline("run", *year, **roots).returncode == 0
    review(roots["data"], "submitted", "under_review", "approved")
    with pytest.raises(GreeningError, match="only final reports are sealed: ONE is approved"):
        seal.seal(settings, 2024, "ONE")
    review(roots["data"], "final")
    with pytest.raises(GreeningError, match=r"not as a run would publish it .validation: changed: review"):
        seal.seal(settings, 2024, "ONE")
    assert pipeline("run", *year, **roots).returncode == 0
    # That the state changed, and the page with it, is no change of what was approved.
    assert _shown(roots) == ("Final", "final")
    _, told = seal.seal(settings, 2024, "ONE", "2026-11-21")
    assert {"ONE/en.html", "ONE/review.html", "ONE/figures.csv", "ONE/validation.html"} <= set(told["files"])
    assert told["not_sealed"] == {"ONE/changes.en.html": seal.HISTORY}
    assert set(told["inputs"]) == set(contents.KINDS) and "2024/ONE/electricity.csv" in told["inputs"]["raw"]

    again = pipeline("verify", *year, **roots)
    assert (again.returncode, again.stdout.splitlines()[-1].startswith(f"all {len(told['files'])} sealed files came out the same")) == (0, True)

    (submitted / "electricity.csv").write_text("location_id,electricity_kwh,quality\nA,1001,metered\n")
    record = (roots["data"] / "review" / "2024.csv").read_bytes()
    assert pipeline("run", *year, **roots).returncode == 0
    assert _shown(roots) == ("Under review", "under_review") and (roots["data"] / "review" / "2024.csv").read_bytes() == record

    # Run again, the changed submission makes what is published now.
    monkeypatch.setattr(verify, "_run", lambda made, *_: shutil.copytree(settings.reports, made.reports) and {})
    found = verify.verify(settings, 2024, "ONE")
    assert found.files["ONE/figures.csv"] == verify.DIFFERS and not found.is_whole
    assert found.changed == {"raw": ["2024/ONE/electricity.csv (changed)"]}


def _shown(roots) -> tuple[str, str]:
    """The state of the review as the page of the report and the page of the year show it."""
    page, index = (roots["reports"] / "2024" / name for name in ("ONE/en.html", "index.html"))
    state, listed = (
        re.search(r'review-state"><ul class="facts"><li><strong>([^<]*)', page.read_text()),
        re.search(r'id="ONE"[^>]*data-review="([^"]*)"', index.read_text()),
    )
    assert state and listed
    return state[1], listed[1]


def test_without_a_seal_the_call_is_wrong_and_says_how_to_make_one(tmp_path):
    body(tmp_path, 2024, "ONE")
    refused = pipeline("verify", "--year", 2024, data=tmp_path, reports=tmp_path)
    assert refused.returncode == 2 and "make one: python pipeline.py seal --year 2024" in refused.stderr


@pytest.mark.parametrize("text", ["{", "[1]", "7", "{}"])
def test_a_damaged_seal_is_told_as_such(tmp_path, text):
    target = seal.place(tmp_path, 2024, "ONE")
    target.parent.mkdir(parents=True)
    target.write_text(text)
    with pytest.raises(CallError, match="is damaged"):
        seal.read(tmp_path, 2024, "ONE")


def test_the_record_of_before_there_were_moves_is_laid_out_as_it_was(tmp_path):
    told = {
        "year": 2024,
        "moves": [
            {"organization": "ONE", "state": "under_review", "role": "", "date": "", "content_hash": "", "note": ""},
            {"organization": "ONE", "state": "approved", "role": "Reviewer", "date": "2026-11-21", "content_hash": "abc", "note": ""},
            {"organization": "TWO", "state": "final", "role": "", "date": "", "content_hash": "", "note": ""},
        ],
    }
    (tmp_path / "data" / "raw").mkdir(parents=True)
    verify._lay_out(Settings(data=str(tmp_path / "data")), Settings(data=str(tmp_path / "again")), told, ())
    laid = log.read(tmp_path / "again", 2024)
    assert laid.faults == [] and {code: [move.state for move in moves] for code, moves in laid.moves.items()} == {
        "TWO": ["final"],
        "ONE": ["under_review", "approved"],
    }


def test_a_seal_that_is_there_is_kept(tmp_path):
    place = tmp_path / "2024.json"
    for text in ("first", "second"):
        place.write_text(text)
        seal._keep_earlier(seal.paths.root(place))
    assert ((tmp_path / "2024.1.json").read_text(), (tmp_path / "2024.2.json").read_text()) == ("first", "second")


def test_what_is_no_longer_what_was_sealed_is_named():
    before = {"raw": {"a": "1", "b": "1"}, "packages": {"pandas": "3.0"}}
    now = {"raw": {"a": "2", "c": "1"}, "packages": {"pandas": "3.0"}}
    assert contents.changed(before, now) == {"raw": ["a (changed)", "b (gone)", "c (new)"]}


def test_the_verdict_names_files_and_reasons_and_a_whole_one_says_so():
    whole = verify.Verdict({"a": verify.SAME}, {"a": verify.SAME})
    assert whole.is_whole and verify.as_text(whole) == "all 1 sealed files came out the same, byte for byte"
    broken = verify.Verdict({"a": verify.SAME, "b": verify.MISSING}, {"a": verify.DIFFERS, "b": verify.SAME}, {"packages": ["pandas (changed)"]})
    told = verify.as_text(broken)
    assert not broken.is_whole and "missing: b" in told and "in the published site, differs: a" in told and "packages: pandas (changed)" in told
    assert told.splitlines()[-1] == "1 of 2 sealed files came out the same"
    assert "the same: a" in verify.as_text(broken, with_all=True)
