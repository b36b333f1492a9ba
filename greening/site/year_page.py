"""The page of a year: every organization with its outcome and emissions, their course over the years, what they cover, and what is missing."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from greening import locale, manifest, notes, review
from greening.formats import Fact
from greening.locale import Catalogue
from greening.narrative import elements
from greening.publish import documents, inline
from greening.reviewing import naming as reviewers_page
from greening.site.bodies import PER_CAPITA, TOTAL, Body
from greening.site.trend import line

#: So many organizations stand on a page; the others follow on further ones.
A_PAGE = 150
_OUTCOMES = ("ok", "none", "held", "failed")
_REVIEWS = review.STATES
#: Why a run did not publish a report, as `chain.verdict` puts it together.
_WHY = re.compile(r"(?:(?P<file>[^:\n]+\.(?:csv|xlsx)): )?(?P<message>.+?)(?: \(and (?P<more>\d+) more\))?", re.DOTALL)
#: Shares from which a cell of the grid is drawn stronger.
_STEPS = (0.5, 0.8, 0.9995)


class Missing(NamedTuple):
    """A member of a group that handed in nothing for the year."""

    code: str
    name: str
    group: str


class Option(NamedTuple):
    """One choice of a filter."""

    value: str
    label: str


def pages(
    year: int, bodies: Sequence[Body], missing: Sequence[Missing], words: Catalogue, languages: Sequence[str], *, has_rules: bool = False
) -> dict[str, str]:
    """The page of a year in one language, by its name; where there are many organizations several pages, and a script with all names.

    `languages` are all languages that the pages of the year are made in; has_rules says whether there is a page of rules beside them.
    """
    ordered = sorted(bodies, key=lambda body: (words.said(body.name).casefold(), body.code))
    parts = [ordered[start : start + A_PAGE] for start in range(0, len(ordered), A_PAGE)] or [[]]
    rules = manifest.index(words.language).replace("index", "rules", 1) if has_rules else ""
    shared = {**_shared(year, ordered, words), "rules": rules, "rules_title": words.text("rules.link")}
    names = {f"names.{words.language}.js": names_script(parts, words)} if len(parts) > 1 else {}
    return names | {
        page_name(words.language, number): documents.render(
            "year.html.j2",
            {
                **shared,
                **_frame(year, words, languages, number, len(parts)),
                **_shown(part, ordered, words),
                **_absent(part, missing if number == 1 else (), ordered, words),
            },
        )
        for number, part in enumerate(parts, 1)
    }


def page_name(language: str, number: int = 1) -> str:
    """The name of the so-manieth page of a year."""
    return manifest.index(language) if number == 1 else manifest.index(language).replace("index", f"index-{number}", 1)


def _frame(year: int, words: Catalogue, languages: Sequence[str], number: int, count: int) -> Mapping[str, Any]:
    title = words.text("site.year.title", year=str(year))
    links = [(f"../{manifest.index(words.language)}", words.text("page.years"))]
    turns = [
        {"number": words.count(other), "place": page_name(words.language, other), "is_current": other == number} for other in range(1, count + 1)
    ]
    return {
        "page": documents.frame(words, title, "../", links, _policy(is_split=count > 1)),
        "script": Markup(script()),
        "languages": switcher(languages),
        "languages_title": words.text("page.languages"),
        "names": f"names.{words.language}.js" if count > 1 else "",
        "turns": turns if count > 1 else [],
        "turns_title": words.text("site.pages"),
        "is_first": number == 1,
    }


def switcher(languages: Iterable[str]) -> list[tuple[str, str, str]]:
    """The languages of a page around the reports: code, its page, and the language's own name; none where there is but one."""
    named = [(language, manifest.index(language), locale.own_name(language)) for language in languages]
    return named if len(named) > 1 else []


@cache
def script() -> str:
    """The scripts of a year's page: looking for organizations, filters, and sorting; without them everything is shown."""
    folder = documents.TEMPLATES / documents.NAME / "static"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in ("charts.js", "site.js"))


def _policy(*, is_split: bool) -> str:
    """The policy of the page, which allows its scripts by their hash, and the list of names beside it."""
    beside = " 'self'" if is_split else ""
    return f"{documents.POLICY}; script-src {inline.hashed(script())}{beside}"


def _shared(year: int, bodies: Sequence[Body], words: Catalogue) -> dict[str, Any]:
    """What all pages of a year tell of the whole of it."""
    counts = Counter(body.outcome for body in bodies)
    is_invented = bool(bodies) and all(body.is_illustrative for body in bodies)
    return {
        "banner": words.text("site.examples") if is_invented else "",
        "counts": [f"{words.count(counts[outcome])} {words.text(f'site.outcome.{outcome}')}" for outcome in _OUTCOMES if counts[outcome]],
        **_filters(bodies, words),
        "heads": {
            name: words.text(f"site.head.{name}")
            for name in ("organization", "outcome", "review", "total", "per_capita", "why", "topic", "status", "note")
        },
        "said": {
            name: words.text(f"site.{name}")
            for name in (
                *("organizations", "search", "none", "validation", "changes", "reviewers", "all", "filter.kind", "filter.outcome", "filter.review"),
                *("trend.title", "trend.about", "coverage.title", "coverage.about", "missing.title", "missing.held", "missing.topics"),
                *("missing.nothing", "missing.bodies.about", "elsewhere"),
            )
        },
        "title_of_table": words.text("site.year.title", year=str(year)),
    }


def _filters(bodies: Sequence[Body], words: Catalogue) -> dict[str, list[Option]]:
    """The kinds, outcomes and states of the review that there are."""
    kinds = {Option(body.kind, _kind(body.kind, words)) for body in bodies}
    outcomes, reviews = {body.outcome for body in bodies}, {body.review for body in bodies if body.languages}
    return {
        "kinds": sorted(kinds, key=lambda kind: (kind.label, kind.value)),
        "outcomes": [Option(outcome, words.text(f"site.outcome.{outcome}")) for outcome in _OUTCOMES if outcome in outcomes],
        "reviews": [Option(state, words.text(f"cover.status.{state}")) for state in _REVIEWS if state in reviews],
    }


def _kind(kind: str, words: Catalogue) -> str:
    """What a kind of bodies is called; one that only the register knows by the word that it has there."""
    return words.text(f"site.kind.{kind}") if words.has(f"site.kind.{kind}") else _capital(words.term(kind))


def _shown(part: Sequence[Body], bodies: Sequence[Body], words: Catalogue) -> dict[str, Any]:
    """The organizations of one page: their rows, their lines, and the grid of their topics."""
    years = [year for body in bodies for year, _ in body.trend]
    known = (min(years), max(years)) if years else (0, 0)
    topics = _topics(part, words)
    return {
        "rows": [_row(body, words) for body in part],
        "lines": [_line(body, known, words) for body in part if len(body.trend) > 1],
        "topics": [_capital(words.term(topic)) for topic in topics],
        "covered": [_covered(body, topics, words) for body in part if body.topics],
    }


def _topics(bodies: Sequence[Body], words: Catalogue) -> list[str]:
    """The topics of the grid: greenhouse gases, then the others by name."""
    found = {topic for body in bodies for topic in body.topics}
    return sorted(found, key=lambda topic: (topic != "ghg", words.term(topic).casefold(), topic))


def _row(body: Body, words: Catalogue) -> dict[str, Any]:
    return {
        **_named(body, words),
        "marks": _marks(body, words),
        "outcome": body.outcome,
        "outcome_text": words.text(f"site.outcome.{body.outcome}"),
        "review": words.text(f"cover.status.{body.review}") if body.languages else "",
        **{name: _figure(body, figure_id, words) for name, figure_id in (("total", TOTAL), ("per_capita", PER_CAPITA))},
        "why": _why(body.why, words),
        "validation": body.file(f"validation.{words.language}.html") or body.file("validation.html"),
        "changes": body.file(f"changes.{words.language}.html"),
        "reviewers": body.file(reviewers_page.name(words.language)),
    }


def _why(why: str, words: Catalogue) -> Markup:
    """Why a report was not published: the file where there is one, what was found in it, and how many other faults there are."""
    told = _WHY.fullmatch(why)
    if told is None or not words.pieces(told["message"]):
        return elements.spoken(words, why)
    said = elements.spoken(words, told["message"])
    if told["more"]:
        said = words.markup("join.bracket", {"a": said, "b": Markup.escape(words.counted("site.why.more", int(told["more"])))}.__getitem__)
    return words.markup("join.named", {"a": elements.isolated(told["file"]), "b": said}.__getitem__) if told["file"] else said


def _named(body: Body, words: Catalogue) -> dict[str, Any]:
    """How every part of the page names an organization, and by what it is looked for."""
    page = body.page(words.language)
    language = page.rpartition("/")[2].removesuffix(".html")
    return {
        "code": body.code,
        "name": elements.isolated(words.said(body.name)),
        "search": " ".join(dict.fromkeys((body.code, body.name, words.said(body.name)))).lower(),
        "kind": body.kind,
        "state": body.outcome,
        "reviewed": body.review if body.languages else "",
        "report": page,
        "other_language": language if page and language != words.language else "",
    }


def _marks(body: Body, words: Catalogue) -> list[str]:
    """What is said beside the name: a group, an invented organization, a report of an earlier run."""
    marks = {"group": body.is_group, "illustrative": body.is_illustrative, "earlier": bool(body.languages) and body.outcome != "ok"}
    return [words.text(f"site.{mark}") for mark, is_set in marks.items() if is_set]


def _figure(body: Body, figure_id: str, words: Catalogue) -> Markup:
    return body.linked(body.facts[figure_id], words) if figure_id in body.facts and body.languages else Markup("")


def _line(body: Body, years: tuple[int, int], words: Catalogue) -> dict[str, Any]:
    """The card of an organization: its line, and its first and last value."""
    ends = [body.trend[0], body.trend[-1]]
    return {
        **_named(body, words),
        "drawing": line(body.trend, years, words),
        "ends": [(str(year), body.show(fact, words, "about")) for year, fact in ends],
    }


def _covered(body: Body, topics: Sequence[str], words: Catalogue) -> dict[str, Any]:
    """The row of an organization in the grid: a cell for each topic, and how strong it is."""
    facts = [body.topics.get(topic) for topic in topics]
    return {
        **_named(body, words),
        "cells": [("none", Markup("")) if fact is None else (_strength(fact), body.show(fact, words, "plain")) for fact in facts],
    }


def _strength(fact: Fact) -> str:
    """The class of a cell: by its share, or a word."""
    if fact.value is None:
        return "whole" if fact.text in ("reported", "not_occurring") else "word"
    return f"c{sum(fact.value >= step for step in _STEPS)}"


def _absent(part: Sequence[Body], missing: Sequence[Missing], bodies: Sequence[Body], words: Catalogue) -> dict[str, Any]:
    """What is missing, and why: reports that are held or failed, topics that are not reported, members that handed in nothing."""
    names = {body.code: words.said(body.name) for body in bodies}
    groups: dict[str, list[Missing]] = {}
    for one in sorted(missing, key=lambda one: words.said(one.name).casefold()):
        groups.setdefault(one.group, []).append(one)
    return {
        "held": [_row(body, words) for body in part if body.outcome in ("held", "failed")],
        "unreported": [_unreported(body, state, words) for body in part for state in body.absent],
        "groups": [
            {
                "title": _titled(names.get(group, group), words.counted("site.missing.bodies", len(members)), words),
                "members": [(elements.isolated(words.said(one.name)), one.code) for one in members],
            }
            for group, members in groups.items()
        ],
    }


def _titled(name: str, text: str, words: Catalogue) -> Markup:
    return words.markup("join.named", {"a": elements.isolated(name), "b": Markup.escape(text)}.__getitem__)


def _unreported(body: Body, state: Fact, words: Catalogue) -> dict[str, Any]:
    topic = state.figure_id.split(".")[1]
    return {
        **_named(body, words),
        "topic": _capital(words.term(topic)),
        "status": body.show(state, words, "plain"),
        "note": notes.told(words, state.note),
    }


def names_script(parts: Sequence[Sequence[Body]], words: Catalogue) -> str:
    """All organizations of a year whose pages are split, for the search: code, name, and the page where each stands."""
    listed = [[body.code, words.said(body.name), page_name(words.language, number)] for number, part in enumerate(parts, 1) for body in part]
    return f"const everyBody={json.dumps(listed, ensure_ascii=False, separators=(',', ':'))};\n"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
