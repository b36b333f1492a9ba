"""A stage is up to date only while all that it read and made is what it was."""

from upath import UPath

from greening.chain import keys


def kept(folder: UPath) -> dict:
    (folder / "figures.parquet").write_bytes(b"made")
    read = {"files": {"profile.csv": "abc"}}
    keys.write("targets", read, {"processed": {"figures.parquet": keys.digest(b"made")}}, folder)
    return read


def test_an_unchanged_stage_is_current(tmp_path):
    folder = UPath(tmp_path)
    assert keys.is_current("targets", kept(folder), folder, {"processed": folder})


def test_a_stage_that_read_something_else_is_not_current(tmp_path):
    folder = UPath(tmp_path)
    kept(folder)
    assert not keys.is_current("targets", {"files": {"profile.csv": "abd"}}, folder, {"processed": folder})


def test_a_changed_or_deleted_product_is_made_again(tmp_path):
    folder = UPath(tmp_path)
    read = kept(folder)
    (folder / "figures.parquet").write_bytes(b"touched")
    assert not keys.is_current("targets", read, folder, {"processed": folder})
    (folder / "figures.parquet").unlink()
    assert not keys.is_current("targets", read, folder, {"processed": folder})


def test_a_stage_that_never_ran_is_not_current(tmp_path):
    assert not keys.is_current("targets", {}, UPath(tmp_path), {})


def test_the_order_of_names_does_not_matter():
    assert keys.of_mapping({"a": 1, "b": 2}) == keys.of_mapping({"b": 2, "a": 1})


def test_pages_rest_on_more_code_than_numbers_and_stage_one_on_less():
    assert len({keys.of_code("validate"), keys.of_code("footprints"), keys.of_code("narrative")}) == 3
    assert keys.of_code("footprints") == keys.of_code("targets")
