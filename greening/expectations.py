"""The only door to great_expectations: which expectations there are, whether one is well formed, and which rows do not meet it.

great_expectations drops what it does not know and folds its own errors into results, so everything is counted and looked at here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.result_format import ResultFormat, ResultFormatUnion
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.expectations import expectation as kinds
from great_expectations.expectations.registry import get_expectation_impl, list_registered_expectation_implementations

from greening.errors import SuiteError
from greening.suite_checks.basis import basis as basis
from greening.suite_checks.kinds import Expectation as Expectation

#: The column that tells great_expectations' rows apart.
_POSITION = "_position"


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


def unmet(frame: pd.DataFrame, wanted: Sequence[Expectation]) -> list[Unmet]:
    """The expectations that the frame does not meet, in their order.

    Raises SuiteError where an expectation is unknown or cannot be evaluated: that is a fault of the suite, never of the data.
    """
    numbered = frame.reset_index(drop=True).assign(**{_POSITION: range(len(frame))})
    batch = _door().get_batch(batch_parameters={"dataframe": numbered})
    # To ask which rows they are costs as much again, so it is asked of those alone that are not met.
    failed = [place for place, result in _results(batch, wanted, ResultFormat.BOOLEAN_ONLY).items() if not result.success]
    rows = {"result_format": "COMPLETE", "unexpected_index_column_names": [_POSITION]}
    found = _results(batch, [wanted[place] for place in failed], rows) if failed else {}
    return [_unmet(place, found[number]) for number, place in enumerate(failed)]


def _results(batch: Batch, wanted: Sequence[Expectation], result_format: ResultFormatUnion) -> dict[int, Any]:
    """What great_expectations says of each, by its place in what is wanted."""
    suite = _suite(wanted)
    if len(suite.expectations) != len(wanted):
        raise SuiteError(f"great_expectations took {len(suite.expectations)} of {len(wanted)} rules: {', '.join(one.place for one in wanted)}")
    judged: Iterable[Any] = batch.validate(suite, result_format=result_format).results
    results = {result.expectation_config.meta["place"]: result for result in judged}
    faults = {place: _error(result.exception_info) for place, result in results.items()}
    told = [f"{one.place}: {faults[place]}" for place, one in enumerate(wanted) if faults.get(place, "it was not evaluated")]
    if told:
        raise SuiteError("rules that cannot be evaluated:\n" + "\n".join(told))
    return dict(sorted(results.items()))


def _suite(wanted: Sequence[Expectation]) -> ExpectationSuite:
    try:
        return ExpectationSuite(
            name="rules", expectations=[{"type": one.type, "kwargs": _arguments(one), "meta": {"place": i}} for i, one in enumerate(wanted)]
        )
    except (TypeError, ValueError, KeyError):
        told = [f"{one.place}: the arguments are not right: {fault}" for one in wanted if (fault := _argument_fault(one))]
        raise SuiteError("rules that cannot be evaluated:\n" + "\n".join(told)) from None


def _argument_fault(one: Expectation) -> str:
    """What is wrong with the arguments of an expectation of a known type; empty where nothing is."""
    try:
        get_expectation_impl(one.type)(**_arguments(one))
    except (TypeError, ValueError, KeyError) as error:
        return "; ".join(line.strip() for line in str(error).splitlines()[1:]) or str(error)
    return ""


def _unmet(place: int, result: Any) -> Unmet:
    rows = result.result.get("unexpected_index_list") or []
    return Unmet(place, tuple(int(row[_POSITION]) for row in rows), result.result.get("observed_value"))


def _error(info: Mapping[str, Any]) -> str:
    # The shape depends on where it went wrong: one record, or one a metric.
    records = [info] if "raised_exception" in info else list(info.values())
    return "; ".join(sorted({str(record["exception_message"]) for record in records if record["raised_exception"]}))


def _arguments(one: Expectation) -> dict[str, Any]:
    # A day alone becomes a date, which cannot be held against the moments of a column.
    days = {name: f"{day}T00:00:00" for name in ("min_value", "max_value") if isinstance(day := one.kwargs.get(name), str) and "T" not in day}
    return dict(one.kwargs) | days | ({"condition_parser": "pandas"} if "row_condition" in one.kwargs else {})


@cache
def _door() -> BatchDefinition[Any]:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context.data_sources.add_pandas("rows").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("rows")
