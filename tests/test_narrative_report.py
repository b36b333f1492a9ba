"""How sections read figures: linked elements, sentences only where every figure is there."""

import pandas as pd
from made_report import activities, quantity, report, text, word

from greening import tables
from greening.narrative.elements import table
from greening.narrative.report import anchor, read
from greening.narrative.section import Section, figure_name, section


def test_a_printed_figure_is_a_linked_data_element():
    shown = report(quantity("ghg.total", 1_400_000.0, precision="rounded")).show("ghg.total", "short")
    assert shown == ('<a href="how.en.html#ghg.total"><data value="1400000.0" data-figure="ghg.total" data-format="short">1.4 Mt</data></a>')


def test_the_plain_style_is_not_told_and_words_are_marked():
    made = report(quantity("personnel.total", 651.0, "count"), word("target.G.status", "on_path"))
    assert made.show("personnel.total") == '<a href="how.en.html#personnel.total"><data value="651.0" data-figure="personnel.total">651</data></a>'
    assert made.show("target.G.status").startswith('<a class="words" href=')


def test_an_absent_figure_is_said_to_be_absent_and_never_zero():
    assert text(report().show("ghg.total")) == "not reported"


def test_a_sentence_that_lacks_a_figure_is_not_said():
    assert report().say("ghg.per_capita") == ""
    assert text(report(quantity("ghg.per_capita", 4.6, "t/person", precision="rounded")).say("ghg.per_capita")) == "That is about 4.6 t per person."


def test_the_first_figure_of_a_message_chooses_its_plural():
    assert text(report(quantity("events.total", 1.0, "count")).say("events.total")) == "1 event was reported."
    assert text(report(quantity("events.total", 3.0, "count")).say("events.total")) == "3 events were reported."


def test_years_are_those_of_this_body_only():
    made = report(quantity("ghg.total", 1.0), quantity("ghg.total@2010", 1.0), quantity("ghg.total@2020:UNDP", 1.0), quantity("ghg.total:UNDP", 1.0))
    assert made.years("ghg.total") == [2010, 2022]
    assert made.ids("ghg.") == ["ghg.total"]
    assert figure_name(made, "ghg.total@2020:UNDP") == "Greenhouse gas emissions (2020, UNDP)"


def test_an_exact_figure_has_no_interval():
    made = report(quantity("a", 5.0, low=5.0, high=5.0), quantity("b", 5.0), quantity("c", 5.0, low=4.0, high=6.0))
    assert [text(made.interval(name)) for name in "abcd"] == ["", "", "4.00 to 6.00 t", ""]


def test_an_anchor_can_stand_in_an_address():
    assert anchor('target.a "goal".status') == "target.a%20%22goal%22.status"


def test_names_from_a_submission_are_escaped():
    made = report(activities=activities(profile=[{"organization": "BODY", "name": "<script>x</script>"}]))
    shown = Section("cover", made.name, table(made.name, [made.name, "b"], [[made.name, made.name]])).html
    assert "<script" not in shown


def test_a_section_without_data_says_why():
    told = activities(coverage=[{"topic": "waste", "status": "not_reported", "note": "No scales"}])
    assert text(section(report(), "waste", []).html) == "WasteNot reported. No rows were submitted."
    assert text(section(report(activities=told), "waste", []).html) == "WasteNot reported. No scales"
    elsewhere = report(word("coverage.waste.status", "included_elsewhere"), activities=told)
    assert text(section(elsewhere, "waste", []).html) == "WasteIncluded elsewhere. No scales"


def test_cautions_and_other_published_values_stand_under_the_section():
    others = '[{"value": 8.2, "precision": "rounded", "reference": "edition 2019"}]'
    made = report(quantity("ghg.per_capita", 8.3, "t/person", precision="rounded", note="as quoted", alternatives=others))
    shown = text(section(made, "ghg", [made.show("ghg.per_capita")]).html)
    assert "Emissions per person: as quoted" in shown
    assert "Emissions per person was also published as 8.2 (edition 2019)." in shown


def test_a_caution_that_holds_for_two_figures_is_printed_once():
    made = report(quantity("waste.total", 1.0, "kg", note="estimated"), quantity("water.total", 1.0, "m3", note="estimated"))
    shown = text(section(made, "waste", [made.show("waste.total"), made.show("water.total")]).html)
    assert shown.count("estimated") == 1
    assert "Waste, Water: estimated" in shown


def test_products_are_read_and_a_single_body_has_no_members(tmp_path):
    from greening import paths, tables

    for product in ("figures", "targets", "activities", "findings", "footprint", "indicators"):
        tables.write(product, tables.empty(product), paths.processed(str(tmp_path), 2022, "BODY"))
    made = read(2022, "BODY", str(tmp_path), "en")
    assert (made.name, made.is_group, made.is_illustrative) == ("BODY", False, False)


def test_rows_are_python_values_as_the_table_has_them():
    people = [{"location_id": "A", "headcount": 9.5, "as_of_date": pd.Timestamp("2022-12-31"), "resident_24h": True}, {"location_id": "B"}]
    rows = activities(personnel=people, stories=[{"section": "ghg", "text": "x", "effort_year": 2022}], profile=[{"name": "A"}])
    made = report(activities=rows)
    for submitted in ("personnel", "stories", "profile", "waste"):
        wanted = tables.rows(rows, submitted).to_dict("records")
        assert [[(name, type(cell), repr(cell)) for name, cell in row.items()] for row in made.rows(submitted)] == [
            [(name, type(cell), repr(cell)) for name, cell in row.items()] for row in wanted
        ]
    assert made.rows("personnel")[0]["resident_24h"] is True and made.rows("personnel")[1]["resident_24h"] is None
    assert made.rows("waste") == []
