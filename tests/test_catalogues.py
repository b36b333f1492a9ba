"""Catalogues: every language says what English says, and what is wrong with one is told by language and key."""

import subprocess
import sys
from pathlib import Path

import pytest

from greening import locale, pofile, reference, tables, texts
from greening.errors import CatalogueError
from greening.paths import HOME
from scripts import catalogues

EN = locale.catalogue("en")
HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n\n'
ENGLISH = HEADER.replace("nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2)", "nplurals=2; plural=(n != 1)")


def message(key, *forms):
    """A message as a translator writes it."""
    if len(forms) == 1:
        return f'msgid "{key}"\nmsgstr "{forms[0]}"\n\n'
    listed = "".join(f'msgstr[{place}] "{form}"\n' for place, form in enumerate(forms))
    return f'msgid "{key}"\nmsgid_plural "{key}"\n{listed}\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An English catalogue of three messages, and one shipped text."""
    monkeypatch.setattr(texts, "shipped", lambda: {"as {way} published": "a method"})
    monkeypatch.setattr(texts, "of_rules", lambda: {})
    for name, list_of in catalogues.LISTS.items():
        write(tmp_path, "en", catalogues.source(list_of(), catalogues.ABOUT[name]), name)
    write(tmp_path, "en", ENGLISH + message("a.title", "Title of {name}") + message("a.count", "{count} row of {of}", "{count} rows of {of}"))
    return tmp_path


def write(folder: Path, language: str, content: str, name: str = "greening.po") -> None:
    place = folder / language / "LC_MESSAGES" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(content, encoding="utf-8")


GOOD = HEADER + message("a.title", "{name}: titul") + message("a.count", "{count} a {of}", "{count} b {of}", "{count} c {of}")


def test_the_catalogues_are_sound():
    assert catalogues.faults() == []


def test_no_message_is_left_that_no_code_asks_for():
    assert catalogues.unused() == []


def test_a_whole_language_has_no_fault(folder):
    write(folder, "xx", GOOD)
    write(folder, "xx", HEADER + message("as {way} published", "{way}!"), "texts.po")
    assert catalogues.faults(folder) == []
    assert catalogues.missing("xx", folder) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (message("a.title", "{name}: titul"), "", "xx: a.title is missing"),
        ("{name}: titul", "titul", "xx: a.title has the places [] and needs ['name']"),
        ("{name}: titul", "{nom}: titul", "xx: a.title has the places ['nom'] and needs ['name']"),
        ("{name}: titul", "{name} {name}", "xx: a.title has the places ['name', 'name'] and needs ['name']"),
        ('msgstr[2] "{count} c {of}"\n', "", "xx: a.count has 2 forms and needs 3"),
        ("{count} b {of}", "{count} b", "xx: a.count has the places ['count'] and needs ['count', 'of']"),
        ("a.title", "a.other", "xx: a.other is no message"),
        ('msgid "a.title"', '#, fuzzy\nmsgid "a.title"', "xx: a.title is only guessed"),
        ("{name}: titul", "", "xx: a.title is missing"),
        ('msgid "a.title"', "msgid a.title", "xx/greening.po cannot be read after line 5"),
    ],
)
def test_a_fault_is_told_with_language_and_key(folder, old, new, fault):
    assert old in GOOD
    write(folder, "xx", GOOD.replace(old, new))
    assert any(told.startswith(fault) for told in catalogues.faults(folder)), catalogues.faults(folder)


def test_the_number_alone_may_be_left_to_the_noun(folder):
    write(folder, "xx", GOOD.replace("{count} a {of}", "one a {of}"))
    assert catalogues.faults(folder) == ["xx: the text 'as {way} published' is missing"]


def test_a_text_that_is_not_shipped_any_more_is_told(folder):
    write(folder, "xx", GOOD)
    write(folder, "xx", HEADER + message("as published", "p"), "texts.po")
    assert "xx: 'as published' is no text of the program" in catalogues.faults(folder)


def test_what_a_language_lacks_is_listed_for_its_translator(folder):
    write(folder, "xx", HEADER + message("a.title", "{name}: titul"))
    assert catalogues.missing("xx", folder) == [
        {"f": "greening.po", "k": "a.count", "en": ["{count} row of {of}", "{count} rows of {of}"]},
        {"f": "texts.po", "k": "as {way} published", "en": ["as {way} published"], "c": "a method"},
    ]


def test_the_check_is_called_by_name():
    done = subprocess.run([sys.executable, "-m", "scripts.catalogues"], cwd=HOME, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_reader_knows_quotes_breaks_and_comments():
    content = (
        '# about\nmsgid ""\nmsgstr ""\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n#: place\nmsgid "k"\nmsgstr ""\n"one \\"two\\" "\n"trois é"\n# end'
    )
    read = pofile.read(content, "x")
    assert read.messages == {"k": ('one "two" trois é',)}
    assert (read.plural, read.forms) == ("0", 1)


def test_a_message_that_stands_twice_is_an_error():
    with pytest.raises(CatalogueError, match=r"x has more than one message k"):
        pofile.read(ENGLISH + message("k", "a") + message("k", "b"), "x")


def test_the_reader_gives_what_babel_reads():
    from babel.messages.pofile import read_po

    for path in sorted((HOME / "greening" / "locales").rglob("*.po")):
        with path.open("rb") as file:
            babel = {
                entry.id if isinstance(entry.id, str) else entry.id[0]: (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
                for entry in read_po(file)
                if entry.id and entry.string
            }
        assert dict(pofile.read(path.read_text(encoding="utf-8"), path.name).messages) == babel


def test_every_choice_and_table_of_a_submission_has_a_word():
    columns = [column for table in tables.submission_tables().values() for column in table.columns.values()]
    codes = {choice for column in columns for choice in column.choices if not choice.isdigit() and choice not in ("kg", "kwh", "l", "t", "m3", "gj")}
    lacking = sorted(code for code in codes | set(tables.submission_tables()) if not EN.has(f"term.{code}") and not EN.has(f"term.register_{code}"))
    assert [code for code in lacking if not code.startswith("AR")] == []


def test_every_shared_goal_has_a_title():
    assert all(EN.has(f"goal.{goal}") for goal in reference.load("shared_goals")["goal_id"])
