"""What a peer review may ask a member, and whom it may turn to: from its own figures beside those of the bodies like it."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from greening.formats import Fact
from greening.narrative.members import Member
from greening.narrative.report import Report, Row
from greening.peers.coverage import TOPICS

#: Ways to cover a topic that leave something to ask.
_OPEN = ("part", "not_reported", "carried_forward")


def questions(report: Report, member: Member, standing: Mapping[str, Row]) -> list[Markup]:
    """What to ask a member: on its largest gap, its estimates, what it does not report, and recommendations without an answer or a start."""
    return [text for text in _asked(report, member, standing) if text]


def _asked(report: Report, member: Member, standing: Mapping[str, Row]) -> Iterator[Markup]:
    if topic := largest_gap(report, member):
        yield report.say(f"peer_review.gap.{topic}", own=member.figure(TOPICS[topic].per_head), median=f"peers.{topic}.median:{member.code}")
    estimated = member.figure("quality.estimated.share")
    if (report.value(estimated) or 0.0) > (report.value("quality.estimated.share") or 0.0):
        yield report.say("peer_review.estimated", own=estimated)
    left = [report.text(f"peers.topic.{topic}") for topic, row in standing.items() if row["coverage"] in _OPEN]
    if left:
        yield Markup.escape(report.text("peer_review.coverage", topics=report.catalogue.listed(left)))
    for name, key in (("recommendations.no_answer", "peer_review.unanswered"), ("recommendations.not_started", "peer_review.recommendations")):
        if report.value(member.figure(name)):
            yield report.say(key, count=member.figure(name))


def largest_gap(report: Report, member: Member) -> str:
    """The topic in which a member lies furthest above the median of the bodies like it; empty where its interval reaches down to it in every one."""
    gaps = {topic: gap for topic in TOPICS if (gap := _gap(report, member, topic)) is not None}
    return max(gaps, key=lambda topic: gaps[topic], default="")


def _gap(report: Report, member: Member, topic: str) -> float | None:
    """How many times the median a member's amount per person is; None where that cannot be said to lie above it."""
    own, median = report.facts.get(member.figure(TOPICS[topic].per_head)), report.value(f"peers.{topic}.median:{member.code}")
    if own is None or own.value is None or not median:
        return None
    return own.value / median if _bound(own, is_upper=False) > median else None


def advice(report: Report, member: Member, alike: Sequence[Member]) -> list[Markup]:
    """Whom a member may turn to: the body like it whose amount per person is the lowest in the topic of its largest gap."""
    topic = largest_gap(report, member)
    if not topic:
        return []
    figure_id = TOPICS[topic].per_head
    least = _bound(report.facts[member.figure(figure_id)], is_upper=False)
    ranked = [peer for peer in alike if report.has(f"peers.{topic}.first_place:{peer.code}", peer.figure(figure_id))]
    known = [(report.facts[peer.figure(figure_id)], peer) for peer in ranked]
    below = [(fact.number, peer.code, peer) for fact, peer in known if _bound(fact, is_upper=True) < least]
    if not below:
        return []
    *_, best = min(below, key=lambda found: found[:2])
    return [report.say(f"peer_review.advice.{topic}", peer=best.label, own=best.figure(figure_id))]


def _bound(fact: Fact, *, is_upper: bool) -> float:
    """An end of the interval of a figure; its value where it has none."""
    bound = fact.high if is_upper else fact.low
    return fact.number if bound is None else bound
