"""What charts find says no more than the intervals tell, and the source line names what the figures rest on."""

import json

import pytest
from made_report import quantity, report, text, word

from greening.narrative import chart_findings, chart_sources, panels

SHARES = ("ghg.bucket.air_travel.share", "ghg.bucket.facilities.share")
NAMES = dict(zip(SHARES, ("air travel", "facilities"), strict=True))


def share(figure_id, value, **bounds):
    return quantity(figure_id, value, "share", **bounds)


def found(first, second):
    read = report(share(SHARES[0], 0.55, **first), share(SHARES[1], 0.42, **second))
    return text(chart_findings.largest(read, "buckets", SHARES, NAMES))


def test_the_largest_part_is_told_where_its_interval_lies_above_the_next():
    assert found({"low": 0.5, "high": 0.6}, {"low": 0.4, "high": 0.44}) == "The largest part of emissions: air travel, 55 %"


def test_parts_whose_intervals_overlap_are_not_ranked():
    told = found({"low": 0.43, "high": 0.6}, {"low": 0.4, "high": 0.44})
    assert told == "The largest parts are too close to be told apart: air travel (55 %) and facilities (42 %)"


def test_without_intervals_parts_are_compared_as_they_stand():
    assert found({}, {}) == "The largest part of emissions: air travel, 55 %"


def test_a_single_part_and_no_part():
    read = report(share(SHARES[0], 1.0))
    assert text(chart_findings.largest(read, "buckets", SHARES[:1], NAMES)) == "All that was reported: air travel, 100 %"
    assert chart_findings.largest(read, "buckets", (), NAMES) == ""
    assert chart_findings.largest(read, "no_such_chart", SHARES[:1], NAMES) == ""


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({"low": 190.0, "high": 210.0}, {"low": 90.0, "high": 110.0}, "Total: down from 200 t in 2020 to 100 t in 2022"),
        ({"low": 50.0, "high": 250.0}, {"low": 90.0, "high": 110.0}, "Total: no change that the data can tell, 200 t in 2020 and 100 t in 2022"),
        ({}, {}, "Total: 200 t in 2020, 100 t in 2022"),
        ({"low": 190.0}, {"low": 90.0, "high": 110.0}, "Total: down from 200 t in 2020 to 100 t in 2022"),
        ({"high": 210.0}, {"low": 90.0, "high": 110.0}, "Total: no change that the data can tell, 200 t in 2020 and 100 t in 2022"),
    ],
)
def test_a_change_is_told_only_where_the_intervals_lie_apart(before, now, told):
    read = report(quantity("ghg.total@2020", 200.0, **before), quantity("ghg.total", 100.0, **now))
    assert text(chart_findings.change(read, "ghg.total", [2020, 2022], "Total")) == told


def test_a_rise_is_told_too():
    read = report(quantity("ghg.total@2020", 100.0, low=90.0, high=110.0), quantity("ghg.total", 200.0, low=150.0, high=250.0))
    assert text(chart_findings.change(read, "ghg.total", [2020, 2022], "Total")) == "Total: up from 100 t in 2020 to 200 t in 2022"


def test_the_figure_of_the_change_itself_decides_where_there_is_one():
    """Two years may share what makes them unsharp: their intervals overlap, and that of the change does not hold zero."""
    years = [quantity("ghg.total@2021", 110.0, low=80.0, high=140.0), quantity("ghg.total", 100.0, low=75.0, high=130.0)]
    read = report(*years, share("ghg.change.previous_year", -0.09, low=-0.1, high=-0.08))
    assert chart_findings.change_figure(read, "ghg.total", 2021) == "ghg.change.previous_year"
    assert chart_findings.change_figure(read, "ghg.total", 2020) == ""
    told = chart_findings.change(read, "ghg.total", [2021, 2022], "Total", told="ghg.change.previous_year")
    assert text(told) == "Total: down from 110 t in 2021 to 100 t in 2022"


def test_nothing_is_compared_across_a_break():
    read = report(quantity("ghg.total@2020", 200.0), quantity("ghg.total@2021", 100.0), quantity("ghg.total", 100.0))
    broken = chart_findings.change(read, "ghg.total", [2020, 2021, 2022], "Total", breaks=[2022])
    assert text(broken) == "Total: 100 t in 2022, not to be compared with the years before"
    assert "2020" not in text(chart_findings.change(read, "ghg.total", [2020, 2021, 2022], "Total", breaks=[2021]))


def test_a_break_in_a_year_that_is_not_known_breaks_the_series_at_the_next():
    """A comparison from 2010 to 2022 would go across the break of 2014, of which year no figure is known."""
    years = [quantity(f"ghg.total@{year}", value) for year, value in ((2010, 200.0), (2012, 190.0), (2016, 120.0))]
    read = report(*years, quantity("ghg.total", 100.0), word("ghg.break@2014", "Another boundary"))
    panel = panels.trend(read, "trend", "ghg.total")
    assert text(panel.finding) == "Greenhouse gas emissions: 120 t in 2016, 100 t in 2022"
    rows = panel.chart.spec["datasets"]["table"]
    assert [row["year"] for row in rows if row["is_break"]] == [2016]


def test_parts_are_compared_since_the_last_break():
    shares = [share(f"{SHARES[0]}@2010", 0.9), share(f"{SHARES[0]}@2016", 0.5, low=0.49, high=0.51), share(SHARES[0], 0.4, low=0.39, high=0.41)]
    read = report(*shares, word("ghg.break@2014", "Another boundary"))
    assert text(panels.multiples(read, "shares", SHARES).finding) == "Share of air travel: down from 50 % in 2016 to 40 % in 2022"
    same = report(*shares[:2], share(SHARES[0], 0.505, low=0.49, high=0.52), word("ghg.break@2014", "Another boundary"))
    assert "no change that the data can tell between 2016 and 2022" in text(panels.multiples(same, "shares", SHARES).finding)


def test_the_least_complete_topic_is_told_or_that_all_are_whole():
    names = ("personnel.total", "personnel.covered.ghg", "personnel.covered.waste", "personnel.covered.water")
    people = [quantity(names[0], 600.0, "persons"), quantity(names[1], 600.0, "persons")]
    assert text(chart_findings.covered(report(*people), names)) == "Every topic covers all 600 people"
    told = text(chart_findings.covered(report(*people, quantity(names[2], 450.0, "persons")), names))
    assert told == "The least complete topic covers 450 of 600 people (Covered by waste figures)"
    assert chart_findings.covered(report(people[1]), names) == ""


def made_from(**derivation):
    return {"derivation": json.dumps(derivation)}


def test_the_source_line_names_files_of_the_figure_and_of_those_it_is_made_of():
    of_rows = made_from(product="footprint", files={"electricity.csv": "ab", "fuels.csv": "cd"}, references=["A statement"])
    read = report(
        quantity("ghg.total", 1.0, **of_rows),
        quantity("ghg.per_capita", 1.0, "t/person", **made_from(figures=["ghg.total", "ghg.per_capita", "gone"], operation="ratio")),
        quantity("ghg.total@2021", 1.0, **made_from(product="earlier", filter={"figure_id": "ghg.total", "year": 2021})),
    )
    assert text(chart_sources.line(read, ["ghg.per_capita", "ghg.total@2021"])) == "Source: electricity.csv, fuels.csv; report of 2021."
    assert chart_sources.line(read, ["gone"]) == chart_sources.line(read, []) == ""


def test_figures_of_members_come_from_their_reports():
    of_member = {"product": "members_figures", "operation": "single"}
    rows = [quantity(f"ghg.total:{code}", 1.0, **made_from(**of_member, filter={"organization": code})) for code in ("A", "B", "C", "D", "E")]
    read = report(*rows)
    assert text(chart_sources.line(read, ["ghg.total:A", "ghg.total:B"])) == "Source: reports of the members A, B."
    assert text(chart_sources.line(read, [row["figure_id"] for row in rows])) == "Source: reports of the members A, B, C, 2 more."


def test_many_files_are_counted():
    files = {f"f{number}.csv": "ab" for number in range(6)}
    read = report(quantity("ghg.total", 1.0, **made_from(product="footprint", files=files)))
    assert text(chart_sources.line(read, ["ghg.total"])) == "Source: f0.csv, f1.csv, f2.csv, 3 more."


def test_submitted_names_of_files_and_references_stay_text():
    hostile = made_from(product="activities", references=["javascript:x", "https://a.example/<b>"])
    shown = chart_sources.line(report(quantity("ghg.total", 1.0, **hostile)), ["ghg.total"])
    assert shown.count("<a ") == 1 and 'href="https://a.example/&lt;b&gt;"' in shown
    assert "<b>" not in shown


def test_a_panel_has_its_place_its_finding_what_is_drawn_and_its_source():
    made = made_from(product="footprint", files={"fuels.csv": "ab"})
    read = report(quantity("ghg.source.heat", 2.0, **made), quantity("ghg.source.flight", 3e6, **made))
    panel = panels.bars(read, "sources", ["ghg.source.heat", "ghg.source.flight"], style="short", name=panels.part(read))
    assert (panel.id, panel.drawn) == ("sources", "Emissions by source (t CO\u2082e)")
    assert text(panel.finding).startswith("The largest source of emissions: ")
    assert 'data-figure="ghg.source.flight"' in panel.finding and "fuels.csv" in panel.source
    first = panel.chart.spec["datasets"]["table"][0]
    assert first["link"].startswith("ghg.source.flight ") and first["link"].endswith(first["tip"])


def test_a_long_series_numbers_its_ends_and_extremes():
    values = [5.0, 9.0, 4.0, 4.5, 1.0, 6.0, 7.0, 3.0]
    read = report(*(quantity(f"ghg.total@{2015 + place}" if place < 7 else "ghg.total", value) for place, value in enumerate(values)))
    rows = panels.trend(read, "trend", "ghg.total").chart.spec["datasets"]["table"]
    assert [row["value"] for row in rows if row["text"]] == [5.0, 9.0, 1.0, 3.0]
    assert all(row["tip"].startswith(f"{row['year']}: ") for row in rows)
