"""The cover: whose report it is, of which year, how far its review is, what it comes to, and how to cite it."""

from markupsafe import Markup

from greening import review
from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.changes import since_base_year
from greening.narrative.report import Report
from greening.narrative.section import Section, section

#: What the year comes to in a few numbers, and the style of each; the tiles after the cover have more, and how sharp each is.
_KEY = (("ghg.total", "about"), ("ghg.per_capita", "about"), ("energy.renewable.share", "plain"), ("personnel.total", "plain"))


def cover(report: Report) -> Section:
    """Name, state of the review, data year, edition, effort period, key numbers and citation; a banner where the organization is invented."""
    title = report.text("cover.title", name=report.name)
    edition = str(report.year + 1)
    facts = [
        Markup("<strong>%s</strong>") % report.text(f"cover.status.{status(report)}"),
        report.text("cover.data_year", year=str(report.year)),
        report.text("cover.edition", edition=edition),
        report.text("cover.efforts", years=_efforts(report)),
    ]
    banner = elements.aside(report.text("cover.illustrative"), "banner") if report.is_illustrative else Markup("")
    told = elements.paragraph(since_base_year(report), "lead")
    body = [elements.bullets(facts, "facts"), banner, told, _key(report), elements.paragraph(citation(report), "citation")]
    heading = report.say("cover.title", name=elements.isolated(report.name))
    return Section("cover", title, elements.joined(body), heading=heading)


def citation(report: Report) -> Markup:
    """How to cite the report: the one line for its cover, its workbook and its metadata."""
    link = Markup('<a href="figures.csv">figures.csv</a>')
    words = {"name": Markup.escape(report.name), "edition": Markup.escape(report.year + 1), "year": Markup.escape(report.year), "figures": link}
    return report.say("cover.citation", **words)


def status(report: Report) -> str:
    """How far the review of the report is: draft, under_review or final; a draft where nothing says otherwise."""
    if report.folder is None:
        return review.STATES[0]
    return review.state(report.folder.parent.parent.parent, report.year, report.organization)


def _key(report: Report) -> Markup:
    known = [elements.Tile(report.catalogue.label(name), report.show(name, style)) for name, style in _KEY if report.value(name) is not None]
    return elements.tiles(known)


def leader(report: Report) -> Section:
    """The message of the organization's head, as submitted."""
    return section(report, "leader", [])


def _efforts(report: Report) -> str:
    spoken = sorted({row["effort_year"] for row in report.rows("stories") if not is_missing(row["effort_year"])})
    if not spoken:
        return str(report.year)
    return str(spoken[0]) if len(spoken) == 1 else f"{spoken[0]}\u2013{spoken[-1]}"
