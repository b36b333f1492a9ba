"""Where the figures of a chart come from: the files handed in, the publications quoted, the reports of members and of earlier years."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from greening.narrative.report import Report

#: So many files and publications are named; how each figure was made names them all.
_NAMED = 3


class _Origin(NamedTuple):
    """What a derivation rests on."""

    files: tuple[str, ...]
    references: tuple[str, ...]
    figures: tuple[str, ...]
    years: tuple[int, ...]
    members: tuple[str, ...]


def line(report: Report, ids: Iterable[str]) -> Markup:
    """The line under a chart that names its sources; nothing where its figures tell none."""
    told = [part for part in _told(report, _all(_origins(report, ids))) if part]
    return Markup('<p class="source">%s</p>') % report.say("chart.source", sources=report.catalogue.shown_in_parts(told)) if told else Markup("")


def _all(origins: Iterable[_Origin]) -> _Origin:
    """The origins together, each name once."""
    found = list(origins)
    names = {field: tuple(dict.fromkeys(name for origin in found for name in getattr(origin, field))) for field in _Origin._fields}
    return _Origin(**names)


def _told(report: Report, origin: _Origin) -> Iterator[Markup]:
    # Where figures are quoted, the publication is the source and the file only holds it.
    is_quoted = bool(origin.references) and (report.is_quoted or not origin.files)
    yield _listed(
        report, [_reference(name) for name in origin.references] if is_quoted else [Markup("<code>%s</code>") % name for name in origin.files]
    )
    if origin.members:
        yield report.say("chart.source.members", members=_listed(report, [Markup.escape(name) for name in origin.members]))
    if origin.years:
        yield _years(report, sorted(origin.years))


def _listed(report: Report, names: list[Markup]) -> Markup:
    rest = len(names) - _NAMED
    # One more is as long as saying so.
    shown = names if rest <= 1 else [*names[:_NAMED], Markup.escape(report.catalogue.counted("chart.source.more", rest))]
    return report.catalogue.shown(shown)


def _reference(name: str) -> Markup:
    if not name.startswith("https://"):
        return Markup("<bdi>%s</bdi>") % name
    shown = name.removeprefix("https://").partition("/")[0]
    return Markup('<a href="%s">%s</a>') % (name, shown)


def _years(report: Report, years: list[int]) -> Markup:
    if len(years) == 1:
        return Markup.escape(report.text("chart.source.year", year=str(years[0])))
    return Markup.escape(report.text("chart.source.years", first=str(years[0]), last=str(years[-1])))


def _origins(report: Report, ids: Iterable[str]) -> Iterator[_Origin]:
    """The origins of figures, and of those that they are made of."""
    waiting, seen = list(ids), set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in report.facts:
            continue
        seen.add(name)
        origin = _origin(report.facts[name].derivation)
        waiting.extend(origin.figures)
        yield origin


@lru_cache(maxsize=4000)
def _origin(derivation: str) -> _Origin:
    made = json.loads(derivation) if derivation else {}
    parts = list(_parts(made))
    files = dict.fromkeys(name for part in parts for name in part.get("files", {}))
    references = dict.fromkeys(name for part in parts for name in part.get("references", []))
    years = {int(part["filter"]["year"]) for part in parts if part.get("product") == "earlier"}
    members = dict.fromkeys(str(part["filter"]["organization"]) for part in parts if part.get("product") == "members_figures")
    return _Origin(tuple(files), tuple(references), tuple(made.get("figures", [])), tuple(sorted(years)), tuple(members))


def _parts(made: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield made
    for part in made.get("parts", []):
        yield from _parts(part)
