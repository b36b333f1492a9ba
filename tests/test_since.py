"""What changed since the last run that changed a report: figures with what accounts for them, findings, sentences."""

import json

import pandas as pd
import pytest
from made_report import quantity, report, text, word
from upath import UPath

from greening import tables
from greening.chain import causes, keys
from greening.since import differences, kept, page, publish, sentences
from greening.since.kept import State

FILES = {"submitted": {"water.csv": "a", "fuels.csv": "b"}, "program": {"page": "1"}}


def derived(**made):
    return json.dumps(made)


def finding(message, row=1, level="warn"):
    return {
        "organization": "BODY",
        "year": 2022,
        "table": "fuels",
        "source_file": "fuels.csv",
        "source_row": row,
        "rule": "r",
        "level": level,
        "message": message,
    }


def made(*rows, findings=(), **more):
    frame = tables.stack("findings", [pd.DataFrame(list(findings))]) if findings else tables.empty("findings")
    return report(*rows, findings=frame, **more)


class Runs:
    """Publishes one report after the other, and reads the page that tells what changed."""

    def __init__(self, root):
        self.folder, self.reports = UPath(root) / "processed", UPath(root) / "reports"

    def run(self, shown, said=None, inputs=FILES, languages=("en",)):
        return publish.publish(shown, said or {}, inputs, self.folder, self.reports, languages).read_text(encoding="utf-8")


@pytest.fixture
def runs(tmp_path):
    return Runs(tmp_path)


def shown(html):
    return text(html[html.index("<main") : html.index("</main>")])


def test_the_first_run_has_nothing_to_compare_with(runs):
    assert "there is nothing to compare it with" in shown(runs.run(made(quantity("ghg.total", 1.0))))


def test_a_moved_figure_stands_before_and_now_with_the_file_that_it_rests_on(runs):
    total = derived(product="footprint", files={"fuels.csv": "x", "water.csv": "y"})
    share = derived(figures=["ghg.total"], formula="ghg.total / 1", operation="ratio")
    runs.run(made(quantity("ghg.total", 100.0, derivation=total), quantity("ghg.per_capita", 10.0, "t/person", derivation=share)))
    now = made(quantity("ghg.total", 110.0, derivation=total), quantity("ghg.per_capita", 11.0, "t/person", derivation=share))
    told = runs.run(now, inputs={**FILES, "submitted": {"water.csv": "a", "fuels.csv": "c", "waste.csv": "d"}})
    assert "2 figures changed" in told
    assert '<data value="100.0" data-figure="ghg.total" data-run="before" data-format="unit">100 t</data>' in told
    assert '<a href="how.en.html#ghg.total"><data value="110.0" data-figure="ghg.total" data-run="now" data-format="unit">110 t</data></a>' in told
    # Both rest on fuels.csv, one of them through the other; water.csv did not change, and nothing rests on waste.csv.
    assert told.count("<td><code>fuels.csv</code></td>") == 2
    assert "Submitted files: fuels.csv (changed); waste.csv (new)" in shown(told)


def test_figures_that_come_and_go_are_told(runs):
    runs.run(made(quantity("waste.total", 5.0, "kg")))
    told = shown(runs.run(made(word("target.G.status", "behind"))))
    assert "not there" in told and "2 figures changed" in told and "behind" in told


def test_running_again_keeps_the_page_telling_of_the_last_change_byte_for_byte(runs):
    runs.run(made(quantity("ghg.total", 1.0)))
    changed = runs.run(made(quantity("ghg.total", 2.0)))
    before = {path: path.read_bytes() for path in runs.folder.rglob("*") if path.is_file()}
    assert runs.run(made(quantity("ghg.total", 2.0))) == changed
    assert {path: path.read_bytes() for path in runs.folder.rglob("*") if path.is_file()} == before


def test_what_changed_without_effect_is_said_until_the_next_change(runs):
    now = made(quantity("ghg.total", 2.0))
    runs.run(made(quantity("ghg.total", 1.0)))
    runs.run(now)
    other = {**FILES, "program": {"page": "2"}}
    told = shown(runs.run(now, inputs=other))
    assert "1 figure changed" in told
    assert "Changed since then, without effect" in told and "The program that writes the pages, or its texts" in told
    assert "without effect" not in shown(runs.run(now))
    again = shown(runs.run(made(quantity("ghg.total", 3.0)), inputs=other))
    assert "without effect" not in again


def test_what_the_order_of_adding_leaves_is_no_change():
    one = kept.state(made(quantity("ghg.total", 0.1 + 0.2, low=0.0)), {}, {})
    other = kept.state(made(quantity("ghg.total", 0.3, low=0.0)), {}, {})
    assert one.figures != other.figures
    assert differences.between(one, other, {}, {})["figures"] == []


def test_another_interval_of_the_same_value_is_told_as_that(runs):
    runs.run(made(quantity("ghg.total", 10.0, low=9.0, high=11.0)))
    assert "the value is the same, its interval another" in shown(runs.run(made(quantity("ghg.total", 10.0, low=8.0, high=11.0))))


def test_values_that_would_print_alike_are_printed_in_full(runs):
    runs.run(made(quantity("waste.recovered.share", 0.240041, "share")))
    told = shown(runs.run(made(quantity("waste.recovered.share", 0.240043, "share"))))
    assert "0.240041" in told and "0.240043" in told


def test_findings_are_told_apart_by_what_they_say_and_not_by_their_row(runs):
    total = quantity("ghg.total", 1.0)
    runs.run(made(total, findings=[finding("Much fuel", 4), finding("Old", 5)]))
    told = shown(runs.run(made(total, findings=[finding("Much fuel", 9), finding("New <one>", 5)])))
    assert "1 new finding" in told and "1 finding gone" in told
    assert "New <one>" in told and "Old" in told and "Much fuel" not in told


def test_sentences_are_compared_one_by_one_without_tables_and_tags(runs):
    before = "<p>Emissions were <data>8 %</data> lower. Water was the same.</p><table><td>Cell one.</td></table>"
    now = before.replace("8 %", "6 %").replace("Cell one", "Cell two")
    total = made(quantity("ghg.total", 1.0))
    runs.run(total, {"waste": before})
    told = runs.run(total, {"waste": now})
    assert "<del>Emissions were 8 % lower.</del>" in told and "<ins>Emissions were 6 % lower.</ins>" in told
    assert "Water was" not in told and "Cell" not in told
    assert "1 sentence changed" in told


def test_a_sentence_ends_in_chinese_without_a_space_and_numbers_end_none():
    assert sentences.of("<p>排放下降。水量不变。</p><p>It is 1.5 t. Less!</p>") == ["排放下降。", "水量不变。", "It is 1.5 t.", "Less!"]


def test_as_many_sentences_are_told_in_pairs():
    found = sentences.changes({"a": ["One.", "Two.", "Same."]}, {"a": ["1.", "2.", "Same.", "More."]})
    assert [(list(one.gone), list(one.new)) for one in found["a"]] == [(["One."], ["1."]), (["Two."], ["2."]), ([], ["More."])]


def test_another_factor_is_told_with_its_values_and_every_figure_of_it():
    rows = [
        {"organization": "BODY", "year": 2022, "factor_id": "grid.CHE.2022", "factor_value": value, "factor_unit": "kg/kWh"} for value in (0.5, 0.25)
    ]
    frames = [tables.stack("footprint", [pd.DataFrame([row])]) for row in rows]
    made_of = derived(product="footprint", factor_ids=["grid.CHE.2022"])
    states = [
        kept.state(made(quantity("ghg.scope.2", value, derivation=made_of), footprint=frame), {}, FILES)
        for value, frame in zip((2.0, 1.0), frames, strict=True)
    ]
    now = made(quantity("ghg.scope.2", 1.0, derivation=made_of))
    found = differences.between(*states, now.facts, {})
    assert found["inputs"]["factors"] == {"grid.CHE.2022": [[0.5, "kg/kWh"], [0.25, "kg/kWh"]]}
    assert found["figures"][0][3] == ["grid.CHE.2022"]


def test_a_figure_of_a_goal_rests_on_what_the_goal_is_about():
    facts = made(
        quantity("water.total", 2.0, derivation=derived(product="activities", files={"water.csv": "x"})),
        quantity("target.W.actual", 2.0, derivation=derived(product="targets", filter={"goal_id": "W"})),
    ).facts
    reasons = differences.Reasons(facts, {"W": "water.total"}, {"submitted": {"water.csv": ["a", "b"]}})
    assert reasons.of("target.W.actual") == ["water.csv"]


def test_an_earlier_year_counts_only_where_one_of_its_figures_moved():
    before, now = ({"earlier": {"2020": one, "2021": one}} for one in ("a", "b"))
    figures = {"ghg.total@2021": [1.0, "", "t CO2e", None, None, "", ""]}
    moved = {"ghg.total@2021": [2.0, "", "t CO2e", None, None, "", ""]}
    found = differences.between(State(figures, inputs=before), State(moved, inputs=now), {}, {})
    assert found["inputs"] == {"earlier": {"2021": ["a", "b"]}}


def test_figures_that_rest_on_each_other_come_to_an_end():
    facts = made(
        quantity("ghg.total", 1.0, derivation=derived(figures=["waste.total"])),
        quantity("waste.total", 1.0, derivation=derived(figures=["ghg.total"])),
    ).facts
    assert differences.Reasons(facts, {}, {}).of("ghg.total") == []


@pytest.mark.parametrize("content", [b"", b"not compressed", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_is_kept_and_damaged_counts_as_nothing(runs, content):
    runs.run(made(quantity("ghg.total", 1.0)))
    (runs.folder / "last" / "en.json.z").write_bytes(content)
    assert "nothing to compare it with" in shown(runs.run(made(quantity("ghg.total", 2.0))))


def test_names_and_messages_never_become_markup(runs):
    runs.run(made(quantity("ghg.total", 1.0), findings=[finding("<script>alert(1)</script>")]))
    told = runs.run(made(quantity("ghg.total", 1.0)), inputs={"submitted": {"<img src=x>.csv": "a"}})
    assert "<script>" not in told and "<img" not in told and "&lt;script&gt;" in told


def test_languages_and_a_thousand_figures(runs):
    runs.run(made(*(quantity(f"waste.stream.s{number}", 1.0, "kg") for number in range(500))))
    told = runs.run(made(*(quantity(f"waste.stream.s{number}", 2.0, "kg") for number in range(500))), languages=("en", "fr"))
    assert '<a href="changes.fr.html" lang="fr" hreflang="fr">' in told
    assert "350 more figures changed" in shown(told)


def test_what_went_in_is_read_from_the_keys_that_are_kept(tmp_path):
    folder = UPath(tmp_path)
    keys.write("validate", {"files": {"a.csv": "0" * 64}, "suites": {"fuels.json": "1" * 64}}, {}, folder)
    keys.write("footprints", {"parameters": {"gwp_set": "AR5", "flight_method": "desnz", "year": 2022}}, {}, folder)
    keys.write("targets", {"earlier": {"2021": {"figures": "2" * 64}}, "members": {"ONE@2020": {"figures": "3" * 64}, "TWO": {}}}, {}, folder)
    read = causes.read(folder, "en")
    assert read["submitted"] == {"a.csv": "0" * 16} and read["suites"] == {"fuels": "1" * 16}
    assert read["parameters"] == {"gwp_set": "AR5", "flight_method": "desnz"}
    assert read["earlier"] == {"2021": "2" * 16}
    assert read["members"] == {"ONE": f"{'3' * 16}2020", "TWO": ""}
    assert "grid_factors.csv" in read["reference"] and set(read["program"]) == {"figures", "page"}


def test_the_name_of_the_page():
    assert page.name("ar") == "changes.ar.html"
