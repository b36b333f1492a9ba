"""Comments in the review view of a page: a mark at what each is on, and the comments of a section at its end."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

import pandas as pd
from markupsafe import Markup

from greening import spelling
from greening.formats import is_missing
from greening.locale import Catalogue
from greening.narrative import cover, elements
from greening.narrative.report import Report
from greening.narrative.section import figure_name
from greening.publish.layout import Part
from greening.review import STATES
from greening.reviewing import comments
from greening.reviewing.comments import CLOSED, Comment, Entry

#: The section in which comments on findings stand, where the page has it.
_OF_FINDINGS = "completeness"
_MARK = '<sup class="comment-mark"><a href="#comment-{name}" aria-label="{label}">{name}</a></sup>'
_ENTRY = Markup('<p class="comment-head">%s</p><p dir="auto">%s</p>')


def of(report: Report) -> Sequence[Comment]:
    """The comments that the page of a report shows: none of a final report, and none in the edition for the public."""
    if report.folder is None or report.is_public or cover.status(report) == STATES[-1]:
        return ()
    return comments.read(cover.data(report), report.year).of(report.organization)


def placed(parts: Sequence[Part], report: Report, given: Sequence[Comment]) -> list[Part]:
    """The sections of a page with the comments; what is on nothing that the page has stands in the last section, and says so."""
    if not given or not parts:
        return list(parts)
    homes = {comment.entry.id: _home(comment, parts) for comment in given}
    return [_with(part, [comment for comment in given if homes[comment.entry.id] == place], report, parts) for place, part in enumerate(parts)]


def _home(comment: Comment, parts: Sequence[Part]) -> int:
    """The place of the section that a comment belongs to: the first that prints its figure, the one that it names, or that of findings.

    The cover is not a place for comments: what only it prints is told in the last section.
    """
    homes = [place for place, part in enumerate(parts) if part.id != "cover" and _is_home(part, comment)]
    return homes[0] if homes else len(parts) - 1


def _is_home(part: Part, comment: Comment) -> bool:
    if comment.kind == "figure":
        return any(_named(comment.target) in piece for piece in part.pieces)
    return part.id == (_OF_FINDINGS if comment.kind == "finding" else comment.target)


def _named(figure_id: str) -> str:
    return f'data-figure="{escape(figure_id)}"'


def _with(part: Part, given: Sequence[Comment], report: Report, parts: Sequence[Part]) -> Part:
    if not given:
        return part
    pieces = list(part.pieces)
    for comment in given:
        if comment.kind == "figure":
            pieces = _marked(pieces, comment, report.catalogue)
    # What was not reported would be gathered with its like, and the comments with it lost.
    return replace(part, pieces=[*pieces, listed(report, given, [one.id for one in parts])], is_absent=False)


def _marked(pieces: Sequence[str], comment: Comment, words: Catalogue) -> list[str]:
    """The pieces with a mark behind the first element of the figure that a comment is on."""
    found = next((place for place, piece in enumerate(pieces) if _named(comment.target) in piece), None)
    if found is None:
        return list(pieces)
    piece = pieces[found]
    end = piece.index("</data>", piece.index(_named(comment.target))) + len("</data>")
    end += len("</a>") if piece.startswith("</a>", end) else 0
    name = comment.entry.id
    mark = _MARK.format(name=escape(name), label=escape(words.text("review.comment", number=name)))
    return [*pieces[:found], f"{piece[:end]}{mark}{piece[end:]}", *pieces[found + 1 :]]


def listed(report: Report, given: Sequence[Comment], sections: Sequence[str], level: int = 3) -> Markup:
    """Comments with what was said to them, as a list with a heading; `sections` are the names that a comment on a section can have."""
    known = targets(report, sections)
    entries = Markup("").join(_comment(report, comment, known) for comment in given)
    heading = elements.heading(report.text("review.comments"), level) if level else Markup("")
    return Markup('<div class="comments">%s<ol>%s</ol></div>') % (heading, entries)


def _comment(report: Report, comment: Comment, known: Mapping[str, Sequence[str]]) -> Markup:
    words = report.catalogue
    told = [
        Markup("<strong>%s</strong>") % words.text("review.comment", number=comment.entry.id),
        on(report, comment),
        Markup.escape(words.text(f"review.comment.{comment.state}")),
        *_who(comment.entry, words),
    ]
    replies = elements.bullets([_ENTRY % (words.shown(_who(reply, words)), reply.text) for reply in comment.replies if reply.text])
    fault = elements.paragraph(unplaced(report, comment, known[comment.kind]), "caution")
    said = _ENTRY % (words.shown(told), comment.entry.text)
    style = "settled" if comment.state == CLOSED else comment.state
    return Markup('<li id="comment-%s" class="%s">%s%s%s</li>') % (comment.entry.id, style, said, fault, replies)


def _who(entry: Entry, words: Catalogue) -> list[Markup]:
    """Who said something (a role), and when, as far as that is known."""
    told = [Markup('<bdi dir="auto">%s</bdi>') % entry.role if entry.role else Markup(""), Markup.escape(words.day(entry.date))]
    return [one for one in told if one]


def on(report: Report, comment: Comment) -> Markup:
    """What a comment is on, in words."""
    words = report.catalogue
    target = {"figure": _figure, "section": _section, "finding": _finding}[comment.kind](report, comment.target)
    return words.markup(f"review.on.{comment.kind}", lambda _: target)


def _figure(report: Report, target: str) -> Markup:
    return Markup.escape(figure_name(report, target)) if target in report.facts else _code(target)


def _section(report: Report, target: str) -> Markup:
    key = f"section.{target}"
    return Markup.escape(report.text(key)) if report.catalogue.has(key) else _code(target)


def _finding(_: Report, target: str) -> Markup:
    return _code(target)


def _code(text: str) -> Markup:
    return Markup('<code dir="ltr">%s</code>') % text


def unplaced(report: Report, comment: Comment, known: Sequence[str]) -> str:
    """That a report has nothing of the name that a comment is on, with the nearest name; empty where it has."""
    if comment.target in known:
        return ""
    near = spelling.nearest(comment.target, known)
    return report.text("review.unplaced.near", name=near) if near else report.text("review.unplaced")


def targets(report: Report, sections: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """What a report has to comment on: its figures, its sections, and its findings by rule, by rule and table, and by row."""
    return {"figure": list(report.facts), "section": list(sections), "finding": names_of_findings(report.findings)}


def names_of_findings(findings: pd.DataFrame) -> list[str]:
    """What findings can be called by in a comment: the rule, the rule and its table, and these with the row."""
    found: list[str] = []
    for rule, table, row in zip(findings["rule"].tolist(), findings["table"].tolist(), findings["source_row"].tolist(), strict=True):
        found += [str(rule), f"{rule}:{table}", *([] if is_missing(row) else [f"{rule}:{table}:{int(row)}"])]
    return list(dict.fromkeys(found))
