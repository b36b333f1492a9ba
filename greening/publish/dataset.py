"""A report as a data set that search engines and catalogues find: its metadata by schema.org inside the page."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from greening.formats import is_missing
from greening.narrative import cover, methodology
from greening.narrative.report import Report
from greening.publish import citation

#: The files of the data set by their ending.
FORMATS: Mapping[str, str] = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Figures whose names say what is measured.
_MEASURED = ("ghg.total", "ghg.per_capita", "energy.electricity", "waste.total", "water.total", "personnel.total")
#: So many countries are named; a group has places in nearly all.
_COUNTRIES = 40


def element(report: Report, files: Sequence[str]) -> Markup:
    """The metadata as a block of data, which no browser runs; nothing in it can end the block."""
    text = json.dumps(metadata(report, files), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup('<script type="application/ld+json">%s</script>') % Markup(text.replace("<", "\\u003c"))


def metadata(report: Report, files: Sequence[str]) -> dict[str, Any]:
    """What schema.org's Dataset asks: whose it is, of which year and places, how to cite it, under which terms, its files and what it rests on."""
    words = report.catalogue
    body: dict[str, Any] = {"@type": "Organization", "name": report.name, "identifier": report.organization}
    measured = [name for name in _MEASURED if report.value(name) is not None]
    about = report.text("dataset.about", name=report.name, year=str(report.year))
    told: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": report.text("cover.title", name=report.name),
        "description": f"{report.text('cover.illustrative')} {about}" if report.is_illustrative else about,
        "identifier": f"{report.organization}/{report.year}",
        "version": str(report.year + 1),
        "inLanguage": report.language,
        "creator": body,
        "publisher": body,
        "creativeWorkStatus": report.text(f"cover.status.{cover.status(report)}"),
        "temporalCoverage": f"{report.year}-01-01/{report.year}-12-31",
        "creditText": citation.line(report),
        "license": {"@type": "CreativeWork", "name": report.text("licence.about")},
        "isAccessibleForFree": True,
        "variableMeasured": [{"@type": "PropertyValue", "name": words.label(name), "unitText": report.facts[name].unit} for name in measured],
        "distribution": [{"@type": "DataDownload", "contentUrl": file, "encodingFormat": FORMATS[file.rpartition(".")[2]]} for file in files],
        "isBasedOn": [_source(report, source) for source in methodology.sources(report).values()],
    }
    countries = _countries(report)
    return told | ({"spatialCoverage": countries} if countries else {})


def _countries(report: Report) -> list[dict[str, Any]]:
    """The countries of the places of work, those with the most places first; that of the profile where no place is known."""
    codes = [str(row["country"]) for row in report.rows("locations") if not is_missing(row["country"])] or [report.profile.get("country", "")]
    counted = sorted({code: codes.count(code) for code in codes if code}.items(), key=lambda one: (-one[1], one[0]))
    named = dict.fromkeys(report.catalogue.country(code) for code, _ in counted)
    return [{"@type": "Country", "name": name} for name in list(named)[:_COUNTRIES]]


def _source(report: Report, source: Mapping[str, Any]) -> dict[str, Any]:
    """A source of factors, with the licence that it is under."""
    told = {
        "name": report.catalogue.said(str(source.get("title", ""))),
        "publisher": str(source.get("publisher", "")),
        "version": str(source.get("version", "")),
        "url": str(source.get("url", "")),
        "license": str(source.get("licence", "")),
        "creditText": str(source.get("attribution", "")).strip(),
    }
    is_placed = told["url"].startswith("https://")
    return {"@type": "CreativeWork", **{name: text for name, text in told.items() if text and (is_placed or name != "url")}}
