"""The suites that runs judged by are kept by their SHA-256, each once."""

from greening.chain import inputs, kept_suites


def test_each_suite_is_kept_once_and_found_by_its_hash(tmp_path):
    suites, data = tmp_path / "expectations", tmp_path / "data"
    suites.mkdir()
    (suites / "waste.json").write_text("{}")
    first = inputs.of_suites(str(suites))
    kept_suites.keep(suites, data, first)
    (suites / "waste.json").write_text("[]")
    kept_suites.keep(suites, data, inputs.of_suites(str(suites)))
    kept_suites.keep(suites, data, inputs.of_suites(str(suites)))
    assert len(list((data / "processed" / "suites").iterdir())) == 2
    assert kept_suites.content(data, first["waste.json"]) == b"{}"
    assert kept_suites.content(data, "0" * 64) is None
