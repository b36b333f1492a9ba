"""The metadata of a report as a data set: what catalogues ask, one citation, and nothing that could leave its block."""

import json
import re

import pandas as pd
from made_report import activities, quantity, report

from greening import tables
from greening.publish import citation, dataset


def made(name="A body", language="en", illustrative=False):
    rows = tables.stack(
        "footprint", [pd.DataFrame([{"organization": "BODY", "table": "electricity", "factor_source_id": "owid_ember", "emissions_tco2e": 1.0}])]
    )
    places = [{"organization": "BODY", "location_id": place, "country": country} for place, country in (("A", "KEN"), ("B", "CHE"), ("C", "CHE"))]
    profile = [{"organization": "BODY", "name": name, "illustrative": illustrative}]
    return report(quantity("ghg.total", 12.5), language=language, footprint=rows, activities=activities(profile=profile, locations=places))


def test_it_says_whose_it_is_of_when_and_where_and_what_lies_beside_it():
    told = dataset.metadata(made(), ["figures.csv", "report.json", "BODY-2022.xlsx"])
    assert (told["@context"], told["@type"]) == ("https://schema.org/", "Dataset")
    assert told["creator"] == {"@type": "Organization", "name": "A body", "identifier": "BODY"}
    assert told["temporalCoverage"] == "2022-01-01/2022-12-31"
    assert [place["name"] for place in told["spatialCoverage"]] == ["Switzerland", "Kenya"]
    assert [file["encodingFormat"] for file in told["distribution"]] == ["text/csv", "application/json", dataset.FORMATS["xlsx"]]
    assert told["variableMeasured"] == [{"@type": "PropertyValue", "name": "Greenhouse gas emissions", "unitText": "t CO2e"}]


def test_sources_are_named_with_their_licences():
    (source,) = dataset.metadata(made(), [])["isBasedOn"]
    assert source["license"] and source["creditText"] and source["url"].startswith("https://")


def test_the_citation_is_that_of_the_cover():
    assert dataset.metadata(made(), [])["creditText"] == citation.line(made())
    assert "2023 edition (data year 2022)" in citation.line(made()) and "<" not in citation.line(made())


def test_an_invented_body_says_so_first():
    assert dataset.metadata(made(illustrative=True), [])["description"].startswith("This is an invented organization")


def test_no_name_ends_the_block():
    element = str(dataset.element(made('</script><script>alert(1)</script>"'), ["figures.csv"]))
    assert element.count("</script>") == 1 and element.endswith("</script>")
    inner = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', element)
    assert json.loads(inner[1])["creator"]["name"] == '</script><script>alert(1)</script>"'
