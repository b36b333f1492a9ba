"""A zygote that another process lent: used while it is there, replaced by one's own when it has ended."""

import os
import signal
from pathlib import Path

import pytest
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from greening.kernels import linux, processes
from greening.kernels.zygote import BorrowedZygote, Zygote

from .conftest import Run


def test_it_may_be_borrowed_while_it_still_loads(run: Run) -> None:
    lender = Zygote(["pandas"])
    try:
        borrowed = BorrowedZygote(["pandas"], *lender.lend())
        assert run("empty", zygote=borrowed).cells[1].outputs
        assert borrowed.pid is None, "it started one of its own although the lender was there"
    finally:
        lender.close()


def test_one_that_has_ended_is_replaced_by_ones_own(run: Run) -> None:
    with Zygote([]) as lender:
        borrowed = BorrowedZygote([], *lender.lend())
        run("empty", zygote=borrowed)
        assert lender.pid is not None
        os.kill(lender.pid, signal.SIGKILL)
        assert run("empty", zygote=borrowed).cells[1].outputs
        assert borrowed.pid is not None
        borrowed.close()


def test_closing_a_borrowed_one_leaves_the_lenders(bare: Zygote, run: Run) -> None:
    borrowed = BorrowedZygote([], *bare.lend())
    run("empty", zygote=borrowed)
    borrowed.close()
    assert bare.pid is not None and processes.is_running(bare.pid)


def test_the_notebook_is_at_hand_without_an_output_path_even_where_a_cell_fails(run: Run) -> None:
    executed: list[NotebookNode] = []
    with pytest.raises(PapermillExecutionError):
        run("divides_by_zero", executed=executed)
    assert [output.ename for cell in executed[0].cells for output in cell.get("outputs", []) if output.output_type == "error"] == [
        "ZeroDivisionError"
    ]


def test_memory_gathered_in_huge_pages_keeps_its_content() -> None:
    kept = [bytes([number % 251]) * 4096 for number in range(5000)]
    pages = linux.collapse_memory()
    assert pages >= 0 if Path("/sys/kernel/mm/transparent_hugepage").is_dir() else pages == 0
    assert all(part == bytes([number % 251]) * 4096 for number, part in enumerate(kept))


def test_a_process_that_waits_to_be_reaped_is_not_running() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert not processes.is_running(pid)
    os.waitpid(pid, 0)
    assert processes.is_running(os.getpid())
