"""Greenhouse gas emissions: the total, its parts, and what stands beside it."""

import math
from collections.abc import Mapping
from dataclasses import replace

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import AS_PUBLISHED, ROWS, Quantity
from greening.figures.people import FIELD_MISSIONS, elsewhere, per_head
from greening.figures.places import per_area
from greening.figures.selection import Filter
from greening.units import KG_PER_T

TONNES = "t CO2e"
EMISSIONS = "emissions_tco2e"


def counted(book: Book) -> Filter:
    """The rows of the total."""
    return book.counted


def with_buckets(book: Book, **more: object) -> Filter | None:
    """The rows of the total; None where one has no bucket or they lack a part of it, since parts of the total would then be partial."""
    return {**book.counted, **more} if adds_up(book) and not book.has_unspecified else None


def adds_up(book: Book) -> bool:
    """Whether the rows add up to the total: those of a group lack the members of which only a total is published."""
    whole = book.figures.get("ghg.total")
    return whole is None or math.isclose(sum(book.rows("footprint", book.counted).known(EMISSIONS)), whole.quantity.value, rel_tol=rules.SAME)


def _as_published(rule: Rule) -> Rule:
    """A rule whose quantity is called published where it is one row of inventory, and no sum."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        rows = book.rows("footprint", book.counted)
        is_quoted = len(rows) == 1 and rows.distinct("table") == ["inventory"]
        return {names: replace(found, method=AS_PUBLISHED) if is_quoted else found for names, found in rule(book).items()}

    return _rule


def _buckets(book: Book) -> Mapping[Names, Quantity]:
    """Emissions by bucket; where some rows have no bucket, only what these rows are beside others that have one."""
    if not adds_up(book):
        return {}
    if not book.has_unspecified:
        return rules.split("footprint", EMISSIONS, counted, ["bucket"])(book)
    counted_rows = book.rows("footprint", book.counted)
    if counted_rows.distinct("bucket") == ["unspecified"] and not counted_rows.is_missing("bucket").any():
        return {}
    unspecified = book.measure("footprint", {**book.counted, "bucket": "unspecified"}, EMISSIONS)
    return {("unspecified",): unspecified} if unspecified else {}


def _with_scopes(book: Book) -> Filter | None:
    wanted = with_buckets(book)
    return wanted if wanted is not None and not book.rows("footprint", wanted).is_missing("scope").any() else None


def _on_basis(basis: str, scope: int | None = None) -> rules.Where:
    """The rows that count on a scope 2 basis; None where no row has it, members count on different ones, or the rows lack a part of the total."""

    def _where(book: Book) -> Filter | None:
        has_basis = len(book.rows("footprint", {"scope": 2, "basis": basis, "in_total": True}))
        mixed = len(book.rows("footprint", {"outside_reason": "member_counts_market"}))
        wanted: Filter = {"in_total": True, "basis": [None, basis]} | ({"scope": scope} if scope else {})
        return wanted if has_basis and not mixed and adds_up(book) else None

    return _where


def _outside(reason: str) -> rules.Where:
    return rules.all_rows(outside_reason=reason, basis=[None, "location"])


def _published_share(book: Book) -> Mapping[Names, Quantity]:
    """The part of the total from inventory rows, or of the members' totals; the whole where the total itself is published."""
    whole = book.known("ghg.total")
    if whole is None:
        return {}
    part: rules.Term | None = "ghg.total"
    if not adds_up(book):
        part = book.measure("members", {"status": ["updated", "carried_forward"]}, "published_tco2e")
    elif whole.origin == ROWS:
        part = book.measure("footprint", {**book.counted, "table": "inventory"}, EMISSIONS)
    found = rules.share(book, part, "ghg.total") if part else None
    return {(): found} if found else {}


def _stated(book: Book, basis: str) -> Filter:
    """The rows of the total on a basis, or of the total itself, of which the boundary of the factor is known."""
    counted_rows = {"in_total": True, "basis": [None, basis]} if basis else book.counted
    return {**counted_rows, "factor_boundary": ["direct", "lifecycle"]}


def _boundary_share(boundary: str | None, basis: str = "") -> Rule:
    """A rule for the part of a total whose factors have a boundary; 0 where the others are known, absent where none says."""
    whole = f"ghg.total.{basis}" if basis else "ghg.total"

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        stated = _stated(book, basis)
        is_known = whole in book.figures and adds_up(book) and len(book.rows("footprint", stated))
        found = rules.share_or_none(book, "footprint", {**stated, "factor_boundary": boundary}, EMISSIONS, whole) if is_known else None
        return {(): found} if found else {}

    return _rule


def _fixed_potentials(book: Book) -> Mapping[Names, Quantity]:
    """The part of the total whose gases are not known, so that another set of potentials changes nothing of it."""
    whole = book.known("ghg.total")
    if whole is None or whole.origin != ROWS or not adds_up(book):
        return {}
    found = rules.share_or_none(book, "footprint", {**book.counted, "co2_kg": None, "other_gas_kg": None}, EMISSIONS, "ghg.total")
    return {(): found} if found else {}


def _facilities(book: Book) -> Filter | None:
    return with_buckets(book, bucket="facilities")


DEFINITIONS = (
    Definition(
        "ghg.total",
        TONNES,
        "sum of the emissions inside the boundary, electricity and heat on the chosen scope 2 basis",
        rules.or_members(_as_published(rules.total("footprint", EMISSIONS, counted)), EMISSIONS),
    ),
    Definition(
        "ghg.per_capita", "t/person", "emissions divided by the people whom they cover", per_head("footprint", EMISSIONS, counted, "ghg", "ghg.total")
    ),
    Definition(
        "ghg.per_capita.excluding_field_missions",
        "t/person",
        "emissions elsewhere than at field and special political missions divided by the people there",
        elsewhere("footprint", EMISSIONS, counted, "ghg", FIELD_MISSIONS),
    ),
    Definition("ghg.scope.<scope>", TONNES, "sum of emissions by GHG Protocol scope", rules.split("footprint", EMISSIONS, _with_scopes, ["scope"])),
    *(
        Definition(
            f"ghg.scope.2.{basis}",
            TONNES,
            f"sum of scope 2 emissions on the {basis} basis",
            rules.total("footprint", EMISSIONS, _on_basis(basis, scope=2)),
        )
        for basis in ("location", "market")
    ),
    *(
        Definition(
            f"ghg.total.{basis}",
            TONNES,
            f"sum of the emissions inside the boundary with scope 2 on the {basis} basis",
            rules.total("footprint", EMISSIONS, _on_basis(basis)),
        )
        for basis in ("location", "market")
    ),
    Definition("ghg.bucket.<bucket>", TONNES, "sum of emissions by part of the report", _buckets),
    Definition("ghg.bucket.<bucket>.share", "share", "part of the report divided by the total", rules.each_share("ghg.bucket.<bucket>", "ghg.total")),
    Definition(
        "ghg.bucket.air_travel.per_capita",
        "t/person",
        "air travel emissions divided by the people whom emissions cover",
        per_head("footprint", EMISSIONS, lambda book: with_buckets(book, bucket="air_travel"), "ghg", "ghg.bucket.air_travel"),
    ),
    Definition("ghg.source.<source>", TONNES, "sum of emissions by source", rules.split("footprint", EMISSIONS, with_buckets, ["source"])),
    Definition(
        "ghg.facilities.per_m2",
        "kg/m2",
        "emissions of facilities at places of known floor area divided by that area; rows without a location are left out",
        per_area("footprint", EMISSIONS, _facilities, scale=KG_PER_T),
    ),
    Definition(
        "ghg.biogenic_co2",
        TONNES,
        "sum of biogenic carbon dioxide, outside every total",
        rules.total("footprint", "biogenic_co2_kg", counted, scale=1 / KG_PER_T),
    ),
    Definition(
        "ghg.optional.total", TONNES, "sum of optional emissions, outside the total", rules.total("footprint", EMISSIONS, _outside("optional"))
    ),
    Definition(
        "ghg.optional.<activity>",
        TONNES,
        "sum of optional emissions by activity, outside the total",
        rules.split("footprint", EMISSIONS, _outside("optional"), ["source"]),
    ),
    Definition(
        "ghg.third_party.total",
        TONNES,
        "sum of the emissions of travel that others paid for, outside the total",
        rules.total("footprint", EMISSIONS, _outside("third_party")),
    ),
    Definition(
        "ghg.waste_and_water.total",
        TONNES,
        "sum of the emissions of waste, water and wastewater, outside the total",
        rules.total("footprint", EMISSIONS, _outside("waste_and_water")),
    ),
    Definition("ghg.published.share", "share", "part of the total that rests on published figures", _published_share),
    Definition("ghg.boundary.lifecycle.share", "share", "part of the total from lifecycle factors", _boundary_share("lifecycle")),
    Definition("ghg.boundary.direct.share", "share", "part of the total from factors of direct emissions", _boundary_share("direct")),
    Definition(
        "ghg.boundary.unstated.share",
        "share",
        "part of the total from factors and results of others, which do not say what they hold",
        _boundary_share(None),
    ),
    *(
        Definition(
            f"ghg.total.{basis}.lifecycle.share",
            "share",
            f"part of the total with scope 2 on the {basis} basis from lifecycle factors",
            _boundary_share("lifecycle", basis),
        )
        for basis in ("location", "market")
    ),
    Definition(
        "ghg.gwp.fixed.share",
        "share",
        "part of the total from factors published in CO2 equivalent alone, which keep their own set of warming potentials whichever set is asked for",
        _fixed_potentials,
    ),
)
