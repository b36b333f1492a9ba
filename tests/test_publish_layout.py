"""Sections laid out: addresses of headings and tables, long tables folded, what was not reported gathered, chapters in their order."""

import re

import pytest
from hypothesis import given, strategies as st
from made_report import report, text

from greening import locale
from greening.narrative import elements
from greening.narrative.chapters import CHAPTERS
from greening.narrative.sections import SECTIONS
from greening.publish import layout
from greening.publish.layout import OPEN_ROWS, Part

WORDS = locale.catalogue("en")


def rows(count: int) -> list[list[str]]:
    return [[f"Place {number}", f"{number}"] for number in range(count)]


def test_a_heading_and_every_table_lead_to_themselves():
    html = f'<h2 id="water">Water</h2>{elements.table("One", ["a", "b"], rows(1))}{elements.table("Two", ["a", "b"], rows(2))}'
    shown = layout.linkable("water", html, WORDS)
    assert '<h2 id="water"><a href="#water">Water</a></h2>' in shown
    assert re.findall(r'<div class="table"><table><caption id="([^"]+)"><a href="#([^"]+)">', shown) == [("water-1",) * 2, ("water-2",) * 2]


def test_the_cover_is_left_as_it_is():
    html = '<h1 id="cover">A body</h1><p>x</p>'
    assert layout.linkable("cover", html, WORDS) == html


@pytest.mark.parametrize(("count", "more"), [(OPEN_ROWS, ""), (OPEN_ROWS + 1, "1 more row"), (3000, "2,950 more rows")])
def test_the_first_rows_of_a_long_table_stand_open_and_no_row_is_lost(count: int, more: str):
    shown = layout.linkable("places", elements.table("Places", ["place", "t"], rows(count), numeric=False, style="listing"), WORDS)
    open_part, _, folded = shown.partition("<details>")
    assert open_part.count("<tr>") == 1 + min(count, OPEN_ROWS)
    assert [f"Place {number}" in text(shown) for number in (0, count - 1)] == [True, True]
    assert shown.count("<tr>") == count + (2 if more else 1)
    assert (f"<summary>{more}</summary>" in folded) if more else not folded
    assert shown.count("<thead>") == shown.count("<table>") == (2 if more else 1)


@given(st.lists(st.text("<>&\"'a</td></tr></table>", max_size=12), min_size=1, max_size=120))
def test_submitted_words_never_end_a_table(names: list[str]):
    table = elements.table("Caption </table>", ["a", "b"], [[name or "x", name] for name in names])
    shown = layout.linkable("x", table, WORDS)
    assert shown.count("</table>") == shown.count("<table>") == (2 if len(names) > OPEN_ROWS else 1)
    assert shown.count("<tr>") == len(names) + shown.count("<thead>")


def absent(name: str, reason: str) -> Part:
    return Part(name, name.title(), [f'<h2 id="{name}">{name.title()}</h2><div class="absence">{reason}</div>'], is_absent=True)


def test_topics_that_were_not_reported_are_gathered_by_their_reason_before_what_the_report_says_of_itself():
    parts = [Part("ghg", "Gas", ["x"]), absent("waste", "No rows."), absent("water", "No rows."), absent("energy", "Confidential &amp; so."),
             Part("completeness", "Complete", ["y"])]  # fmt: skip
    found = layout.gathered(parts, WORDS)
    assert [part.id for part in found] == ["ghg", "not-reported", "completeness"]
    shown = found[1].pieces[0]
    assert shown.count("No rows.") == 1 and shown.count("Confidential &amp; so.") == 1
    assert re.findall(r'<dt id="([^"]+)"><a href="#([^"]+)">', shown) == [("waste", "waste"), ("water", "water"), ("energy", "energy")]


def test_that_one_organization_has_no_members_is_not_missed():
    assert layout.gathered([Part("ghg", "Gas", ["x"]), absent("entities", "It has no members.")], WORDS) == [Part("ghg", "Gas", ["x"])]


def test_every_section_belongs_to_one_chapter_and_the_order_of_both_is_the_same():
    ids = [show(report()).id for show in SECTIONS]
    assert ids == ["cover", *(section for sections in CHAPTERS.values() for section in sections)]


def test_a_section_of_no_chapter_joins_the_one_before():
    told = layout.chapters([Part("targets", "T", []), Part("new", "N", []), Part("neutrality", "O", [])], WORDS)
    assert [(chapter.id, chapter.name, [part.id for part in chapter.sections]) for chapter in told] == [
        ("chapter-action", "Targets and action", ["targets", "new"]), ("chapter-offsets", "Carbon credits", ["neutrality"]),
    ]  # fmt: skip


def test_carbon_credits_come_after_every_reduction_and_before_what_the_figures_rest_on():
    assert list(CHAPTERS)[-2:] == ["offsets", "about"]
