"""The scorecard: figures that are there already, and what is missing shown as missing."""

from made_group import OFFICES, given, group_report, office
from made_report import report, text

from greening import reference
from greening.documents.document import Grid
from greening.documents.scorecard import scorecard
from greening.figures import registry
from greening.publish import gate


def test_every_item_is_a_figure_that_there_is():
    # Indicators have the names that submissions give them; all others are in the registry.
    free = {"biodiversity.sites_assessed", "procurement.sustainable_tenders_share", "training.trained_share"}
    assert {figure_id for figure_id in reference.load("scorecard")["figure_id"] if registry.match(figure_id) is None} == free


def test_levels_values_and_what_is_missing():
    answers = {"O1": "met", "O2": "met", "O3": "approaching"}
    told = {code: office(code, **({"answer.ems.status": answers[code]} if code in answers else {})) for code in OFFICES}
    shown = group_report(given(told, {}, ()))
    (document,) = scorecard(shown)
    rows = {text(row[0]): [text(cell) for cell in row[1:]] for part in document.parts if isinstance(part, Grid) for row in part.rows}
    assert rows["Environmental management system"] == ["", "met 2, approaching 1", "3", "4"]
    assert rows["Policy on information technology"] == ["not reported", "", "0", "4"]
    assert rows["Waste per person"][2:] == ["4", "4"]
    areas = [item for item, part in reference.load("scorecard")[["item", "part"]].itertuples(index=False) if part == "impact_areas"]
    assert areas[-1] == "offsets"
    html = "".join(str(cell) for part in document.parts if isinstance(part, Grid) for row in part.rows for cell in row)
    assert gate.differences(html, shown.figures, shown.catalogue) == []


def test_every_item_has_a_name():
    items = reference.load("scorecard")["item"]
    assert items.is_unique and all(report().catalogue.has(f"scorecard.item.{item}") for item in items)


def test_a_body_without_members_has_no_scorecard():
    assert list(scorecard(report())) == []
