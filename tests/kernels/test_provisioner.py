"""Kernels forked for stock clients: jupyter_client, nbclient and papermill know nothing of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager

from greening.kernels import provisioner
from greening.kernels.__main__ import main

from .conftest import NOTEBOOKS

ROOT = Path(__file__).parents[2]

ENTRY_POINTS = f"""[jupyter_client.kernel_provisioners]
{provisioner.PROVISIONER} = greening.kernels.provisioner:WarmProvisioner

[papermill.engine]
warm = greening.kernels.engine:WarmEngine
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the kernelspec is installed and the package's entry points are found."""
    prefix = tmp_path_factory.mktemp("prefix")
    provisioner.install(["decimal"], str(prefix))
    metadata = prefix / "site" / "warm_kernels-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: warm-kernels\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    path = os.pathsep.join([str(prefix / "site"), str(ROOT)])
    return {**os.environ, "JUPYTER_PATH": str(prefix / "share" / "jupyter"), "PYTHONPATH": path}


def python(code: str, env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_stock_papermill_runs_a_notebook_in_a_warm_kernel_and_finds_the_engine(installed: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": provisioner.KERNEL, "language": "python", "display_name": ""}})
    notebook.cells = [
        nbformat.v4.new_code_cell("import sys\nprint('_decimal' in sys.modules, get_ipython().execution_count)"),
        nbformat.v4.new_code_cell("1 + 1"),
        nbformat.v4.new_code_cell("!echo from a child"),
    ]
    nbformat.write(notebook, tmp_path / "in.ipynb")
    code = f"""
import papermill
papermill.execute_notebook({str(tmp_path / "in.ipynb")!r}, {str(out)!r}, progress_bar=False)
print(papermill.execute_notebook({str(NOTEBOOKS / "empty.ipynb")!r}, None, engine_name="warm", progress_bar=False).cells[1].outputs)
"""
    assert "'only'" in python(code, installed)
    cells = nbformat.read(out, 4).cells
    assert cells[0].outputs[0].text.startswith("True")
    assert cells[1].outputs[0].data["text/plain"] == "2"
    assert cells[2].outputs[0].text.strip() == "from a child"


LIFE = """
import time
from jupyter_client.manager import start_new_kernel
def run(code):
    texts = []
    reply = kc.execute_interactive(code, timeout=30, output_hook=lambda m: texts.append(m["content"].get("text", "")))
    return "".join(texts).strip(), reply["content"].get("ename")
km, kc = start_new_kernel(kernel_name="python3-warm")
print(run("import os, sys; a = 1; print(os.getpid(), '_decimal' in sys.modules)"))
import threading
threading.Timer(0.5, km.interrupt_kernel).start()
print(run("import time; time.sleep(60)"))
km.restart_kernel(now=True)
kc.wait_for_ready(timeout=30)
print(run("print('a' in globals())"))
print(run("os = __import__('os'); os.getpid()"), km.is_alive())
kc.execute("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
for _ in range(50):
    if not km.is_alive():
        break
    time.sleep(0.1)
print(km.is_alive())
kc.stop_channels()
km.shutdown_kernel(now=True)
"""


def test_a_warm_kernel_can_be_interrupted_restarted_and_seen_to_die(installed: dict[str, str]) -> None:
    lines = python(LIFE, installed).splitlines()
    assert lines[0].endswith("True', None)")
    assert lines[1:] == ["('', 'KeyboardInterrupt')", "('False', None)", "('', None) True", "False"]


def test_the_command_installs_where_told_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kernels", "install", "--prefix", str(tmp_path), "--preload", "pandas,altair"])
    main()
    spec = json.loads((tmp_path / "share" / "jupyter" / "kernels" / provisioner.KERNEL / "kernel.json").read_text())
    assert spec["metadata"]["kernel_provisioner"]["config"]["preload"] == ["pandas", "altair"]
    said = capsys.readouterr().out
    assert str(tmp_path) in said
    assert ("entry point" in said) == (not provisioner.is_registered())


def test_what_is_not_an_ipykernel_starts_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    async def launch(self: object, cmd: list[str], **_: object) -> dict[str, object]:
        started.append(cmd)
        return {}

    monkeypatch.setattr(provisioner.LocalProvisioner, "launch_kernel", launch)
    import asyncio

    warm = provisioner.WarmProvisioner(parent=KernelManager())
    asyncio.run(warm.launch_kernel(["R", "--slave"]))
    assert started == [["R", "--slave"]]
