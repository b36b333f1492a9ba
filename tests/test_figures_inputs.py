"""Reading what figures are made from."""

import hashlib

import pandas as pd
from figure_frames import activities
from upath import UPath

from greening import paths, tables
from greening.figures import inputs


def test_products_and_hashes_of_own_and_members_files(tmp_path):
    data = UPath(tmp_path)
    for code, year in (("GROUP", 2022), ("M", 2020)):
        folder = paths.raw(data, year, code)
        folder.mkdir(parents=True)
        (folder / "profile.csv").write_bytes(code.encode())
    rows = [{"table": "profile"}, {"table": "fuels", "organization": "M", "data_year": 2020}, {"table": "fuels", "organization": "NOWHERE"}]
    submitted = activities(rows, "GROUP")
    for product in ("checks", "footprint", "indicators", "members"):
        tables.write(product, tables.empty(product), paths.processed(data, 2022, "GROUP"))
    tables.write("activities", submitted, paths.processed(data, 2022, "GROUP"))
    found = inputs.read(2022, "GROUP", data, tables.empty("figures"))
    assert found.files == {"profile.csv": hashlib.sha256(b"GROUP").hexdigest(), "M/profile.csv": hashlib.sha256(b"M").hexdigest()}
    assert (found.organization, found.year, len(found.activities)) == ("GROUP", 2022, 3)


def test_years_of_a_partial_sum_are_left_out_beside_totals_of_the_whole_group(tmp_path):
    whole = pd.DataFrame({"figure_id": ["ghg.total"], "year": [2010], "value": [1.7e6]})
    partial = pd.DataFrame({"figure_id": ["ghg.total", "basis.members"], "year": [2011, 2011], "value": [1105.0, None], "text": [None, "sum"]})
    earlier = tables.stack("figures", [whole, partial])
    for code, table, years in (("UNSYSTEM", "inventory", [2010]), ("EXAMPLE", "personnel", [2010, 2011])):
        folder = paths.processed(tmp_path, 2022, code)
        for product in ("checks", "footprint", "indicators", "members"):
            tables.write(product, tables.empty(product), folder)
        tables.write(
            "activities", tables.stack("activities", [pd.DataFrame({"organization": [code], "data_year": [2022], "table": [table]})]), folder
        )
        read = inputs.read(2022, code, tmp_path, earlier)
        assert sorted(read.earlier["year"].unique()) == years
