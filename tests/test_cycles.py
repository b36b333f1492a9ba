"""Two years side by side: every number is a figure of one of them, and what is said of a pair is what the data can tell."""

import re

import pytest
from click.testing import CliRunner
from made_report import figures, quantity, text, word

import pipeline as command_line
from greening import formats, locale, manifest, paths, tables
from greening.compare import cycle_pages, cycles
from greening.compare.cycles import Edition, Pair
from greening.errors import CallError, GateError
from greening.publish import gate

EN = locale.catalogue("en")


def edition(year, *rows):
    return Edition(year, formats.facts(figures(*rows)))


def pair(first, second, code="BODY"):
    return Pair(code, "A <body>", edition(2021, *first), edition(2022, *second))


def total(value, low=None, high=None):
    return quantity("ghg.total", value, low=low, high=high)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (total(10.0, 9.0, 11.0), total(20.0, 18.0, 22.0), "rose"),
        (total(20.0, 18.0, 22.0), total(10.0, 9.0, 11.0), "fell"),
        # The intervals touch: the change cannot be told from none.
        (total(10.0, 9.0, 11.0), total(12.0, 11.0, 13.0), "unclear"),
        (total(10.0, 9.0, 11.0), total(10.0, 9.5, 10.5), "same"),
        (total(10.0), total(20.0), "known"),
        (total(10.0, 9.0), total(20.0, 18.0, 22.0), "known"),
    ],
)
def test_a_change_is_called_one_only_where_the_intervals_tell(first, second, said):
    assert pair([first], [second]).verdict("ghg.total") == said


def test_the_change_that_the_later_report_has_goes_before_the_intervals():
    change = quantity("ghg.change.previous_year", -0.1, "share", low=-0.12, high=-0.08)
    overlapping = [total(10.0, 8.0, 12.0)], [total(9.0, 7.0, 11.0), change]
    assert pair(*overlapping).verdict("ghg.total") == "fell"
    # Of years that do not follow on each other it says nothing.
    apart = Pair("BODY", "A body", edition(2019, *overlapping[0]), edition(2022, *overlapping[1]))
    assert apart.verdict("ghg.total") == "unclear"


def test_a_figure_of_one_year_alone_or_in_another_unit_is_not_set_beside():
    both = pair([total(1.0), quantity("waste.total", 1.0, "kg")], [total(2.0), quantity("waste.total", 1.0, "t"), word("target.G.status", "behind")])
    assert both.shared == ["ghg.total"]
    assert both.only(both.first) == ["waste.total"] and set(both.only(both.second)) == {"waste.total", "target.G.status"}
    assert both.verdict("target.G.status") == ""


def test_figures_of_the_earlier_year_that_the_later_report_gives_otherwise_are_named():
    assert pair([total(1.0)], [quantity("ghg.total@2021", 1.5)]).restated == ["ghg.total"]
    assert pair([total(1.0)], [quantity("ghg.total@2021", 1.0)]).restated == []


@pytest.fixture
def data(tmp_path):
    """Figures of BODY in two years and of LATE in the second, as stage 3 leaves them."""
    for year, code, value in ((2021, "BODY", 1000.0), (2022, "BODY", 1200.0), (2022, "LATE", 7.0)):
        raw = paths.raw(tmp_path / "data", year, code)
        raw.mkdir(parents=True)
        (raw / "profile.csv").write_text(f"organization,name,country\n{code},The {code} & <co>,CH\n")
        tables.write("figures", figures(total(value, value * 0.99, value * 1.01)), paths.processed(tmp_path / "data", year, code))
    return tmp_path


def test_the_pages_print_both_years_and_what_can_be_said(data):
    pairs = cycles.read([2022, 2021], [], str(data / "data"))
    manifest.write(paths.root(data / "reports") / "2022", {"BODY/how.en.html": "x", "BODY/en.html": "y"}, [])
    written = cycle_pages.write(pairs, str(data / "reports"), ["en"])
    folder = data / "reports" / "compare" / "2021-2022"
    assert {path.name for path in folder.iterdir()} == {"index.html", "BODY.en.html", "LATE.en.html"}
    index, page = ((folder / name).read_text(encoding="utf-8") for name in ("index.html", "BODY.en.html"))
    assert "rose" in text(index) and "<co>" not in index
    assert '<data value="1000.0" data-figure="ghg.total" data-organization="BODY" data-year="2021" data-format="unit">1,000 t</data>' in page
    # Only what is published can be led to.
    assert '<a href="../../2022/BODY/how.en.html#ghg.total"><data value="1200.0"' in page and "../../2021/" not in page
    assert "Only one of the two years has figures" in text((folder / "LATE.en.html").read_text(encoding="utf-8"))
    assert '<a href="compare/2021-2022/index.html">2021 and 2022</a>' in (data / "reports" / "index.html").read_text(encoding="utf-8")
    assert (data / "reports" / "assets" / "site.css").is_file() and len(written) >= 3


def test_every_number_is_a_figure_of_the_year_that_it_names(data):
    pairs = cycles.read([2021, 2022], [], str(data / "data"))
    cycle_pages.write(pairs, str(data / "reports"), ["en"])
    known = {(one.code, edition.year): edition.facts for one in pairs for edition in one.editions}
    for path in (data / "reports" / "compare").rglob("*.html"):
        for attributes, _ in gate.printed(path.read_text(encoding="utf-8")):
            fact = known[attributes["data-organization"], int(attributes["data-year"])][attributes["data-figure"]]
            assert attributes["value"] == fact.raw


def test_a_page_that_would_print_another_number_is_not_written(data, monkeypatch):
    pairs = cycles.read([2021, 2022], [], str(data / "data"))
    monkeypatch.setattr(cycle_pages, "_ELEMENT", cycle_pages._ELEMENT.replace('value="%s"', 'value="9%s"'))
    with pytest.raises(GateError, match=r"ghg\.total"):
        cycle_pages.write(pairs, str(data / "reports"), ["en"])
    assert not (data / "reports").exists()


def test_the_same_input_makes_the_same_bytes(data):
    pairs = cycles.read([2021, 2022], [], str(data / "data"))
    one, other = ([path.read_bytes() for path in cycle_pages.write(pairs, str(data / "reports"), ["en"])] for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("years", "organizations", "said"),
    [
        ("2021", [], "two different years"),
        ("2021,2021", [], "two different years"),
        ("2021,x", [], "x is no year"),
        ("2020,2021", [], "no figures of 2020"),
        ("2021,2022", ["NOBODY"], "NOBODY"),
    ],
)
def test_a_wrong_call_is_refused(data, years, organizations, said):
    with pytest.raises(CallError, match=said):
        cycles.read(cycles.years_of(years), organizations, str(data / "data"))


def test_unknown_languages_are_refused():
    with pytest.raises(CallError, match="xx"):
        cycles.languages_of("en,xx")
    with pytest.raises(CallError, match="none given"):
        cycles.languages_of(" , ")


def test_the_command_prints_a_table_and_where_the_pages_are(data):
    call = CliRunner().invoke(
        command_line.main, ["compare", "--years", "2021,2022", "--data", str(data / "data"), "--reports", str(data / "reports")]
    )
    assert call.exit_code == 0, call.output
    lines = call.output.splitlines()
    assert re.fullmatch(r"BODY\s+1,000\s+1,200\s+rose", lines[1])
    assert lines[2].split() == ["LATE", "7"] and lines[-1].endswith("index.html")
