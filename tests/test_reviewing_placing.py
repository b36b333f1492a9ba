"""Comments in the review view: beside what they are on, escaped, and absent from the final page and from the edition for the public."""

import dataclasses

import pytest
from made_report import executed, quantity, report, text
from markupsafe import Markup
from upath import UPath

from greening import paths
from greening.narrative import cover
from greening.narrative.report import WITHHELD, Report
from greening.narrative.section import Section
from greening.publish import page
from greening.reviewing import comments

HEAD = "id,organization,on,text,role,date,state,reply_to\n"


@pytest.fixture
def made(tmp_path) -> Report:
    folder = paths.processed(UPath(tmp_path), 2022, "BODY")
    folder.mkdir(parents=True)
    return dataclasses.replace(report(quantity("ghg.total", 5.0), quantity("waste.total", 7.0, "kg")), folder=folder)


def rendered(made: Report, *rows: str) -> str:
    place = comments.place(cover.data(made), 2022)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    sections = [("ghg", "ghg.total"), ("waste", "waste.total"), ("air", "ghg.total")]
    told = [Section(name, name, Markup("<p>It is %s.</p>") % made.show(figure)) for name, figure in sections]
    return page.render(executed(Section("cover", "Report", cover.reviewed(made) + made.show("ghg.total")), *told), made, ["en"])


def test_a_comment_on_a_figure_is_marked_where_it_is_first_printed(made: Report):
    html = rendered(made, "7,BODY,figure:ghg.total,Why so low?,Reviewer,2026-11-21,open,")
    mark = html.index('<a href="#comment-7"')
    # The cover prints it, too, and has no place for comments.
    assert html.index('id="ghg"') < mark < html.index('id="waste"') and html.count('href="#comment-7"') == 1
    listed = html.index('id="comment-7"')
    assert mark < listed < html.index('id="waste"') and "Why so low?" in text(html)
    assert "Comment 7, on Greenhouse gas emissions, open, Reviewer, 21 November 2026" in text(html)


def test_a_comment_on_a_section_stands_at_its_end(made: Report):
    html = rendered(made, "1,BODY,section:waste,Which year?,,,open,")
    assert html.index('id="waste"') < html.index('id="comment-1"') < html.index('id="air"')


def test_what_the_report_does_not_have_is_told_with_the_nearest_name(made: Report):
    html = text(rendered(made, "1,BODY,figure:ghg.totl,Why?,,,open,", "2,BODY,section:zzz,Why?,,,open,"))
    assert "This report has nothing of that name. The nearest is ghg.total." in html
    assert html.count("This report has nothing of that name.") == 2


def test_what_was_submitted_never_becomes_markup(made: Report):
    html = rendered(made, '1,BODY,figure:ghg.total,"<script>x()</script>","<img src=x>",2026-11-21,open,', "2,BODY,,<b>no</b>,,,answered,1")
    assert "<script>x()" not in html and "<img" not in html and "<b>no" not in html
    assert '<p dir="auto">&lt;script&gt;x()&lt;/script&gt;</p>' in html


def test_the_final_page_has_no_comments_and_not_their_styles(made: Report):
    row = "1,BODY,figure:ghg.total,Why?,,,closed,"
    assert "comment-mark" in rendered(made, row)
    (cover.data(made) / "review" / "2022.csv").write_text("organization,state\nBODY,final\n")
    assert "comment" not in rendered(made, row)


def test_the_edition_for_the_public_has_no_comments(made: Report):
    assert made.folder is not None
    (made.folder / WITHHELD).write_text("{}")
    assert "comment" not in rendered(made, "1,BODY,figure:ghg.total,Why?,,,open,")


def test_the_text_that_is_reviewed_knows_neither_state_nor_comments(made: Report):
    def said() -> dict[str, str]:
        return page.texts(executed(Section("cover", "Report", cover.reviewed(made) + Markup("<p>Emissions fell.</p>"))))

    before = said()
    (cover.data(made) / "review").mkdir(parents=True)
    (cover.data(made) / "review" / "2022.csv").write_text("organization,state\nBODY,final\n")
    assert "Emissions fell." in before["cover"] and "Draft" not in before["cover"] and said() == before
