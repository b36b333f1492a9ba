"""Nothing leaks from one notebook to the next."""

import json
from typing import Any

from greening.kernels.zygote import Zygote

from .conftest import Run
from .test_engine import text_of


def state(run: Run, zygote: Zygote) -> tuple[dict[str, Any], list[float]]:
    cells = run("shows_state", zygote=zygote).cells
    return json.loads(text_of(cells[1].outputs)), json.loads(text_of(cells[2].outputs))


def test_a_notebook_that_changes_all_it_can_leaves_no_trace(run: Run, full: Zygote) -> None:
    before, numbers_before = state(run, full)
    run("leaves_traces", zygote=full)
    after, numbers_after = state(run, full)

    assert after == before
    assert not {"trace_variable", "trace"} & {*after["names"], *after["builtins"]}
    assert after["patched"] == [False, False]
    for earlier, later in zip(numbers_before, numbers_after, strict=True):
        assert earlier != later, "random numbers, or the process, were inherited"


def test_two_runs_of_a_notebook_give_the_same_bytes(run: Run, full: Zygote) -> None:
    first, second = (run("displays_warning", zygote=full).cells for _ in range(2))
    assert [cell.outputs for cell in first] == [cell.outputs for cell in second]
    assert "careful" in text_of(first[0].outputs)
