"""The same tasks over machines: a Dask cluster, an object store, and both; a worker that is lost, and a cluster that will not do."""

import os
import shutil
import signal
import time
from threading import Thread

import dask.config
import psutil
import pytest
from chain_frames import body, pipeline
from distributed import Client, LocalCluster
from distributed.security import Security
from machines import cluster as started_cluster, contents, object_store, until, with_descendants

from greening import paths
from greening.chain import cluster as chain_cluster, execute, warm
from greening.chain.pools import open_pool
from greening.errors import CallError, StageError

pytestmark = pytest.mark.xdist_group("machines")

BUCKET = "s3://greening"
SUITES = paths.HOME / "expectations"


def remember(note):
    """Write one's process down; the first to do so then waits until it is killed."""
    is_first = not note.exists()
    with note.open("a") as file:
        file.write(f"{os.getpid()}\n")
    if is_first:
        time.sleep(60)
    return "done"


def alone(folder):
    """How many units this process runs while this one does."""
    mine = folder / f"{os.getpid()}-{time.monotonic_ns()}"
    mine.touch()
    time.sleep(0.3)
    at_once = len(list(folder.glob(f"{os.getpid()}-*")))
    mine.unlink()
    return at_once


def fail():
    raise StageError("its own fault")


@pytest.fixture(scope="module")
def store():
    with object_store("greening"):
        yield


@pytest.fixture(scope="module")
def scheduler(store, tmp_path_factory):
    with started_cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """What a run on this machine makes of two small bodies; gives its roots."""
    data = tmp_path_factory.mktemp("machines") / "data"
    for code in ("ONE", "TWO"):
        body(data, 2024, code)
    call = pipeline("run", "--workers", 2, data=data, reports=data.parent / "reports", expectations=SUITES)
    assert call.returncode == 0, call.stderr
    kept = data.parent / "local"
    shutil.move(data / "processed", kept / "processed")
    shutil.move(data.parent / "reports", kept / "reports")
    return data, kept


@pytest.fixture
def one_process():
    """A cluster inside this process, with no worker yet."""
    with LocalCluster(n_workers=0, threads_per_worker=1, processes=False, protocol="tcp://", dashboard_address="127.0.0.1:0") as small:
        yield small


def busy_worker(client):
    """The process of a worker that has a unit to do."""
    address = next((address for address, units in client.processing().items() if units), None)
    return client.run(os.getpid, workers=[address])[address] if address else None


def kill_when_busy(scheduler, made, killed):
    """Kill the worker of the first unit once there is something of it; note its process and all that this had started."""
    with Client(scheduler, set_as_default=False) as client:
        until(made.exists, 180)
        until(lambda: busy_worker(client), 180)
        killed.extend(with_descendants(busy_worker(client)))
        killed[0].kill()


def test_a_cycle_on_a_cluster_that_loses_a_worker_makes_the_same_bytes(local, scheduler):
    data, kept = local
    reports, killed = data.parent / "reports", []
    killer = Thread(target=kill_when_busy, args=(scheduler, data / "processed" / "2024" / "ONE" / "executed", killed))
    killer.start()
    call = pipeline("run", "--scheduler", scheduler, data=data, reports=reports, expectations=SUITES)
    killer.join()
    assert call.returncode == 0, call.stderr
    assert contents(data / "processed") == contents(kept / "processed")
    assert contents(reports) == contents(kept / "reports")
    # The warm process of the worker has ended with it, and with that what it had forked.
    assert len(killed) > 1
    assert not psutil.wait_procs(killed, timeout=5)[1]


def test_a_cycle_on_a_cluster_and_an_object_store_makes_the_same_bytes(local, scheduler):
    data, kept = local
    for name, content in contents(data / "raw").items():
        paths.write_bytes(paths.root(f"{BUCKET}/data/raw") / name, content)
    for file in paths.root(SUITES).glob("*.json"):
        paths.write_bytes(paths.root(f"{BUCKET}/expectations") / file.name, file.read_bytes())
    roots = {"data": f"{BUCKET}/data", "reports": f"{BUCKET}/reports", "expectations": f"{BUCKET}/expectations"}
    call = pipeline("run", "--scheduler", scheduler, **roots)
    assert call.returncode == 0, call.stderr
    assert contents(roots["reports"]) == contents(kept / "reports")
    # An executed notebook shows where the data lie, and the key of the page covers it.
    differ = {name for name, content in contents(f"{BUCKET}/data/processed").items() if contents(kept / "processed").get(name) != content}
    assert all("/executed/" in name or name.endswith("keys/narrative.en.json") for name in differ)
    again = pipeline("run", **roots)
    assert again.returncode == 0
    assert again.stderr.count("up to date") == 2


def test_a_notebook_on_an_object_store_writes_to_no_local_folder(store, tmp_path):
    place = paths.root(f"{BUCKET}/sandbox")
    execute.prepare("warm")
    execute.call(f"from greening import paths; paths.write_text(paths.root({str(place)!r}) / 'x', 'there')", [place], "a notebook")
    assert (place / "x").read_text() == "there"
    with pytest.raises(StageError, match="may not write to"):
        execute.call(f"open({str(tmp_path / 'x')!r}, 'w')", [place], "a notebook")
    warm.zygote().close()


def test_a_unit_is_done_again_elsewhere_when_its_worker_is_killed(scheduler, tmp_path):
    note = tmp_path / "note"
    with open_pool(1, scheduler, "papermill") as pool:
        unit = pool.submit(remember, note)
        until(lambda: note.exists() and note.read_text(), 30)
        os.kill(int(note.read_text()), signal.SIGKILL)
        assert unit.result(30) == "done"
    first, second = note.read_text().split()
    assert first != second


def test_units_run_one_at_a_time_in_a_process(one_process, tmp_path, monkeypatch):
    monkeypatch.setattr(chain_cluster, "_prepare", lambda engine: None)
    one_process.scale(1)
    with open_pool(1, one_process.scheduler_address, "papermill") as pool:
        # A worker that joins later, with as many threads as it likes.
        one_process.worker_spec["late"] = {"cls": one_process.new_spec["cls"], "options": one_process.new_spec["options"] | {"nthreads": 4}}
        one_process.sync(one_process._correct_state)
        until(lambda: pool.size == 2, 10)
        assert {unit.result() for unit in [pool.submit(alone, tmp_path) for _ in range(6)]} == {1}


def test_what_a_unit_raises_is_raised(scheduler):
    with open_pool(1, scheduler, "papermill") as pool:
        # The worker that the test before killed is started again by what minds it.
        until(lambda: pool.size == 2, 30)
        with pytest.raises(StageError, match="its own fault"):
            pool.submit(fail).result()


def test_a_unit_sees_relative_folders_as_the_caller_does(scheduler, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_pool(1, scheduler, "papermill") as pool:
        assert pool.submit(os.getcwd).result() == str(tmp_path)


def test_an_interrupt_cancels_what_waits_and_leaves_the_cluster(scheduler, tmp_path):
    with pytest.raises(KeyboardInterrupt), open_pool(1, scheduler, "papermill") as pool:
        units = [pool.submit(time.sleep, 0.5) for _ in range(8)]
        raise KeyboardInterrupt
    assert all(unit.cancelled() for unit in units)
    with open_pool(1, scheduler, "papermill") as pool:
        assert pool.submit(os.getpid).result() > 0


def test_a_scheduler_that_is_not_there_is_a_wrong_call(monkeypatch):
    monkeypatch.setattr(chain_cluster, "PATIENCE_S", 1)
    with pytest.raises(CallError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"), open_pool(1, "tcp://127.0.0.1:9", "papermill"):
        pass


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1:8786", "a scheduler's address is"),
        ("tcp://127.0.0.1", "missing port"),
        ("tls://127.0.0.1:8786", "needs certificates"),
    ],
)
def test_a_wrong_address_is_a_wrong_call(address, why):
    with pytest.raises(CallError, match=why), open_pool(1, address, "papermill"):
        pass


def test_a_cluster_without_workers_is_a_wrong_call(one_process, monkeypatch):
    monkeypatch.setattr(chain_cluster, "PATIENCE_S", 1)
    with pytest.raises(CallError, match="has no worker"), open_pool(1, one_process.scheduler_address, "papermill"):
        pass


def test_workers_with_several_threads_are_refused():
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, protocol="tcp://", dashboard_address="127.0.0.1:0") as threaded,
        pytest.raises(CallError, match=r"runs 2 threads.*--nthreads 1"),
        open_pool(1, threaded.scheduler_address, "papermill"),
    ):
        pass


def test_workers_with_other_packages_are_refused(scheduler, monkeypatch):
    monkeypatch.setattr(chain_cluster, "_packages", lambda: {"pandas": "0.1"})
    chain_cluster.code_key.cache_clear()
    with pytest.raises(CallError, match="has another version of code, notebooks or packages"), open_pool(1, scheduler, "papermill"):
        pass
    chain_cluster.code_key.cache_clear()


def test_workers_that_do_not_see_a_folder_are_refused(scheduler, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "write_bytes", lambda path, content: None)
    with pytest.raises(CallError, match="does not see"), open_pool(1, scheduler, "papermill", [str(tmp_path)]):
        pass


def test_certificates_come_from_the_configuration_of_dask(monkeypatch):
    monkeypatch.setattr(chain_cluster, "_prepare", lambda engine: None)
    own = Security.temporary()
    tls = {"ca-file": own.tls_ca_file, "client.cert": own.tls_client_cert, "client.key": own.tls_client_key}
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol="tls://", security=own, dashboard_address="127.0.0.1:0") as secured,
        dask.config.set({f"distributed.comm.tls.{name}": value for name, value in tls.items()}),
        open_pool(1, secured.scheduler_address, "papermill") as pool,
    ):
        assert pool.submit(max, 1, 2).result() == 2
