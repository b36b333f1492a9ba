"""The edition for the public beside the inside one: its products, made when a page of it is, and its own folder of reports; read without pandas."""

import json
from dataclasses import replace
from typing import Any

from upath import UPath

from greening import paths, review
from greening.chain import inputs, keys
from greening.chain.inputs import PRODUCTS, Settings
from greening.chain.plan import Task
from greening.errors import CallError

#: Where the products of the edition lie, below data/processed.
FOLDER = "public"
#: Where its reports go where nothing else is said.
REPORTS = "reports-public"
#: The name under which its products are kept, and the file that says of a folder of reports that they are for the public.
STAGE, MARK = "public", "edition.json"
_MARKED = json.dumps({"edition": "public"}) + "\n"


def shown(settings: Settings) -> Settings:
    """The settings by which pages are made: for the public from the products of its edition."""
    # As it was called, not made absolute: executed notebooks hold it, and are the same wherever they run.
    return replace(settings, data=f"{settings.data.rstrip('/')}/processed/{FOLDER}") if settings.public else settings


def content(task: Task, settings: Settings) -> dict[str, Any]:
    """All that the products of the edition rest on, as hashes: those inside, and of a group those of its members."""
    of_members = {member: _figures(paths.processed(settings.data, task.year, member)) for member in task.members}
    return {
        "before": {name: keys.of_files(inputs.folder(task, settings) / f"{product}.parquet" for product in made) for name, made in PRODUCTS.items()},
        "members": of_members,
        "review": review.state(settings.data, task.year, task.organization),
        "code": keys.of_code("narrative", "en"),
    }


def _figures(folder: UPath) -> dict[str, str]:
    return keys.of_files(folder / f"{product}.parquet" for product in ("figures", "footprint", "activities"))


def is_current(task: Task, settings: Settings) -> bool:
    """Whether the products of the edition are as they would be made from those inside."""
    folder = inputs.folder(task, shown(settings))
    return keys.is_current(STAGE, content(task, settings), folder, {"processed": folder})


def bring_up_to_date(task: Task, settings: Settings) -> None:
    """Make the products of the edition where they are not up to date."""
    if is_current(task, settings):
        return
    # Where it is done: asking whether it is up to date loads none of this.
    from greening.narrative.report import WITHHELD
    from greening.publish import public

    read, target = content(task, settings), shown(settings)
    folder = public.write(task.year, task.organization, settings.data, target.data)
    keys.write(STAGE, read, {"processed": keys.of_files([*folder.glob("*.parquet"), folder / WITHHELD])}, folder)


def claim(settings: Settings) -> None:
    """Mark the folder of reports as one for the public where it is to be; raises CallError where it holds the other edition."""
    root = paths.root(settings.reports)
    is_marked, is_begun = (root / MARK).is_file(), (root / "index.html").is_file()
    if settings.public and is_begun and not is_marked:
        raise CallError(f"{root} holds the inside edition; name another folder for the public one with --reports")
    if not settings.public and is_marked:
        raise CallError(f"{root} holds the edition for the public; name another folder with --reports")
    if settings.public and not is_marked:
        paths.write_text(root / MARK, _MARKED)
