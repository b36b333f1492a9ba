"""The sentences of a page, without its tables and drawings, and what became of them."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from html import unescape
from typing import NamedTuple

#: What holds numbers rather than sentences: the figures are compared by themselves.
_NO_SENTENCES = re.compile(r"<(table|dl|svg)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|h[1-6]|dd|dt|div|summary|blockquote|caption)>")
_TAG = re.compile(r"<[^<>]*>")
#: A sentence ends at a full stop before a space; in Chinese no space follows.
_END = re.compile(r"(?<=[.!?؟])\s+(?=\S)|(?<=[。！？])")


class Change(NamedTuple):
    """Sentences of one place that are gone, and those that stand there now."""

    gone: Sequence[str]
    new: Sequence[str]


def of(html: str) -> list[str]:
    """The sentences that some HTML says, in their order."""
    blocks = _BLOCK.split(_NO_SENTENCES.sub("", html))
    texts = (" ".join(unescape(_TAG.sub("", block)).split()) for block in blocks)
    return [sentence for text in texts if text for sentence in _END.split(text) if sentence]


def changes(before: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> dict[str, list[Change]]:
    """What became of the sentences of each section, in the order of the page; a section that says the same is left out."""
    names = [*now, *(name for name in before if name not in now)]
    found = {name: _changes(before.get(name, []), now.get(name, [])) for name in names}
    return {name: listed for name, listed in found.items() if listed}


def _changes(before: Sequence[str], now: Sequence[str]) -> list[Change]:
    if before == now:
        return []
    steps = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    changed = (Change(before[start:end], now[first:last]) for kind, start, end, first, last in steps if kind != "equal")
    return [one for change in changed for one in _paired(change)]


def _paired(change: Change) -> list[Change]:
    """As many sentences as stood there before are told one by one."""
    if len(change.gone) != len(change.new):
        return [change]
    return [Change([gone], [new]) for gone, new in zip(change.gone, change.new, strict=True)]
