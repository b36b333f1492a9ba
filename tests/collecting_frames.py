"""Small exports for tests of imports: the files as another program would write them, and the mapping that reads them."""

from pathlib import Path

import yaml
from chain_frames import body

from greening.collecting import importing, mapping
from greening.collecting.importing import Imported


def written(root: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file of those lines."""
    place = root / name
    place.write_bytes("\n".join(lines).encode(encoding))
    return place


def mapped(root: Path, kind: str, **changes: object) -> Path:
    """A copy of the shipped mapping of a kind with some of its parts changed."""
    given = yaml.load(mapping.shipped(kind).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for name, value in changes.items():
        given[name] = given[name] | value if isinstance(value, dict) and isinstance(given.get(name), dict) else value
    place = root / f"{kind}.yml"
    place.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    return place


def imported(root: Path, kind: str, export: Path, chosen: Path, out: str = "", year: int = 2024) -> Imported:
    """The import of a body with one office A in Kenya; nothing is written where out is empty."""
    if not (root / "data" / "raw").exists():
        body(root / "data", year, "BODY")
    return importing.import_file(kind, export, chosen, year=year, organization="BODY", data=str(root / "data"), out=out, is_dry=not out)


def rows(found: Imported) -> list[dict[str, str]]:
    """The rows that were made."""
    return [one.cells for one in found.ledger.made]


def fates(found: Imported) -> dict[int, str]:
    """What became of each row of the export."""
    return {row: fate for row, (fate, _) in sorted(found.ledger.fates.items())}
