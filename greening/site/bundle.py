"""The published site of some years as one archive, which works from wherever it is unpacked."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from upath import UPath

from greening import locale, manifest, paths, reference
from greening.errors import CallError
from greening.site.hashes import sha256
from greening.site.years_page import COMPARISONS, known, languages as languages_of, page, pairs

#: Every file of the archive has this date: the same site makes the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_LICENCE = "LICENSE"
LICENCES = "LICENCES.txt"
#: What is told of a source of data.
_TOLD = ("title", "publisher", "version", "url", "licence", "attribution")


def write(years: Sequence[int], reports: str | UPath, out: str) -> list[str]:
    """Write what is published of the years, with the licences, as a zip file at `out`; gives the files that are not as they were published.

    Such files are left out. The page of all years lists the years of the archive alone, and comparisons of two of them; no page leads outside.
    Raises CallError for a year of which nothing is published.
    """
    root = paths.root(reports)
    if unpublished := [str(year) for year in years if not manifest.files(root / str(year))]:
        raise CallError(f"nothing is published of {', '.join(unpublished)} in {root}; run it first")
    place = Path(out)
    place.parent.mkdir(parents=True, exist_ok=True)
    touched: list[str] = []
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=paths.PART, delete=False) as part:
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in _files(root, sorted(years), touched):
                    about = zipfile.ZipInfo(name, _DATE)
                    about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, _READABLE
                    archive.writestr(about, content)
            part.close()
            Path(part.name).chmod(0o644)
            Path(part.name).replace(place)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    return touched


def _files(root: UPath, years: Sequence[int], touched: list[str]) -> Iterator[tuple[str, bytes]]:
    """Every file of the archive by its name, in an order that does not change; `touched` takes those that are not as they were published."""
    yield _LICENCE, (paths.HOME / _LICENCE).read_bytes()
    yield LICENCES, licences().encode("utf-8")
    for name, place in paths.below(root / "assets", "assets/"):
        yield name, place.read_bytes()
    yield from _around(root, years)
    for year in years:
        folder, kept = root / str(year), {}
        for name, published in sorted(manifest.files(folder).items()):
            content = _content(folder / name)
            if content is None or sha256(content) != published:
                touched.append(f"{year}/{name}")
                continue
            kept[name] = published
            yield f"{year}/{name}", content
        yield f"{year}/{manifest.NAME}", (json.dumps({**manifest.read(folder), "files": kept}, sort_keys=True, indent=1) + "\n").encode("utf-8")


def _around(root: UPath, years: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """The pages of all years, as if there were no others, and the comparisons of two of them."""
    counts = {year: count for year, count in known(root).items() if year in years}
    languages = sorted({locale.SOURCE, *(languages_of(root, years) & set(locale.languages()))})
    within = {f"{first}-{second}" for first in years for second in years}
    compared = [pair for pair in pairs(root) if pair.name in within]
    for language in languages:
        yield manifest.index(language), page(root, counts, locale.catalogue(language), languages, compared).encode("utf-8")
    for pair in compared:
        yield from ((name, place.read_bytes()) for name, place in paths.below(pair, f"{COMPARISONS}/{pair.name}/"))


def _content(place: UPath) -> bytes | None:
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None


def licences() -> str:
    """Under which licence the reports are, and each source that their factors and lists are from."""
    words = locale.catalogue(locale.SOURCE)
    told = [
        "\n".join(f"{words.text(f'site.source.{name}')}: {source[name]}" for name in _TOLD if source.get(name))
        for _, source in sorted(reference.sources().items())
    ]
    return "\n\n".join([words.text("licence.about"), words.text("site.licences"), *told]) + "\n"
