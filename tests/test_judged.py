"""Judging together: each organization gets the verdicts that its own validation would reach, and asks for nothing again."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from upath import UPath

from greening import expectations, suites, verdicts
from greening.errors import SuiteError
from greening.judged import Asked, Judged, judge_together, judge_together_json
from greening.paths import HOME, processed
from greening.submission.loading import load
from greening.validation import validate
from greening.verdicts import Verdicts

SHIPPED = str(HOME / "expectations")
FAULTS = Path(__file__).parent / "submissions"
PROFILE = "organization,name,country\n{},An invented body,CHE\n"
PLACES = "location_id,country,tenure\nHQ,CHE,owned\n"


@pytest.fixture
def runs(monkeypatch) -> list[str]:
    """The first place of each run of great_expectations."""
    seen = []
    judge = expectations.unmet
    monkeypatch.setattr(expectations, "unmet", lambda frame, wanted: seen.append(wanted[0].place.split(".")[0]) or judge(frame, wanted))
    return seen


def bodies(tmp_path: Path, **water: str) -> list[Asked]:
    """A submission for each code, with these rows of water."""
    for code, rows in water.items():
        home = tmp_path / "raw" / "2024" / code
        home.mkdir(parents=True)
        (home / "profile.csv").write_text(PROFILE.format(code), encoding="utf-8")
        (home / "locations.csv").write_text(PLACES, encoding="utf-8")
        (home / "water.csv").write_text(f"location_id,source,water_m3\n{rows}\n", encoding="utf-8")
    return [Asked(2024, code, str(tmp_path)) for code in water]


def validated(one: Asked, rules: str = SHIPPED, *, kept: bool = True) -> tuple[pd.DataFrame, pd.DataFrame]:
    folder = processed(one.data, one.year, one.organization) if kept else None
    return validate(load(one.year, one.organization, one.data), rules, None, kept=folder)


def same(left: tuple[pd.DataFrame, ...], right: tuple[pd.DataFrame, ...]) -> None:
    for one, other in zip(left, right, strict=True):
        pd.testing.assert_frame_equal(one, other)


def edited(tmp_path: Path, **changes: object) -> str:
    """The shipped suites, of which the first rule of water is changed so."""
    home = tmp_path / "expectations"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(SHIPPED, home)
    suite = json.loads((home / "water.json").read_text(encoding="utf-8"))
    suite["expectations"][0] |= changes
    (home / "water.json").write_text(json.dumps(suite), encoding="utf-8")
    return str(home)


def test_folders_of_faults_judged_together_finds_what_it_finds_alone(tmp_path, runs):
    asked = []
    # Every eighth stands for all, whose rules are those of the same suites.
    for fault in sorted(path.name for path in FAULTS.iterdir() if (path / "raw" / "2024" / "BODY").is_dir())[::8]:
        code = fault.replace("_", "-")
        shutil.copytree(FAULTS / fault / "raw" / "2024" / "BODY", tmp_path / "raw" / "2024" / code)
        asked.append(Asked(2024, code, str(tmp_path)))
    alone = [validated(one, kept=False) for one in asked]
    runs.clear()
    told = judge_together(asked, SHIPPED)
    assert told.organizations == len(asked)
    assert len(runs) == told.suites
    runs.clear()
    for one, result in zip(asked, alone, strict=True):
        same(validated(one), result)
    assert runs == []


def test_one_run_a_suite_serves_all(tmp_path, runs):
    asked = bodies(tmp_path, A="HQ,rain,-5", B="HQ,rain,5", C="HQ,sea,5\nHQ,rain,-1")
    told = judge_together(asked, SHIPPED)
    assert told == Judged(organizations=3, suites=len(set(runs)))
    assert len(runs) == len(set(runs))
    found = [validated(one)[1] for one in asked]
    assert [frame.loc[frame["rule"] == "negative_quantity", "source_row"].tolist() for frame in found] == [[2], [], [3]]
    assert len(runs) == told.suites


def test_an_edited_suite_is_judged_alone_and_a_new_level_not_at_all(tmp_path, runs):
    asked = bodies(tmp_path, A="HQ,rain,-5", B="HQ,rain,5")
    judge_together(asked, SHIPPED)
    first = json.loads((HOME / "expectations" / "water.json").read_text(encoding="utf-8"))["expectations"][0]
    runs.clear()
    relevelled = edited(tmp_path, meta=first["meta"] | {"level": "warn", "message": "Oddly {value}."})
    assert judge_together(asked, relevelled).suites == 0
    assert runs == []
    bound = {"column": "water_m3", "min_value": 100}
    rebound = edited(tmp_path, type="expect_column_values_to_be_between", kwargs=bound, meta=first["meta"] | {"level": "warn", "message": "m"})
    assert judge_together(asked, rebound).suites == 1
    assert runs == ["water"]
    same(validated(asked[1], rebound), validated(asked[1], rebound, kept=False))


def test_a_changed_row_is_judged_by_its_own_validation_and_then_known(tmp_path, runs):
    asked = bodies(tmp_path, A="HQ,rain,5")
    judge_together(asked, SHIPPED)
    (tmp_path / "raw" / "2024" / "A" / "water.csv").write_text("location_id,source,water_m3\nHQ,rain,-5\n", encoding="utf-8")
    runs.clear()
    changed = validated(asked[0])
    assert "water" in runs
    assert "profile" not in runs
    same(changed, validated(asked[0], kept=False))
    runs.clear()
    same(changed, validated(asked[0]))
    assert runs == []


def test_a_damaged_file_of_verdicts_changes_nothing(tmp_path):
    asked = bodies(tmp_path, A="HQ,rain,-5")
    judge_together(asked, SHIPPED)
    path = tmp_path / "processed" / "2024" / "A" / "keys" / "judged.json"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("[", "[ ", 1)[:-20], encoding="utf-8")
    same(validated(asked[0]), validated(asked[0], kept=False))
    assert path.read_text(encoding="utf-8") == whole


def test_what_cannot_be_read_or_has_no_folder_is_left_out(tmp_path, monkeypatch):
    asked = bodies(tmp_path, A="HQ,rain,5", B="HQ,rain,5")
    group = Asked(2024, "GROUP", str(tmp_path))
    lost = Asked(2024, "B", str(tmp_path), [2023])
    assert judge_together([asked[0], group, lost], SHIPPED).organizations == 1
    assert verdicts.read(UPath(tmp_path / "processed" / "2024" / "B")) == Verdicts()
    assert not (tmp_path / "processed" / "2024" / "GROUP").exists()


def test_a_rule_that_one_organization_cannot_bear_is_told_by_it_alone(tmp_path, runs, monkeypatch):
    # Looking through finds this one; it stands for what only the rows show.
    monkeypatch.setattr(suites, "file_faults", lambda _file, _content, *, by_rule: [])
    kwargs = {"column": "source", "min_value": 5}
    rules = edited(tmp_path, type="expect_column_values_to_be_between", kwargs=kwargs)
    asked = bodies(tmp_path, A="HQ,rain,5", B="HQ,sea,5")
    assert judge_together(asked, rules).organizations == 1
    validated(asked[1], rules)
    with pytest.raises(SuiteError, match="rules that cannot be evaluated"):
        validated(asked[0], rules)


def test_a_suite_that_is_not_sound_stops_everything_with_its_faults(tmp_path):
    asked = bodies(tmp_path, A="HQ,rain,5")
    rules = edited(tmp_path, kwargs={"column": "water_litres", "min_value": 5})
    assert judge_together(asked, rules) == Judged(0, 0)
    with pytest.raises(SuiteError, match="there is no column water_litres"):
        validated(asked[0], rules)
    validated(asked[0])
    with pytest.raises(SuiteError, match="there is no column water_litres"):
        validated(asked[0], rules)


def test_it_can_be_asked_in_json(tmp_path):
    asked = bodies(tmp_path, A="HQ,rain,5")
    as_json = json.loads(json.dumps([vars(one) for one in asked]))
    told = judge_together_json(as_json, SHIPPED)
    assert json.loads(json.dumps(told)) == {"organizations": 1, "suites": told["suites"]}
    assert judge_together(asked, SHIPPED) == Judged(1, 0)


def test_a_rule_judges_from_the_year_on_that_it_says_also_where_years_are_judged_together(tmp_path):
    asked = bodies(tmp_path, A="NOWHERE,rain,5")
    shutil.copytree(tmp_path / "raw" / "2024" / "A", tmp_path / "raw" / "2023" / "A")
    asked.append(Asked(2023, "A", str(tmp_path)))
    first = json.loads((HOME / "expectations" / "water.json").read_text(encoding="utf-8"))["expectations"][0]
    rules = edited(tmp_path, meta=first["meta"] | {"since_year": 2024})
    assert first["meta"]["rule"] == "unknown_location"
    assert judge_together(asked, rules).organizations == 2
    for kept in (True, False):
        found = [validated(one, rules, kept=kept)[1] for one in asked]
        assert [frame["rule"].eq("unknown_location").sum() for frame in found] == [1, 0]
