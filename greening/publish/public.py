"""The edition for the public: the products of a report without small cells, and without what the organization declared confidential.

Pages, tables, charts, files and documents are made from these products as from those of the inside edition, so that nothing in them can hold more.
"""

import json
import re
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from upath import UPath

from greening import paths, review, tables
from greening.figures import derivation
from greening.narrative.report import WITHHELD
from greening.peers.coverage import TOPICS
from greening.publish import withholding
from greening.publish.withholding import Inside, prepared
from greening.reviewing import log

#: Columns that name a file, or a row by its file.
_FILES = ("source_file", "row_id", "parents", "fill_basis", "sheet")
#: Tables whose rows give the amount of a figure, and the column that names it.
_QUOTING = {"restatements": "figure", "published": "figure", "goals": "metric", "indicators": "indicator_id"}
#: What standings tell of how much and for whom.
_AMOUNTS = ("value", "low", "high", "total", "people", "covered", "covered_share", "imputed", "first_place", "last_place")
#: Columns of a group's members, and the figure of each member's own report that they repeat.
_OF_MEMBERS = {"emissions_tco2e": "ghg.total", "published_tco2e": "ghg.total", "personnel": "personnel.total", "per_capita_tco2e": "ghg.per_capita"}


def made(year: int, organization: str, data: str | UPath) -> tuple[dict[str, pd.DataFrame], Mapping[str, str]]:
    """The products of the edition for the public that differ from those inside, by name; and every figure that they leave out, with the reason."""
    inside = withholding.read(year, organization, data)
    withheld = inside.withheld
    frames = inside.frames
    figures = frames["figures"]
    told = figures[~figures["figure_id"].isin(list(withheld))]
    hidden = frames["targets"]["metric"].isin(list(withheld))
    goals = frames["targets"]["goal_id"][hidden].unique()
    files = _neutral(frames["activities"])
    made_of = {
        "figures": told.assign(derivation=[_derivation(name, inside, files) for name in told["figure_id"].tolist()]),
        "targets": frames["targets"][~hidden],
        **_projection(paths.processed(data, year, organization), goals),
        "footprint": inside.secret.published(prepared(frames["footprint"])),
        "indicators": frames["indicators"][~inside.secret.confidential["indicators"]],
        "activities": frames["activities"][~inside.secret.confidential["activities"] & ~_quotes(frames["activities"], withheld)],
        **_members(inside, paths.processed(data, year, organization)),
        "findings": _silent(tables.read("findings", paths.processed(data, year, organization))),
    }
    return {name: _renamed(frame, files).reset_index(drop=True) for name, frame in made_of.items()}, withheld


def _projection(folder: UPath, goals: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Where plans lead, without goals whose figure is withheld."""
    if not (folder / "projection.parquet").is_file():
        return {}
    plan = tables.read("projection", folder)
    return {"projection": plan[~plan["goal_id"].isin(list(goals))]}


def _quotes(activities: pd.DataFrame, withheld: Mapping[str, str]) -> npt.NDArray[np.bool_]:
    """Submitted rows that say the amount of a withheld figure themselves."""
    found = np.zeros(len(activities), dtype=bool)
    for table, column in _QUOTING.items():
        found |= ((activities["table"] == table) & activities[column].isin(list(withheld))).to_numpy(dtype=bool)
    return found


def _members(inside: Inside, folder: UPath) -> dict[str, pd.DataFrame]:
    """The members of a group without amounts that they withhold in their own reports; nothing where there is no group."""
    if not inside.of_members:
        return {}
    listed = tables.read("members", folder)
    hidden = {
        column: [figure in inside.of_members.get(str(member), {}) for member in listed["member"].tolist()] for column, figure in _OF_MEMBERS.items()
    }
    silent = listed.assign(**{column: listed[column].mask(pd.Series(rows, index=listed.index)) for column, rows in hidden.items()})
    return {"members": silent, "standings": _standings(inside, tables.read("standings", folder))}


def _standings(inside: Inside, standings: pd.DataFrame) -> pd.DataFrame:
    """How members stand to each other, without amounts and places of those who withhold what they are compared by, or how many people it covers."""
    told = zip(standings["member"].tolist(), standings["topic"].tolist(), strict=True)
    hidden = pd.Series(
        [_is_hidden(inside.of_members.get(str(member), {}), str(topic)) for member, topic in told], index=standings.index, dtype="bool"
    )
    blank = {column: standings[column].mask(hidden) for column in _AMOUNTS}
    return standings.assign(**blank, is_ranked=standings["is_ranked"].mask(hidden, other=False))


def _is_hidden(withheld: Mapping[str, str], topic: str) -> bool:
    return topic in TOPICS and bool({TOPICS[topic].per_head, f"personnel.covered.{topic}", "personnel.total"} & withheld.keys())


def _silent(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings without what was found: a message may tell a row."""
    blank = dict.fromkeys(("value", "expected", "message", "row_id", "waived_reason", "waived_until"), "")
    # Who waived it is not told, but that it is waived decides what is published.
    waived_by = findings["waived_by"].mask(findings["waived_by"].notna(), "")
    return findings.assign(**blank, waived_by=waived_by)[findings.columns]


def _derivation(name: str, inside: Inside, files: Mapping[str, str]) -> str:
    """How a figure was made; of sums that cut through what is published together only the formula, since their rows would tell small groups."""
    made = inside.derivations[name]
    if any((leaf.product == "footprint" and inside.cuts(leaf.rows)) or inside.is_of_few(leaf) for leaf in inside.leaves[name]):
        made = {"formula": inside.methods[name], "figures": []}
    return _replaced(derivation.words(made), files) if made else ""


def _neutral(activities: pd.DataFrame) -> dict[str, str]:
    """A plain name for each file whose own name is not that of its table or of a submission: it may be that of a person."""
    named = activities[["table", "source_file"]].dropna().drop_duplicates()
    other = sorted({file for table, file in zip(named["table"].tolist(), named["source_file"].tolist(), strict=True) if not _is_plain(table, file)})
    return {file: f"file-{number}{UPath(file).suffix}" for number, file in enumerate(other, start=1)}


def _is_plain(table: str, file: str) -> bool:
    return re.fullmatch(rf"(?:{re.escape(table)}|submission)[-_ ]?\d*\.(?:csv|xlsx)", file, re.IGNORECASE) is not None


def _renamed(frame: pd.DataFrame, files: Mapping[str, str]) -> pd.DataFrame:
    """Rows with the plain names of files, also where a row is called by its file."""
    columns = [column for column in _FILES if column in frame.columns] if files else []
    return frame.assign(**{column: frame[column].map(lambda text: _replaced(text, files), na_action="ignore") for column in columns})


def _replaced(text: str, files: Mapping[str, str]) -> str:
    for name in sorted(files, key=len, reverse=True):
        text = text.replace(name, files[name])
    return text


def write(year: int, organization: str, data: str | UPath, edition: str | UPath) -> UPath:
    """Write the products of an organization and year for the public below the root `edition`; gives their folder.

    Products that differ from those inside are made, all others are copied. Every file is replaced whole: two processes write the same bytes.
    """
    place, inside = paths.processed(edition, year, organization), paths.processed(data, year, organization)
    frames, withheld = made(year, organization, data)
    files = _neutral(tables.read("activities", inside))
    for product in sorted(inside.glob("*.parquet"), key=str):
        if product.stem not in (*frames, "checks"):
            _copy(product, place, files)
    for name, frame in frames.items():
        tables.write(name, frame, place)
    _review(year, data, edition)
    paths.write_text(place / WITHHELD, json.dumps(withheld, indent=1, sort_keys=True) + "\n")
    return place


def _copy(product: UPath, place: UPath, files: Mapping[str, str]) -> None:
    """A product as it is inside, but for names of files that may be a person's."""
    if files:
        tables.write(product.stem, _renamed(tables.read(product.stem, product.parent), files), place)
    else:
        paths.write_bytes(place / product.name, product.read_bytes())


def _review(year: int, data: str | UPath, edition: str | UPath) -> None:
    """Keep how far the reviews are beside the products, where a report looks for it; not who said so, and on which content."""
    told, place = review.states(data, year), log.place(edition, year)
    if told or place.is_file():
        lines = ["organization,state", *(f"{code},{state}" for code, state in sorted(told.items()))]
        paths.write_text(place, "\n".join(lines) + "\n")
