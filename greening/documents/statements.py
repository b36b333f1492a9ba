"""Statements that several documents make of a report: results, why they changed, where goals stand, what figures of a topic there are."""

from collections.abc import Sequence

from markupsafe import Markup

from greening.documents.document import Grid, Paragraph
from greening.documents.sections import told
from greening.formats import is_missing
from greening.narrative import changes, completeness, elements, greenhouse_gas, noted
from greening.narrative.listing import cells
from greening.narrative.report import Report, Row
from greening.narrative.targets import metric_name

#: The figures that a year is known by, in the order of reading.
HEADLINE = (
    "ghg.total",
    "ghg.per_capita",
    "ghg.bucket.air_travel.share",
    "ghg.bucket.facilities.share",
    "ghg.bucket.other_travel.share",
    "energy.renewable.share",
    "waste.per_capita",
    "waste.recovered.share",
    "water.per_capita",
    "personnel.total",
    "offsets.share",
)


def body(report: Report) -> str:
    """The governing body as the organization names it, else in general words."""
    return answer(report, "documents.governing_body.name") or report.text("documents.governing_body")


def answer(report: Report, question_id: str) -> str:
    """The answer to a question on management for the whole organization; empty where there is none, or where several differ."""
    given = (row["answer"] for row in report.rows("management") if row["question_id"] == question_id and is_missing(row["location_id"]))
    told = {str(text) for text in given if not is_missing(text)}
    return told.pop() if len(told) == 1 else ""


def named(report: Report, key: str, **words: str) -> Markup:
    """A message with the organization's name, whose direction of writing does not reach the text around it, and the year."""
    names = {name: Markup.escape(text) for name, text in words.items()}
    return report.say(key, name=elements.isolated(report.name), year=Markup.escape(report.year), **names)


def mandates(report: Report) -> list[Row]:
    """The organization's own mandates and commitments that hold for all of it and still stand."""
    rows = [row for row in report.rows("mandates") if is_missing(row["location_id"]) and row["organization"] == report.organization]
    return [row for row in rows if row["status"] not in ("superseded", "not_applicable")]


def shared_mandates(report: Report) -> list[Row]:
    """The mandates and commitments of the whole system that the organization answers to, as its registers have them."""
    return [row for row in report.product("register") if row["register"] == "mandates" and row["applies"] == "system"]


def emissions(report: Report) -> Markup:
    """The total with its interval, and per person."""
    texts = [
        report.say("ghg.total", name=Markup.escape(report.name), year=Markup.escape(report.year)),
        greenhouse_gas.interval(report),
        report.say("ghg.per_capita"),
    ]
    return elements.sentences(texts)


def parts_of_total(report: Report) -> Markup:
    """What the total is made of."""
    shares = [f"ghg.bucket.{bucket}.share" for bucket in greenhouse_gas.BUCKETS]
    return elements.sentences([greenhouse_gas.split(report, shares), report.say("ghg.air.per_capita"), report.say("ghg.facilities.per_m2")])


def basis(report: Report) -> Markup:
    """Whom the figures cover, and how far they rest on estimates."""
    return elements.sentences([completeness.members(report), report.say("completeness.locations"), completeness.estimates(report)])


def change(report: Report) -> Markup:
    """The change on the base year, or on the year before, as far as the intervals tell it; with the note that one of the years bears."""
    before = Markup.escape(report.year - 1)
    since = changes.since_base_year(report) or changes.direction(report, "ghg.change.previous_year", "change.previous", before=before)
    notes = [part.text for part in told(noted.caution(report, noted_years(report))) if isinstance(part, Paragraph)] if since else []
    return elements.sentences([since, *map(Markup, notes)])


def noted_years(report: Report) -> list[int]:
    """Which of the years that are compared, the base year or the year before with the year itself, say little of measures."""
    base = report.value("ghg.change.base_year.from")
    return [year for year in (report.year - 1 if base is None else int(base), report.year) if year in noted.noted()]


def headline(report: Report) -> Grid:
    """The figures that the year is known by, beside those of the year before where they are known."""
    names = [name for name in HEADLINE if report.value(name) is not None]
    has_before = any(report.has(f"{name}@{report.year - 1}") for name in names)
    years = [report.year - 1, report.year] if has_before else [report.year]
    rows = [[report.catalogue.label(name), *(_shown(report, report.at(name, year)) for year in years), report.interval(name)] for name in names]
    head = [report.text("head.figure"), *(str(year) for year in years), report.text("head.interval")]
    return Grid(report.text("documents.headline"), *elements.without_empty(head, rows), numeric=True)


def _shown(report: Report, figure_id: str) -> Markup:
    return report.show(figure_id, "about") if report.has(figure_id) else Markup("")


def figures(report: Report, caption: str, names: Sequence[str]) -> Grid:
    """A table of figures with their names and units."""
    rows = [[report.catalogue.label(name), report.show(name, "about")] for name in names if report.has(name)]
    return Grid(report.text(caption), [report.text("head.figure"), report.text("head.value")], rows, numeric=True)


def listed(report: Report, table: str, columns: Sequence[str], caption: str, rows: Sequence[Row] | None = None) -> Grid:
    """The rows of a submission table as they were submitted, or those given, under the columns that hold anything."""
    return Grid(report.text(caption), *cells(report, table, columns, rows))


def goals(report: Report) -> list[str]:
    """The goals of the report that something can be said of, in their order."""
    return [goal for goal in report.goals if report.word(f"target.{goal}.status")]


def goal_lines(report: Report) -> list[Markup]:
    """Where each goal stands, in a line; goals that were not adopted are no goals of the organization."""
    own = [goal for goal in goals(report) if report.word(f"target.{goal}.status") != "not_adopted"]
    return [report.say("documents.goal", metric=metric(report, goal), **places(goal, "target_year", "status")) for goal in own]


def goal_name(report: Report, goal: str) -> Markup:
    """The name of a goal: what it is measured by and until when."""
    label = _told_apart(report, goal, report.catalogue.label(str(report.goals[goal][0]["metric"])))
    return report.say("documents.goal.name", metric=label, **places(goal, "target_year")) or label


def metric(report: Report, goal: str) -> Markup:
    """What a goal is measured by, inside a sentence."""
    return _told_apart(report, goal, metric_name(report, goal))


def _told_apart(report: Report, goal: str, name: str) -> Markup:
    """The name, with the goal's code where another goal has the same metric and target year."""

    def aims(other: str) -> tuple[object, object]:
        return report.goals[other][0]["metric"], report.value(f"target.{other}.target_year")

    is_shared = any(other != goal and aims(other) == aims(goal) for other in goals(report))
    return Markup.escape(report.text("documents.goal.code", name=name, code=goal) if is_shared else name)


def places(goal: str, *parts: str) -> dict[str, str | Markup]:
    """The places of a sentence on a goal, each the goal's own figure."""
    return {part: f"target.{goal}.{part}" for part in parts}
