"""The only door to great_expectations: which expectations there are, whether one is well formed, and which rows do not meet it.

great_expectations drops what it does not know and folds its own errors into results, so everything is counted and looked at here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations import expectation as kinds
from great_expectations.expectations.registry import get_expectation_impl, list_registered_expectation_implementations

from greening.errors import SuiteError

#: The column that tells great_expectations' rows apart.
_POSITION = "_position"


@dataclass(frozen=True)
class Expectation:
    """One expectation: its type and arguments, and its place for messages."""

    type: str
    kwargs: Mapping[str, Any]
    place: str = ""


@dataclass(frozen=True)
class Unmet:
    """An expectation that is not met: the positions of the rows where it is not, or what was observed of the whole."""

    place: int
    positions: tuple[int, ...]
    observed: Any


def types() -> list[str]:
    """The types of expectation that there are."""
    return sorted(list_registered_expectation_implementations())


def judges_rows(name: str) -> bool:
    """Whether an expectation of this type judges each row, and not a sum, a count or the whole."""
    return issubclass(get_expectation_impl(name), (kinds.ColumnMapExpectation, kinds.ColumnPairMapExpectation, kinds.MulticolumnMapExpectation))


def argument_fault(one: Expectation) -> str:
    """What is wrong with the arguments of an expectation of a known type; empty where nothing is."""
    try:
        get_expectation_impl(one.type)(**_arguments(one))
    except (TypeError, ValueError) as error:
        return "; ".join(line.strip() for line in str(error).splitlines()[1:]) or str(error)
    return ""


def unmet(frame: pd.DataFrame, wanted: Sequence[Expectation]) -> list[Unmet]:
    """The expectations that the frame does not meet, in their order.

    Raises SuiteError where an expectation is unknown or cannot be evaluated: that is a fault of the suite, never of the data.
    """
    numbered = frame.reset_index(drop=True).assign(**{_POSITION: range(len(frame))})
    suite = ExpectationSuite(
        name="rules", expectations=[{"type": one.type, "kwargs": _arguments(one), "meta": {"place": i}} for i, one in enumerate(wanted)]
    )
    if len(suite.expectations) != len(wanted):
        raise SuiteError(f"great_expectations took {len(suite.expectations)} of {len(wanted)} rules: {', '.join(one.place for one in wanted)}")
    batch = _door().get_batch(batch_parameters={"dataframe": numbered})
    results = batch.validate(suite, result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [_POSITION]}).results
    _refuse_errors(results, wanted)
    failed = [_unmet(result) for result in results if not result.success]
    return sorted(failed, key=lambda one: one.place)


def _unmet(result: Any) -> Unmet:
    rows = result.result.get("unexpected_index_list") or []
    place = result.expectation_config.meta["place"]
    return Unmet(place, tuple(int(row[_POSITION]) for row in rows), result.result.get("observed_value"))


def _refuse_errors(results: Sequence[Any], wanted: Sequence[Expectation]) -> None:
    faults = {result.expectation_config.meta["place"]: _error(result.exception_info) for result in results}
    told = [f"{one.place}: {faults[position]}" for position, one in enumerate(wanted) if faults.get(position, "it was not evaluated")]
    if told:
        raise SuiteError("rules that cannot be evaluated:\n" + "\n".join(told))


def _error(info: Mapping[str, Any]) -> str:
    # The shape depends on where it went wrong: one record, or one a metric.
    records = [info] if "raised_exception" in info else list(info.values())
    return "; ".join(sorted({str(record["exception_message"]) for record in records if record["raised_exception"]}))


def _arguments(one: Expectation) -> dict[str, Any]:
    return dict(one.kwargs) | ({"condition_parser": "pandas"} if "row_condition" in one.kwargs else {})


@cache
def _door() -> BatchDefinition[Any]:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context.data_sources.add_pandas("rows").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("rows")
