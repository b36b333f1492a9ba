"""The pieces of HTML that sections are made of."""

from markupsafe import Markup

from greening.narrative import elements


def test_sentences_follow_each_other_with_a_space_but_after_a_full_stop_that_is_as_wide_as_a_letter():
    assert elements.sentences([Markup("It fell."), Markup(""), Markup("It rose.")]) == "It fell. It rose."
    assert elements.sentences([Markup("排放下降。"), Markup("水量<b>不变</b>。"), Markup("Water is the same."), Markup("完。")]) == (
        "排放下降。水量<b>不变</b>。Water is the same. 完。"
    )
    assert elements.sentences([]) == ""
