"""What the figures of one organization and year are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from upath import UPath

from greening import contributions, paths, shared_premises, tables
from greening.credits import claims, findings as credit_findings
from greening.decomposition import pairs
from greening.decomposition.effects import Line
from greening.ems import measures, sites
from greening.figures.products import Products
from greening.figures.selection import Columns
from greening.money import findings as money_findings, ledger
from greening.peers import bodies, coverage, matching, ranking
from greening.propagation import Errors
from greening.registers import product as registers
from greening.submission.peek import file_hashes

#: Products of stage 3 that figures are made from; each is a property of the inputs.
MADE = ("changes", "uncertainty", "measures", "sites", "peers", "standings", "register", "money", "credits")


@dataclass(frozen=True)
class Inputs:
    """The products of one organization and year, the figures of its earlier years, and the hashes of its files.

    For a group without totals of its own, activities, footprint and indicators hold its members' rows one under the other.
    """

    organization: str
    year: int
    activities: pd.DataFrame
    checks: pd.DataFrame
    footprint: pd.DataFrame
    indicators: pd.DataFrame
    members: pd.DataFrame
    #: Figures of all earlier years, one under the other; the column `year` tells which.
    earlier: pd.DataFrame
    #: SHA-256 of every input file, by "source_file" or "CODE/source_file".
    files: Mapping[str, str]
    #: Rows read from the files, where the caller counted them; else they cannot be checked against the rows kept and dropped.
    raw_rows: int | None = None
    #: Of a group: the figures of its members that it reads, one member under the other, as their own reports have them.
    members_figures: pd.DataFrame = field(default_factory=lambda: tables.empty("figures"))
    #: Rows of earlier years' submissions on money and carbon credits, those of a group's members too; `data_year` tells whose year.
    earlier_activities: pd.DataFrame | None = None
    #: Footprint rows of all earlier years, one under the other; the column `year` tells which.
    earlier_footprint: pd.DataFrame = field(default_factory=lambda: tables.empty("footprint"))
    #: Those of earlier years' footprint rows that were computed again by today's methods, rules and factors.
    recalculated: pd.DataFrame = field(default_factory=lambda: tables.empty("footprint"))

    @cached_property
    def explained(self) -> Mapping[int, Sequence[Line]]:
        """What accounts for the change of emissions on each earlier year of which the rows are known."""
        return pairs.explained(self.organization, self.activities, self.footprint, self.earlier_footprint, self.recalculated, self.earlier)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """The product `changes`."""
        return pairs.product(self.explained, self.organization, self.year)

    @cached_property
    def errors(self) -> Errors:
        """How far the rows of the footprint may be off."""
        return Errors.of(self.footprint)

    @cached_property
    def counted(self) -> Mapping[str, Any]:
        """The filter of footprint rows that count in the total of the basis that the organization's own profile chose."""
        is_own_profile = (self.activities["table"] == "profile") & (self.activities["organization"] == self.organization)
        chosen = self.activities["scope2_basis"][is_own_profile].iloc[:1].dropna().tolist()
        return {"in_total": True, "basis": [None, chosen[0] if chosen and chosen[0] else "location"]}

    @cached_property
    def uncertainty(self) -> pd.DataFrame:
        """The product `uncertainty`."""
        rows = Columns("footprint", self.footprint).where(self.counted)
        return contributions.product(self.organization, self.year, self.footprint, self.errors, rows.at)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """The product `measures`."""
        return measures.product(self.organization, self.year, self.own(measures.COLUMNS))

    @cached_property
    def sites(self) -> pd.DataFrame:
        """The product `sites`."""
        return sites.product(self.organization, self.year, self.own(sites.COLUMNS))

    @cached_property
    def _submitted(self) -> Columns:
        return Columns("activities", self.activities)

    def own(self, columns: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """The rows that the organization submitted itself, by table, each as the columns named for it, None where a cell is empty."""
        own = {table: self._submitted.where({"table": table, "organization": self.organization}) for table in columns}
        return {table: rows.records(columns[table]) for table, rows in own.items()}

    @cached_property
    def member_bodies(self) -> Sequence[bodies.Body]:
        """The members of a group with their own figures, in the order of their codes; none where it is no group."""
        return bodies.bodies(self.members, self.members_figures) if len(self.members) else []

    @cached_property
    def peers(self) -> pd.DataFrame:
        """The product `peers`."""
        return matching.matched(self.member_bodies) if self.member_bodies else tables.empty("peers")

    @cached_property
    def standings(self) -> pd.DataFrame:
        """The product `standings`."""
        return ranking.product(coverage.standings(self.member_bodies, self.year), self.peers) if self.member_bodies else tables.empty("standings")

    @cached_property
    def register(self) -> pd.DataFrame:
        """The product `register`."""
        return registers.product(self.activities, self.members, self.organization, self.year)

    @cached_property
    def accounts(self) -> ledger.Accounts:
        """What the organization itself handed in on money, this year and before."""
        rows = {table: self._of_all_years(table, columns, organization=self.organization) for table, columns in ledger.COLUMNS.items()}
        return ledger.Accounts(self.organization, self.year, {table: [*now, *before] for table, (now, before) in rows.items()})

    @cached_property
    def money(self) -> pd.DataFrame:
        """The product `money`."""
        return ledger.product(self.accounts)

    @cached_property
    def credits(self) -> pd.DataFrame:
        """The product `credits`."""
        return claims.product(self.organization, self.year, *self._of_all_years("offsets", claims.COLUMNS))

    @cached_property
    def found(self) -> pd.DataFrame:
        """Findings that only several years, actions or members show, on money, carbon credits and shared premises."""
        decisions = self._submitted.where({"table": "offset_decisions"}).records(credit_findings.COLUMNS)
        rows = [*money_findings.findings(self.accounts), *credit_findings.findings(self.credits, decisions)]
        return tables.stack("findings", [*([pd.DataFrame(rows)] if rows else []), self._shared_premises])

    @cached_property
    def _shared_premises(self) -> pd.DataFrame:
        """Findings on premises that are not reported once."""
        places = self._submitted.where({"table": "locations"}).records(shared_premises.CONTRADICTED)
        return shared_premises.contradictions(places, self.organization, self.year)

    def _of_all_years(self, table: str, columns: Sequence[str], **wanted: str) -> tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]:
        """The rows of a submission table of this year and of earlier years, each as the columns, None where a cell is empty."""
        meant = {"table": table, **wanted}
        known = self._submitted_before
        before = known.where(meant).records(columns) if known and table in known.column("table").values else []
        return self._submitted.where(meant).records(columns), before

    @cached_property
    def _submitted_before(self) -> Columns | None:
        return None if self.earlier_activities is None else Columns("activities", self.earlier_activities)

    @cached_property
    def products(self) -> Products:
        """The products by name, as a derivation names them."""
        named = ("activities", "checks", "footprint", "indicators", "members", "members_figures", "earlier", "earlier_footprint", *MADE)
        return Products({name: getattr(self, name) for name in named})


def write(given: Inputs, folder: UPath) -> None:
    """Write the products that figures are made from."""
    for product in MADE:
        tables.write(product, getattr(given, product), folder)


def read(
    year: int,
    organization: str,
    data: str | UPath,
    earlier: pd.DataFrame,
    earlier_footprint: pd.DataFrame | None = None,
    recalculated: pd.DataFrame | None = None,
    earlier_activities: pd.DataFrame | None = None,
) -> Inputs:
    """The inputs from the products of stages 1 and 2 under the data root.

    `earlier` holds the figures of earlier years, `earlier_footprint` their rows and `recalculated` those computed again; `earlier_activities` their
    rows on money and credits.
    Raises DeclarationError where a product has not been made.
    """
    folder = paths.processed(data, year, organization)
    activities = tables.read("activities", folder)
    own_totals = activities["table"].isin(["inventory", "published"]) & (activities["organization"] == organization)
    nothing, members = tables.empty("footprint"), tables.read("members", folder)
    kept = _of_whole_groups(earlier) if own_totals.any() else earlier
    before = nothing if earlier_footprint is None else earlier_footprint
    return Inputs(
        organization=organization,
        year=year,
        activities=activities,
        checks=tables.read("checks", folder),
        footprint=tables.read("footprint", folder),
        indicators=tables.read("indicators", folder),
        members=members,
        members_figures=bodies.read(data, members),
        earlier=kept,
        files=_hashes(activities, organization, data),
        earlier_footprint=before[before["year"].isin(kept["year"].unique())] if len(kept) < len(earlier) else before,
        recalculated=nothing if recalculated is None else recalculated,
        earlier_activities=earlier_activities,
    )


def _of_whole_groups(earlier: pd.DataFrame) -> pd.DataFrame:
    """The earlier figures without the years in which a group was only the sum of the members that reported.

    Beside totals of the whole group such a sum would look like a collapse of its emissions.
    """
    partial = earlier.loc[earlier["figure_id"] == "basis.members", "year"]
    return earlier[~earlier["year"].isin(partial)].reset_index(drop=True)


def _hashes(activities: pd.DataFrame, organization: str, data: str | UPath) -> dict[str, str]:
    """The hash of every file that rows are from, under its own name or, of another body, as "CODE/source_file"."""
    folders = activities[["organization", "data_year"]].drop_duplicates()
    found: dict[str, str] = {}
    for code, year in folders.itertuples(index=False, name=None):
        folder = paths.raw(data, int(year), code)
        # A group that submits nothing itself has a row of the register, and no folder.
        hashes = file_hashes(folder) if folder.is_dir() else {}
        found |= {name if code == organization else f"{code}/{name}": sha256 for name, sha256 in hashes.items()}
    return found
