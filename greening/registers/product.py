"""The product `register`: the entries of all registers in common columns."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import pandas as pd

from greening import tables
from greening.registers.agreements import agreements
from greening.registers.buildings import building_scores
from greening.registers.dated import dated, groups
from greening.registers.entry import Entry
from greening.registers.mandates import mandates
from greening.registers.practices import practices
from greening.registers.questionnaire import questionnaire, strategy
from greening.registers.recommendations import recommendations
from greening.registers.set_up import set_up
from greening.registers.submitted import submitted
from greening.tables import frames

#: Makes the entries of a register, in the order of their making.
_MAKERS = (recommendations, mandates, agreements, groups, dated, practices, questionnaire, strategy, building_scores, set_up)


def product(activities: pd.DataFrame, members: pd.DataFrame, organization: str, year: int) -> pd.DataFrame:
    """The registers of one organization and year; for a group, of recommendations and agreements those of its members.

    Due and overdue are judged as of 31 December of the data year, never as of today.
    """
    given = submitted(activities, organization, year, members["member"].tolist())
    made = list(chain.from_iterable(maker(given) for maker in _MAKERS))
    return _frame([{**one, "year": year} for one in made]) if made else tables.empty("register")


def _frame(entries: Sequence[Entry]) -> pd.DataFrame:
    declared = tables.products()["register"].columns
    return pd.DataFrame({name: frames.array([_cell(one.get(name)) for one in entries], column.dtype) for name, column in declared.items()})


def _cell(cell: Any) -> Any:
    """A cell as the columns take it: days in ISO form."""
    return cell.isoformat()[:10] if hasattr(cell, "isoformat") else cell
