"""Nothing is English by construction: in an invented language every text that is not submitted, a code or a number comes from a catalogue."""

import dataclasses
import re
import shutil

import pseudo
import pytest
from made_products import make
from made_report import executed

from greening import paths, texts
from greening.documents import html
from greening.documents.catalogue import DOCUMENTS
from greening.narrative import report as reports
from greening.narrative.sections import SECTIONS
from greening.publish import derivations, gate, how_page, page, validation_page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("no_english")]

#: The bodies whose reports are looked through, with their year, and the members that their groups have.
BODIES = {"EXAMPLE-HQ": 2024, "EXAMPLE-FIELD": 2024, "EXAMPLE": 2024, "UNSYSTEM": 2022}
MEMBERS = {"EXAMPLE": ("EXAMPLE-HQ", "EXAMPLE-FIELD")}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The products of the two invented bodies, of their group, and of the UN system."""
    root = tmp_path_factory.mktemp("no_english") / "data"
    for year, code in ((2023, "EXAMPLE-HQ"), (2024, "EXAMPLE-HQ"), (2024, "EXAMPLE-FIELD"), (2022, "UNSYSTEM")):
        shutil.copytree(paths.HOME / "data" / "raw" / str(year) / code, root / "raw" / str(year) / code)
    make(root, 2023, "EXAMPLE-HQ")
    make(root, 2024, "EXAMPLE-HQ", [2023])
    make(root, 2024, "EXAMPLE-FIELD")
    make(root, 2024, "EXAMPLE", members=[f"{code}@2024" for code in MEMBERS["EXAMPLE"]])
    make(root, 2022, "UNSYSTEM")
    return root


def accented(data, code):
    """The report in the invented language, and what may stand in it as it was submitted."""
    read = [reports.read(BODIES[name], name, data, "en") for name in (code, *MEMBERS.get(code, ()))]
    return dataclasses.replace(read[0], language=pseudo.LANGUAGE, catalogue=pseudo.catalogue()), pseudo.submitted(*read)


@pytest.fixture(scope="module")
def told(data):
    """What the sections and documents of each body say: the runs of text by where they stand, and all HTML; and what was submitted."""
    return {code: _told(*accented(data, code)) for code in BODIES}


def _told(report, submitted):
    sections = [make(report) for make in SECTIONS]
    read = dataclasses.replace(report, said={section.id: str(section.html) for section in sections})
    documents = {document.name: html.page(document, read, [pseudo.LANGUAGE], {}) for maker in DOCUMENTS for document in maker(read)}
    found = {f"document {name}": pseudo.runs(shown) for name, shown in documents.items()}
    found["page"] = pseudo.runs(page.render(executed(*sections), read, [pseudo.LANGUAGE, "en"]))
    found["charts"] = [text for section in sections for panel in section.panels for text in pseudo.drawn(panel.chart.spec)]
    found["findings"] = pseudo.runs(validation_page.page(read.findings, read.name, read.year, read.catalogue))
    printed = gate.names("".join([*(str(section.html) for section in sections), *documents.values()]))
    entries = derivations.entries(read, printed)
    found["derivations"] = [text for entry in entries.values() for text in pseudo.runs(entry)]
    found["page of derivations"] = pseudo.runs(how_page.page(read, entries, []))
    return found, submitted


@pytest.mark.parametrize("code", BODIES)
def test_no_text_of_a_report_or_document_is_english_by_construction(told, code):
    found, submitted = told[code]
    assert sum(map(len, found.values())) > 500
    plain = {place: left for place, runs in found.items() if (left := list(pseudo.plain(runs, submitted)))}
    assert not plain


@pytest.mark.parametrize("code", BODIES)
def test_days_are_written_as_the_language_does(told, code):
    found, _ = told[code]
    raw = [run for place in ("page", "derivations") for run in found[place] if re.search(r"\d{4}-\d\d-\d\d", run)]
    assert not raw


def test_the_invented_language_would_tell():
    nothing = re.compile("(?!)")
    assert list(pseudo.plain(["Not from a catalogue"], nothing)) == ["Not from a catalogue"]
    assert not list(pseudo.plain([pseudo.accented("From a catalogue {place}").replace("{place}", "1,234 kg")], nothing))
    assert pseudo.runs('<p title="Read out">One <b>two</b><span lang="en">three</span><code>four</code></p>') == ["Read out", "One", "two"]


def test_formulas_and_texts_of_tables_are_listed_with_where_they_are():
    shipped = texts.shipped()
    assert shipped["not distinguishable"] == "notes and methods of figures"
    assert shipped["A senior steering group at each place"] == "set_up_steps.title"
