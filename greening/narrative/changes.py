"""Changes in sentences: which way they go, since when, and what became of the base year; for the cover too, which no chart belongs to."""

from markupsafe import Markup

from greening.narrative.report import Report


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
    base = base_total(report, int(start))
    rests = "rounded" if report.has(base, "ghg.total") and _both_rounded(report, base) else "computed"
    sentence = report.say(f"change.base.{rests}.{report.facts[change].direction}", change=change, base=base, year=base_year)
    return sentence or direction(report, change, "change.base.alone", year=base_year)


def _both_rounded(report: Report, base: str) -> bool:
    return all(report.facts[name].precision in ("rounded", "approx") for name in ("ghg.total", base))


def base_total(report: Report, year: int) -> str:
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
