"""What a published report rested on, by name: so that the next one can say which file, rule, factor or year accounts for a change."""

from collections.abc import Mapping
from typing import Any

from upath import UPath

from greening.chain import keys

#: So much of a hash tells one content from another.
_SHORT = 16


def read(folder: UPath, language: str) -> dict[str, dict[str, Any]]:
    """What the products and the page of an organization's folder were made from, by kind and name.

    `submitted` files and `suites`, `parameters`, figures of `earlier` years and of `members`, `reference` tables, and of the `program` what
    computes and what writes the page.
    """
    validated, priced, judged = (keys.read(stage, folder).get("inputs", {}) for stage in ("validate", "footprints", "targets"))
    return {
        "submitted": _short(validated.get("files", {})),
        "suites": _short({name.removesuffix(".json"): sha256 for name, sha256 in validated.get("suites", {}).items()}),
        "parameters": {name: priced.get("parameters", {}).get(name) for name in ("gwp_set", "flight_method")},
        "earlier": _short({year: products.get("figures", "") for year, products in judged.get("earlier", {}).items()}),
        "members": _members(judged.get("members", {})),
        "reference": _short(keys.reference_tables()),
        "program": {"figures": keys.of_program("targets")[:_SHORT], "page": keys.of_program("narrative", language)[:_SHORT]},
    }


def _members(read: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The figures of each member, and the year that they are from, as one word."""
    return {member.partition("@")[0]: f"{products.get('figures', '')[:_SHORT]}{member.partition('@')[2]}" for member, products in read.items()}


def _short(hashes: Mapping[str, str]) -> dict[str, str]:
    return {name: sha256[:_SHORT] for name, sha256 in hashes.items()}
