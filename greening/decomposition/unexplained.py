"""What rests on published or declared totals in one of the years, so that no rows tell what changed."""

import math
from collections.abc import Collection, Mapping, Sequence

from greening.decomposition.definitions import Counted
from greening.decomposition.effects import Line
from greening.decomposition.parts import Part
from greening.decomposition.readings import UNEXPLAINED

INVENTORY = "inventory"
UNSPECIFIED = "unspecified"
#: Source of a line that holds several.
SEVERAL = "all"
REASON = "a year rests on totals that were published or computed elsewhere"
#: Body, bucket and source of a part, and whether it is declared.
_Key = tuple[str, str, str, bool]


def set_aside(then: Counted, now: Counted) -> tuple[Counted, Counted, list[Line]]:
    """Both years without the parts that no other rows can be held against, and a line for what each of them changed.

    Of a body with rows in both years: everything, where one year has emissions without a bucket and the other has none; a bucket that is declared
    whole in one year and made from rows in the other; a source that is declared in one year, and of one that is declared in both what is declared.
    """
    years = [_sums(then), _sums(now)]
    if not any(is_declared for year in years for *_, is_declared in year):
        return then, now, []
    aside = _aside(*years)
    parts: dict[tuple[str, str], list[float]] = {}
    for sign, year in zip((-1, 1), years, strict=True):
        for key in sorted(aside.keys() & year.keys()):
            parts.setdefault(aside[key], []).append(sign * year[key])
    lines = [Line(bucket, source, UNEXPLAINED, math.fsum(tonnes), reason=REASON) for (bucket, source), tonnes in sorted(parts.items())]
    return _without(then, aside), _without(now, aside), lines


def _key(part: Part) -> _Key:
    return part.organization, part.bucket, part.source, part.table == INVENTORY


def _sums(counted: Counted) -> dict[_Key, float]:
    found: dict[_Key, list[float]] = {}
    for sign, part in counted.signed():
        found.setdefault(_key(part), []).append(sign * part.tonnes)
    return {key: math.fsum(tonnes) for key, tonnes in found.items()}


def _aside(then: Mapping[_Key, float], now: Mapping[_Key, float]) -> dict[_Key, tuple[str, str]]:
    """The keys of what is set aside, with the bucket and source that it is told under."""
    bodies = _bodies(then) & _bodies(now)
    # Those of which a part has no bucket in one of the years only.
    unlike = _bodies(then, UNSPECIFIED) ^ _bodies(now, UNSPECIFIED)
    keys = [key for key in sorted({*then, *now}) if key[0] in bodies]
    told = {key: (UNSPECIFIED, SEVERAL) if key[0] in unlike else _told_under(key, then, now) for key in keys}
    return {key: under for key, under in told.items() if under}


def _bodies(year: Mapping[_Key, float], bucket: str = "") -> set[str]:
    """The bodies of a year, or those with anything in a bucket."""
    return {body for body, of, *_ in year if bucket in ("", of)}


def _told_under(key: _Key, then: Mapping[_Key, float], now: Mapping[_Key, float]) -> tuple[str, str] | None:
    """The bucket and source that something declared is told under; None where both years have rows of it."""
    body, bucket, source, is_declared = key
    if _is_declared_whole(then, now, body, bucket) or _is_declared_whole(now, then, body, bucket):
        return bucket, SEVERAL
    declared = (body, bucket, source, True)
    return (bucket, source) if is_declared or (declared in then) != (declared in now) else None


def _is_declared_whole(year: Mapping[_Key, float], other: Mapping[_Key, float], body: str, bucket: str) -> bool:
    """Whether a body's bucket is only declared in a year, and made from rows in the other."""
    here, there = ({is_declared for *of, _, is_declared in one if of == [body, bucket]} for one in (year, other))
    return here == {True} and False in there


def _without(counted: Counted, aside: Collection[_Key]) -> Counted:
    return Counted(*(_left(parts, aside) for parts in (counted.located, counted.market, counted.location)))


def _left(parts: Sequence[Part], aside: Collection[_Key]) -> Sequence[Part]:
    return [part for part in parts if _key(part) not in aside]
