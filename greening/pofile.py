"""Catalogues as translators write them: gettext's PO files, read strictly and in a tenth of the time that a general reader takes."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from greening.errors import CatalogueError

_TEXT = r'(?:"[^"\\\n]*(?:\\.[^"\\\n]*)*"[ \t\r]*(?:\n\s*|\Z))+'
#: Comments and empty lines, and the message that they stand before.
_ENTRY = re.compile(
    rf"((?:[ \t\r]*(?:#[^\n]*)?\n)*)msgid[ \t]+({_TEXT})(?:msgid_plural[ \t]+({_TEXT}))?(?:msgstr[ \t]+({_TEXT})|((?:msgstr\[\d\][ \t]+{_TEXT})+))"
)
_REST = re.compile(r"\s*(?:#[^\n]*\s*)*\Z")
_FORM = re.compile(rf"msgstr\[(\d)\][ \t]+({_TEXT})")
_BREAK = re.compile(r'"\s*\n\s*"')
_PLURAL = re.compile(r"plural\s*=\s*([^;]+)")
_COUNT = re.compile(r"nplurals\s*=\s*(\d+)")


@dataclass(frozen=True)
class Read:
    """What a file holds: the forms of each message by its key, the keys with plural forms, the rule of plurals and how many forms it has."""

    messages: Mapping[str, tuple[str, ...]]
    plurals: frozenset[str]
    plural: str
    forms: int
    #: Keys of messages that a tool has marked as guessed (`fuzzy`).
    fuzzy: frozenset[str]


def read(content: str, name: str) -> Read:
    """The messages of a file that have a text in every form.

    Raises CatalogueError, with the name and the line, where something is no message of such a file or a key stands twice.
    """
    header, messages, plurals, fuzzy = "", {}, set(), set()
    for key, forms, is_plural, is_fuzzy in _entries(content, name):
        if not key:
            header = forms[0]
        elif key in messages:
            raise CatalogueError(f"{name} has more than one message {key}")
        elif all(forms):
            messages[key] = forms
            plurals |= {key} if is_plural else set()
            fuzzy |= {key} if is_fuzzy else set()
    rule, count = _PLURAL.search(header), _COUNT.search(header)
    return Read(messages, frozenset(plurals), rule[1].strip() if rule else "", int(count[1]) if count else 1, frozenset(fuzzy))


def _entries(content: str, name: str) -> Iterator[tuple[str, tuple[str, ...], bool, bool]]:
    """Each message: its key, its forms, whether those are plural forms, and whether a tool has guessed them."""
    end = 0
    for found in _ENTRY.finditer(content):
        if found.start() != end:
            break
        end = found.end()
        before, quoted, plural, text, many = found.groups()
        key = _unquoted(quoted)
        forms = (_unquoted(text),) if text else _forms(many, f"{name}: {key}")
        yield key, forms, bool(plural), "#," in before and "fuzzy" in before
    if not _REST.match(content, end):
        line = content.count("\n", 0, end) + 1
        raise CatalogueError(f"{name} cannot be read after line {line}")


def _forms(many: str, name: str) -> tuple[str, ...]:
    found = [(int(number), _unquoted(text)) for number, text in _FORM.findall(many)]
    if [number for number, _ in found] != list(range(len(found))):
        raise CatalogueError(f"{name} has plural forms that are not counted from 0")
    return tuple(text for _, text in found)


def _unquoted(text: str) -> str:
    """A text without the quotes of its lines, and with the signs that a backslash stands for."""
    joined = text.strip()
    if "\n" in joined:
        joined = _BREAK.sub("", joined)
    return str(ast.literal_eval(joined)) if "\\" in joined else joined[1:-1]
