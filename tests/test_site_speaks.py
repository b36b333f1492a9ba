"""The pages around the reports say nothing that no catalogue holds: in an invented language only names, codes and numbers stay plain."""

import dataclasses
import re

import pandas as pd
import pseudo
from made_report import figures, quantity, report, word
from upath import UPath

from greening import formats, tables
from greening.compare import cycle_pages
from greening.compare.cycles import Edition, Pair
from greening.since import kept, page as changes_page, publish
from greening.site import year_page, years_page
from greening.site.bodies import Body

WORDS = pseudo.catalogue()
#: What the made organizations handed in, and the codes by which things are called.
SUBMITTED = re.compile(r"\b(?:Alpha|Beta|Gamma|No meters|Too much|fuels|ghg|waste|water|target|coverage|personnel|BODY|grid|desnz|csv|qps)\b")


def plain(*pages):
    return [run for shown in pages for run in pseudo.plain(pseudo.runs(shown), SUBMITTED)]


def told(*rows):
    return formats.facts(figures(*rows))


def test_the_page_of_a_year():
    facts = told(
        quantity("ghg.total", 1_400_000.0, precision="rounded"),
        quantity("ghg.total@2020", 3.0),
        quantity("ghg.per_capita", 2.0, "t/person"),
        quantity("coverage.waste.share", 0.5, "share"),
        word("coverage.water.status", "not_reported", note="No meters"),
        word("coverage.air_travel.status", "confidential"),
    )
    bodies = [
        Body("A", "Alpha", 2022, "ok", kind="specialized_agency", review="final", is_illustrative=True, languages=("qps",), facts=facts),
        Body("B", "Beta", 2022, "held", "Too much", "other", is_group=True, files=frozenset({"validation.html", "changes.qps.html"})),
        Body("C", "Gamma", 2022, "none"),
    ]
    missing = [year_page.Missing("D", "Gamma", "B")]
    (shown,) = year_page.pages(2022, bodies, missing, WORDS, ["en", "qps"]).values()
    assert len(pseudo.runs(shown)) > 60
    assert plain(shown) == []


def test_the_page_of_all_years(tmp_path):
    assert plain(years_page.page(UPath(tmp_path), {2021: (3, 3), 2022: (5, 1)}, WORDS, ["qps"])) == []


def test_what_changed():
    used = [{"organization": "BODY", "year": 2022, "factor_id": "grid.CHE", "factor_value": value, "factor_unit": "kg/kWh"} for value in (1.0, 2.0)]
    found = [
        {"organization": "BODY", "year": 2022, "table": "fuels", "source_file": "fuels.csv", "rule": "r", "level": level, "message": "Too much"}
        for level in ("warn", "hold", "reject")
    ]
    first = report(
        quantity("ghg.total", 1.0),
        quantity("waste.total", 1.0, "kg", low=0.0, high=2.0),
        footprint=tables.stack("footprint", [pd.DataFrame(used[:1])]),
    )
    second = report(
        quantity("ghg.total", 2.0), quantity("waste.total", 1.0, "kg", low=0.5, high=2.0), word("target.G.status", "behind"),
        footprint=tables.stack("footprint", [pd.DataFrame(used[1:])]), findings=tables.stack("findings", [pd.DataFrame(found)]),
    )  # fmt: skip
    kinds = ("submitted", "suites", "reference", "earlier", "members")
    inputs = [{**{kind: {"fuels": side, f"fuels-{side}": side} for kind in kinds}, "program": {"figures": side, "page": side}} for side in ("a", "b")]
    parameters = [{"gwp_set": f"AR{number}", "flight_method": f"desnz_{number}"} for number in (4, 5)]
    before = publish.remembered(None, first, {"waste": "<p>1 t.</p>", "cover": "<p>1.</p>"}, {**inputs[0], "parameters": parameters[0]})
    after = publish.remembered(before, second, {"waste": "<p>2 t.</p>", "cover": "<p>2.</p>"}, {**inputs[1], "parameters": parameters[1]})
    spoken = dataclasses.replace(second, language="qps", catalogue=WORDS)
    later = dataclasses.replace(after, inputs=before.state.inputs)
    pages = [changes_page.page(spoken, memory, ["en", "qps"]) for memory in (before, later, kept.Memory(after.state, before.changes))]
    assert len(pseudo.runs(pages[1])) > 60
    assert plain(*pages) == []


def test_two_years_side_by_side():
    rows = [
        quantity("ghg.total", 1.0, low=0.5, high=1.5),
        quantity("waste.total", 2.0, "kg"),
        quantity("personnel.total", 2.0, "persons"),
        word("target.G.status", "met"),
    ]
    other = [
        quantity("ghg.total", 3.0, low=2.5, high=3.5),
        quantity("waste.total", 3.0, "kg"),
        word("target.G.status", "behind"),
        quantity("ghg.total@2021", 9.0),
    ]
    pair = Pair("BODY", "Alpha", Edition(2021, told(*rows)), Edition(2022, told(*other)), is_illustrative=True)
    alone = Pair("B", "Beta", Edition(2021), Edition(2022, told(quantity("water.total", 1.0, "m3"))))
    pages = cycle_pages._pages([pair, alone], WORDS, ["en", "qps"], {}, UPath("nowhere"))
    assert len(pages) == 3 and len(pseudo.runs(pages["BODY.qps.html"])) > 30
    assert plain(*pages.values()) == []
