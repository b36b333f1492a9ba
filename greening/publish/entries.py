"""The entries of a page: how each figure was made, kept for a page that is made again from the same products."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

import greening
from greening.narrative.report import Report
from greening.publish import base85, derivation_pack, derivations
from greening.publish.kept import Kept, digest

#: How small kept entries are made: a hundredth of a second matters more than a tenth of the room.
_LEVEL = 1
#: Packages whose versions decide what numbers and names look like.
_PACKAGES = ("babel", "pandas")
#: What of a folder of products says when and how they were made, and nothing of the figures.
_NOT_READ = frozenset({"run.json", "state.json", "timings.json"})
#: What of the program says how pages look, and what is said in each language.
_LOOKS, _LOCALES = "templates", "locales"


@dataclass(frozen=True, eq=False)
class Entries:
    """How each figure was made that a page opens by itself, and those that only documents beside it print.

    `ids` are all of their figures: those that the page opens first, whose entries `packed` is. `key` covers all that decides them, and is empty where
    they cannot be kept; `is_known` where they were kept, and so were compared with the figures before.
    """

    ids: Sequence[str]
    packed: str
    key: str
    is_known: bool
    _read: Callable[[], tuple[Mapping[str, str], Mapping[str, str]]]

    @cached_property
    def _both(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return self._read()

    @property
    def own(self) -> Mapping[str, str]:
        """The entries that the page opens."""
        return self._both[0]

    @property
    def every(self) -> Mapping[str, str]:
        """All entries, those of the page first."""
        return {**self._both[0], **self._both[1]}


def of(report: Report, printed: Sequence[str], beside: Sequence[str], kept: Kept) -> Entries:
    """The entries of the figures that a page prints, of those that documents beside it do, and of all that these rest on."""
    key = _key(report, printed, beside) if kept.is_there else ""
    if found := kept.read(_head(key)) if key else "":
        ids, packed = json.loads(found)
        return Entries(ids, packed, key, is_known=True, _read=lambda: _kept(key, kept) or _made(report, printed, beside))
    own, others = _made(report, printed, beside)
    return Entries([*own, *others], derivation_pack.packed(own), key, is_known=False, _read=lambda: (own, others))


def keep(entries: Entries, kept: Kept) -> None:
    """Keep entries that were compared with the figures."""
    if entries.key and not entries.is_known:
        told = json.dumps([entries.own, {name: entry for name, entry in entries.every.items() if name not in entries.own}], ensure_ascii=False)
        kept.keep(_body(entries.key), base85.encoded(zlib.compress(told.encode(), _LEVEL)))
        kept.keep(_head(entries.key), json.dumps([list(entries.ids), entries.packed], ensure_ascii=False))


def _kept(key: str, kept: Kept) -> tuple[Mapping[str, str], Mapping[str, str]] | None:
    if not (found := kept.read(_body(key))):
        return None
    own, others = json.loads(zlib.decompress(base85.decoded(found)))
    return own, others


def _made(report: Report, printed: Sequence[str], beside: Sequence[str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    every = derivations.entries(report, [*printed, *beside])
    reached = derivations.reached(report, printed)
    own = {name: entry for name, entry in every.items() if name in reached}
    return own, {name: entry for name, entry in every.items() if name not in reached}


def _head(key: str) -> str:
    return f"{key}.packed"


def _body(key: str) -> str:
    return f"{key}.entries"


def _key(report: Report, printed: Sequence[str], beside: Sequence[str]) -> str:
    """The hash of the products, of the figures that are printed, and of all else that decides what is said of them; empty where there are none."""
    if report.folder is None or not report.folder.is_dir():
        return ""
    files = [place for place in sorted(report.folder.iterdir(), key=str) if place.suffix in (".parquet", ".json") and place.name not in _NOT_READ]
    content = {place.name: digest(place.read_bytes()) for place in files}
    told = [report.organization, report.year, report.language, content, sorted(printed), sorted(set(beside)), _program(report.language)]
    return digest(json.dumps(told))


@cache
def _program(language: str) -> str:
    """The hash of the code, the reference data and the words of a language that entries are made by."""
    read = {place: found for place, found in _files().items() if place[0] != _LOOKS and (place[0] != _LOCALES or place[1] == language)}
    return digest(json.dumps([sorted(read.items()), [version(name) for name in _PACKAGES]]))


@cache
def looks() -> str:
    """The hash of how pages look."""
    return digest(json.dumps(sorted((place, found) for place, found in _files().items() if place[0] == _LOOKS)))


@cache
def _files() -> Mapping[tuple[str, ...], str]:
    """The files of the program by their place in it, as hashes."""
    root = Path(str(greening.__file__)).parent
    places = [place for place in root.rglob("*") if place.is_file() and "__pycache__" not in place.parts]
    return {place.relative_to(root).parts: digest(place.read_bytes()) for place in places}
