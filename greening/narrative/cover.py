"""The cover: whose report it is, of which year, and how to cite it."""

from markupsafe import Markup

from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.report import Report
from greening.narrative.section import Section, section


def cover(report: Report) -> Section:
    """Name, data year, edition, effort period and citation; a banner where the organization is invented."""
    title = report.text("cover.title", name=report.name)
    edition = str(report.year + 1)
    facts = [
        report.text("cover.data_year", year=str(report.year)),
        report.text("cover.edition", edition=edition),
        report.text("cover.efforts", years=_efforts(report)),
    ]
    banner = elements.aside(report.text("cover.illustrative"), "banner") if report.is_illustrative else Markup("")
    link = Markup('<a href="figures.csv">figures.csv</a>')
    words = {"name": Markup.escape(report.name), "edition": Markup(edition), "year": Markup.escape(report.year), "figures": link}
    cited = report.say("cover.citation", **words)
    body = [elements.bullets(facts, "facts"), banner, elements.paragraph(cited, "citation")]
    heading = report.say("cover.title", name=elements.isolated(report.name))
    return Section("cover", title, elements.joined(body), heading=heading)


def leader(report: Report) -> Section:
    """The message of the organization's head, as submitted."""
    return section(report, "leader", [])


def _efforts(report: Report) -> str:
    spoken = sorted({row["effort_year"] for row in report.rows("stories") if not is_missing(row["effort_year"])})
    if not spoken:
        return str(report.year)
    return str(spoken[0]) if len(spoken) == 1 else f"{spoken[0]}\u2013{spoken[-1]}"
