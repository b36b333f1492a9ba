"""Checks of the catalogues: every language says what the English one says, with the same places and its own plural forms."""

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from greening import filling, pofile, texts
from greening.errors import CatalogueError
from greening.locale import SOURCE, TEXTS
from greening.paths import HOME

FOLDER = HOME / "greening" / "locales"
#: The files of texts: what is to be in each, and what is said of it at its head.
LISTS: Mapping[str, Callable[[], dict[str, str]]] = {"texts.po": lambda: texts.shipped(), "rules.po": lambda: texts.of_rules()}
ABOUT = {
    "texts.po": "Texts of figures, methods and reference tables that reports print. Written by scripts/catalogues.py; the key is the text.",
    "rules.po": "What the shipped rules and the program say of a fault and expect instead. Written by scripts/catalogues.py; the key is the text.",
}
#: Parts of a key that the code puts in: what it looks up is the start, the middle and the end around them.
_OPEN = "(.+)"
#: A key that the code puts together, of which it holds some letters itself.
_MADE = re.compile(r"(?=.*\\\.)(?=.*[a-z]{3})(?:[a-z_]|\\\.|\(\.\+\))+")
#: Messages that are looked up by a name that the data bring, not the code.
_BY_NAME = ("term.", "figure.", "unit.", "unit_name.", "head.", "note.")
#: Place that the forms of a plural may leave to the noun: `one year`.
_COUNT = "count"


def read(folder: Path) -> tuple[dict[str, pofile.Read], list[str]]:
    """The files of a language by name, and what is wrong with those that cannot be read."""
    found: dict[str, pofile.Read] = {}
    faults = []
    for path in sorted(folder.glob("*.po")):
        try:
            found[path.name] = pofile.read(path.read_text(encoding="utf-8"), f"{folder.parent.name}/{path.name}")
        except (CatalogueError, UnicodeDecodeError) as error:
            faults.append(str(error))
    return found, faults


def faults(folder: Path = FOLDER) -> list[str]:
    """Everything that is wrong with the catalogues, each with language and key; empty where they are sound."""
    english, found = read(folder / SOURCE / "LC_MESSAGES")
    asked = {key: (name, forms) for name, file in english.items() if name not in TEXTS for key, forms in file.messages.items()}
    plurals = {key for file in english.values() for key in file.plurals}
    shipped = {name: list_of() for name, list_of in LISTS.items()}
    found += [f"{SOURCE}: {name} is not what the program ships; write it again" for name in LISTS if not _is_current(folder, name, shipped[name])]
    found += _twice(english, SOURCE)
    found += [f"{SOURCE}: {key} has no plural form of its own" for key, (_, forms) in asked.items() if len(forms) == 1 and key in plurals]
    for language in sorted(place.name for place in folder.iterdir() if place.is_dir() and place.name != SOURCE):
        files, unread = read(folder / language / "LC_MESSAGES")
        found += [*unread, *_twice(files, language), *_of_language(language, files, asked, shipped)]
    return found


def _twice(files: Mapping[str, pofile.Read], language: str) -> list[str]:
    counted = Counter(key for name, file in files.items() if name not in TEXTS for key in file.messages)
    return [f"{language}: {key} stands in more than one file" for key, count in counted.items() if count > 1]


def _of_language(
    language: str, files: Mapping[str, pofile.Read], asked: Mapping[str, tuple[str, Sequence[str]]], shipped: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    told = {key: (name, forms) for name, file in files.items() if name not in TEXTS for key, forms in file.messages.items()}
    yield from (f"{language}: {key} is missing" for key in asked if key not in told)
    yield from (f"{language}: {key} is no message" for key in told if key not in asked)
    yield from (f"{language}: {key} is only guessed" for file in files.values() for key in file.fuzzy)
    for name, known in shipped.items():
        said = files[name].messages if name in files else {}
        yield from (f"{language}: the text {text!r} is missing" for text in known if text not in said)
        yield from (f"{language}: {text!r} is no text of the program" for text in said if text not in known)
        for text, forms in said.items():
            yield from _of_message(language, text, forms, (text,), 1)
    for key, (name, forms) in told.items():
        if key in asked:
            yield from _of_message(language, key, forms, asked[key][1], files[name].forms)


def _of_message(language: str, key: str, forms: Sequence[str], english: Sequence[str], count: int) -> Iterator[str]:
    wanted = count if len(english) > 1 else 1
    if len(forms) != wanted:
        yield f"{language}: {key} has {len(forms)} forms and needs {wanted}"
    expected = _places(english[-1])
    for form in forms:
        left = expected - _places(form)
        is_noun = len(forms) > 1 and all(place.partition("|")[0] == _COUNT for place in left)
        if _places(form) - expected or (left and not is_noun):
            yield f"{language}: {key} has the places {sorted(_places(form).elements())} and needs {sorted(expected.elements())}"
        if not form.strip():
            yield f"{language}: {key} is empty"


def _places(form: str) -> Counter[str]:
    return Counter(part for is_text, part in filling.places(form) if not is_text)


def unused(folder: Path = FOLDER) -> list[str]:
    """English messages that no code seems to ask for, by the texts that the code holds and those that it puts together."""
    files, _ = read(folder / SOURCE / "LC_MESSAGES")
    literal, made = _asked()
    keys = [key for name, file in files.items() if name not in TEXTS for key in file.messages if not key.startswith(_BY_NAME)]
    return [key for key in keys if not _is_asked(key, literal) and not any(pattern.fullmatch(key) for pattern in made)]


def _is_asked(key: str, literal: Collection[str]) -> bool:
    """Whether the code holds the key, or a start of it that it may put an end to."""
    parts = key.split(".")
    return key in literal or any(".".join(parts[:count]) in literal for count in range(2, len(parts)))


def _asked() -> tuple[set[str], list[re.Pattern[str]]]:
    literal: set[str] = set()
    made: set[str] = set()
    for path in sorted((HOME / "greening").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literal.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                made.add("".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else _OPEN for part in node.values))
    return literal, [re.compile(pattern) for pattern in sorted(made) if _MADE.fullmatch(pattern)]


def missing(language: str, folder: Path = FOLDER) -> list[dict[str, object]]:
    """What a language lacks, for its translator: file, key and English forms of each message, then the texts."""
    english, _ = read(folder / SOURCE / "LC_MESSAGES")
    files, _ = read(folder / language / "LC_MESSAGES")
    told = {key for name, file in files.items() if name not in TEXTS for key in file.messages}
    messages: list[dict[str, object]] = [
        {"f": name, "k": key, "en": list(forms)}
        for name, file in english.items()
        for key, forms in file.messages.items()
        if name not in TEXTS and key not in told
    ]
    unsaid: list[dict[str, object]] = [
        {"f": name, "k": text, "en": [text], "c": place}
        for name, list_of in LISTS.items()
        for text, place in list_of().items()
        if name not in files or text not in files[name].messages
    ]
    return [*messages, *unsaid]


def source(shipped: Mapping[str, str], about: str) -> str:
    """A file of texts as its translators get it: each text for itself, under where it is from."""
    kept = (f"Language: {SOURCE}\\n", "Content-Type: text/plain; charset=UTF-8\\n", "Content-Transfer-Encoding: 8bit\\n")
    head = "\n".join([f"# {about}", 'msgid ""', 'msgstr ""', *(f'"{line}"' for line in kept), ""])
    told = (f"# {place}\nmsgid {_quoted(text)}\nmsgstr {_quoted(text)}\n" for text, place in shipped.items())
    return "\n".join([head, *told])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_current(folder: Path, name: str, shipped: Mapping[str, str]) -> bool:
    place = folder / SOURCE / "LC_MESSAGES" / name
    return place.is_file() and place.read_text(encoding="utf-8") == source(shipped, ABOUT[name])


def main(arguments: Sequence[str]) -> int:
    """`check`; `texts`, which writes the English files of texts; or `missing LANGUAGE`. The exit code is 1 where a catalogue
    is not sound, 2 where the call is not.
    """
    match list(arguments):
        case ["check"]:
            found = [*faults(), *(f"{SOURCE}: no code asks for {key}" for key in unused())]
            print("\n".join(found) or "the catalogues are sound")
            return 1 if found else 0
        case ["texts"]:
            for name, list_of in LISTS.items():
                (FOLDER / SOURCE / "LC_MESSAGES" / name).write_text(source(list_of(), ABOUT[name]), encoding="utf-8")
            return 0
        case ["missing", language]:
            print(json.dumps(missing(language), ensure_ascii=False, indent=1))
            return 0
        case _:
            print("python -m scripts.catalogues check | texts | missing LANGUAGE", file=sys.stderr)
            return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
