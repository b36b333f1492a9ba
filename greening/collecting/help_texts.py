"""The help of the submission workbook in the languages of the collection forms: what each table and column is about.

`help_texts.yml` lists each English text of the declarations with the French and the Spanish one.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from greening.locale import Catalogue

#: The languages of help_texts.yml behind the English text, in its order.
LANGUAGES = ("fr", "es")


def said(text: str, words: Catalogue) -> str:
    """A text of the declarations in the language of the catalogue; in English where no one has said it in that language."""
    told = _texts().get(text)
    return told[LANGUAGES.index(words.language)] if told and words.language in LANGUAGES else words.said(text)


def speaks(text: str, language: str) -> bool:
    """Whether the text can be said in the language."""
    return language not in LANGUAGES or text in _texts()


@cache
def _texts() -> Mapping[str, list[str]]:
    content = files("greening.collecting").joinpath("help_texts.yml").read_text(encoding="utf-8")
    found: Mapping[str, list[str]] = yaml.load(content, Loader=yaml.CSafeLoader) or {}
    return found
