"""Which tasks a call needs and what waits for what."""

import pytest

from greening.chain.plan import Register, plan
from greening.errors import CallError

PROFILE = "organization,name,parent,country,illustrative\n{code},Body {code},{parent},KE,true\n"


@pytest.fixture
def submit(tmp_path):
    def place(year: int, code: str, parent: str = "") -> None:
        folder = tmp_path / "raw" / str(year) / code
        folder.mkdir(parents=True)
        (folder / "profile.csv").write_text(PROFILE.format(code=code, parent=parent))

    return place


def names(graph, with_pages=True):
    return sorted(task.name for task in graph if task.with_pages is with_pages)


def test_all_years_and_organizations_are_asked_for_by_default(tmp_path, submit):
    submit(2023, "ONE")
    submit(2024, "ONE")
    submit(2024, "TWO")
    assert names(plan(Register(tmp_path), [], [])) == ["ONE 2023", "ONE 2024", "TWO 2024"]


def test_an_earlier_year_is_brought_up_to_date_without_pages(tmp_path, submit):
    submit(2023, "ONE")
    submit(2024, "ONE")
    graph = plan(Register(tmp_path), [2024], [])
    assert names(graph) == ["ONE 2024"]
    assert names(graph, with_pages=False) == ["ONE 2023"]


def test_a_task_waits_for_its_earlier_years_and_a_group_for_its_members(tmp_path, submit):
    submit(2023, "ONE", "EXAMPLE")
    submit(2024, "ONE", "EXAMPLE")
    submit(2024, "TWO", "EXAMPLE")
    graph = plan(Register(tmp_path), [], [])
    waits = {task.name: sorted(before.name for before in needed) for task, needed in graph.items()}
    assert waits["ONE 2024"] == ["ONE 2023"]
    assert waits["EXAMPLE 2024"] == ["EXAMPLE 2023", "ONE 2023", "ONE 2024", "TWO 2024"]


def test_one_organization_brings_the_group_above_it_and_the_other_members_without_pages(tmp_path, submit):
    submit(2024, "ONE", "EXAMPLE")
    submit(2024, "TWO", "EXAMPLE")
    graph = plan(Register(tmp_path), [2024], ["ONE"])
    assert names(graph) == ["EXAMPLE 2024", "ONE 2024"]
    assert names(graph, with_pages=False) == ["TWO 2024"]


def test_registered_members_that_submitted_nothing_are_members_too(tmp_path, submit):
    submit(2024, "ONE", "EXAMPLE")
    group = Register(tmp_path).task("EXAMPLE", 2024)
    assert group is not None
    assert {"ONE", "EXAMPLE-HQ", "EXAMPLE-FIELD"} <= set(group.members)


def test_a_submitted_parent_wins_over_the_register(tmp_path, submit):
    submit(2024, "EXAMPLE-HQ", "UN-SECRETARIAT")
    register = Register(tmp_path)
    assert register.parent("EXAMPLE-HQ", 2024) == "UN-SECRETARIAT"
    assert register.groups(2024) == ("UN-SECRETARIAT", "UNSYSTEM")


def test_a_group_without_folder_and_without_submitting_member_has_no_task(tmp_path, submit):
    submit(2024, "ONE")
    assert Register(tmp_path).task("EXAMPLE", 2024) is None


def test_a_body_that_others_name_as_parent_and_that_submits_is_a_group(tmp_path, submit):
    submit(2024, "NEWGROUP")
    submit(2024, "ONE", "NEWGROUP")
    group = Register(tmp_path).task("NEWGROUP", 2024)
    assert group is not None and group.is_group and group.members == ("ONE",)


@pytest.mark.parametrize(
    ("years", "organizations", "said"),
    [([1999], [], "no input for 1999; years with input: 2024"), ([2024], ["NOBODY"], "no input for NOBODY in 2024; organizations with input: ONE")],
)
def test_a_wrong_call_says_what_there_is(tmp_path, submit, years, organizations, said):
    submit(2024, "ONE")
    with pytest.raises(CallError, match=said):
        plan(Register(tmp_path), years, organizations)


def test_no_input_at_all_is_a_wrong_call(tmp_path):
    with pytest.raises(CallError, match="no folder named for a year"):
        plan(Register(tmp_path), [], [])


def test_files_outside_every_folder_are_named(tmp_path, submit):
    submit(2024, "ONE")
    (tmp_path / "raw" / "2024" / "TWO.xlsx").write_bytes(b"")
    assert Register(tmp_path).strays(2024) == ["TWO.xlsx"]


def test_organizations_that_roll_up_to_each_other_are_in_no_group_and_stop_nobody(tmp_path, submit):
    submit(2024, "ONE", "TWO")
    submit(2024, "TWO", "ONE")
    submit(2024, "SOUND", "EXAMPLE")
    register = Register(tmp_path)
    assert register.loops(2024) == ["ONE", "TWO"]
    assert names(plan(register, [], [])) == ["EXAMPLE 2024", "ONE 2024", "SOUND 2024", "TWO 2024"]


def test_a_member_that_stops_submitting_stays_a_member(tmp_path, submit):
    submit(2022, "ONE", "EXAMPLE")
    submit(2023, "TWO", "EXAMPLE")
    assert {"ONE", "TWO"} <= set(Register(tmp_path).members("EXAMPLE", 2023))
