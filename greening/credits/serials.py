"""Serial numbers of carbon credits: which credits a block holds, read from the way in which registries write them.

A registry writes a block as two serial numbers that differ in one running number (`EX-2022-000001` to `EX-2022-001500`), or as one text
that holds both ends. Known texts of the second kind:

    Verra               7144-374222312-374242311-VCU-007-MER-UY-14-959-01012012-31122012-0
    Gold Standard       GS1-1-KE-GS7495-16-2025-30645-608-30350
    Climate Action      CAR-1-US-293-1-120-CA-2006-102-1 to 29251
    American Carbon     ACR-US-192-2010-203-1-5000

A single serial number stands for itself, or for a certificate of any quantity. A text that is none of these is compared as a text.
"""

import re
from dataclasses import dataclass

#: A running number, not a part of a longer one; what is longer is no count of credits.
_NUMBER = re.compile(r"(?<![0-9])([0-9]{1,18})(?![0-9])")
#: One text that holds both ends: the groups `first` and `last`; what is left of it names the series.
_ONE_TEXT = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<a>[0-9]+)-(?P<first>[0-9]{1,18})-(?P<last>[0-9]{1,18})-(?P<b>(?:vcs-)?vcu-.+)",
        r"(?P<a>gs[0-9]+-[0-9]+-[a-z]{2}-gs[0-9]+-[0-9]+-[0-9]{4}-[0-9]+)-(?P<first>[0-9]{1,18})-(?P<last>[0-9]{1,18})(?P<b>)",
        r"(?P<a>acr-[a-z]{2}-[0-9]+-[0-9]{4}-[0-9]+)-(?P<first>[0-9]{1,18})-(?P<last>[0-9]{1,18})(?P<b>)",
        r"(?P<a>.*?)(?P<first>(?<![0-9])[0-9]{1,18}) (?:to|-) (?P<last>[0-9]{1,18})(?P<b>)",
    )
)
#: What stands in a series for the running number.
_RUNNING = "#"
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

#: How a block was read: two ends, one serial number, or a text that is neither.
RANGE, SINGLE, TEXT = "range", "single", "text"


@dataclass(frozen=True)
class Block:
    """Serial numbers of one series from the first to the last, and how they were read."""

    series: str
    first: int
    last: int
    read_as: str

    @property
    def count(self) -> int | None:
        """How many serial numbers the block holds; None where it does not say both ends."""
        return self.last - self.first + 1 if self.read_as == RANGE else None


@dataclass(frozen=True)
class Fault:
    """Why two serial numbers are not the ends of one block."""

    code: str


#: The last serial number comes before the first; the two are not of one series.
REVERSED, APART = Fault("reversed"), Fault("apart")


def block(serial_from: str, serial_to: str | None) -> Block | Fault:
    """The block of a row of `offsets`; a fault where its two serial numbers are no ends of one.

    Case, spaces around, kinds of dashes and leading zeros make no difference. A last serial number that is only digits replaces the running
    number of the first.
    """
    first = _plain(serial_from)
    last = _plain(serial_to) if serial_to else first
    if first == last:
        return _in_order(_one_text(first) or _single(first))
    return _in_order(_between(first, last))


def _plain(text: str) -> str:
    return " ".join(str(text).translate(_DASHES).casefold().split())


def _in_order(found: Block | Fault) -> Block | Fault:
    return REVERSED if isinstance(found, Block) and found.last < found.first else found


def _one_text(text: str) -> Block | None:
    match = next((found for pattern in _ONE_TEXT if (found := pattern.fullmatch(text))), None)
    if match is None:
        return None
    return Block(_named(f"{match['a']}-{_RUNNING}-{match['b']}"), int(match["first"]), int(match["last"]), RANGE)


def _single(text: str) -> Block:
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return Block(text, 0, 0, TEXT)
    last = numbers[-1]
    return Block(_named(text[: last.start()] + _RUNNING + text[last.end() :]), int(last[0]), int(last[0]), SINGLE)


def _between(first: str, last: str) -> Block | Fault:
    """The block between two serial numbers that differ in one running number."""
    begins = _parts(first)
    ends = _last_parts(begins, last)
    differing = [place for place, (begin, end) in enumerate(zip(begins, ends, strict=False)) if begin != end]
    if len(begins) != len(ends) or len(differing) > 1:
        return APART
    # Without a difference, the two are written differently and are one serial number.
    running = differing[0] if differing else len(begins) - 2
    begin, end = begins[running], ends[running]
    if not isinstance(begin, int) or not isinstance(end, int):
        return APART
    series = "".join(str(part) for part in [*begins[:running], _RUNNING, *begins[running + 1 :]])
    return Block(series, begin, end, RANGE if differing else SINGLE)


def _last_parts(begins: list[str | int], last: str) -> list[str | int]:
    """The parts of the last serial number; one that is only digits replaces the running number of the first."""
    if len(begins) > 1 and _NUMBER.fullmatch(last):
        return [*begins[:-2], int(last), begins[-1]]
    return _parts(last)


def _parts(text: str) -> list[str | int]:
    """The parts of a serial number, of which every second one is a number."""
    return [int(part) if place % 2 else part for place, part in enumerate(_NUMBER.split(text))]


def _named(series: str) -> str:
    """The name of a series, in which numbers have no leading zeros."""
    return _NUMBER.sub(lambda number: str(int(number[0])), series)


def fault(serial_from: str, serial_to: str | None, credits_tco2e: float | None, *, is_joint: bool = False) -> str:
    """What is wrong with a block of credits, as a sentence without its full stop; empty where nothing is.

    A credit is one tonne, so that a range holds as many serial numbers as credits; of a joint purchase a body may claim a part.
    """
    found = block(serial_from, serial_to)
    if found == REVERSED:
        return f"The serial numbers end at {serial_to or serial_from}, before they begin at {serial_from}"
    if isinstance(found, Fault):
        return f"The serial numbers {serial_from} and {serial_to} are not of one series"
    if found.count is None or credits_tco2e is None or found.count == credits_tco2e or (is_joint and credits_tco2e < found.count):
        return ""
    return f"The serial numbers {serial_from} to {serial_to or serial_from} are {found.count:,}, but the row claims {credits_tco2e:,.10g} credits"
