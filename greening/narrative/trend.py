"""Change over time: what the intervals allow to be said, and where the series breaks."""

from markupsafe import Markup

from greening.decomposition.readings import EFFECTS, UNEXPLAINED
from greening.narrative import elements, noted, panels
from greening.narrative.greenhouse_gas import BUCKETS
from greening.narrative.report import Report
from greening.narrative.section import Section, section

#: A part of a change below this share of the total is not told in a sentence: it would print as nothing.
TOLD_SHARE = 0.0005


def trend(report: Report) -> Section:
    """The total and the emissions per person over the years, the change on the year before and on the base year, and every break."""
    sentences = [
        # The base year's sentence has said it where that is the year before.
        Markup("")
        if since_base_year(report) and report.value("ghg.change.base_year.from") == report.year - 1
        else direction(report, "ghg.change.previous_year", "change.previous", before=Markup.escape(report.year - 1)),
        direction(report, "ghg.per_capita.change.previous_year", "change.per_capita", before=Markup.escape(report.year - 1)),
    ]
    parts = [
        elements.paragraph(since_base_year(report), "lead"),
        elements.paragraph(elements.sentences(sentences)),
        elements.paragraph(recalculated(report)),
        *accounted(report),
        _breaks(report),
        noted.caution(report, report.years("ghg.total") if len(report.years("ghg.total")) > 1 else ()),
    ]
    shares = [f"ghg.bucket.{bucket}.share" for bucket in BUCKETS]
    drawn = [
        panels.trend(report, "trend", "ghg.total"),
        panels.trend(report, "per_capita", "ghg.per_capita"),
        panels.multiples(report, "shares", shares),
    ]
    return section(report, "trend", parts, drawn, absent="ghg")


def direction(report: Report, figure_id: str, key: str, **names: str | Markup) -> Markup:
    """The sentence on a change: it fell, it rose, or the interval holds zero and it cannot be told."""
    if not report.has(figure_id):
        return Markup("")
    return report.say(f"{key}.{report.facts[figure_id].direction}", change=figure_id, **names)


def since_base_year(report: Report) -> Markup:
    """The change of the total since the base year, with both totals and why the change is no sharper."""
    change, base_year = "ghg.change.base_year", "ghg.change.base_year.from"
    start = report.value(base_year)
    if start is None or not report.has(change):
        return Markup("")
    base = _base(report, int(start))
    rests = "rounded" if report.has(base, "ghg.total") and _both_rounded(report, base) else "computed"
    sentence = report.say(f"change.base.{rests}.{report.facts[change].direction}", change=change, base=base, year=base_year)
    return sentence or direction(report, change, "change.base.alone", year=base_year)


def _both_rounded(report: Report, base: str) -> bool:
    return all(report.facts[name].precision in ("rounded", "approx") for name in ("ghg.total", base))


def _base(report: Report, year: int) -> str:
    """The id of the base year's total: as computed again, where it was, else as it stands."""
    again = f"ghg.total.recalculated@{year}"
    return again if report.has(again) else report.at("ghg.total", year)


def recalculated(report: Report) -> Markup:
    """What became of the base year: restated, computed again, or not, and why not."""
    told, year, state = (
        report.word("ghg.base_year.recalculated"),
        report.value("ghg.change.base_year.from"),
        report.word("ghg.base_year.recalculation"),
    )
    if told not in ("yes", "no") or year is None:
        return Markup("")
    old = "ghg.base_year.published" if report.has("ghg.base_year.published") else report.at("ghg.total", int(year))
    names = {"year": "ghg.change.base_year.from", "old": old, "new": f"ghg.total.recalculated@{int(year)}"}
    detailed = report.say(f"change.base_year.{state}", **names) if state in ("recalculated", "below_threshold", "no_rows") else Markup("")
    return detailed or report.say(f"change.recalculated.{told}", year="ghg.change.base_year.from")


def accounted(report: Report) -> list[Markup]:
    """What accounts for the change on the year before and on the base year, part by part; what its interval does not tell from zero is left out."""
    base = report.value("ghg.change.base_year.from")
    spans = [("previous_year", Markup.escape(report.year - 1))]
    if base is not None and base != report.year - 1:
        spans.append(("base_year", report.show("ghg.change.base_year.from")))
    return [_accounted(report, span, since) for span, since in spans]


def _accounted(report: Report, span: str, since: Markup) -> Markup:
    start = f"ghg.change.{span}"
    told = [_effect(report, f"{start}.{effect}", effect) for effect in EFFECTS]
    entries = [entry for entry in told if entry]
    if not entries or not any(report.has(f"{start}.{effect}") for effect in EFFECTS if effect != UNEXPLAINED):
        # Where nothing is explained, the change has been told already.
        return Markup("")
    head = report.say("change.accounted", tonnes=f"{start}.tonnes", before=since)
    return elements.joined([elements.paragraph(head), elements.bullets(entries), _by_bucket(report, start, since)])


def _effect(report: Report, figure_id: str, effect: str) -> Markup:
    """What an effect accounts for; nothing where its interval holds zero, or where it is too small a part of the total to be told."""
    if not report.has(figure_id) or abs(report.value(f"{figure_id}.share") or 0.0) < TOLD_SHARE:
        return Markup("")
    if effect == UNEXPLAINED:
        return report.say("change.effect.unexplained", effect=figure_id)
    variant = report.facts[figure_id].direction
    return report.say(f"change.effect.{effect}.{variant}", effect=figure_id) if variant != "unclear" else Markup("")


def _by_bucket(report: Report, start: str, since: Markup) -> Markup:
    """Every part of the change by part of the report, also those that cannot be told from zero."""
    effects = [effect for effect in EFFECTS if report.has(f"{start}.{effect}")]
    cells = {bucket: [_cell(report, f"{start}.bucket.{bucket}.{effect}") for effect in effects] for bucket in BUCKETS}
    rows = [[report.term(bucket), *parts] for bucket, parts in cells.items() if any(parts)]
    total = [report.text("figure.ghg.total"), *(report.show(f"{start}.{effect}", "signed") for effect in effects)]
    head = [report.text("head.part"), *(report.text(f"change.head.{effect}") for effect in effects)]
    return elements.table(report.text("change.by_bucket", year=str(since.striptags())), head, [*rows, total] if rows else [])


def _cell(report: Report, figure_id: str) -> Markup:
    return report.show(figure_id, "signed") if report.has(figure_id) else Markup("")


def _breaks(report: Report) -> Markup:
    first = min(report.years("ghg.total"), default=report.year)
    # Nothing is compared across the start of the series.
    found = [(year, report.at(name, year)) for name in ("ghg.break", "personnel.break") for year in report.years(name) if year > first]
    entries = [report.say("change.break", year=Markup.escape(year), text=name) for year, name in sorted(found)]
    if not entries:
        return Markup("")
    return elements.joined([elements.heading(report.text("change.breaks")), elements.bullets(entries)])
