"""The cover: how far the review is, what the year comes to, and names of every length and direction."""

import dataclasses

import pytest
from made_report import activities, quantity, report, text
from upath import UPath

from greening.narrative import cover
from greening.publish import gate


def test_a_report_is_a_draft_until_its_review_says_otherwise(tmp_path):
    made = dataclasses.replace(report(), folder=UPath(tmp_path) / "processed" / "2022" / "BODY")
    assert cover.status(made) == "draft" and "Draft" in text(cover.cover(made).html)
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "2022.csv").write_text("organization,state\nBODY,final\n")
    assert cover.status(made) == "final" and "<strong>Final</strong>" in cover.cover(made).html
    assert cover.status(dataclasses.replace(made, organization="OTHER")) == "draft"


def test_it_shows_the_numbers_that_are_known_and_no_others():
    made = report(quantity("ghg.total", 1974.0), quantity("ghg.per_capita", 3.03, "t/person"))
    shown = cover.cover(made).html
    known, unknown = ("Greenhouse gas emissions", "Emissions per person"), ("Renewable share", "Personnel")
    assert all(label in text(shown) for label in known) and not any(label in text(shown) for label in unknown)
    assert gate.differences(shown, made.figures, made.catalogue) == []
    assert "<dl" not in cover.cover(report()).html


def test_a_change_is_told_on_the_cover_as_its_interval_allows():
    base = [quantity("ghg.total", 95.0), quantity("ghg.total@2010", 100.0), quantity("ghg.change.base_year.from", 2010.0, "year")]
    unclear = report(*base, quantity("ghg.change.base_year", -0.05, "share", low=-0.2, high=0.1, interval_kind="statistical_95"))
    assert "cannot be told" in text(cover.cover(unclear).html)
    told = report(*base, quantity("ghg.change.base_year", -0.05, "share", low=-0.06, high=-0.04, interval_kind="statistical_95"))
    assert "Emissions were 5 % below 2010" in text(cover.cover(told).html)


@pytest.mark.parametrize(
    "name", ["x" * 400, "\u0627\u0644\u0623\u0645\u0645 \u0627\u0644\u0645\u062a\u062d\u062f\u0629", "A\u202eB", "<script>x()</script>"]
)
def test_a_name_stays_inside_its_own_element(name: str):
    shown = cover.cover(report(activities=activities(profile=[{"organization": "BODY", "name": name}]))).html
    assert shown.startswith('<h1 id="cover"><bdi>') and "<script" not in shown
    assert text(shown).startswith(name)
