"""Outputs of the warm engine against those of a stock ipykernel, cell for cell."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from papermill.engines import NBClientEngine
from papermill.iorw import load_notebook_node

from greening.kernels.engine import WarmEngine
from greening.kernels.zygote import Zygote

from .conftest import NOTEBOOKS

#: What differs between two runs of the same stock kernel
_RANDOM = (r"ipykernel_\d+", r"0x[0-9a-f]+", r"altair-viz-[0-9a-f]+", r"\b[0-9a-f]{32}\b")


def steady(outputs: list[NotebookNode]) -> Any:
    """Outputs without addresses and ids, and with the pieces of a stream, which a stock kernel cuts by the clock, put together."""
    merged: list[dict[str, Any]] = []
    streams: dict[str, dict[str, Any]] = {}
    for output in json.loads(json.dumps(outputs)):
        if output["output_type"] != "stream":
            streams = {}
        elif output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        else:
            streams[output["name"]] = output
        merged.append(output)
    text = json.dumps(merged, sort_keys=True)
    for pattern in _RANDOM:
        text = re.sub(pattern, "~", text)
    return json.loads(text)


@pytest.mark.parametrize("name", ["displays", "oddities", "tables", "charts", "checks"])
def test_outputs_are_those_of_a_stock_kernel(name: str, full: Zygote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "rfc3987_syntax.py").write_text("raise ImportError")  # it only takes time
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it a stock kernel does not capture what child processes write
    path = str(NOTEBOOKS / f"{name}.ipynb")
    stock = NBClientEngine.execute_notebook(load_notebook_node(path), "python3", progress_bar=False)
    warm = WarmEngine.execute_notebook(load_notebook_node(path), "python3", progress_bar=False, zygote=full)

    assert len(warm.cells) == len(stock.cells)
    for ours, theirs in zip(warm.cells, stock.cells, strict=True):
        if ours.cell_type == "code":
            assert steady(ours.outputs) == steady(theirs.outputs), ours.source
            assert ours.execution_count == theirs.execution_count, ours.source
            assert ours.metadata.execution.keys() == theirs.metadata.execution.keys()
    assert all(cell.execution_count for cell in warm.cells if cell.cell_type == "code"), "a cell was not reached"
    assert warm.metadata.language_info == stock.metadata.language_info
    assert ("widgets" in warm.metadata) == ("widgets" in stock.metadata)


def test_steady_keeps_what_matters() -> None:
    text = {"output_type": "stream", "name": "stdout", "text": "a"}
    shown = {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}
    assert steady([text, text]) == [{**text, "text": "aa"}]
    assert steady([text, shown, text]) == [text, shown, text]
