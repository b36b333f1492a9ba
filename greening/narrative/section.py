"""A section: what a cell of the notebook shows, first its text, then each of its charts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from IPython.display import display
from markupsafe import Markup

from greening import digits, notes
from greening.charts.specification import MIMETYPE, Chart
from greening.ems import sdg
from greening.formats import is_missing
from greening.narrative import elements, placement
from greening.narrative.report import Report, validation_name
from greening.narrative.stories import stories

#: The notes of a figure that several sections print stand in the one that it belongs to.
_HOME = {"ghg.total": "ghg", "ghg.per_capita": "ghg"}
_PRINTED = re.compile(r'data-figure="([^"]+)"')
_NOTHING = Markup("")


@dataclass(frozen=True)
class Panel:
    """A chart with its data table, and what frames it on the page.

    `id` is its place on the page and the name of its file, `finding` its headline with its figures (the chart's title where it has none), `drawn`
    what is drawn and in which unit, `source` where its figures come from.
    """

    chart: Chart
    table: Markup
    id: str = ""
    finding: Markup = _NOTHING
    drawn: str = ""
    source: Markup = _NOTHING


@dataclass(frozen=True)
class Section:
    """A part of the report: its id, its title, its text as HTML, its charts; the heading where it is more than the title's plain text.

    `is_absent` where it says only that nothing was reported: the page gathers those.
    """

    id: str
    title: str
    body: Markup
    panels: tuple[Panel, ...] = ()
    heading: Markup | None = None
    is_absent: bool = False

    @property
    def html(self) -> Markup:
        """The text with its heading; the cover's is the title of the page."""
        level = 1 if self.id == "cover" else 2
        return Markup('<h{0} id="{1}">{2}</h{0}>{3}').format(level, self.id, self.heading or self.title, self.body)

    def _ipython_display_(self) -> None:
        about = {"id": self.id, "title": self.title, **({"is_absent": True} if self.is_absent else {})}
        _display({"text/html": str(self.html), "text/plain": self.title}, {"text/html": about})
        for panel in self.panels:
            _display({MIMETYPE: panel.chart.spec, "text/plain": panel.chart.title}, {MIMETYPE: _about(panel)})


def section(
    report: Report, name: str, parts: Iterable[str], panels: Iterable[Panel | None] = (), *, absent: str = "", has_notes: bool = True
) -> Section:
    """A section of the parts that are not empty, the organization's own texts, and the cautions of the figures printed.

    Where nothing is left it says that nothing was reported, and why, as the coverage of the topic `absent` has it.
    """
    drawn = tuple(panel for panel in panels if panel is not None)
    content = elements.joined(parts)
    told = stories(report, name)
    parts_told = bool(content or told or drawn)
    if not parts_told:
        content = not_reported(report, absent or name)
    served = _served(report, name) if parts_told else Markup("")
    notes = _cautions(report, name, content, drawn) if has_notes else Markup("")
    return Section(name, report.text(f"section.{name}"), elements.joined([content, told, served, notes]), drawn, is_absent=not parts_told)


def _served(report: Report, name: str) -> Markup:
    """The targets of the Sustainable Development Goals that the topic of a section serves; nothing where it is no such topic."""
    targets = sdg.of_topics(name)
    return elements.paragraph(report.text("sdg.line", targets=report.catalogue.listed(targets)), "detail") if targets else Markup("")


def not_reported(report: Report, topic: str) -> Markup:
    """That a topic was not reported, and why: the submission's own words, else that no rows were submitted."""
    notes = [row["note"] for row in report.rows("coverage") if row["topic"] == topic and not is_missing(row["note"])]
    status = report.word(f"coverage.{topic}.status")
    reason = elements.sentences(Markup.escape(note) for note in notes) or _unused(report, topic)
    state = report.text("not_reported") if status in ("", "not_reported", "reported") else report.term(f"coverage_{status}")
    return elements.aside(report.say("not_reported.why", status=Markup.escape(state), reason=reason), "absence")


def _unused(report: Report, topic: str) -> Markup:
    """Why there is nothing on a topic: its rows were rejected, the publications do not have it, or nothing was handed in."""
    count = sum(report.rejected.get(table, 0) for table in placement.TABLES.get(topic, (topic,)))
    if count:
        link = Markup('<a href="{}">{}</a>').format(validation_name(report.language), report.text("completeness.validation"))
        return report.catalogue.markup("not_reported.rejected", lambda place: link if place == "link" else Markup.escape(count), count)
    return Markup.escape(report.text("not_reported.published" if report.is_quoted else "not_reported.no_rows"))


def _cautions(report: Report, section: str, content: Markup, panels: Iterable[Panel]) -> Markup:
    """The notes of the figures printed, and their other published values."""
    shown = dict.fromkeys(_PRINTED.findall(elements.joined([content, *(shown for panel in panels for shown in (panel.finding, panel.table))])))
    # What the note of a change says, the sentence on it has said.
    printed = [name for name in shown if name in report.facts and ".change." not in name and _HOME.get(name, section) == section]
    others = [_alternative(report, name, entry) for name in printed for entry in report.alternatives(name)]
    listed = elements.bullets([*_notes(report, printed), *others], "notes")
    return elements.joined([elements.heading(report.text("notes.title")), listed]) if listed else Markup("")


def _notes(report: Report, printed: Iterable[str]) -> list[str]:
    """Each note once, with all the figures that it holds for."""
    found: dict[str, list[str]] = {}
    for name in printed:
        found.setdefault(report.facts[name].note, []).append(figure_name(report, name))
    told = ((report.catalogue.listed(names), notes.told(report.catalogue, note)) for note, names in found.items() if note)
    return [report.text("notes.note", name=names, note=note) for names, note in told]


def _alternative(report: Report, figure_id: str, entry: Mapping[str, Any]) -> str:
    value = digits.full(report.catalogue, float(entry["value"]))
    told = report.catalogue.bracketed(value, str(entry["reference"])) if entry.get("reference") else value
    return report.text("notes.alternative", name=figure_name(report, figure_id), value=told)


def figure_name(report: Report, figure_id: str) -> str:
    """The name of a figure, with its year or member where it is another's."""
    stem, _, member = figure_id.partition(":")
    stem, _, year = stem.partition("@")
    qualifiers = report.catalogue.listed(part for part in (year, member) if part)
    label = report.catalogue.label(stem)
    return report.catalogue.bracketed(label, qualifiers) if qualifiers else label


def _about(panel: Panel) -> dict[str, str]:
    frame = {name: str(told) for name in ("id", "finding", "drawn", "source") if (told := getattr(panel, name))}
    return {"title": panel.chart.title, "description": panel.chart.description, "table": str(panel.table), **frame}


def _display(data: dict[str, Any], metadata: dict[str, Any]) -> None:
    display(data, raw=True, metadata=metadata)  # type: ignore[no-untyped-call]
