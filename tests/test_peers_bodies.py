"""Members with the figures of their own reports."""

import pandas as pd
from made_group import YEAR, figures, members, office
from upath import UPath

from greening import paths, tables
from greening.chain import inputs, keys
from greening.chain.inputs import History, Settings
from greening.chain.plan import Task
from greening.peers import bodies

TOLD = {"A": office("O1"), "B": office("O2")}
YEARS = {"B": YEAR - 3}


def written(data: UPath) -> None:
    """The members' products, each in the folder of its year, with figures that no group reads."""
    made = figures(TOLD, YEARS)
    for code in TOLD:
        folder = paths.processed(data, YEARS.get(code, YEAR), code)
        other = pd.DataFrame({"figure_id": ["ghg.total@2010", "ghg.total:SUB"], "organization": code, "year": YEAR, "value": 1.0})
        tables.write("figures", tables.stack("figures", [made[made["organization"] == code], other]), folder)


def test_the_figures_of_each_member_are_read_from_its_own_year(tmp_path):
    written(UPath(tmp_path))
    read = bodies.read(UPath(tmp_path), members(TOLD, YEARS, ("C",)))
    assert set(zip(read["organization"], read["year"], strict=True)) == {("A", YEAR), ("B", YEAR - 3)}
    assert not read["figure_id"].str.contains("[@:]").any() and len(read) == sum(map(len, TOLD.values()))


def test_a_body_without_members_reads_nothing(tmp_path):
    assert bodies.read(UPath(tmp_path), tables.empty("members")).empty


def test_numbers_texts_and_what_is_not_there():
    a, c = bodies.bodies(members(TOLD, YEARS, ("C",)), figures(TOLD, YEARS))[::2]
    assert (a.code, a.status, a.data_year, a.number("ghg.total"), a.word("traits.kind")) == ("A", "updated", YEAR, 500.0, "Research")
    assert (a.word("ghg.total"), a.number("traits.kind"), a.number("nothing"), a.word("nothing")) == ("", None, None, "")
    assert (c.code, c.status, c.data_year, c.figures) == ("C", "missing", None, {})


def test_bodies_come_in_the_order_of_their_codes():
    told = dict(reversed(TOLD.items()))
    assert [body.code for body in bodies.bodies(members(told), figures(told))] == ["A", "B"]


def test_the_key_of_a_groups_figures_covers_its_members_figures(tmp_path):
    settings = Settings(data=str(tmp_path))
    for sha256 in ("one", "two"):
        keys.write("targets", {}, {"processed": {"figures.parquet": sha256}}, paths.processed(tmp_path, YEAR, "A"))
        read = inputs.content("targets", Task(YEAR, "GROUP", members=("A",)), settings, History([], [f"A@{YEAR}"]))
        assert read["members"] == {f"A@{YEAR}": {"figures": sha256}}
