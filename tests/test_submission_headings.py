"""Heads and sheets in the words of the collection forms mean the same column or table as the declared names."""

import pytest
from submitted_files import submitted, workbook

from greening.spelling import plain
from greening.submission import headings
from greening.tables import submission_tables

TABLES = submission_tables()


@pytest.mark.parametrize("name", TABLES)
def test_every_word_of_every_language_means_one_column(name):
    table = TABLES[name]
    for column in (*headings.ALWAYS, *table.columns):
        for language in headings.LANGUAGES:
            word = headings.words(name, column, language)
            assert headings.column_of(word, table) == column
            assert plain(word) not in table.columns or plain(word) == column
    for column, declared in table.columns.items():
        for language in headings.LANGUAGES:
            assert headings.column_of(headings.headed(name, column, declared, language), table) == column


def test_every_sheet_may_bear_its_words():
    for name in TABLES:
        for language in headings.LANGUAGES:
            words = headings.sheet_words(name, language)
            assert headings.table_of_sheet(words) == name
            assert len(words) <= 31 and not set(words) & set("[]:*?/\\")


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Electricity used (kWh)", "electricity_kwh"),
        ("ÉLECTRICITÉ  CONSOMMÉE [kwh]", "electricity_kwh"),
        ("Electricidad consumida", "electricity_kwh"),
        ("Electricity used (MWh)", ""),
        ("Electricity used (kWh)\nexported_kwh", ""),
        ("electricity_kwh (estimated)", ""),
        ("Puissance", ""),
        ("", ""),
    ],
)
def test_a_head_with_another_unit_or_two_meanings_is_no_column(label, column):
    assert headings.column_of(label, TABLES["electricity"]) == column


def test_a_head_with_another_unit_is_told(tmp_path):
    rows = [["Lieu", "Électricité consommée (MWh)"], ["HQ", 5]]
    found = submitted(tmp_path, submission__xlsx=workbook(Électricité=rows)).findings
    assert found[["rule", "column"]].astype("str").values.tolist() == [
        ["unknown_column", "Électricité consommée (MWh)"],
        ["missing_column", "electricity_kwh"],
    ]
