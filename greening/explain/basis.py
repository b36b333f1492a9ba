"""Which figures a figure rests on: those that its derivation names, of earlier years, of members, and of goals."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from greening.explain.body import Body
from greening.peers.characteristics import COMPONENTS
from greening.peers.coverage import TOPICS, Topic
from greening.projection.travel import OF_ALL, OF_PURPOSE

#: A derivation, or a part of one.
Made = Mapping[str, Any]
#: The figure of a member that a column of the product `members` holds.
OF_MEMBER = {"emissions_tco2e": "ghg.total", "personnel": "personnel.total", "per_capita_tco2e": "ghg.per_capita"}
#: The figure of a member that a column of the product `standings` holds, or is computed from.
_OF_STANDING: Mapping[str, Callable[[Topic], str]] = {
    "total": lambda topic: topic.total,
    "imputed": lambda topic: topic.total,
    "covered": lambda topic: topic.people,
    "people": lambda _: "personnel.total",
    "first_place": lambda topic: topic.per_head,
    "last_place": lambda topic: topic.per_head,
    "peer_median": lambda topic: topic.per_head,
}
#: Columns of `targets` that come from the goal as submitted and not from figures.
_AS_SUBMITTED = ("target_year", "baseline_year", "change_pct")


@dataclass(frozen=True, order=True)
class Name:
    """A figure of an organization and year."""

    organization: str
    year: int
    figure_id: str

    def __str__(self) -> str:
        return f"{self.figure_id} of {self.organization}, {self.year}"


def rests_on(body: Body, made: Made) -> Iterator[Name]:
    """The figures that a derivation rests on, in its order; one may come twice."""
    yield from (Name(body.organization, body.year, figure_id) for figure_id in made.get("figures", []))
    for inner in made.get("parts", []):
        # A part that is a figure is among the figures already.
        if "figure" not in inner:
            yield from rests_on(body, inner)
    yield from _OF_PRODUCT.get(made.get("product", ""), _nothing)(body, made)


def _nothing(_body: Body, _made: Made) -> Iterator[Name]:
    """Rows that were submitted, or made from such, rest on no figure."""
    return iter(())


def _of_earlier(body: Body, made: Made) -> Iterator[Name]:
    """The figure of that year's own report."""
    wanted = made["filter"]
    if isinstance(wanted.get("figure_id"), str) and isinstance(wanted.get("year"), int):
        yield Name(body.organization, wanted["year"], wanted["figure_id"])


def _of_members(body: Body, made: Made) -> Iterator[Name]:
    """The members' own figures."""
    if made["column"] in OF_MEMBER:
        for row in body.products.rows("members", made["filter"]).records(["member", "data_year", made["column"]]):
            if row["data_year"] is not None and row[made["column"]] is not None:
                yield Name(row["member"], int(row["data_year"]), OF_MEMBER[made["column"]])


def _of_members_figures(body: Body, made: Made) -> Iterator[Name]:
    """The figures themselves, in the members' own reports."""
    for row in body.products.rows("members_figures", made["filter"]).records(["organization", "year", "figure_id"]):
        yield Name(row["organization"], int(row["year"]), row["figure_id"])


def _of_standings(body: Body, made: Made) -> Iterator[Name]:
    """The members' own figures of the topic, as far as they have them."""
    figures = {member.code: member.figures for member in body.given.member_bodies}
    rows = body.products.rows("standings", made["filter"]).records(["topic", "member", "data_year"])
    for row in rows if made["column"] in _OF_STANDING else ():
        figure_id = _OF_STANDING[made["column"]](TOPICS[row["topic"]])
        if figure_id in figures[row["member"]]:
            yield Name(row["member"], int(row["data_year"]), figure_id)


def _of_peers(body: Body, made: Made) -> Iterator[Name]:
    """What both bodies were compared by."""
    known = {member.code: member for member in body.given.member_bodies}
    for row in body.products.rows("peers", made["filter"]).records(["member", "peer"]):
        for member in (known[row["member"]], known[row["peer"]]):
            figures = (figure_id for figure_id in COMPONENTS.values() if figure_id in member.figures)
            yield from (Name(member.code, member.data_year or body.year, figure_id) for figure_id in figures)


def _of_total(body: Body, made: Made) -> Iterator[Name]:
    """The total that is taken apart, or the two totals whose change is."""
    year = made["filter"].get("from_year")
    totals = ["ghg.total", *([f"ghg.total@{year}"] if year else [])]
    yield from (Name(body.organization, body.year, figure_id) for figure_id in totals if figure_id in body.figures)


def _of_goal(body: Body, made: Made) -> Iterator[Name]:
    """What a goal is measured by: of the year, of the baseline, and for a sum of gaps of all years between."""
    goal = next(iter(body.products.rows("targets", made["filter"]).records(["metric", "year", "baseline_year"])), None)
    if goal is None:
        return
    for year in goal_years(made["column"], int(goal["year"]), goal["baseline_year"]):
        figure_id = goal["metric"] if year == body.year else f"{goal['metric']}@{year}"
        if figure_id in body.figures:
            yield Name(body.organization, body.year, figure_id)
        elif year in body.earlier_years:
            yield Name(body.organization, year, goal["metric"])


def _of_projection(body: Body, made: Made) -> Iterator[Name]:
    """The known years of what a goal is measured by; for a travel measure the figures of its flights."""
    goal_id, item = made["filter"]["goal_id"], made["filter"]["item"]
    if goal_id is None:
        yield from _of_travel_measure(body, item)
        return
    goal = next(iter(body.products.rows("targets", {"goal_id": goal_id}).records(["metric"])))
    found = (figure_id for figure_id in body.figures if figure_id.partition("@")[0] == goal["metric"] and ":" not in figure_id)
    yield from (Name(body.organization, body.year, figure_id) for figure_id in found)


def _of_travel_measure(body: Body, action_id: str) -> Iterator[Name]:
    """The figures of the flights that a travel measure is about: those of its purposes, or of all."""
    rows = body.products.rows("activities", {"table": "travel_measures", "organization": body.organization, "action_id": action_id})
    purposes = [purpose for row in rows.records(["purpose"]) for purpose in (row["purpose"] or "").split()]
    named = [f"{OF_PURPOSE}{purpose}" for purpose in purposes] or list(OF_ALL)
    yield from (Name(body.organization, body.year, name) for name in named if name in body.figures)


def goal_years(column: str, of_year: int, base: int | None) -> list[int]:
    """The years whose figures a fact of a goal rests on; none for what comes from the goal as submitted."""
    if column in _AS_SUBMITTED:
        return []
    start = of_year if base is None else int(base)
    if column.startswith("budget_"):
        return list(range(start, of_year + 1))
    if column == "actual_value":
        return [of_year]
    from_base = [] if base is None else [start]
    return from_base if column in ("allowed_value", "baseline_value", "target_value") else list(dict.fromkeys([of_year, *from_base]))


_OF_PRODUCT: Mapping[str, Callable[[Body, Made], Iterator[Name]]] = {
    "earlier": _of_earlier,
    "members": _of_members,
    "members_figures": _of_members_figures,
    "peers": _of_peers,
    "standings": _of_standings,
    "targets": _of_goal,
    "projection": _of_projection,
    "changes": _of_total,
    "uncertainty": _of_total,
}
