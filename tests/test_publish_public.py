"""The edition for the public: attacked with sums and differences of everything that it publishes."""

import csv
import io
import json
import math
import re
import zipfile

import numpy as np
import pandas as pd
import pytest
from figure_frames import activities, footprint, indicators, inputs
from made_report import executed
from upath import UPath

from greening import tables
from greening.figures.evaluate import evaluate
from greening.narrative import cover, greenhouse_gas, methodology, places, report as reports, scopes, topics
from greening.publish import derivation_pack, files, page, privacy, public, withholding

RANDOM = np.random.default_rng(7)


def tonnes() -> float:
    """An amount that no other is by chance."""
    return float(RANDOM.uniform(0.1, 90.0))


def flights(purpose: str, count: int, place: str, cabin: str = "economy") -> list[dict[str, object]]:
    return [
        {"table": "air_travel", "location_id": place, "purpose": purpose, "cabin": cabin, "source": "flight", "bucket": "air_travel", "scope": 3}
        | {"emissions_tco2e": tonnes(), "distance_km": 1000.0 + row}
        for row in range(count)
    ]


def facility(table: str, source: str, place: str, scope: int) -> dict[str, object]:
    return {"table": table, "source": source, "location_id": place, "scope": scope, "bucket": "facilities", "emissions_tco2e": tonnes()}


ROWS = [
    *flights("staff_mission", 9, "GVA"), *flights("staff_mission", 2, "BKK", "business"), *flights("home_leave", 6, "GVA", "business"),
    *flights("medical_evacuation", 2, "GVA", "first"), *flights("fellowship", 7, "NBO"),
    facility("electricity", "electricity", "GVA", 2), facility("electricity", "electricity", "BKK", 2), facility("heat", "heat", "GVA", 2),
    facility("fuels", "heating_fuel", "BKK", 1), facility("waste", "waste", "GVA", 3) | {"in_total": False, "outside_reason": "waste_and_water"},
]  # fmt: skip
WASTE = [
    {"location_id": place, "topic": "waste", "indicator_id": "waste.total", "category": "paper", "value": tonnes(), "unit": "kg"}
    for place in ("GVA", "BKK")
]
PEOPLE = [{"table": "personnel", "location_id": place, "headcount": count} for place, count in (("GVA", 40.0), ("BKK", 3.0), ("NBO", 20.0))]
PLACES = [{"table": "locations", "location_id": place, "country": "CHE", "floor_area_m2": 100.0} for place in ("GVA", "BKK", "NBO")]


def submitted(confidential: list[dict[str, object]], file: str = "") -> pd.DataFrame:
    """The activities behind the rows: the same places in their files as the rows of the footprint have."""
    made = footprint(ROWS)
    own = made[["table", "source_file", "source_row", "row_id", "location_id"]].to_dict("records")
    travel = [{**row, "trips": 1.0, "return_trip": False} for row in own if row["table"] == "air_travel"]
    coverage = [{"table": "coverage", "status": "confidential", "source_file": "coverage.csv", **row} for row in confidential]
    rows = activities([{"table": "profile", "name": "A body", "country": "CHE"}, *PLACES, *PEOPLE, *coverage])
    both = tables.stack("activities", [rows, activities(travel)])
    return both.assign(source_file=both["source_file"].mask(both["table"] == "personnel", file)) if file else both


def put(folder: UPath, confidential: list[dict[str, object]] | None = None, file: str = "") -> pd.DataFrame:
    """The products of the body inside; gives its figures."""
    rows, waste = submitted(confidential or [], file), indicators(WASTE)
    given = inputs(activities=rows, footprint=footprint(ROWS), indicators=waste)
    figures = evaluate(given)
    for name, frame in {"figures": figures, "activities": rows, "footprint": given.footprint, "indicators": waste}.items():
        tables.write(name, frame, folder / "processed" / "2022" / "BODY")
    for name in ("targets", "findings", "members"):
        tables.write(name, tables.empty(name), folder / "processed" / "2022" / "BODY")
    return figures


def published(folder: UPath) -> reports.Report:
    public.write(2022, "BODY", folder, folder / "public")
    return reports.read(2022, "BODY", folder / "public", "en")


def lines(read: reports.Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files.footprint_csv(read))))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = UPath(tmp_path_factory.mktemp("plain"))
    return put(folder).set_index("figure_id"), published(folder)


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    folder = UPath(tmp_path_factory.mktemp("secret"))
    inside = put(folder, [{"topic": "electricity", "location_id": "GVA"}, {"topic": "waste"}]).set_index("figure_id")
    return inside, published(folder)


class Told:
    """Amounts that are published, and what an attacker computes from them."""

    def __init__(self, amounts: list[float]) -> None:
        self.amounts = np.unique(np.round(np.array([amount for amount in amounts if amount]), 9))
        both = np.concatenate([self.amounts, -self.amounts])
        self.pairs = np.sort(np.concatenate([both, (both[:, None] + both[None, :]).ravel()]))

    def tells(self, wanted: float) -> bool:
        """Whether an amount is a published one, or a sum or difference of two or three."""
        targets = np.concatenate([[wanted], wanted - self.amounts, wanted + self.amounts])
        places = np.clip(np.searchsorted(self.pairs, targets), 1, len(self.pairs) - 1)
        return bool((np.minimum(np.abs(self.pairs[places] - targets), np.abs(self.pairs[places - 1] - targets)) < 1e-7).any())


def numbers(read: reports.Report) -> list[float]:
    """Every amount that the edition publishes: figures, and the lines of its footprint."""
    told = [fact.value for fact in read.facts.values() if fact.value is not None]
    return [*told, *(float(line["emissions_tco2e"]) for line in lines(read) if line["emissions_tco2e"])]


def test_small_groups_of_people_and_journeys_are_withheld(plain):
    inside, read = plain
    assert read.is_public
    assert {"location.BKK.personnel", "location.BKK.ghg.per_capita", "location.BKK.ghg.total"} <= read.withheld.keys()
    assert not read.withheld.keys() & read.facts.keys()
    assert {"ghg.total", "personnel.total", "ghg.bucket.air_travel", "ghg.air.purpose.staff_mission"} <= read.facts.keys()
    assert read.facts["ghg.total"].value == inside.loc["ghg.total", "value"]


def test_no_line_of_the_footprint_is_of_fewer_than_five_journeys_and_they_still_add_up(plain):
    inside, read = plain
    journeys = [line for line in lines(read) if line["table"] in privacy.JOURNEYS]
    assert journeys and all(float(line["activity_value"]) >= privacy.SMALLEST_GROUP for line in journeys)
    assert {line["cabin"] for line in journeys} == {"other"}
    total = math.fsum(float(line["emissions_tco2e"]) for line in lines(read) if line["in_total"] == "true")
    assert total == pytest.approx(inside.loc["ghg.total", "value"])


def test_no_withheld_amount_of_emissions_is_a_sum_or_difference_of_what_is_published(plain):
    inside, read = plain
    wanted = [name for name in read.withheld if inside.loc[name, "unit"] == "t CO2e"]
    told = Told(numbers(read))
    assert wanted
    assert [name for name in wanted if told.tells(inside.loc[name, "value"])] == []
    few = math.fsum(row["emissions_tco2e"] for row in ROWS if row.get("purpose") == "medical_evacuation")
    assert not told.tells(few)


def test_the_attack_finds_them_where_nothing_is_withheld(plain):
    inside, read = plain
    everything = [*numbers(read), *(value for value in inside["value"].dropna().tolist())]
    bangkok = math.fsum(row["emissions_tco2e"] for row in ROWS if row["location_id"] == "BKK" and row["table"] == "air_travel")
    assert Told([*everything, *(row["emissions_tco2e"] for row in ROWS if row["table"] != "air_travel")]).tells(bangkok)


def test_what_is_confidential_is_withheld_with_that_word(secret):
    inside, read = secret
    assert {name for name in ("ghg.source.electricity", "location.GVA.electricity", "waste.total", "location.GVA.waste") if name in inside.index} <= {
        name for name, reason in read.withheld.items() if reason == "confidential"
    }
    assert str(read.show("waste.total")) == '<span class="absent">confidential</span>'
    assert "ghg.total" in read.facts and "ghg.scope.2" in read.facts


def test_what_is_confidential_cannot_be_computed_from_anything_published(secret):
    inside, read = secret
    hidden = next(row["emissions_tco2e"] for row in ROWS if row["table"] == "electricity" and row["location_id"] == "GVA")
    told = Told(numbers(read))
    assert not told.tells(float(hidden))
    assert not any(told.tells(float(row["value"])) for row in WASTE)
    assert not [line for line in lines(read) if line["table"] == "waste" or (line["table"] == "electricity" and line["location_id"] == "GVA")]
    # The line that holds it holds another source, too, and the total still adds up.
    (together,) = (line for line in lines(read) if line["table"] == "withheld")
    assert float(together["emissions_tco2e"]) > float(hidden)
    total = math.fsum(float(line["emissions_tco2e"]) for line in lines(read) if line["in_total"] == "true")
    assert total == pytest.approx(inside.loc["ghg.total", "value"])


def test_report_json_lists_what_is_withheld_and_holds_none_of_it(secret):
    _, read = secret
    document = json.loads(files.report_json(read))
    assert document["public"] is True
    assert {entry["figure_id"]: entry["reason"] for entry in document["withheld"]} == dict(read.withheld)
    assert not {entry["figure_id"] for entry in document["figures"]} & read.withheld.keys()


def test_no_name_of_a_file_tells_who_handed_it_in(tmp_path):
    folder = UPath(tmp_path)
    put(folder, file="personnel of J Doe.csv")
    read = published(folder)
    text = files.figures_csv(read) + files.footprint_csv(read) + files.report_json(read)
    assert "Doe" not in text and "file-1.csv" in read.activities["source_file"].tolist()
    assert "Doe" not in "".join(fact.derivation for fact in read.facts.values())


@pytest.mark.parametrize(
    ("table", "file", "is_plain"), [("fuels", "fuels_2.csv", True), ("fuels", "submission-3.xlsx", True), ("fuels", "smith.csv", False)]
)
def test_which_names_of_files_are_plain(table, file, is_plain):
    named = public._neutral(pd.DataFrame({"table": [table], "source_file": [file]}))
    assert (named == {}) == is_plain


def test_the_same_products_make_the_same_edition(tmp_path):
    folder = UPath(tmp_path)
    put(folder)
    first = {place.name: place.read_bytes() for place in public.write(2022, "BODY", folder, folder / "a").iterdir()}
    assert first == {place.name: place.read_bytes() for place in public.write(2022, "BODY", folder, folder / "b").iterdir()}


def group(**members: dict[str, str]) -> withholding.Inside:
    """A group whose members withhold figures, with figures of its own and of each member."""
    names = ["ghg.total", "waste.total", *(f"{name}:{code}" for code in members for name in ("ghg.total", "waste.total"))]
    figures = pd.DataFrame([{"figure_id": name, "value": tonnes(), "unit": "kg", "organization": "G", "year": 2022} for name in names])
    frames = {name: tables.empty(name) for name in ("footprint", "indicators", "activities", "targets")}
    return withholding.Inside({**frames, "figures": tables.stack("figures", [figures])}, members)


def test_a_group_does_not_tell_what_a_member_withholds_nor_what_would_be_left_of_it():
    one = group(A={"waste.total": "withheld"}, B={})
    assert set(one.withheld) == {"waste.total", "waste.total:A"}
    two = group(A={"waste.total": "withheld"}, B={"waste.total": "confidential"})
    assert set(two.withheld) == {"waste.total:A", "waste.total:B"}


def test_figures_of_the_same_amount_or_made_of_withheld_ones_are_withheld_with_the_same_reason():
    derived = json.dumps({"operation": "ratio", "figures": ["waste.total", "ghg.total"]})
    rows = [
        {"figure_id": "waste.total", "value": 123.456789, "unit": "kg"}, {"figure_id": "ghg.total", "value": 55.5, "unit": "t CO2e"},
        {"figure_id": "again", "value": 123.456789, "unit": "kg"}, {"figure_id": "other_unit", "value": 123.456789, "unit": "m3"},
        {"figure_id": "ratio", "value": 2.2, "unit": "share", "derivation": derived},
        {"figure_id": "waste.total@2021", "value": 1.0, "unit": "kg"},
        {"figure_id": "uncertainty.source.heat.share", "value": 0.1, "unit": "share"},
        {"figure_id": "ghg.source.heat", "value": 7.0, "unit": "t CO2e"},
    ]  # fmt: skip
    frames = {name: tables.empty(name) for name in ("footprint", "indicators", "activities", "targets")}
    inside = withholding.Inside({**frames, "figures": tables.stack("figures", [pd.DataFrame(rows)])}, {})
    found = inside._with_dependents({"waste.total": "confidential", "ghg.source.heat": "withheld"})
    assert found.pop("ratio") == "confidential" and found.pop("waste.total@2021") == "confidential"
    assert set(found) == {"waste.total", "again", "ghg.source.heat", "uncertainty.source.heat.share"}


def test_what_the_report_of_an_earlier_year_withheld_is_not_told_by_the_next_one():
    inside = group(A={})
    own = inside.frames["figures"]
    frame = pd.concat([own, own.head(1).assign(figure_id="ghg.total@2021", value=1.0)])
    again = withholding.Inside({**inside.frames, "figures": frame}, {}, {"2021": {"ghg.total": "withheld", "unknown": "withheld"}})
    assert dict(again.withheld) == {"ghg.total@2021": "withheld"}


def test_no_file_of_the_edition_holds_an_amount_that_is_withheld(secret, tmp_path):
    inside, read = secret
    sections = (cover.cover, greenhouse_gas.greenhouse_gas, scopes.scopes, places.places, topics.waste, methodology.methodology)
    shown = executed(*(section(read) for section in sections))
    written = page.publish(shown, read, str(tmp_path), outgoing=files.Outgoing(has_workbook=True))
    texts = {place.name: _content(place.read_bytes(), place.suffix) for place in written}
    packed = re.search(r'id="derivations"[^>]*>([^<]*)<', texts["en.html"])
    texts["pack"] = "".join(derivation_pack.unpacked(packed[1]).values())
    wanted = {name: repr(float(value)) for name, value in inside.loc[list(read.withheld), "value"].dropna().items()}
    assert len(wanted) > 10 and len(texts) > 5
    assert [(name, file) for name, value in wanted.items() for file, text in texts.items() if len(value) > 8 and value in text] == []
    assert "confidential" in texts["en.html"]
    known = repr(float(inside.loc["ghg.total", "value"]))
    assert [file for file in ("en.html", "how.en.html", "figures.csv", "report.json", "BODY-2022.xlsx", "pack") if known not in texts[file]] == []


def _content(content: bytes, suffix: str) -> str:
    if suffix != ".xlsx":
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8") for name in archive.namelist())


def test_rows_that_say_a_withheld_amount_themselves_are_left_out():
    rows = activities([
        {"table": "restatements", "figure": "waste.total", "old_value": 1.0}, {"table": "restatements", "figure": "water.total", "old_value": 2.0},
        {"table": "goals", "metric": "waste.total", "baseline_value": 3.0}, {"table": "indicators", "indicator_id": "waste.total", "value": 4.0},
        {"table": "published", "figure": "waste.total", "value": 5.0}, {"table": "inventory"},
    ])  # fmt: skip
    assert public._quotes(rows, {"waste.total": "confidential"}).tolist() == [True, False, True, True, True, False]


def test_products_that_are_copied_name_no_file_of_a_person_either(tmp_path):
    money = pd.DataFrame(
        [{"organization": "BODY", "year": 2022, "entry": "spending", "source_file": "smith.csv", "row_id": "smith.csv:2", "amount": 5.0}]
    )
    tables.write("money", tables.stack("money", [money]), UPath(tmp_path))
    for names, name in (({"smith.csv": "file-1.csv"}, "file-1.csv"), ({}, "smith.csv")):
        public._copy(UPath(tmp_path) / "money.parquet", UPath(tmp_path) / "copy", names)
        copied = tables.read("money", UPath(tmp_path) / "copy")
        assert (copied["source_file"].tolist(), copied["row_id"].tolist()) == ([name], [f"{name}:2"])


def test_plans_of_goals_whose_figure_is_withheld_are_left_out(tmp_path):
    plan = pd.DataFrame([{"goal_id": goal, "item": "usual", "fact": "value", "year": 2030, "value": 1.0} for goal in ("A", "B")])
    tables.write("projection", tables.stack("projection", [plan]), UPath(tmp_path))
    assert public._projection(UPath(tmp_path), ["A"])["projection"]["goal_id"].tolist() == ["B"]
    assert public._projection(UPath(tmp_path) / "none", ["A"]) == {}
