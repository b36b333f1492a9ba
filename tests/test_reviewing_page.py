"""The page for reviewers: what to look at, from the products, and only figures as they are."""

import dataclasses

import pandas as pd
import pytest
from made_report import activities, quantity, report, text, word
from upath import UPath

from greening import locale, paths, tables
from greening.narrative import cover
from greening.narrative.report import Report
from greening.reviewing import comments, content, log, page
from greening.since import kept

CHANGE = "ghg.change.previous_year"


def finding(rule: str, level: str, **more):
    return {
        "organization": "BODY",
        "year": 2022,
        "table": "fuels",
        "source_file": "fuels.csv",
        "rule": rule,
        "level": level,
        "message": f"{rule} it is",
        **more,
    }


def footprint(*rows) -> pd.DataFrame:
    shared = {"organization": "BODY", "year": 2022, "in_total": True, "basis": None}
    return tables.stack("footprint", [pd.DataFrame([{**shared, **row} for row in rows])])


@pytest.fixture
def made(tmp_path) -> Report:
    folder = paths.processed(UPath(tmp_path), 2022, "BODY")
    changes = [
        {"from_year": 2021, "bucket": "facilities", "source": "electricity", "effect": "grid", "is_recalculation": False, "change_tco2e": -1.0},
        {"from_year": 2021, "bucket": "air_travel", "source": "flight", "effect": "activity", "is_recalculation": False, "change_tco2e": 40.0},
        {"from_year": 2015, "bucket": "air_travel", "source": "rail", "effect": "activity", "is_recalculation": False, "change_tco2e": 90.0},
    ]
    tables.write("changes", tables.stack("changes", [pd.DataFrame(changes)]), folder)
    figures = [
        quantity("ghg.total", 100.0, low=90.0, high=112.0, interval_kind="statistical_95"),
        quantity("ghg.source.flight", 60.0),
        quantity("ghg.source.electricity", 40.0),
        quantity(f"{CHANGE}.tonnes", 39.0),
        quantity(f"{CHANGE}.bucket.facilities.grid", -1.0),
        quantity(f"{CHANGE}.bucket.air_travel.activity", 40.0),
        quantity("water.per_capita", 15.0, "m3/person"),
        quantity("water.per_capita@2021", 10.0, "m3/person"),
        quantity("waste.per_capita", 11.0, "kg/person"),
        quantity("waste.per_capita@2021", 10.0, "kg/person"),
        quantity("quality.estimated.share", 0.25, "share"),
        quantity("uncertainty.source.flight.share", 0.9, "share"),
        quantity("uncertainty.source.electricity.share", 0.1, "share"),
        word("target.G.status", "behind"),
    ]
    listed = [
        finding("small", "warn"),
        finding("big", "reject", source_row=7),
        finding("big", "reject", source_row=8),
        finding("waived", "warn", waived_by="Chief"),
    ]
    rows = [
        {"source": "flight", "quality": "estimated", "emissions_tco2e": 20.0},
        {"source": "flight", "quality": "metered", "emissions_tco2e": 40.0},
        {"source": "electricity", "quality": "metered", "filled_by": "own_months", "emissions_tco2e": 5.0},
    ]
    shown = report(
        *figures,
        findings=tables.stack("findings", [pd.DataFrame(listed)]),
        footprint=footprint(*rows),
        activities=activities(profile=[{"organization": "BODY", "name": "A body", "parent": "GROUP"}]),
    )
    return dataclasses.replace(shown, folder=folder)


def shown(made: Report, explained: set[str] | None = None, **said: str) -> str:
    return page.page(made, kept.state(made, said, {}), ["en"], explained if explained is not None else set(made.facts))


def section(html: str, name: str) -> str:
    start = html.index(f'<h2 id="{name}">')
    return text(html[start : html.index("</section>", start)])


def test_findings_come_by_weight_and_those_that_were_waived_are_left_out(made: Report):
    told = section(shown(made), "findings")
    assert told.index("big") < told.index("small") and "fuels.csv:7" in told and "waived" not in told
    assert "3 open findings" in text(shown(made))


def test_the_biggest_part_of_the_change_comes_first(made: Report):
    told = section(shown(made), "changes")
    assert "Change of the total: +39.0 t" in told and told.index("+40.0 t") < told.index("−1.00 t")


def test_what_stands_out_are_sources_beyond_half_and_figures_beyond_a_quarter(made: Report):
    told = section(shown(made), "outliers")
    # Flights: 60 t after 20 t; electricity: 40 t after 41 t; rail changed since another year.
    assert "Flights" in told and "+40" in told and "lectricity" not in told and "rail" not in told.lower()
    assert "water.per_capita" in told and "waste.per_capita" not in told and "GROUP" in told


def test_a_group_names_members_far_from_the_median_of_their_peers(made: Report):
    assert made.folder is not None
    shared = {"topic": "water", "is_ranked": True, "peer_median": 10.0, "peer_count": 5}
    members = [{**shared, "member": code, "value": value} for code, value in (("HIGH", 20.5), ("LOW", 4.9), ("LIKE", 19.9))]
    unranked = {**shared, "member": "OTHER", "value": 99.0, "is_ranked": False}
    tables.write("standings", tables.stack("standings", [pd.DataFrame([*members, unranked])]), made.folder)
    told = section(shown(made), "outliers")
    assert "HIGH" in told and "LOW" in told and "LIKE" not in told and "OTHER" not in told


def test_estimates_are_weighed_by_their_share_of_the_total(made: Report):
    told = section(shown(made), "estimates")
    assert "25 %" in told and told.index("20.0 %") < told.index("5.0 %") and "40.0 %" not in told


def test_every_figure_leads_to_how_it_was_made_where_that_is_told(made: Report):
    html = shown(made)
    assert '<a href="how.en.html#ghg.total"><data value="100.0" data-figure="ghg.total"' in html
    assert 'href="how.en.html' not in shown(made, set()) and 'data-figure="ghg.total"' in shown(made, set())


def test_what_changed_since_the_last_look_is_told(made: Report):
    assert "No reviewer has recorded a look" in section(shown(made), "since")
    assert made.folder is not None
    before = dataclasses.replace(made, figures=made.figures.assign(value=made.figures["value"].where(made.figures["figure_id"] != "ghg.total", 90.0)))
    state = kept.state(before, {"ghg": "<p>Emissions were 90 t.</p>"}, {})
    kept.write(kept.Memory(state, None, {}), made.folder, "en")
    content.keep(content.parts(state, made.targets), made.folder, "en")
    content.copy(cover.data(made), 2022, "BODY", content.LOOKED)
    told = section(shown(made, ghg="<p>Emissions were 100 t.</p>"), "since")
    assert "1 figure changed" in told and "90.0 t" in told.replace("90 t", "90.0 t") and "Emissions were 90 t." in told
    assert "Nothing: figures, findings and sentences are the same." in section(page.page(before, state, ["en"], set()), "since")


def test_comments_and_the_next_commands_stand_there(made: Report):
    data = cover.data(made)
    comments.place(data, 2022).parent.mkdir(parents=True)
    comments.place(data, 2022).write_text("organization,on,text\nBODY,figure:ghg.totl,<i>Why</i>\n")
    log.place(data, 2022).write_text("organization,state\nBODY,under_review\n")
    html = shown(made)
    assert "&lt;i&gt;Why&lt;/i&gt;" in html and "The nearest is ghg.total" in section(html, "comments")
    assert "review set --year 2022 --organization BODY approved --role" in section(html, "next")
    assert "Review: Under review" in text(html)


@pytest.mark.parametrize("language", locale.languages())
def test_the_page_is_said_in_every_language(made: Report, language: str):
    other = dataclasses.replace(made, language=language, catalogue=locale.catalogue(language))
    html = page.page(other, kept.state(other, {}, {}), ["en", language], set())
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html


def test_the_english_page_has_the_plain_name():
    assert (page.name("en"), page.name("ar")) == ("review.html", "review.ar.html")
