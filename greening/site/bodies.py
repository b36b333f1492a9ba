"""What the pages of a year tell of each organization: its state, and the few figures of its published report that they print."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from upath import UPath

from greening import formats, manifest
from greening.formats import Fact
from greening.locale import SOURCE, Catalogue
from greening.narrative.report import anchor

TOTAL, PER_CAPITA = "ghg.total", "ghg.per_capita"
#: The figures that these pages print: emissions of each year, those of one person, and what is covered of each topic.
_SHOWN = re.compile(rb'"figure_id": "(?:ghg\.total(?:@\d{4})?|ghg\.per_capita|coverage\.[a-z_]+\.(?:status|share))"')
_COVERAGE = re.compile(r"coverage\.([a-z_]+)\.(?:status|share)")
_EARLIER = f"{TOTAL}@"
#: States of a topic of which nothing is missing.
_WHOLE = ("reported", "not_occurring")
_ELEMENT = Markup('<data value="%s" data-figure="%s" data-organization="%s"%s>%s</data>')
_STYLE = Markup(' data-format="%s"')


@dataclass(frozen=True)
class Body:
    """An organization of a year: how far it came, and the figures of its published report, none where it has none."""

    code: str
    name: str
    year: int
    outcome: str
    why: str = ""
    #: What kind of body it is: a group, as the register of bodies has it, or `other`.
    kind: str = "other"
    #: How far the review of its report is.
    review: str = "draft"
    is_group: bool = False
    is_illustrative: bool = False
    #: The languages of its published report.
    languages: tuple[str, ...] = ()
    #: What else lies in its folder.
    files: frozenset[str] = frozenset()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @cached_property
    def topics(self) -> dict[str, Fact]:
        """What is covered of each topic: the share where one is known, else its status."""
        found: dict[str, Fact] = {}
        for figure_id in sorted(self.facts):
            if topic := _COVERAGE.fullmatch(figure_id):
                found.setdefault(topic[1], self._covered(topic[1]))
        return found

    def _covered(self, topic: str) -> Fact:
        status, share = (self.facts.get(f"coverage.{topic}.{name}") for name in ("status", "share"))
        return share if share is not None and (status is None or status.text in _WHOLE[:1]) else status or share  # type: ignore[return-value]

    @property
    def absent(self) -> list[Fact]:
        """The states of topics that are not reported, or not for the year, by topic."""
        states = (self.facts[name] for name in sorted(self.facts) if name.startswith("coverage.") and name.endswith(".status"))
        return [state for state in states if state.text not in _WHOLE]

    @cached_property
    def trend(self) -> list[tuple[int, Fact]]:
        """The emissions of each year that the report knows, ascending."""
        earlier = [(int(name.removeprefix(_EARLIER)), fact) for name, fact in self.facts.items() if name.startswith(_EARLIER)]
        own = [(self.year, self.facts[TOTAL])] if TOTAL in self.facts else []
        return sorted((year, fact) for year, fact in [*earlier, *own] if fact.value is not None)

    def page(self, language: str) -> str:
        """The report as the pages of a language link to it: in that language, else in English or the first that there is; empty without a report."""
        found = next((one for one in (language, SOURCE, *self.languages) if one in self.languages), "")
        return f"{quote(self.code)}/{found}.html" if found else ""

    def file(self, name: str) -> str:
        """The way to a file of the organization; empty where it is not published."""
        return f"{quote(self.code)}/{quote(name)}" if name in self.files else ""

    def show(self, fact: Fact, words: Catalogue, style: str = "table") -> Markup:
        """A figure as an element."""
        told = _STYLE % style if style != "plain" else ""
        return _ELEMENT % (fact.raw, fact.figure_id, self.code, told, formats.figure(words, fact, style))

    def linked(self, fact: Fact, words: Catalogue, style: str = "table") -> Markup:
        """A figure as an element that leads to how it was made."""
        folder, _, page = self.page(words.language).rpartition("/")
        return Markup('<a href="%s#%s">%s</a>') % (f"{folder}/how.{page}", anchor(fact.figure_id), self.show(fact, words, style))


def read(folder: UPath, year: int, states: Sequence[Mapping[str, Any]], listed: Iterable[str]) -> list[Body]:
    """The organizations of a year, of which `listed` are the published files, by their path below the year's folder."""
    files: dict[str, list[str]] = {}
    for name in listed:
        code, is_below, file = name.partition("/")
        if is_below:
            files.setdefault(code, []).append(file)
    return [_body(folder, year, state, files.get(str(state["organization"]), [])) for state in states]


def _body(folder: UPath, year: int, state: Mapping[str, Any], files: Sequence[str]) -> Body:
    code = str(state["organization"])
    languages = tuple(sorted(name.removesuffix(".html") for name in files if manifest.is_report(name)))
    return Body(
        code=code,
        name=str(state["name"]),
        year=year,
        # What is computed and not published as a report has not been asked for.
        outcome="none" if state["outcome"] == "ok" and not languages else str(state["outcome"]),
        why=str(state["why"] or ""),
        kind="group" if state["is_group"] else str(state.get("kind", "other")),
        review=str(state.get("review", "draft")),
        is_group=bool(state["is_group"]),
        is_illustrative=bool(state["illustrative"]),
        languages=languages,
        files=frozenset(files),
        facts=figures((folder / code / "report.json").read_bytes()) if "report.json" in files else {},
    )


def figures(document: bytes) -> dict[str, Fact]:
    """The figures of a report.json that the pages print, by name.

    The file has one figure a line, and often a thousand of them: only the lines that are wanted are read.
    """
    fields = Fact.__dataclass_fields__
    entries = (json.loads(_line(document, found.start())) for found in _SHOWN.finditer(document))
    return {entry["figure_id"]: Fact(**{name: value for name, value in entry.items() if name in fields}) for entry in entries}


def _line(document: bytes, place: int) -> bytes:
    """The line around a place, without the comma at its end."""
    end = document.find(b"\n", place)
    return document[document.rfind(b"\n", 0, place) + 1 : end if end >= 0 else len(document)].rstrip(b",")
