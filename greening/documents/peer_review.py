"""The pack for a peer review: members compared topic by topic, and for each the bodies that face similar challenges, with questions to ask.

What a review says is not binding; which bodies are alike is shown with all that it rests on, so that it can be argued with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from greening.documents.document import Document, Grid, Heading, Items, Paragraph, Part
from greening.documents.questions import advice, questions
from greening.narrative.members import Member, members
from greening.narrative.peers import element, marked, places, titled, topic_name
from greening.narrative.report import Report, Row
from greening.peers.characteristics import COMPONENTS, MEASURED
from greening.peers.coverage import TOPICS

#: What bodies that are alike are held against each other by.
_RESULTS = ("ghg.per_capita", "ghg.facilities.per_m2", "waste.per_capita", "water.per_capita")


@dataclass(frozen=True)
class Pack:
    """What the pack of one group is made from: its members by code, who is like whom, and how each stands in each topic."""

    report: Report

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """The members by code, those with a total first."""
        return {member.code: member for member in members(self.report)}

    @cached_property
    def nearest(self) -> Mapping[str, Mapping[str, bool]]:
        """For each member the codes of the bodies nearest to it, the nearest first, and whether each is alike."""
        found: dict[str, dict[str, bool]] = {}
        for row in self.report.product("peers"):
            found.setdefault(str(row["member"]), {})[str(row["peer"])] = row["is_alike"] is True
        return found

    @cached_property
    def standings(self) -> Mapping[str, Mapping[str, Row]]:
        """For each member its standing by topic."""
        found: dict[str, dict[str, Row]] = {}
        for row in self.report.product("standings"):
            found.setdefault(str(row["member"]), {})[str(row["topic"])] = row
        return found

    def compared(self, topic: str) -> tuple[list[Member], list[Member]]:
        """The members that have a place in a topic, the lowest amount per person first, and all others."""
        listed = [member for member in self.members.values() if topic in self.standings.get(member.code, {})]
        ranked = [member for member in listed if self.standings[member.code][topic]["is_ranked"] is True]
        values = {member.code: self.report.value(member.figure(TOPICS[topic].per_head)) or 0.0 for member in ranked}
        ranked.sort(key=lambda member: (values[member.code], member.code))
        return ranked, [member for member in listed if member.code not in values]

    @cached_property
    def _elements(self) -> dict[str, Markup]:
        return {}

    def element(self, figure_id: str) -> Markup:
        """A figure as an element; a member stands in the table of every body that it is like."""
        if figure_id not in self._elements:
            self._elements[figure_id] = marked(self.report, figure_id)
        return self._elements[figure_id]


def peer_review(report: Report) -> Iterator[Document]:
    """The pack of a group; nothing for a body without members, or where no member has a figure."""
    if report.is_group and report.value("peers.ghg.reporting") is not None and report.product("standings"):
        title, subtitle = report.text("peer_review.title"), report.text("peer_review.subtitle", name=report.name)
        yield Document("peer-review", title, tuple(_parts(Pack(report))), subtitle)


def _parts(pack: Pack) -> Iterator[Part]:
    report = pack.report
    yield Paragraph(report.text("peer_review.about"))
    yield Heading(report.text("peer_review.compared"))
    yield Paragraph(report.text("peers.about"))
    yield Paragraph(report.text("peer_review.places"))
    for topic in TOPICS:
        yield from _compared(pack, topic)
    yield Heading(report.text("peer_review.alike"))
    yield from _matching(report)
    for member in pack.members.values():
        yield from _of_member(pack, member)


def _compared(pack: Pack, topic: str) -> Iterator[Part]:
    """The members that may be compared in a topic in the order of their places, then the others with what keeps them apart."""
    report, figure_id, name = pack.report, TOPICS[topic].per_head, topic_name(pack.report, topic)
    ranked, others = pack.compared(topic)
    head = [report.text("head.member"), titled(report, figure_id), report.text("head.interval")]
    placed = [[member.label, *_value(report, member, figure_id), places(report, topic, member)] for member in ranked]
    whys = {member.code: _why(report, pack.standings[member.code][topic], has_ranked=bool(ranked)) for member in others}
    beside = [[member.label, *_value(report, member, figure_id), whys[member.code]] for member in others]
    yield Heading(name, 3)
    yield Grid(report.text("peer_review.ranked", topic=name), [*head, report.text("head.peers.place")], placed, numeric=True)
    yield Grid(report.text("peer_review.unranked", topic=name), [*head, report.text("head.peers.why")], beside)


def _value(report: Report, member: Member, figure_id: str) -> list[Markup]:
    own = member.figure(figure_id)
    fact = report.facts.get(own)
    has_interval = fact is not None and fact.low is not None and fact.low != fact.high
    return [marked(report, own), element(report, own, "range") if has_interval else Markup("")]


def _why(report: Report, standing: Row, *, has_ranked: bool) -> str:
    """Why a member has no place: what it covers, or, where it covers all, on what other basis it counts."""
    coverage = str(standing["coverage"])
    if coverage != "whole":
        return report.text(f"peers.coverage.{coverage}")
    codes = [report.term(code) for code in str(standing["boundary"] or "").split()]
    return report.text("peers.other_basis", basis=report.catalogue.listed(codes)) if codes and has_ranked else report.text("peers.alone")


def _matching(report: Report) -> Iterator[Part]:
    """How the matching is made: the formula in words, and what it weighs."""
    yield Paragraph(report.say("peer_review.matching"))
    head = [report.text("head.peers.component"), report.text("head.peers.compared"), report.text("head.peers.weight")]
    rows = [
        [report.text(f"peers.component.{name}"), report.text(f"peers.compared.{name}"), element(report, f"peers.weight.{name}", "plain")]
        for name in COMPONENTS
    ]
    yield Grid(report.text("peer_review.weights"), head, rows)


def _of_member(pack: Pack, member: Member) -> Iterator[Part]:
    """One member: the bodies nearest to it, what they have in common, and what to ask."""
    report, nearest = pack.report, pack.nearest.get(member.code, {})
    if member.data_year is None:
        return
    alike = [pack.members[code] for code, is_alike in nearest.items() if is_alike]
    yield Heading(member.label, 3)
    if not alike:
        yield Paragraph(report.text("peer_review.nobody" if nearest else "peer_review.unknown"))
    elif len(alike) < (report.value("peers.number") or 0):
        yield Paragraph(report.text("peer_review.few"))
    if nearest:
        yield _grid(pack, member, nearest)
    yield Items(questions(report, member, pack.standings.get(member.code, {})))
    yield Items([*advice(report, member, alike), *_lessons(report, alike)])


def _grid(pack: Pack, member: Member, nearest: Mapping[str, bool]) -> Grid:
    """The member and the bodies nearest to it, one column each: whether they are alike, how far, what they were compared by, what they report."""
    report, listed = pack.report, [member, *(pack.members[code] for code in nearest)]
    between, told = _distances(pack, member, listed), _traits_and_results(pack, listed)
    is_alike = [report.text("head.peers.alike"), Markup(""), *(Markup.escape(report.term("yes" if alike else "no")) for alike in nearest.values())]
    head = [report.text("head.peers.component"), *(peer.code for peer in listed)]
    return Grid(report.text("peer_review.table", member=member.code), head, [is_alike, *between, *told])


def _distances(pack: Pack, member: Member, listed: Sequence[Member]) -> list[list[str]]:
    """How far each body is from the member, in all and in each measured part, a line each."""
    report = pack.report
    apart = [(report.text("head.peers.distance"), ""), *((report.text(f"head.peers.part.{name}"), f".{name}") for name in MEASURED)]
    return [[label, *(pack.element(f"peers.distance.{peer.code}{part}:{member.code}") for peer in listed)] for label, part in apart]


def _traits_and_results(pack: Pack, listed: Sequence[Member]) -> list[list[str]]:
    """What the bodies were compared by and what they report, a line each."""
    report = pack.report
    compared = [(report.text(f"peers.component.{name}"), figure_id) for name, figure_id in COMPONENTS.items()]
    results = [(titled(report, figure_id), figure_id) for figure_id in _RESULTS]
    return [[label, *(pack.element(peer.figure(figure_id)) for peer in listed)] for label, figure_id in (*compared, *results)]


def _lessons(report: Report, alike: Sequence[Member]) -> list[Markup]:
    """Where the bodies alike tell what they have learnt: the good practice of their own reports of this year."""
    links = [
        Markup('<a href="../%s/%s.html#good_practice">%s</a>') % (peer.code, report.language, peer.code)
        for peer in alike
        if peer.data_year is not None and not peer.is_earlier
    ]
    return [report.say("peer_review.lessons", links=report.catalogue.shown(links))] if links else []
