"""The page for reviewers beside a report: what to look at before it is approved, and the commands for the next step."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup
from upath import UPath

from greening import locale, manifest, paths
from greening.formats import is_missing
from greening.narrative import cover, elements
from greening.narrative.peers import element
from greening.narrative.report import Report, anchor, validation_name
from greening.publish import documents, gate, inline
from greening.reviewing import comments, content, placing, weighing
from greening.reviewing.comments import CLOSED
from greening.reviewing.log import MOVES
from greening.reviewing.naming import name
from greening.since import differences, kept, page as changes_page
from greening.since.kept import State

#: So many rules with findings are told one by one.
_RULES = 40
_LEVELS = ("hold", "reject", "warn")
_COMMAND = "python pipeline.py review"


def write(report: Report, state: State, reports: str | UPath, languages: Sequence[str]) -> UPath:
    """Write the page beside the report's, which is published already; gives its path. `state` is the report as it is now (see since.kept).

    Raises GateError, and writes nothing, where the page would print anything else than the figures are.
    """
    folder = paths.report(reports, report.year, report.organization)
    how = (folder / f"how.{report.language}.html").read_text(encoding="utf-8")
    # A pattern over a page of a megabyte would take ten times as long.
    explained = {piece.partition('"')[0] for piece in how.split(' id="')[1:]}
    made = page(report, state, languages, explained)
    paths.write_text(folder / name(report.language), made)
    return folder / name(report.language)


def page(report: Report, state: State, languages: Sequence[str], explained: set[str]) -> str:
    """The page; `explained` are the anchors of the figures that the page on how figures were made has."""
    words, home = report.catalogue, f"{report.language}.html"
    given = comments.read(cover.data(report), report.year).of(report.organization) if report.folder is not None else ()
    findings = report.findings[report.findings["waived_by"].isna()]
    style = inline.review_style()
    policy = documents.POLICY.replace("style-src 'self'", f"style-src 'self' {inline.hashed(style)}")
    title = words.text("review.title", name=report.name, year=str(report.year))
    links = [
        (f"../../{manifest.index(report.language)}", words.text("page.years")),
        (f"../{manifest.index(report.language)}", words.text("page.year", year=str(report.year))),
        (home, words.text("documents.report")),
    ]
    checked = _sections(report, findings, explained)
    gate.check(gate.unlike("".join(checked.values()), report.facts, words), f"{report.organization} {report.year} {name(report.language)}")
    sections = {"since": _since(report, state), "comments": _comments(report, given, state), **checked, "next": _next(report)}
    named = [(language, name(language), locale.own_name(language)) for language in languages or [report.language]]
    still_open = sum(comment.state != CLOSED for comment in given)
    values: dict[str, Any] = {
        "page": documents.frame(words, title, "../../", links, policy, state=cover.status(report)),
        "style": Markup(style),
        "languages": named if len(named) > 1 else [],
        "languages_title": words.text("page.languages"),
        "heading": words.markup("review.title", {"name": elements.isolated(report.name), "year": Markup.escape(report.year)}.__getitem__),
        "banner": words.text("cover.illustrative") if report.is_illustrative else "",
        "about": words.text("review.about"),
        "state": cover.reviewed(report),
        "counts": [words.counted("review.count.findings", len(findings)), words.counted("review.count.comments", still_open)],
        "sections": [(part, words.text(f"review.section.{part}"), told) for part, told in sections.items()],
        "home": home,
        "home_title": words.text("documents.report"),
    }
    return documents.render("review.html.j2", values)


def _sections(report: Report, findings: pd.DataFrame, explained: set[str]) -> dict[str, Markup]:
    """The sections whose figures are those of the report as it is now."""

    def show(figure_id: str, style: str) -> Markup:
        """A figure, which leads to how it was made where that is told."""
        is_known = figure_id not in report.facts or anchor(figure_id) in explained
        return report.show(figure_id, style) if is_known else element(report, figure_id, style)

    return {
        "findings": _findings(report, findings),
        "changes": weighing.changes(report, show),
        "outliers": weighing.outliers(report, show),
        "estimates": weighing.estimates(report, show),
        "uncertainty": weighing.uncertainty(report, show),
    }


def _since(report: Report, state: State) -> Markup:
    """What changed since a reviewer last looked at the report."""
    looked = _looked(report)
    if looked is None:
        return elements.paragraph(report.text("review.since.never"))
    hashed, before = looked
    about = report.catalogue.markup("review.since.about", lambda _: Markup("<code>%s</code>") % hashed[:12])
    if state.says_the_same(before):
        return elements.paragraphs([about, Markup.escape(report.text("review.since.same"))])
    metrics = {goal: str(rows[0]["metric"]) for goal, rows in report.goals.items()}
    told = changes_page.differing(report, differences.between(before, state, report.facts, metrics))
    parts = [elements.heading(title) + shown for _, title, shown in told["parts"]]
    return elements.joined([elements.paragraph(about), elements.bullets(told["counts"], "facts"), *parts])


def _looked(report: Report) -> tuple[str, State] | None:
    """The report as a reviewer last looked at it, with its hash; None where none did, in this language."""
    data = cover.data(report)
    hashed, _ = content.copied(data, report.year, report.organization, content.LOOKED)
    memory = kept.parsed(content.copy_of(data, report.year, report.organization, content.LOOKED, report.language)) if hashed else None
    return (hashed, memory.state) if memory is not None else None


def _comments(report: Report, given: Sequence[comments.Comment], state: State) -> Markup:
    if not given:
        return elements.paragraph(report.text("review.comments.none"))
    # Those that wait for somebody come first.
    ordered = sorted(given, key=lambda comment: comment.state == CLOSED)
    return placing.listed(report, ordered, list(state.texts), level=0)


def _findings(report: Report, findings: pd.DataFrame) -> Markup:
    """The findings that nobody waived, a row a rule and level, with the first of each."""
    if findings.empty:
        return elements.paragraph(report.text("review.findings.none"))
    rows = findings.to_dict("records")
    groups: dict[tuple[int, str], list[Mapping[Any, Any]]] = {}
    for row in rows:
        level = str(row["level"])
        groups.setdefault((_LEVELS.index(level) if level in _LEVELS else len(_LEVELS), str(row["rule"])), []).append(row)
    head = [report.text(f"changes.head.{part}") for part in ("level",)] + [
        report.text(f"review.head.{part}") for part in ("rule", "count", "place", "why")
    ]
    told = [_finding(report, rule, group) for (_, rule), group in sorted(groups.items(), key=lambda one: one[0])]
    table = elements.table(report.text("review.section.findings"), head, told[:_RULES], numeric=False, style="listing")
    link = Markup('<a href="%s">%s</a>') % (validation_name(report.language), report.text("review.findings.all"))
    return elements.joined([table, elements.paragraph(link)])


def _finding(report: Report, rule: str, group: Sequence[Mapping[Any, Any]]) -> list[Markup]:
    words, first = report.catalogue, group[0]
    place = first["table"] if is_missing(first["source_file"]) or not first["source_file"] else first["source_file"]
    row = "" if is_missing(first["source_row"]) else f":{int(first['source_row'])}"
    return [
        Markup.escape(words.text(f"changes.level.{first['level']}")),
        Markup("<code>%s</code>") % rule,
        Markup.escape(words.count(len(group))),
        Markup("<code>%s%s</code>") % (place, row),
        elements.spoken(words, "" if is_missing(first["message"]) else str(first["message"])),
    ]


def _next(report: Report) -> Markup:
    """The states that the report can be moved to, with the command of each."""
    where = f"--year {report.year} --organization {report.organization}"
    moves = [f'{_COMMAND} set {where} {state} --role "…"' for state in MOVES[cover.status(report)]]
    remark = f'{_COMMAND} comment {where} figure:ghg.total "…" --role "…"'
    told = [elements.paragraph(report.text("review.next.about")), _commands(report.text("review.section.next"), moves)]
    return elements.joined([*told, elements.paragraph(report.text("review.next.comment")), _commands(report.text("review.next.comment"), [remark])])


def _commands(title: str, lines: Sequence[str]) -> Markup:
    """Commands as a list that the keyboard can scroll."""
    listed = elements.joined(Markup("<li><code>%s</code></li>") % line for line in lines)
    return Markup('<div class="commands" role="group" aria-label="%s" tabindex="0"><ul>%s</ul></div>') % (title, listed)
