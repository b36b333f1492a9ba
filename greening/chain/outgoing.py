"""What of a report all its languages share: the files beside the pages, written by one of them, and the figures that each must print alike."""

from collections.abc import Mapping
from typing import Any

from upath import UPath

from greening import paths
from greening.chain import keys, rendering
from greening.chain.inputs import Settings
from greening.chain.plan import Task
from greening.errors import GateError
from greening.publish import back_check, gate
from greening.publish.files import NAMES, Outgoing

#: The name under which the files beside the pages are kept.
STAGE = "files"


def wanted(settings: Settings, read: Mapping[str, Any], folder: UPath, place: UPath) -> Outgoing:
    """What is to be written with a page: the files that are shared only where they are not as these products make them."""
    is_current = not settings.force and keys.is_current(STAGE, _content(read), folder, {"reports": place})
    return Outgoing(is_due=not is_current, has_workbook=settings.workbook)


def keep(read: Mapping[str, Any], folder: UPath, place: UPath) -> dict[str, str]:
    """Keep what the shared files were made from; gives their hashes."""
    made = keys.of_files(place / name for name in NAMES)
    keys.write(STAGE, _content(read), {"reports": made}, folder)
    return made


def kept(folder: UPath) -> dict[str, str]:
    """The hashes of the shared files as they were written last."""
    return dict(keys.read(STAGE, folder).get("made", {}).get("reports", {}))


def _content(read: Mapping[str, Any]) -> dict[str, Any]:
    return {"before": read["before"], "review": read["review"]["state"], "code": keys.of_code("narrative", "en")}


def agree(task: Task, settings: Settings, language: str, folder: UPath, place: UPath) -> None:
    """Compare a page, whose key was just written, with those of the other languages that are up to date.

    Two that are made at the same time both write their keys first, so that one of them sees the other. Raises GateError where they do not print
    the same figures with the same values.
    """
    mine = keys.read(rendering.stage(language), folder).get("printed")
    contents = rendering.contents(task, settings, [other for other in settings.languages if other != language])
    unlike = [other for other, read in contents.items() if _printed(other, read, folder) not in (None, mine)]
    if unlike:
        pages = {one: (place / f"{one}.html").read_text(encoding="utf-8") for one in (language, *unlike)}
        gate.check(back_check.of_languages(pages), task.name)


def _printed(language: str, read: Mapping[str, Any], folder: UPath) -> str | None:
    """What the page of a language printed, as a hash; None where there is no page, or it is yet to be made again."""
    found = keys.read(rendering.stage(language), folder)
    return found.get("printed") if found and found["key"] == keys.of_mapping(read) else None


def printed(page: str) -> str:
    """The figures that a page prints with their values, as one hash."""
    return keys.digest("\n".join("\t".join(one) for one in sorted(gate.values(page))).encode())


def block(error: GateError, language: str, folder: UPath) -> None:
    """Keep why a page was not published, for those who submitted and those who maintain the program."""
    paths.write_text(folder / rendering.BLOCKED.format(language=language), back_check.as_json(error.differences))


def unblock(language: str, folder: UPath) -> bool:
    """Forget why a page was not published; whether it was not."""
    place = folder / rendering.BLOCKED.format(language=language)
    was_blocked = place.is_file()
    place.unlink(missing_ok=True)
    return was_blocked
