"""A notebook that changes all it can reach, and the real notebooks after it: what they show and write stays the same, byte for byte."""

import os
import socket
import subprocess
from pathlib import Path

import nbformat
import pytest
from chain_frames import body

from greening import paths
from greening.chain import execute, notebooks
from greening.kernels import is_safe

pytestmark = [pytest.mark.xdist_group("leaks"), pytest.mark.skipif(not is_safe()[0], reason="no warm kernels here")]

YEAR, CODE = 2024, "ONE"

#: The cells of a notebook that leaks; the last prints where it listens, so that what is left can be looked for.
LEAKS = [
    "year: int = 0\norganization: str = ''\ndata: str = ''\nearlier_years: list = []",
    """import atexit, builtins, decimal, gc, importlib, locale, logging, os, random, resource, signal, socket, subprocess, sys
import tempfile, threading, time, warnings
import numpy as np
import pandas as pd
from greening import formats, groups, locale as catalogues, paths, published, reference, tables, targets, units
from greening.chain import preload
from greening.figures import evaluate, inputs, targets_as_figures
from greening.footprint import compute
from greening.narrative import cover, report""",
    """for name in preload.TABLES:
    table = reference._read(name)
    for column in table.columns:
        if pd.api.types.is_numeric_dtype(table[column]):
            table.isetitem(table.columns.get_loc(column), table[column] * 2)
    table.drop(index=table.index[1:], inplace=True)
assert max(len(reference.load(name)) for name in preload.TABLES) == 1, 'the tables that this process has loaded are as they were'""",
    """evaluate.evaluate = compute.footprint = cover.cover = published.disagreements = tables.write = lambda *_: None
paths.processed = lambda *_: paths.HOME
reached = [module for name, module in sys.modules.items() if name.startswith('greening.') and '.kernels' not in name]
held = [value for module in reached for name, value in vars(module).items() if not name.startswith('__')]
cached, containers = [value for value in held if hasattr(value, 'cache_clear')], [value for value in held if isinstance(value, (dict, list, set))]
[value.cache_clear() for value in cached]
[value.clear() for value in containers]
assert len(cached) > 10 and len(containers) > 10, (len(cached), len(containers))""",
    """pd.set_option('display.max_rows', 2)
pd.set_option('display.max_columns', 2)
pd.set_option('display.precision', 1)
pd.options.mode.string_storage = 'python'
pd.DataFrame.sum = pd.DataFrame.groupby = pd.DataFrame.merge = pd.read_parquet = None
pd.DataFrame._repr_html_ = lambda self: 'leaked'
np.seterr(all='raise')
np.set_printoptions(precision=1)
get_ipython().display_formatter.formatters.clear()
get_ipython().events.register('pre_run_cell', lambda info: None)""",
    """os.environ.update(HOME='/nowhere', TZ='Asia/Tokyo', LANG='ja_JP.UTF-8', PYTHONPATH='/nowhere', OMP_NUM_THREADS='7')
time.tzset()
os.umask(0)
os.nice(1)
os.chdir(data)
random.seed(1)
np.random.seed(1)
decimal.getcontext().prec = 2
sys.setrecursionlimit(200)
sys.path[:] = []
sys.modules['greening.tables'] = sys.modules['json'] = sys.modules['pyarrow'] = None
importlib.invalidate_caches()
logging.disable(logging.CRITICAL)
logging.getLogger().handlers.append(None)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
gc.disable()
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))""",
    """listening = socket.create_server(('127.0.0.1', 0))
running = subprocess.Popen(['sleep', '986'], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    os.execvp('sleep', ['sleep', '986'])
open(os.path.join(tempfile.gettempdir(), 'left_in_the_temporary_folder'), 'w').close()
threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
atexit.register(lambda: open(os.path.join(tempfile.gettempdir(), 'left_at_exit'), 'w').close())
port = listening.getsockname()[1]
print(port, tempfile.gettempdir())""",
    "warnings.simplefilter('error')\nbuiltins.open = builtins.sum = builtins.round = None",
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    root = tmp_path_factory.mktemp("leaks")
    body(root, YEAR, CODE)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PYTHONPATH", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            patch.setenv(name, os.environ.get(name, ""))
        execute.prepare("warm")
        yield root


def run_all(data):
    """Run the four notebooks; what they keep and write, by name."""
    shared, folder = {"year": YEAR, "organization": CODE, "data": str(data)}, paths.processed(data, YEAR, CODE)
    own = {
        "validate": {"expectations": str(paths.HOME / "expectations"), "earlier_years": [], "members": []},
        "footprints": {"gwp_set": "AR5", "flight_method": "icao_style", "earlier_years": []},
        "targets": {"expectations": str(paths.HOME / "expectations"), "gwp_set": "AR5", "flight_method": "icao_style", "earlier_years": []},
        "narrative": {"language": "en"},
    }
    for stage, given in own.items():
        execute.execute(stage, shared | given, folder / "executed" / notebooks.kept_name(stage), f"{CODE} {YEAR}", "warm")
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leak(data, tmp_path, monkeypatch):
    """Run the notebook that leaks; the port that it listened on and its temporary folder."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}})
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in LEAKS]
    notebook.cells[0].metadata["tags"] = ["parameters"]
    path = tmp_path / "leaks.ipynb"
    nbformat.write(notebook, path)
    given = {"year": YEAR, "organization": CODE, "data": str(data), "earlier_years": []}
    with monkeypatch.context() as patch:
        patch.setattr(execute, "notebook_path", lambda _stage: path)
        ran = execute.execute("targets", given, paths.root(tmp_path) / "of" / "leaks" / "leaks.ipynb", "LEAKS", "warm")
    port, folder = "".join(ran.cells[-2].outputs[0].text).split()
    return int(port), Path(folder)


def test_what_a_notebook_changes_reaches_no_notebook_after_it(data, tmp_path, monkeypatch):
    before, here, surroundings = run_all(data), Path.cwd(), dict(os.environ)
    # The folder itself is the notebook's own; it is told another one, so that only what it leaks can change this one's.
    port, temporary = leak(data, tmp_path, monkeypatch)
    assert run_all(data) == before
    assert (Path.cwd(), dict(os.environ)) == (here, surroundings)
    assert not temporary.exists()
    assert subprocess.run(["pgrep", "-f", "^sleep 986$"], stdout=subprocess.DEVNULL, check=False).returncode == 1
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=1):
        pass
