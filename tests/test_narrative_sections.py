"""Sections of the report: what each says of made-up figures."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from made_report import activities, quantity, report, text, word

from greening import tables
from greening.narrative import (
    completeness,
    cover,
    entities,
    functions,
    greenhouse_gas,
    headline,
    methodology,
    neutrality,
    panels,
    placement,
    practice,
    scopes,
    stories,
    targets,
    topics,
)

SHARES = [
    quantity(f"ghg.bucket.{bucket}.share", share, "share", precision="rounded") for bucket, share in (("air_travel", 0.32), ("facilities", 0.55))
]


def test_shares_are_not_forced_to_the_whole():
    short = report(*SHARES, quantity("ghg.bucket.other_travel.share", 0.12, "share", precision="rounded"))
    whole = report(*SHARES, quantity("ghg.bucket.other_travel.share", 0.13, "share", precision="rounded"))
    assert "add up to 99 %; they are not adjusted" in text(greenhouse_gas.greenhouse_gas(short).html)
    assert "add up" not in text(greenhouse_gas.greenhouse_gas(whole).html)


def test_the_interval_says_what_it_is():
    bounds = {"low": 1350000.0, "high": 1450000.0}
    published = report(quantity("ghg.total", 1.4e6, precision="rounded", interval_kind="rounding", **bounds))
    computed = report(quantity("ghg.total", 1.4e6, interval_kind="statistical_95", **bounds))
    assert "as it was published" in text(greenhouse_gas.greenhouse_gas(published).html)
    assert "95 %" not in text(greenhouse_gas.greenhouse_gas(published).html)
    assert "The 95 % interval is 1.35 to 1.45 Mt." in text(greenhouse_gas.greenhouse_gas(computed).html)


def test_the_cover_names_data_year_edition_and_efforts_and_marks_an_invented_body():
    profile = {"organization": "BODY", "name": "A body", "illustrative": True}
    made = report(activities=activities(profile=[profile], stories=[{"section": "ghg", "text": "x", "effort_year": year} for year in (2023, 2022)]))
    shown = text(cover.cover(made).html)
    assert all(part in shown for part in ("Data year 2022", "Edition 2023", "Efforts of 2022\u20132023", "invented organization"))
    assert "invented" not in text(cover.cover(report()).html)


def test_offsets_are_no_headline_and_come_after_reductions():
    made = report(
        quantity("ghg.total", 10.0), quantity("offsets.retired", 10.0), quantity("offsets.share", 1.0, "share"), word("offsets.neutral", "yes"),
        *(quantity(f"actions.{status}", 1.0, "count") for status in ("total", "planned", "under_way", "done", "stopped")),
    )  # fmt: skip
    assert "offset" not in headline.headline(made).html
    shown = text(neutrality.neutrality(made).html)
    assert shown.index("First: reductions") < shown.index("Then: carbon credits")
    assert "no total above is reduced by them" in shown


def goal(status: str, **figures: float) -> object:
    rows = [quantity(f"target.G.{name}", value, "t CO2e") for name, value in figures.items()]
    path = pd.DataFrame([{"goal_id": "G", "year": 2022, "metric": "ghg.total", "unit": "t CO2e", "target_year": 2030}])
    fixed = [quantity("target.G.target_year", 2030.0, "year"), quantity("target.G.change_pct", -0.45, "share")]
    return report(*rows, *fixed, *([word("target.G.status", status)] if status else []), targets=tables.stack("targets", [path]))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("behind", "The organization is behind its path: 14.0 t against 12.0 t allowed this year."),
        ("on_path", "The organization is on its path: 14.0 t against 12.0 t allowed this year."),
        ("inconclusive", "the intervals do not tell them apart"),
        ("no_baseline", "There is no baseline: no figure of the baseline year is known, so progress cannot be judged."),
        ("not_adopted", "The goal is not adopted by this organization"),
        ("", "No figure of this year is known, so progress cannot be judged."),
    ],
)
def test_a_goal_is_told_by_its_status(status: str, said: str):
    known = {} if status in ("no_baseline", "") else {"actual": 14.0, "allowed": 12.0}
    shown = text(targets.targets(goal(status, **known)).html)
    assert said in shown
    assert "The goal is a change of \u221245 % in greenhouse gas emissions by 2030." in shown


def test_a_goal_without_a_path_has_no_chart():
    assert targets.targets(goal("no_baseline")).panels == ()


def test_what_is_still_needed_is_signed():
    assert "it has to change by \u22120.25 t every year" in text(targets.targets(goal("behind", needed_per_year=-0.25)).html)


def test_submitted_texts_are_cleaned():
    shown = stories.clean("# Big\n\n**fat** <script>x()</script> <img src=x onerror=x()> [a](javascript:x()) [b](https://example.org)")
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<h1" not in shown
    assert "javascript" not in shown.replace("[a](javascript:x())", "")
    assert "<strong>fat</strong>" in shown
    assert 'href="https://example.org"' in shown


def test_a_story_is_told_once_in_its_section_or_under_good_practice():
    told = activities(stories=[{"section": "Waste", "text": "one"}, {"section": "canteen", "text": "two"}, {"section": "offsets", "text": "three"}])
    made = report(activities=told)
    assert "one" in topics.waste(made).html
    assert "three" in neutrality.neutrality(made).html
    assert text(practice.good_practice(made).html) == "Good practiceIn the organization's own wordstwo"


def test_a_story_says_whose_words_it_is_and_keeps_its_own_direction_and_language():
    told = activities(
        stories=[{"section": "waste", "title": "A <b>", "text": "Three things:", "language": "en"}, {"section": "waste", "text": "two"}]
    )
    first, second = stories.stories(report(activities=told), "waste").split("</article>")[:2]
    assert '<h3 dir="auto" lang="en">A &lt;b&gt;</h3>' in first and '<div dir="auto" lang="en"><p>Three things:</p>' in first
    assert "In the organization's own words" in text(first) and "In the organization's own words" in text(second)
    assert '<div dir="auto"><p>two</p>' in second


def test_stories_of_the_language_come_first_and_any_rather_than_none():
    both = activities(
        stories=[{"section": "waste", "text": "English", "language": "en"}, {"section": "waste", "text": "fran\u00e7ais", "language": "fr"}]
    )
    only = activities(stories=[{"section": "waste", "text": "fran\u00e7ais", "language": "fr"}])
    assert "fran\u00e7ais" not in topics.waste(report(activities=both)).html
    assert "fran\u00e7ais" in topics.waste(report(activities=only)).html


IDS = st.sampled_from(
    [
        "ems.status",
        "entities.training",
        "waste.new",
        "ghg.total",
        "ghg.fleet.share",
        "offsets.needed",
        "premises.score",
        "odd.thing",
        "spills.n",
        "energy.x",
    ]
)


@given(st.sets(IDS, min_size=1))
def test_every_figure_belongs_to_at_most_one_place(ids: set[str]):
    made = report(*(quantity(name, 1.0, "count") for name in ids))
    placed = [name for section in placement.FAMILIES for name in placement.own(made, section)] + placement.unplaced(made)
    assert sorted(placed) == sorted(name for name in ids if not placement.begins(name, placement._PRINTED))


def test_an_indicator_that_nobody_knows_is_printed():
    assert "Thing" in text(functions.other(report(quantity("odd.thing", 4.0, "count"))).html)


def test_a_question_that_nobody_knows_is_printed():
    made = report(
        activities=activities(management=[{"question_id": "odd.question", "answer": "perhaps"}, {"question_id": "ems.status", "answer": "met"}])
    )
    assert "perhaps" in functions.other(made).html
    assert "met" not in text(functions.other(made).html)


def test_members_stand_side_by_side_with_the_year_of_their_figures():
    members = [
        {"member": "A", "name": "Alpha", "status": "updated", "data_year": 2022},
        {"member": "B", "status": "carried_forward", "data_year": 2020},
    ]
    missing = [{"member": code, "status": "missing", "reason": "nothing was submitted"} for code in ("D", "C")]
    made = report(
        quantity("ghg.total:A", 5.0), quantity("ghg.total@2020:B", 7.0), members=tables.stack("members", [pd.DataFrame([*members, *missing])])
    )
    shown = text(entities.entities(made).html)
    assert "Alpha Aupdated20225" in shown
    assert '<bdi>Alpha</bdi> <span class="code">A</span>' in entities.entities(made).html
    assert "Bcarried forward20207" in shown
    assert "Cmissingnot reportednot reported" in shown
    assert "nothing was submitted" not in shown
    assert shown.index("Alpha") < shown.index("missing")
    assert len(entities.entities(made).panels) == 1


def test_methodology_lists_publications_and_restatements():
    told = activities(
        inventory=[{"reference": "https://example.org/report"}],
        restatements=[{"year": 2020, "figure": "ghg.total", "old_value": 1.0, "new_value": 2.0}],
    )
    shown = text(methodology.methodology(report(activities=told)).html)
    assert "https://example.org/report" in shown
    assert "Restated figures" in shown


def test_thanks_go_to_roles():
    made = report(activities=activities(profile=[{"organization": "BODY", "name": "A body", "focal_point_role": "Focal point"}]))
    assert "Focal point, A body" in text(methodology.acknowledgements(made).html)


def overshoot(unit: str = "t CO2e", change: float = -0.45, **bounds: float) -> str:
    own = [{"goal_id": "G", "year": year, "metric": "ghg.total", "unit": unit, "target_year": 2030} for year in (2020, 2021, 2022)]
    path = tables.stack(
        "targets", [pd.DataFrame(own).assign(actual_value=[5.0, None, 6.0], actual_low=[4.0, None, 5.0], actual_high=[6.0, None, 7.0])]
    )
    rows = [quantity("target.G.budget_overshoot", 2.0, unit, **bounds), quantity("target.G.change_pct", change, "share")]
    return text(targets.targets(report(*rows, word("target.G.status", "behind"), targets=path)).html)


def test_what_went_over_the_path_is_said_only_as_far_as_the_bounds_allow():
    sentence = "In the 2 years with a figure, greenhouse gas emissions exceeded the path by"
    assert f"{sentence} 1.00 to 3.00 t in all. The figures of other years up to now are not known: 2021." in overshoot(low=1.0, high=3.0)
    assert f"{sentence} more than 1.00 t in all." in overshoot(low=1.0)
    assert sentence not in overshoot(low=-1.0, high=3.0)
    assert sentence not in overshoot()
    assert sentence not in overshoot(low=1.0, high=3.0, change=0.2)


def test_a_goal_in_its_baseline_year_says_so():
    assert "This is the baseline year." in text(targets.targets(goal("on_path", baseline_year=2022, actual=1.0, allowed=1.0)).html)


def test_two_values_that_would_print_the_same_have_one_digit_more():
    made = goal("inconclusive", actual=1.486, allowed=1.534)
    per_person = made.figures.assign(unit=made.figures["unit"].replace("t CO2e", "t/person"))
    shown = text(targets.targets(dataclasses.replace(made, figures=per_person)).html)
    assert "1.49 t per person against 1.53 t per person" in shown


def test_the_members_sum_is_a_lower_bound_where_figures_are_missing():
    members = tables.stack("members", [pd.DataFrame([{"member": "A", "status": "updated", "data_year": 2022}, {"member": "B", "status": "missing"}])])
    known = [quantity("ghg.total:A", 5.0), quantity("members.total", 5.0, precision="more_than", low=5.0), quantity("members.unallocated", 7.0)]
    shown = text(entities.entities(report(*known, members=members)).html)
    assert "Members with a figure (1 of 2; year 2022) add up to at least 5.00 t. At most about 7.00 t of the total of 2022" in shown


def test_rejected_rows_are_not_called_absent_and_mark_the_total():
    rows = [{"table": "waste", "source_file": "waste.csv", "source_row": row, "level": "reject"} for row in (2, 3, 3)]
    made = report(
        quantity("ghg.total", 5.0), quantity("rows.rejected", 2.0, "count"), quantity("rows.raw", 4.0, "count"),
        findings=tables.stack("findings", [pd.DataFrame(rows)]),
    )  # fmt: skip
    assert "2 rows were handed in and none could be used; see every finding." in text(topics.waste(made).html)
    assert "2 of 4 rows could not be used, so totals may be too low." in text(headline.headline(made).html)
    assert "tile marked" in headline.headline(made).html


def test_a_body_known_from_publications_only_is_not_said_to_have_submitted_nothing():
    quoted = activities(profile=[{"organization": "BODY"}], published=[{"figure": "ghg.total", "value": 1.0}])
    assert "Not in the publications used here." in text(topics.waste(report(activities=quoted)).html)
    assert "nobody submitted them" in text(methodology.acknowledgements(report(activities=quoted)).html)


def test_what_the_grades_leave_open_is_a_bar_of_its_own():
    shown = completeness.completeness(report(quantity("quality.grade.A.share", 0.39, "share"))).panels[0].table
    assert "Not said61 %" in text(shown)


def test_a_break_stands_on_the_chart_that_it_concerns():
    rows = [quantity(f"{name}@{year}", 1.0) for name in ("ghg.total", "ghg.per_capita") for year in (2019, 2020)]
    made = report(*rows, word("ghg.break@2020", "a"), word("personnel.break@2019", "b"))
    assert panels.breaks_of(made, "ghg.total") == {2020}
    assert panels.breaks_of(made, "ghg.per_capita") == {2019, 2020}
    assert panels.breaks_of(made, "waste.per_capita") == {2019}


def test_events_say_yes_and_no():
    made = report(activities=activities(events=[{"title": "Meeting", "meets_standard": True, "paper_smart": False}]))
    assert "Meetingyesno" in text(functions.events(made).html)


def test_what_the_factors_hold_and_what_keeps_its_potentials_is_said_beside_the_totals():
    shares = {"lifecycle": 0.2, "direct": 0.7, "unstated": 0.1}
    rows = [quantity("ghg.total", 100.0), *(quantity(f"ghg.boundary.{name}.share", share, "share") for name, share in shares.items())]
    rows += [quantity("ghg.total.market.lifecycle.share", 0.05, "share"), quantity("ghg.gwp.fixed.share", 0.4, "share")]
    rows += [quantity("ghg.total.refrigerants.kyoto", 90.0), quantity("ghg.total.refrigerants.all", 100.0)]
    made = report(*rows)
    said = text(scopes.scopes(made).html)
    assert "20 % of the total was computed with lifecycle factors" in said
    assert "Of 10 % the boundary is not known" in said
    assert "With electricity by contract, 5 % of the total rests on lifecycle factors" in said
    assert "40 % of the total rests on factors and results that are published in CO₂ equivalent alone" in said
    assert "Total with refrigerants of the Kyoto basket alone (older rule)" in said
    assert "20 % of the total rests on lifecycle factors" in text(greenhouse_gas.greenhouse_gas(made).html)
    assert "20 % with lifecycle factors" in text(headline.headline(made).html)
