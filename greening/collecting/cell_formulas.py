"""Excel formulas about the cells of one row of a sheet: what a column holds, and the facts about it that rules speak of.

A formula speaks of row `{r}` and the row above it, `{a}`; `at` puts the numbers in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from greening.tables import Table
from greening.views import batches

#: The last row that formulas and drop-downs reach down to.
LAST_ROW = 5000

#: Columns in which two copies of one invoice may differ, so that they do not tell rows apart.
_BESIDE_THE_POINT = ("quality", "factor_reference", "certificate_kind", "collection")


@dataclass(frozen=True)
class Term:
    """What a rule speaks of: a formula of its value, when it has one, and what kind of value it is (number, date, text, truth)."""

    value: str
    known: str
    kind: str


@dataclass(frozen=True)
class Sheet:
    """The sheet of one table for a data year: where its columns stand, and the names of ranges that formulas may use."""

    table: Table
    year: int
    ranges: Mapping[str, str]

    def letter(self, column: str) -> str:
        """The letter of the column; raises KeyError where the table has no such column."""
        return self._letters[column]

    @property
    def _letters(self) -> dict[str, str]:
        return {name: get_column_letter(place) for place, name in enumerate(self.table.columns, start=1)}

    def cell(self, column: str) -> str:
        """The cell of the column in the row."""
        return f"${self.letter(column)}{{r}}"

    def rows(self, column: str) -> str:
        """All cells of the column."""
        return f"${self.letter(column)}$2:${self.letter(column)}${LAST_ROW}"

    def above(self, column: str) -> str:
        """The cells of the column above the row, the header among them."""
        return f"${self.letter(column)}$1:${self.letter(column)}{{a}}"

    def filled(self, column: str) -> str:
        """Whether the cell holds anything."""
        return f"LEN(TRIM({self.cell(column)}))>0"

    def started(self, without: Sequence[str] = ()) -> str:
        """Whether the row holds anything, in other columns than those named."""
        if not without:
            return f"COUNTA($A{{r}}:${get_column_letter(len(self.table.columns))}{{r}})>0"
        return f"OR({','.join(self.filled(name) for name in self.table.columns if name not in without)})"

    def term(self, column: str) -> Term | None:
        """What a column of the table, or a fact that `greening.views` derives for it, holds; None where Excel cannot tell."""
        if column in self.table.columns:
            return self._own(column)
        derived = FACTS.get(column)
        return derived(self) if derived else None

    def _own(self, column: str) -> Term:
        cell, kind = self.cell(column), self.table.columns[column].type
        if kind in ("number", "integer"):
            return Term(cell, f"ISNUMBER({cell})", "number")
        if kind == "date":
            return Term(self.day(column), f"AND({self.filled(column)},{self.day(column)}>0)", "date")
        if kind == "boolean":
            return Term(f'OR(LOWER({cell})="true",LOWER({cell})="yes",{cell}=1)', self.filled(column), "truth")
        return Term(f"TRIM({cell})", self.filled(column), "text")

    def day(self, column: str, empty: str = "0") -> str:
        """The day in a cell as a number: `empty` where the cell is, and 0 where it holds no day."""
        cell = self.cell(column)
        return f"IF({self.filled(column)},IF(ISNUMBER({cell}),{cell},IFERROR(DATEVALUE({cell}),0)),{empty})"


def at(formula: str, row: int) -> str:
    """The formula for a row of the sheet."""
    return formula.replace("{r}", str(row)).replace("{a}", str(row - 1))


def _place(sheet: Sheet) -> Term | None:
    if "location_id" not in sheet.table.columns:
        return None
    return Term(f"COUNTIF({sheet.ranges['places']},{sheet.cell('location_id')})>0", sheet.filled("location_id"), "truth")


def _days(sheet: Sheet) -> Term | None:
    first, last = f"DATE({sheet.year},1,1)", f"DATE({sheet.year},12,31)"
    names = [name for name in ("start_date", "end_date") if name in sheet.table.columns]
    if len(names) == 2:
        begun, ended = sheet.day("start_date", first), sheet.day("end_date", last)
        known = f"AND({begun}>0,{ended}>0,{begun}<={ended})"
    else:
        day = next(name for name in ("departure_date", "date") if name in sheet.table.columns)
        begun = ended = sheet.day(day)
        known = f"{begun}>0"
    return Term(f"MAX(0,MIN({ended},{last})-MAX({begun},{first})+1)", known, "number")


def _repeat(sheet: Sheet) -> Term | None:
    if sheet.table.name == "locations":
        return Term(f"COUNTIF({sheet.above('location_id')},{sheet.cell('location_id')})>0", sheet.filled("location_id"), "truth")
    quantity = batches.QUANTITIES.get(sheet.table.name)
    if quantity is None:
        return None
    same = ",".join(f'{sheet.above(name)},{sheet.cell(name)}&""' for name in sheet.table.columns if name not in _BESIDE_THE_POINT)
    return Term(f"COUNTIFS({same})>0", f"AND(ISNUMBER({sheet.cell(quantity)}),{sheet.cell(quantity)}<>0)", "truth")


def _route(sheet: Sheet) -> Term:
    here, there = sheet.cell("origin"), sheet.cell("destination")
    return Term(f"UPPER(TRIM({here}))=UPPER(TRIM({there}))", f"AND({sheet.filled('origin')},{sheet.filled('destination')})", "truth")


def _half_a_route(sheet: Sheet) -> Term:
    return Term(f"({sheet.filled('origin')})<>({sheet.filled('destination')})", sheet.started(), "truth")


def _own_parent(sheet: Sheet) -> Term:
    return Term(f"TRIM({sheet.cell('parent')})=TRIM({sheet.cell('organization')})", sheet.filled("parent"), "truth")


def _terms(sheet: Sheet) -> Term:
    change, level = sheet.cell("change_pct"), sheet.cell("target_value")
    return Term(f"(ISNUMBER({change})+ISNUMBER({level}))", sheet.started(), "number")


def _one_goal(sheet: Sheet) -> Term:
    goal, path = sheet.cell("goal_id"), sheet.rows("path")
    count = f"COUNTIF({sheet.rows('goal_id')},{goal})"
    steps = f'COUNTIFS({sheet.rows("goal_id")},{goal},{path},"milestones")'
    return Term(f"OR({count}<2,{steps}={count})", sheet.filled("goal_id"), "truth")


def _listed(column: str, name: str) -> Callable[[Sheet], Term | None]:
    """Whether the cell of a column stands in a range."""
    return lambda sheet: Term(f"COUNTIF({sheet.ranges[name]},{sheet.cell(column)})>0", sheet.filled(column), "truth")


#: The facts that `greening.views` derives and that a formula can tell, each for the tables whose suites speak of it.
FACTS: Mapping[str, Callable[[Sheet], Term | None]] = {
    "location_is_known": _place,
    "days_in_year": _days,
    "is_repeat": _repeat,
    "flies_to_itself": _route,
    "has_half_a_route": _half_a_route,
    "rolls_up_to_itself": _own_parent,
    "terms_given": _terms,
    "is_one_goal": _one_goal,
    "shared_goal_is_known": _listed("goal_id", "shared_goals"),
    "is_own_goal": _listed("goal_id", "own_goals"),
    "action_is_known": _listed("action_id", "own_actions"),
}
