"""The manifest: what is published, read without the libraries that make pages."""

import json
import subprocess
import sys

from upath import UPath

from greening import manifest
from greening.paths import HOME


def test_before_the_first_run_nothing_is_published(tmp_path):
    folder = UPath(tmp_path) / "2022"
    assert manifest.files(folder) == {}
    assert manifest.languages(folder, "BODY") == []


def test_it_lists_files_and_the_languages_of_each_body(tmp_path):
    folder = UPath(tmp_path) / "2022"
    files = {
        "BODY/how.en.html": "h",
        "BODY/changes.en.html": "i",
        "BODY/en.html": "a",
        "BODY/fr.html": "b",
        "BODY/validation.html": "c",
        "BODY/report.json": "d",
        "BODY-2/es.html": "e",
        "index.html": "f",
    }
    manifest.write(folder, files, ["BODY-2"])
    assert manifest.files(folder) == files
    assert manifest.languages(folder, "BODY") == ["en", "fr"]
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8")) == {"files": files, "illustrative": ["BODY-2"]}


def test_english_pages_have_the_name_that_every_link_knows():
    assert (manifest.index("en"), manifest.index("ar")) == ("index.html", "index.ar.html")


def test_it_is_read_without_what_makes_pages():
    heavy = "pandas", "jinja2", "nbconvert", "babel", "vl_convert", "altair"
    told = f"import sys, greening.manifest, greening.locale; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=HOME).stdout.strip() == "[]"
