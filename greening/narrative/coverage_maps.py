"""The charts of completeness: which topics each place reports, and in a group each member."""

import json
from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from greening.charts.matrix import EMPTY, HALF, NONE, WHOLE, signs
from greening.narrative import elements, facilities, panels
from greening.narrative.members import members
from greening.narrative.report import Report
from greening.narrative.section import Panel
from greening.peers.coverage import TOPICS as OF_MEMBERS

#: So many rows are read, those with the most emissions; the tables beside have every one.
_PLACES, _MEMBERS = 15, 25
#: The figures whose places are in a state; what is expected and in none of them is not expected after all.
_STATES = {"reporting": WHOLE, "filled": HALF, "missing": EMPTY}
#: How a member covers a topic.
_COVERED = {"whole": WHOLE, "unsaid": HALF, "part": HALF, "carried_forward": HALF}
#: What a state is called, of a place and of a member.
_OF_PLACES = {WHOLE: "state.whole", HALF: "state.half", EMPTY: "state.empty"}
_OF_MEMBERS = {WHOLE: "state.members.whole", HALF: "state.members.half", EMPTY: "state.members.empty"}
#: The state of each topic by row.
Cells = Mapping[str, Mapping[str, str]]


def places(report: Report, topics: Sequence[str]) -> Panel | None:
    """A sign for each place and topic; nothing for a group, or where fewer than two places are known."""
    known = [topic for topic in topics if report.has(f"coverage.{topic}.expected")]
    states = {(place, topic): state for topic in known for place, state in _of_topic(report, topic).items()}
    emitted = {place: f"location.{place}.ghg.total" for place, _ in states}
    if report.is_group or len(emitted) < 2:
        return None
    cells = _cells(_largest(report, emitted, _PLACES), known, states, NONE)
    names = {place: report.place(place) for place in cells}
    return _panel(report, "coverage", _OF_PLACES, cells, names, [f"coverage.{topic}.reporting" for topic in known], _of_places(report, known))


def _largest(report: Report, emitted: Mapping[str, str], most: int) -> list[str]:
    """The rows with the most emissions, the largest first; `emitted` names the figure of each row's emissions."""
    return sorted(emitted, key=lambda row: (-(report.value(emitted[row]) or 0.0), row))[:most]


def _cells(rows: Sequence[str], topics: Sequence[str], states: Mapping[tuple[str, str], str], other: str) -> Cells:
    """The state of each row and topic, `other` where none is known."""
    return {row: {topic: states.get((row, topic), other) for topic in topics} for row in rows}


def _of_topic(report: Report, topic: str) -> dict[str, str]:
    """The state of each place that should report a topic, as the rows that its figures count say."""
    found: dict[str, str] = {}
    for name, state in _STATES.items():
        fact = report.facts.get(f"coverage.{topic}.{name}")
        listed = json.loads(fact.derivation).get("filter", {}).get("location_id", []) if fact and fact.derivation else []
        found |= dict.fromkeys([listed] if isinstance(listed, str) else listed, state)
    return found


def _of_places(report: Report, topics: Sequence[str]) -> Markup:
    """The topic that most places lack."""
    lacking = {topic: _number(report, topic, "expected") - _number(report, topic, "reporting") for topic in topics}
    most = max(topics, key=lambda topic: lacking[topic])
    if not lacking[most]:
        return report.say("chart.coverage.finding.all")
    counts = {name: report.show(f"coverage.{most}.{name}") for name in ("reporting", "expected")}
    return report.say("chart.coverage.finding", part=Markup.escape(report.term(most)), **counts)


def _number(report: Report, topic: str, name: str) -> float:
    return report.value(f"coverage.{topic}.{name}") or 0.0


def of_members(report: Report) -> Panel | None:
    """A sign for each topic and member of a group that reports any; nothing where fewer than two do."""
    standings = report.product("standings")
    ids = {topic: name for topic in OF_MEMBERS if report.value(name := f"peers.{topic}.reporting") is not None}
    emitted = {member.code: member.figure("ghg.total") for member in members(report)}
    covered = {(row["member"], row["topic"]): _COVERED.get(str(row["coverage"]), EMPTY) for row in standings}
    reporting = {code: name for code, name in emitted.items() if any(covered.get((code, topic), EMPTY) != EMPTY for topic in ids)}
    if len(reporting) < 2:
        return None
    cells = _cells(_largest(report, reporting, _MEMBERS), [*ids], covered, EMPTY)
    finding = _of_topics(report, [*ids], len(emitted))
    return _panel(report, "coverage.members", _OF_MEMBERS, cells, {code: code for code in cells}, [*ids.values()], finding)


def _of_topics(report: Report, topics: Sequence[str], count: int) -> Markup:
    """The topic that the fewest of so many members report."""
    fewest = min(topics, key=lambda topic: report.value(f"peers.{topic}.reporting") or 0.0)
    named = Markup.escape(report.text(f"peers.topic.{fewest}"))
    is_whole = (report.value(f"peers.{fewest}.reporting") or 0.0) >= count
    key = "chart.coverage.members.finding.all" if is_whole else "chart.coverage.members.finding"
    return report.say(key, part=named, reporting=report.show(f"peers.{fewest}.reporting"))


def _panel(report: Report, key: str, words: Mapping[str, str], cells: Cells, names: Mapping[str, str], ids: Sequence[str], finding: Markup) -> Panel:
    topics = list(next(iter(cells.values())))
    heads = [_upper(report.term(topic)) for topic in topics]
    title = report.text(f"chart.{key}")
    labels = facilities.labels(report.catalogue, list(cells), names)
    drawn = [_cell(report, words, labels[row], head, cells[row][topic]) for row in cells for topic, head in zip(topics, heads, strict=True)]
    told = report.catalogue.in_parts(_in_words(report, words, names[row], cells[row]) for row in cells)
    about = report.text("chart.result", about=report.text(f"chart.{key}.about"), result=told)
    chart = signs(pd.DataFrame(drawn), heads, title, about, report.catalogue)
    rows = [[labels[row], *(_state(report, words, state) for state in cells[row].values())] for row in cells]
    total = [report.text("chart.coverage.reporting"), *(report.show(name) if report.has(name) else "" for name in ids)]
    data = elements.table(title, [report.text("head.location_id" if key == "coverage" else "head.member"), *heads], [*rows, total], numeric=False)
    return panels.framed(report, key.replace(".", "-"), chart, data, ids, drawn=report.text(f"chart.{key}.drawn"), finding=finding)


def _state(report: Report, words: Mapping[str, str], state: str) -> str:
    return report.text(words[state]) if state != NONE else ""


def _cell(report: Report, words: Mapping[str, str], label: str, head: str, state: str) -> dict[str, object]:
    # What is there or is not needs no word: only what is in between is told to who points at it.
    told = "" if state != HALF else report.text("chart.tip", label=report.catalogue.listed([label, head]), value=report.text(words[state]))
    return {"label": label, "column": head, "sign": state, "end": "", "tip": told, "link": ""}


def _in_words(report: Report, words: Mapping[str, str], name: str, states: Mapping[str, str]) -> str:
    lacks = [(topic, state) for topic, state in states.items() if state not in (WHOLE, NONE)]
    parts = [report.text("chart.coverage.part", topic=report.term(topic), state=report.text(words[state])) for topic, state in lacks]
    return report.text("chart.coverage.row", name=name, parts=report.catalogue.listed(parts) or report.text("chart.coverage.every"))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
