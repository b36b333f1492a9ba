"""The scorecard of the system: leadership, governance, impact areas and functions, each item a figure that the reports hold already."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from greening import reference
from greening.documents.document import Document, Grid, Heading, Paragraph, Part
from greening.narrative.peers import shown
from greening.narrative.report import Report, Row

#: What stands between an item and a level in the name of a figure.
_LEVEL = ".level."


def scorecard(report: Report) -> Iterator[Document]:
    """The scorecard of a group; nothing for a body without members."""
    if report.is_group:
        yield Document("scorecard", report.text("scorecard.title"), tuple(_parts(report)), report.text("scorecard.subtitle", name=report.name))


def _parts(report: Report) -> Iterator[Part]:
    yield Paragraph(report.text("scorecard.about"))
    parts: dict[str, list[Row]] = {}
    for row in reference.load("scorecard").to_dict("records"):
        parts.setdefault(str(row["part"]), []).append(row)
    levels = _levels(report)
    head = [report.text(f"head.scorecard.{name}") for name in ("item", "value", "levels", "reporting", "of")]
    for part, items in parts.items():
        title = report.text(f"scorecard.{part}")
        yield Heading(title)
        yield Grid(report.text("scorecard.caption", part=title), head, [_row(report, item, levels) for item in items])


def _row(report: Report, item: Row, levels: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """An item with the group's own value, how many members are at each level, and how many report it; what is missing says so."""
    name, figure_id = str(item["item"]), str(item["figure_id"])
    told = report.catalogue.shown(_level(report, level) for level in levels.get(name, ()))
    value = shown(report, figure_id, "unit")
    absent = Markup('<span class="absent">%s</span>') % report.text("absent")
    label = Markup.escape(report.text(f"scorecard.item.{name}"))
    counted = shown(report, f"scorecard.{name}.reporting")
    return [label, value or (Markup("") if told else absent), told, counted, shown(report, "members.known")]


def _levels(report: Report) -> Mapping[str, Sequence[str]]:
    """The figures that count the members at a level by the name of the item, the most frequent first."""
    found: dict[str, list[str]] = {}
    for figure_id in report.ids("scorecard."):
        item, is_level, _ = figure_id.removeprefix("scorecard.").partition(_LEVEL)
        if is_level:
            found.setdefault(item, []).append(figure_id)
    return {item: sorted(ids, key=lambda figure_id: (-(report.value(figure_id) or 0.0), figure_id)) for item, ids in found.items()}


def _level(report: Report, figure_id: str) -> Markup:
    return report.say("scorecard.level", level=Markup.escape(report.term(figure_id.partition(_LEVEL)[2])), count=figure_id)
