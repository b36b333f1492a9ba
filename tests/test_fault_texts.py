"""What the program's modules say of faults is listed for translators, and is what findings say."""

import ast

import pytest

from greening import fault_texts, texts
from greening.filling import Filled
from greening.structure import cells
from greening.submission import profile

LISTED = dict(fault_texts.templates())


def listed(code: str) -> list[str]:
    return list(fault_texts._texts(ast.parse(code)))


def test_places_are_named_for_what_fills_them():
    assert listed('x = f\'The cost {row["cost"]:,.0f} of {row["cost"]} and {other.cost}\'') == ["The cost {cost} of {cost} and {cost2}"]
    assert listed("x = f'made in {2 + 2} steps'") == ["made in {value} steps"]


def test_only_what_those_who_submitted_read_is_listed():
    code = '''
"""What the module does."""
_P = re.compile("a pattern of words")
UNIT_NAMES = {"l": "litre litres"}
def f(a: "Workbook | None"):
    """What the function does."""
    raise SuiteError("for who runs it")
def g():
    raise UnreadableError("The file is a picture", " Mend it. ")
'''
    assert listed(code) == ["The file is a picture", "Mend it."]


def test_every_module_that_is_named_holds_texts():
    told = {place for place in LISTED.values() if place.startswith("greening/")}
    assert {"greening/target_findings.py", "greening/shared_premises.py", "greening/structure/columns.py", "greening/waivers.py"} <= told
    for pattern in fault_texts.MODULES:
        assert any(place.startswith(f"greening/{pattern.partition('*')[0]}") for place in told), pattern


def test_texts_of_the_code_are_among_those_to_translate():
    assert "The goal {goal_id} is measured from nothing: {lack}. It is shown without a path and never as met" in texts.of_rules()
    assert "no base year is given" in texts.of_rules()


@pytest.mark.parametrize(
    "message",
    [profile.missing()["message"], f"a year from {cells.YEARS[0]} to {cells.YEARS[1]}", "Did you mean electricity?", "The row is left out."],
)
def test_findings_are_said_by_the_listed_texts(message):
    assert Filled({text: text for text in LISTED}).pieces(message)
