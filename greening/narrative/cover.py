"""The cover: whose report it is, of which year, how far its review is, what it comes to, and how to cite it."""

import re

from markupsafe import Markup
from upath import UPath

from greening import review
from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.changes import since_base_year
from greening.narrative.report import Report
from greening.narrative.section import Section, section
from greening.review import Standing
from greening.reviewing.log import Move

#: What the year comes to in a few numbers, and the style of each; the tiles after the cover have more, and how sharp each is.
_KEY = (("ghg.total", "about"), ("ghg.per_capita", "about"), ("energy.renewable.share", "plain"), ("personnel.total", "plain"))
#: The state of the review among what the cover says, and where it is found there; it holds no other such element.
_REVIEW = '<div class="review-state">%s</div>'
_REVIEWED = re.compile(_REVIEW % ".*?", re.DOTALL)
#: So many signs of a hash are printed.
_SHORT = 12


def cover(report: Report) -> Section:
    """Name, state of the review, data year, edition, effort period, key numbers and citation; a banner where the organization is invented."""
    title = report.text("cover.title", name=report.name)
    edition = str(report.year + 1)
    facts = [
        report.text("cover.data_year", year=str(report.year)),
        report.text("cover.edition", edition=edition),
        report.text("cover.efforts", years=_efforts(report)),
    ]
    banner = elements.aside(report.text("cover.illustrative"), "banner") if report.is_illustrative else Markup("")
    told = elements.paragraph(since_base_year(report), "lead")
    body = [reviewed(report), elements.bullets(facts, "facts"), banner, told, _key(report), elements.paragraph(citation(report), "citation")]
    heading = report.say("cover.title", name=elements.isolated(report.name))
    return Section("cover", title, elements.joined(body), heading=heading)


def citation(report: Report) -> Markup:
    """How to cite the report: the one line for its cover, its workbook and its metadata."""
    link = Markup('<a href="figures.csv">figures.csv</a>')
    words = {"name": Markup.escape(report.name), "edition": Markup.escape(report.year + 1), "year": Markup.escape(report.year), "figures": link}
    return report.say("cover.citation", **words)


def status(report: Report) -> str:
    """How far the review of the report is (review.STATES); a draft where nothing says otherwise."""
    return standing(report).state


def standing(report: Report) -> Standing:
    """Where the review of the report stands."""
    if report.folder is None:
        return Standing(review.STATES[0], Move(report.organization, review.STATES[0]))
    return review.standing(data(report), report.year, report.organization)


def data(report: Report) -> UPath:
    """The root of data that the report's products lie in; there is none where these do not lie anywhere."""
    return report.folder.parent.parent.parent if report.folder is not None else UPath()


def reviewed(report: Report) -> Markup:
    """The state of the review: who (a role) said so, when and of which content, or what has changed since it was approved."""
    now = standing(report)
    state = Markup("<strong>%s</strong>") % report.text(f"cover.status.{now.state}")
    return Markup(_REVIEW) % elements.bullets([state, *_recorded(report, now)], "facts")


def _recorded(report: Report, now: Standing) -> list[Markup]:
    """What the record says of the last move; nothing where it says a state alone."""
    move, words = now.move, report.catalogue
    if move.is_bare:
        return []
    told = {"role": Markup('<bdi dir="auto">%s</bdi>') % move.role, "date": Markup.escape(words.day(move.date))}
    if now.changed:
        parts = Markup.escape(words.joined([words.text(f"review.part.{part}") for part in now.changed]))
        return [words.markup(f"review.changed.{move.state}", {**told, "parts": parts}.__getitem__)]
    by = words.markup("review.by", told.__getitem__)
    content = words.markup("review.content", lambda _: Markup("<code>%s</code>") % move.content_hash[:_SHORT])
    return [by, *([content] if move.content_hash else [])]


def without_review(html: str) -> str:
    """What the cover says without the state of the review, which is no part of what is reviewed."""
    return _REVIEWED.sub("", html)


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
