"""A page for every place of work, and for places with an environmental management of their own a yearly report to their steering group."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from greening.documents import statements
from greening.documents.document import Box, Document, Grid, Heading, Items, Paragraph, Part, code_name
from greening.ems.measures import places_of
from greening.formats import is_missing
from greening.narrative import actions, elements, panels, places
from greening.narrative.report import Report, Row

#: What a place emits, has and uses, in the order of reading.
FIGURES = ("ghg.total", "ghg.per_capita", "ghg.per_m2", "personnel", "floor_area", "electricity", "waste", "water")
#: Kinds of place that answer to mandates of their own.
MISSIONS = ("field_mission", "special_political_mission")
#: What a page says of its place in sentences.
_DESCRIBED = ("kind", "city", "country", "host_agreement", "reporting_line", "reported_by")
_ASPECTS = ("aspect", "significance", "reason", "reviewed_date")
_GROUPS = ("title", "kind", "reporting_line", "members", "text", "start_date", "end_date", "note")
_MANDATES = ("symbol", "title", "kind", "text", "due_date", "status", "evidence")
_LESSONS = ("title", "kind", "topic", "text", "evidence")
_DECISIONS = ("title", "decided_by", "date", "deliverable", "due_date", "done_date")


#: Submission tables whose rows stand on the pages of their places.
_TABLES = ("locations", "aspects", "mandates", "groups")


@dataclass(frozen=True)
class _Place:
    """A place: its row of `sites`, the actions at it, and its rows of submission tables."""

    site: Row
    here: Sequence[Row]
    rows: Mapping[str, Sequence[Row]]

    @property
    def code(self) -> str:
        """The place's location_id."""
        return str(self.site["location_id"])


def locations(report: Report) -> Iterable[Document]:
    """A page for each place of the body itself, and the report to the steering group of those with aspects or actions; none for a group."""
    for place in _places(report):
        used = _used(report, place)
        yield _page(report, place, used)
        if place.here or place.rows["aspects"]:
            yield _steering_group(report, place, used)


def _places(report: Report) -> Iterator[_Place]:
    """Each place of the body itself with the actions at it and its rows."""
    sites = report.product("sites")
    actions_at = _grouped((place, row) for row in report.product("measures") if sites for place in _named(row))
    by_place = {table: _grouped((row["location_id"], row) for row in report.rows(table)) for table in _TABLES if sites}
    for site in sites:
        code = site["location_id"]
        yield _Place(site, actions_at.get(code, []), {table: rows.get(code, []) for table, rows in by_place.items()})


def _grouped(pairs: Iterable[tuple[object, Row]]) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = {}
    for code, row in pairs:
        found.setdefault(code, []).append(row)
    return found


def _named(measure: Row) -> list[str]:
    """The places of an action."""
    return [] if is_missing(measure["location_ids"]) else places_of(str(measure["location_ids"]))


def _page(report: Report, place: _Place, used: Sequence[Part]) -> Document:
    """What the place is, emits and uses, its mandates, aspects, goals, actions and management system."""
    parts: list[Part] = [
        Paragraph(_described(report, place)),
        *used,
        *_mandates(report, place),
        Heading(report.text("locations.aspects")),
        statements.listed(report, "aspects", _ASPECTS, "locations.aspects.table", place.rows["aspects"]),
        Heading(report.text("locations.actions")),
        Grid(report.text("actions.hierarchy"), *actions.hierarchy(report, place.here)),
        Paragraph(_joint(report, place.here)),
        *_management(report, place),
    ]
    title = report.text("locations.title", place=report.place(place.code), code=place.code)
    return Document(f"locations/{code_name(place.code)}", title, parts, _subtitle(report))


def _subtitle(report: Report) -> str:
    return report.text("locations.subtitle", name=report.name, year=str(report.year))


def _described(report: Report, place: _Place) -> Markup:
    """Kind and city of the place, its host agreement, through whom it reports, and who reports its premises."""
    known = _known(report, place)
    line = "reporting_line" if "reporting_line" in known else "reporting_line.none"
    told = ["kind", *(["city"] if {"city", "country"} <= known.keys() else []), "host_agreement", line, "reported_by"]
    return elements.sentences(report.say(f"locations.{name}", **known) for name in told if name in known or name.endswith(".none"))


def _known(report: Report, place: _Place) -> dict[str, Markup]:
    """What was handed in of all that is said of the place; that the body itself reports its premises is not said."""
    own = place.rows["locations"][0] if place.rows["locations"] else {}
    known = {name: Markup.escape(str(cell)) for name, cell in own.items() if name in _DESCRIBED and not is_missing(cell)}
    if "kind" in known:
        known["kind"] = Markup.escape(places.kind_name(report, str(own["kind"])))
    if known.get("reported_by") == report.organization:
        del known["reported_by"]
    return known


def _used(report: Report, place: _Place) -> list[Part]:
    """What the place emits, has and uses, with the intervals; that nothing was reported where nothing was."""
    names = [name for part in FIGURES if report.has(name := places.figure(place.code, part))]
    if not names:
        return [Paragraph(report.text("locations.nothing"))]
    rows = [[_label(report, name), report.show(name, "table"), _unit(report, name), report.interval(name)] for name in names]
    head = [report.text(f"head.{name}") for name in ("figure", "value", "unit", "interval")]
    return [Grid(report.text("locations.figures"), *elements.without_empty(head, rows), numeric=True)]


def _label(report: Report, figure_id: str) -> str:
    return report.text(f"locations.figure.{figure_id.split('.', 2)[2]}")


def _unit(report: Report, figure_id: str) -> str:
    return panels.unit_name(report, report.facts[figure_id].unit)


def _mandates(report: Report, place: _Place) -> list[Part]:
    """The mandates of the place; of a mission also that none was handed in."""
    own = place.rows["mandates"]
    if not own and place.site["kind"] not in MISSIONS:
        return []
    told: Part = (
        statements.listed(report, "mandates", _MANDATES, "locations.mandates.table", own)
        if own
        else Paragraph(report.text("locations.mandates.none"))
    )
    return [Heading(report.text("locations.mandates")), told]


def _joint(report: Report, here: Sequence[Row]) -> Markup:
    """Which of the actions are joint measures with other places."""
    shared = [Markup.escape(row["title"]) for row in here if row["is_joint"] is True]
    return report.say("locations.joint", actions=report.catalogue.shown_in_parts(shared)) if shared else Markup("")


def _management(report: Report, place: _Place) -> list[Part]:
    """The management system: status, checklist, reviews and groups."""
    return [
        Heading(report.text("locations.management")),
        Paragraph(_status(report, place)),
        _checklist(report, place),
        Grid(report.text("places.reviews"), *_reviews(report, place)),
        Paragraph(places.reviews_told(report, [place.site])),
        statements.listed(report, "groups", _GROUPS, "locations.groups", place.rows["groups"]),
    ]


def _status(report: Report, place: _Place) -> Markup:
    told = [
        report.say(f"locations.{name}", answer=Markup.escape(term(report, place.site[name])))
        for name, term in (("ems_phase", Report.term), ("ems_status", places.ems_status))
        if not is_missing(place.site[name])
    ]
    return elements.sentences([*told, places.in_place(report, place.code)]) or Markup.escape(report.text("locations.ems.none"))


def _checklist(report: Report, place: _Place) -> Grid:
    """What the place answers of each part of the checklist, a line each."""
    head, rows = places.maturity(report, [place.site])
    turned = [[name, state] for name, state in zip(head[1:-1], rows[0][1:-1], strict=True)] if rows else []
    return Grid(report.text("places.maturity"), [report.text("head.part"), report.text("head.status")], turned)


def _reviews(report: Report, place: _Place) -> actions.Cells:
    """The reviews of a place, a line each."""
    head, rows = places.reviews(report, [place.site])
    turned = [[name, cell] for name, cell in zip(head[1:], rows[0][1:], strict=True)] if rows else []
    return [report.text("head.part"), report.text("head.due_date")], turned


def _steering_group(report: Report, place: _Place, used: Sequence[Part]) -> Document:
    """The yearly report of a place to its steering group: aspects, targets, actions and checks, lessons, reviews, priorities reset."""
    goals = dict.fromkeys(row["goal_id"] for row in place.here if row["goal_id"] in report.goals)
    parts: list[Part] = [
        Box(report.text("locations.summary"), [Items(_summary(report, place))]),
        *used,
        Heading(report.text("locations.aspects")),
        statements.listed(report, "aspects", _ASPECTS, "locations.aspects.table", place.rows["aspects"]),
        Heading(report.text("locations.targets")),
        Items([line for goal in goals if (line := _goal_line(report, goal))]),
        Heading(report.text("locations.actions")),
        Grid(report.text("actions.hierarchy"), *actions.hierarchy(report, place.here)),
        Grid(report.text("actions.checks"), *actions.checks(report, place.here)),
        statements.listed(report, "milestones", actions.MILESTONES, "actions.milestones.table", _milestones(report, place.here)),
        Heading(report.text("locations.lessons")),
        statements.listed(report, "practices", _LESSONS, "locations.lessons.table", _practices(report, place.here)),
        Paragraph(_lessons(report, place.here)),
        Heading(report.text("locations.reviews")),
        Grid(report.text("places.reviews"), *_reviews(report, place)),
        Paragraph(places.reviews_told(report, [place.site])),
        Heading(report.text("locations.priorities")),
        Grid(report.text("actions.ranking"), *actions.ranking(report, place.here)),
        Paragraph(actions.ranking_told(report, place.here)),
        statements.listed(report, "decisions", _DECISIONS, "locations.decisions", _decisions(report, place)),
    ]
    title = report.text("locations.steering_group", place=report.place(place.code))
    return Document(f"steering-group/{code_name(place.code)}", title, parts, _subtitle(report), formats=("html", "docx"))


def _summary(report: Report, place: _Place) -> list[Markup]:
    """What a steering group has to know first: emissions, the state of the management system, and what is overdue."""
    used = {part: places.figure(place.code, part) for part in ("ghg.total", "ghg.per_capita")}
    overdue = [report.say(f"locations.overdue.{review}") for review in places.REVIEWS if place.site[f"{review}_review"] == "overdue"]
    key = "locations.emissions" if report.has(used["ghg.per_capita"]) else "locations.emissions.total"
    return [report.say(key, total=used["ghg.total"], each=used["ghg.per_capita"]), _status(report, place), *overdue]


def _goal_line(report: Report, goal: str) -> Markup:
    return report.say("documents.goal", metric=statements.metric(report, goal), **statements.places(goal, "target_year", "status"))


def _milestones(report: Report, here: Sequence[Row]) -> list[Row]:
    """The milestones of the actions, each with its action's title."""
    titles = {row["action_id"]: row["title"] for row in here}
    return [{**row, "action_id": titles[row["action_id"]]} for row in report.rows("milestones") if row["action_id"] in titles]


def _practices(report: Report, here: Sequence[Row]) -> list[Row]:
    """What was learned from the actions."""
    known = {row["action_id"] for row in here}
    return [row for row in report.rows("practices") if row["action_id"] in known]


def _lessons(report: Report, here: Sequence[Row]) -> Markup:
    """That nothing was handed in on lessons, where nothing was."""
    return Markup("") if _practices(report, here) else Markup.escape(report.text("locations.lessons.none"))


def _decisions(report: Report, place: _Place) -> list[Row]:
    """What the groups of the place decided."""
    groups = {row["title"] for row in place.rows["groups"]}
    return [row for row in report.rows("decisions") if row["decided_by"] in groups]
