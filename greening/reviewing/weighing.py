"""What a reviewer looks at first: the biggest parts of the change, what stands out, estimates by weight, and where the uncertainty comes from."""

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup, escape

from greening import digits
from greening.decomposition.readings import EFFECTS
from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.peers import element
from greening.narrative.report import Report, Row
from greening.narrative.section import figure_name
from greening.peers.coverage import TOPICS

#: A figure as an element, in a style.
Show = Callable[[str, str], Markup]
#: So many rows of a table are told, the weightiest first.
_ROWS = 12
#: A source stands out that changed by more than this share of what it was, and by more than this share of the total; a figure by more than that.
_SOURCE, _OF_TOTAL, _FIGURE = 0.5, 0.005, 0.25
#: A member stands out at so many times the median of its peers, or at one over that.
_PEER = 2.0
#: Grades of quantities that nobody measured.
_ESTIMATED = ("estimated", "proxy", "carried_forward")
_CHANGE = "ghg.change.previous_year"


def changes(report: Report, show: Show) -> Markup:
    """The change of the total on the year before, and the parts of it that weigh most, with what is said of them."""
    total = f"{_CHANGE}.tonnes"
    if not report.has(total):
        return elements.paragraph(report.text("review.changes.none"))
    lead = report.catalogue.named(report.text("review.changes.total"), "")
    parts = [name for name in report.ids(f"{_CHANGE}.bucket.") if name.rpartition(".")[2] in EFFECTS]
    ordered = sorted(parts, key=lambda name: (-abs(report.value(name) or 0.0), name))
    head = [report.text(f"review.head.{name}") for name in ("part", "change")] + [report.text("head.interval"), report.text("review.head.why")]
    rows = [_part(report, name, show) for name in ordered[:_ROWS]]
    told = elements.table(report.text("review.section.changes"), *elements.without_empty(head, rows), style="sides")
    return elements.joined([elements.paragraph(Markup("%s %s") % (lead.strip(), show(total, "signed")), "lead"), told])


def _part(report: Report, name: str, show: Show) -> list[Markup]:
    bucket, effect = name.removeprefix(f"{_CHANGE}.bucket.").split(".")
    title = report.catalogue.named(report.term(bucket), report.text(f"chart.effect.{effect}"))
    fact = report.facts[name]
    interval = show(name, "range") if fact.low is not None and fact.low != fact.high else Markup("")
    return [escape(title), show(name, "signed"), interval, _reasons(report, bucket, effect)]


def _reasons(report: Report, bucket: str, effect: str) -> Markup:
    rows = report.product("changes")
    wanted = {"bucket": bucket, "effect": effect, "from_year": report.year - 1}
    told = [str(row["reason"]) for row in rows if not is_missing(row["reason"]) and all(row[name] == value for name, value in wanted.items())]
    return report.catalogue.shown([elements.spoken(report.catalogue, reason) for reason in dict.fromkeys(told) if reason])


def outliers(report: Report, show: Show) -> Markup:
    """Sources and figures that differ much from the year before, and of a group its members that differ much from their peers."""
    tables = [part for part in (_sources(report, show), _figures(report, show), _members(report)) if part]
    nothing = [] if tables else [elements.paragraph(report.text("review.outliers.none"))]
    return elements.joined([*tables, *nothing, _group(report)])


def _sources(report: Report, show: Show) -> Markup:
    total = report.value("ghg.total") or 0.0
    found = [(change, source) for source, change in _by_source(report).items() if _stands_out(report, source, change, total)]
    ordered = sorted(found, key=lambda one: (-abs(one[0]), one[1]))
    head = [report.text(f"review.head.{name}") for name in ("source", "now", "change")]
    rows = [[report.term(source), show(f"ghg.source.{source}", "table"), _signed(report, change)] for change, source in ordered[:_ROWS]]
    return elements.table(report.text("review.outliers.sources"), head, rows)


def _by_source(report: Report) -> dict[str, float]:
    """The change of each source on the year before, apart from computing that year again."""
    found: dict[str, float] = {}
    for row in report.product("changes"):
        if (
            row["from_year"] == report.year - 1
            and row["is_recalculation"] is not True
            and row["source"] != "all"
            and not is_missing(row["change_tco2e"])
        ):
            found[str(row["source"])] = found.get(str(row["source"]), 0.0) + row["change_tco2e"]
    return found


def _stands_out(report: Report, source: str, change: float, total: float) -> bool:
    before = (report.value(f"ghg.source.{source}") or 0.0) - change
    return abs(change) > _SOURCE * abs(before) and abs(change) > _OF_TOTAL * abs(total)


def _signed(report: Report, number: float) -> str:
    text = digits.rounded(report.catalogue, abs(number), 3)
    return report.catalogue.signed("+" if number > 0 else "-") + text


def _figures(report: Report, show: Show) -> Markup:
    names = [name for name in report.facts if "@" not in name and ":" not in name and _differs(report, name)]
    head = [report.text("head.figure"), report.text("review.head.before"), report.text("review.head.now")]
    rows = [[_titled(report, name), show(report.at(name, report.year - 1), "unit"), show(name, "unit")] for name in names[:_ROWS]]
    return elements.table(report.text("review.outliers.figures"), head, rows)


def _titled(report: Report, name: str) -> Markup:
    return Markup('%s <span class="code">%s</span>') % (figure_name(report, name), name)


def _differs(report: Report, name: str) -> bool:
    before = report.facts.get(report.at(name, report.year - 1))
    now = report.facts[name]
    if before is None or now.value is None or not before.value or name.endswith(".allowed"):
        return False
    return abs(now.value - before.value) > _FIGURE * abs(before.value) and now.direction_from(before) != "unclear"


def _members(report: Report) -> Markup:
    """The members of a group that are far from the median of the bodies like them."""
    ranked = (row for row in report.product("standings") if row["is_ranked"] is True and row["topic"] in TOPICS)
    rows = [row for row in ranked if _is_far(row["value"], row["peer_median"])]
    head = [report.text("head.member"), report.text("head.topic"), report.text("review.head.now"), report.text("review.head.median")]
    return elements.table(report.text("review.outliers.peers"), head, [_member(report, row) for row in rows[: 4 * _ROWS]])


def _member(report: Report, row: Row) -> list[str]:
    topic = str(row["topic"])
    figure_id = f"{TOPICS[topic].per_head}:{row['member']}"
    shown = element(report, figure_id, "unit") or digits.rounded(report.catalogue, row["value"], 3)
    return [str(row["member"]), report.text(f"peers.topic.{topic}"), shown, digits.rounded(report.catalogue, row["peer_median"], 3)]


def _is_far(value: float, median: float) -> bool:
    return not is_missing(value) and not is_missing(median) and median > 0 and not median / _PEER <= value <= median * _PEER


def _group(report: Report) -> Markup:
    """Where the comparison with peers is: on the page of the group, which knows all of them."""
    parent = report.profile.get("parent", "")
    if report.is_group or not parent:
        return Markup("")
    link = Markup('<a href="../index.html#%s">%s</a>') % (parent, parent)
    return elements.paragraph(report.catalogue.markup("review.outliers.group", lambda _: link))


def estimates(report: Report, show: Show) -> Markup:
    """What of the total is estimated, and the parts of it that weigh most."""
    names = [name for name in ("quality.estimated.share", "quality.filled.share", *report.ids("quality.grade.")) if report.value(name)]
    lines = [escape(report.catalogue.named(figure_name(report, name), "")) + show(name, "plain") for name in names]
    total, parts = report.value("ghg.total") or 0.0, _estimated(report)
    head = [report.text("review.head.source"), report.text("review.head.quality"), report.text("review.head.share")]
    rows = [[report.term(source), report.term(quality), report.catalogue.percent(tonnes / total, 1)] for (source, quality), tonnes in parts if total]
    told = [elements.bullets(lines), elements.table(report.text("review.estimates.parts"), head, rows[:_ROWS])]
    return elements.joined(told) if names or rows else elements.paragraph(report.text("review.estimates.none"))


def _estimated(report: Report) -> Sequence[tuple[tuple[str, str], float]]:
    """Emissions in the total that rest on estimated or filled quantities, by source and by how they were estimated, the largest first."""
    basis = report.profile.get("scope2_basis") or "location"
    columns = [report.footprint[name].tolist() for name in ("in_total", "basis", "source", "filled_by", "quality", "emissions_tco2e")]
    sums: dict[tuple[str, str], float] = {}
    for in_total, of_basis, source, filled, quality, tonnes in zip(*columns, strict=True):
        how = _how(filled, quality)
        if how and in_total is True and not is_missing(tonnes) and _counts(of_basis, basis):
            sums[str(source), how] = sums.get((str(source), how), 0.0) + float(tonnes)
    return sorted(((key, tonnes) for key, tonnes in sums.items() if tonnes), key=lambda one: (-one[1], one[0]))


def _counts(of_basis: Any, basis: str) -> bool:
    """Whether a row is of the basis that the total is made on, or of none."""
    return is_missing(of_basis) or of_basis in ("", basis)


def _how(filled: Any, quality: Any) -> str:
    """How a quantity was estimated: how it was filled in, else its quality; empty where it was not."""
    if not is_missing(filled):
        return str(filled)
    return str(quality) if quality in _ESTIMATED else ""


def uncertainty(report: Report, show: Show) -> Markup:
    """The interval of the total, and the sources and error groups that its variance comes from."""
    names = [name for name in report.ids("uncertainty.source.") if (report.value(name) or 0.0) > 0]
    if not names:
        return elements.paragraph(report.text("review.uncertainty.none"))
    fact = report.facts.get("ghg.total")
    total = [show("ghg.total", "unit"), *([show("ghg.total", "range")] if fact and fact.low is not None and fact.low != fact.high else [])]
    ordered = sorted(names, key=lambda name: (-(report.value(name) or 0.0), name))[:_ROWS]
    rows = [[report.term(name.split(".")[2]), show(name, "plain")] for name in ordered]
    table = elements.table(report.text("review.section.uncertainty"), [report.text("review.head.source"), report.text("review.head.share")], rows)
    return elements.joined([elements.paragraph(report.catalogue.shown(total), "lead"), table])
