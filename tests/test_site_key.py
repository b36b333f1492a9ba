"""What the pages of a year are told, and whether they are up to date, without the libraries that make pages."""

import subprocess
import sys

import pytest
from upath import UPath

from greening import paths
from greening.chain import site_key, state
from greening.chain.inputs import Settings
from greening.chain.plan import Register


@pytest.fixture
def settings(tmp_path):
    """A year with a specialized agency, an invented body and their two groups; one of them was not run."""
    data = tmp_path / "data"
    for code in ("ICAO", "EXAMPLE-HQ"):
        raw = paths.raw(data, 2022, code)
        raw.mkdir(parents=True)
        (raw / "profile.csv").write_text(f"organization,name,country\n{code},The {code},CH\n")
    for code in ("ICAO", "EXAMPLE-HQ", "UNSYSTEM"):
        state.write(state.State(code, 2022, f"The {code}", is_group=code == "UNSYSTEM"), paths.processed(data, 2022, code))
    (data / "review").mkdir()
    (data / "review" / "2022.csv").write_text("organization,state\nICAO,under_review\nICAO,final\nEXAMPLE-HQ,nonsense\n")
    return Settings(data=str(data), reports=str(tmp_path / "reports"), languages=("en", "fr"))


def test_kind_and_review_are_told_of_every_organization_that_was_run(settings):
    told = site_key.told(Register(settings.data), 2022, settings)
    shown = {one["organization"]: (one["kind"], one["review"]) for one in told["states"]}
    # EXAMPLE has a submitting member, and so a page, but was not run.
    assert shown == {"ICAO": ("specialized_agency", "final"), "EXAMPLE-HQ": ("other", "draft"), "UNSYSTEM": ("other", "draft")}
    assert told["languages"] == ["en", "fr"]


def test_members_that_handed_in_nothing_are_missing_once(settings):
    missing = {code: (name, group) for code, name, group in site_key.told(Register(settings.data), 2022, settings)["missing"]}
    assert missing["UNDP"] == ("United Nations Development Programme", "UNSYSTEM")
    assert missing["EXAMPLE-FIELD"][1] == "EXAMPLE"
    assert "ICAO" not in missing and "EXAMPLE-HQ" not in missing and "EXAMPLE" not in missing


def test_the_pages_are_current_until_what_they_tell_or_one_of_them_changes(settings):
    reports = UPath(settings.reports)
    told = site_key.told(Register(settings.data), 2022, settings)
    assert not site_key.is_current(reports, 2022, told, settings.data)
    written = [reports / name for name in ("index.html", "index.fr.html", "2022/index.html", "assets/site.css")]
    for place in written:
        paths.write_text(place, place.name)
    site_key.keep(reports, 2022, told, settings.data, written)
    assert site_key.is_current(reports, 2022, told, settings.data)
    assert not site_key.is_current(reports, 2022, {**told, "languages": ["en"]}, settings.data)
    for place in written:
        paths.write_text(place, "touched")
        assert not site_key.is_current(reports, 2022, told, settings.data)
        paths.write_text(place, place.name)
    assert site_key.is_current(reports, 2022, told, settings.data)


def test_it_is_decided_without_what_makes_pages():
    heavy = "pandas", "jinja2", "nbconvert", "babel", "vl_convert", "altair"
    told = f"import sys, greening.chain.site_key; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=paths.HOME).stdout.strip() == "[]"
