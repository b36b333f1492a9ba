"""What is reviewed: its hash says nothing of styles and states, and a report that changed after it was approved falls back by itself."""

import pytest
from made_report import quantity, report
from upath import UPath

from greening import paths, review
from greening.reviewing import content, log
from greening.since import kept

HEAD = "organization,state,role,date,content_hash,note\n"


def publish(data, language: str, total: float = 1.0, sentence: str = "Emissions were 1 t.", **more):
    """What a run keeps of a published report."""
    made = report(quantity("ghg.total", total, **more), language=language)
    folder = paths.processed(data, 2022, "BODY")
    state = kept.state(made, {"ghg": f"<p>{sentence}</p>"}, {})
    kept.write(kept.Memory(state, None, {}), folder, language)
    content.keep(content.parts(state, made.targets), folder, language)
    return content.published(folder)


def approve(data, state: str = "approved") -> str:
    content.copy(data, 2022, "BODY", content.APPROVED)
    hashed = content.hashed(content.published(paths.processed(data, 2022, "BODY")))
    place = log.place(data, 2022)
    place.parent.mkdir(parents=True, exist_ok=True)
    steps = ["submitted", "under_review", "approved", "final"]
    moves = [f"BODY,{step},Reviewer,2026-11-21,{hashed},\n" for step in steps[: steps.index(state) + 1]]
    place.write_text("".join([HEAD, *moves]))
    return hashed


@pytest.mark.parametrize("state", ["approved", "final"])
def test_what_is_approved_stays_so_while_it_says_the_same(tmp_path, state: str):
    publish(tmp_path, "en")
    approve(tmp_path, state)
    # Another derivation of the same value says nothing else.
    publish(tmp_path, "en", derivation='{"product": "footprint"}')
    assert review.standing(tmp_path, 2022, "BODY").state == state


@pytest.mark.parametrize(
    ("change", "parts"),
    [({"total": 2.0}, ("figures",)), ({"sentence": "Emissions were one tonne."}, ("text",)), ({"low": 0.5, "high": 1.5}, ("figures",))],
)
def test_what_changed_after_that_is_under_review_again_and_says_what(tmp_path, change, parts):
    publish(tmp_path, "en")
    approve(tmp_path)
    publish(tmp_path, "en", **change)
    now = review.standing(tmp_path, 2022, "BODY")
    assert (now.state, now.changed, now.move.state) == ("under_review", parts, "approved")
    assert review.states(tmp_path, 2022) == {"BODY": "under_review"}
    assert "under_review" not in log.place(tmp_path, 2022).read_text().splitlines()[-1]
    publish(tmp_path, "en")
    assert review.state(tmp_path, 2022, "BODY") == "approved"


def test_a_language_that_came_was_not_approved_and_one_that_went_changes_nothing(tmp_path):
    publish(tmp_path, "en")
    publish(tmp_path, "fr", sentence="Les émissions étaient de 1 t.")
    approve(tmp_path)
    content.forget(paths.processed(tmp_path, 2022, "BODY"), "fr")
    assert review.state(tmp_path, 2022, "BODY") == "approved"
    publish(tmp_path, "es", sentence="Las emisiones fueron de 1 t.")
    assert review.standing(tmp_path, 2022, "BODY").changed == ("language",)


def test_without_the_copy_of_what_was_approved_the_hash_still_tells(tmp_path):
    publish(tmp_path, "en")
    approve(tmp_path)
    (content.folder_of_copies(tmp_path, 2022, "BODY") / "approved.json").unlink()
    assert review.state(tmp_path, 2022, "BODY") == "approved"
    publish(tmp_path, "en", total=2.0)
    assert review.standing(tmp_path, 2022, "BODY").changed == content.PARTS


def test_a_copy_that_was_edited_is_none(tmp_path):
    publish(tmp_path, "en")
    approve(tmp_path)
    place = content.folder_of_copies(tmp_path, 2022, "BODY") / "approved.json"
    place.write_text(place.read_text().replace('"text": "', '"text": "0'))
    assert content.copied(tmp_path, 2022, "BODY", content.APPROVED) == ("", {})


def test_a_kept_copy_is_the_report_of_then(tmp_path):
    publish(tmp_path, "en")
    content.copy(tmp_path, 2022, "BODY", content.LOOKED)
    publish(tmp_path, "en", total=2.0)
    memory = kept.parsed(content.copy_of(tmp_path, 2022, "BODY", content.LOOKED, "en"))
    assert memory is not None and memory.state.figures["ghg.total"][0] == 1.0


def test_nothing_published_has_no_hash(tmp_path):
    assert content.hashed(content.published(UPath(tmp_path))) == ""
