"""Published figures where no rows rebuild them."""

import json

from figure_frames import figures, inputs, published


def test_the_first_value_is_used_and_the_others_are_kept():
    rows = [
        published("ghg.per_capita", 8.3, reference="2020 edition"),
        published("ghg.per_capita", 8.2, reference="2019 edition", note="same base year"),
    ]
    row = figures(inputs(rows)).loc["ghg.per_capita"]
    assert (row["value"], row["unit"], row["precision"], row["method"]) == (8.3, "t/person", "rounded", "as published")
    assert json.loads(row["alternatives"]) == [{"value": 8.2, "precision": "rounded", "reference": "2019 edition", "note": "same base year"}]


def test_the_derivation_names_row_file_and_reference():
    made = json.loads(
        figures(inputs([published("offsets.retired", 5.0, "exact", reference="https://example.org/a")])).loc["offsets.retired", "derivation"]
    )
    assert (made["table"], made["row"], made["reference"]) == ("published", 2, "https://example.org/a")
    assert made["files"] == {"published.csv": "sha256 of published.csv"}


def test_a_name_of_the_submissions_own_keeps_its_unit():
    row = figures(inputs([published("entities.reporting", 65.0, "exact", unit="entities")])).loc["entities.reporting"]
    assert (row["value"], row["unit"], row["low"]) == (65, "entities", 65)


def test_a_minimum_has_no_upper_bound():
    row = figures(inputs([published("personnel.total", 250_000.0, "more_than")])).loc["personnel.total"]
    assert (row["low"], row.isna()["high"], row["precision"]) == (250_000, True, "more_than")


def test_figures_of_a_member_are_not_the_groups():
    assert "offsets.retired" not in figures(inputs([published("offsets.retired", 5.0, organization="MEMBER")])).index
