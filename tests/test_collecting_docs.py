"""The example of docs/importing.md gives what is printed there."""

import re

from greening import paths
from greening.collecting import import_text, importing, mapping

DOC = (paths.HOME / "docs" / "importing.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    return re.search(rf"```{kind}\n(.*?)\n```", DOC, re.DOTALL)[1]


def test_the_printed_account_is_what_the_printed_export_gives(tmp_path):
    (tmp_path / "agency.csv").write_text(block("csv") + "\n", encoding="utf-8")
    shipped = mapping.shipped("tickets").read_text(encoding="utf-8")
    (tmp_path / "my_agency.yml").write_text(shipped.replace("dates: auto", "dates: DD/MM/YYYY"), encoding="utf-8")
    found = importing.import_file(
        "tickets",
        tmp_path / "agency.csv",
        tmp_path / "my_agency.yml",
        year=2024,
        organization="EXAMPLE-HQ",
        data=str(paths.HOME / "data"),
        is_dry=True,
    )
    assert import_text.as_text(found) == block("text")


def test_the_settings_that_are_printed_are_those_that_hold_without_a_file(tmp_path):
    from greening.collecting import requests

    text = (paths.HOME / "docs" / "new_cycle.md").read_text(encoding="utf-8")
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "settings.yml").write_text(re.search(r"```yaml\n(.*?)\n```", text, re.DOTALL)[1], encoding="utf-8")
    assert requests.settings(tmp_path) == requests.Settings()
