"""Other machines for tests, on this one: a Dask cluster of two worker processes, and an object store."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
from s3fs import S3FileSystem

from greening import paths


@contextmanager
def object_store(bucket):
    """A store that speaks S3 on the loopback, with an empty bucket; the environment says where it is, as for any store."""
    # It takes a second to load, and not every test needs it.
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    given = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    # A client that was made before would still ask the store of another test.
    S3FileSystem.clear_instance_cache()
    try:
        paths.root(f"s3://{bucket}").fs.mkdir(bucket)
        yield
    finally:
        server.stop()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def cluster(folder):
    """A scheduler and two workers as their users start them; gives the scheduler's address. Workers run what PYTHONPATH names."""
    told, started = folder / "scheduler.json", []
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(paths.HOME), str(paths.HOME / "tests")])}

    def start(*words):
        command = [sys.executable, "-m", "dask", *map(str, words), "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
        with (folder / f"{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log))

    try:
        start("scheduler", "--port", 0, "--scheduler-file", told)
        for _ in range(2):
            start("worker", "--scheduler-file", told, "--nthreads", 1, "--local-directory", folder)
        # The file is there before its content is.
        until(lambda: told.exists() and told.read_text().endswith("}"), 60)
        yield json.loads(told.read_text())["address"]
    finally:
        end([descendant for process in started for descendant in with_descendants(process.pid)])
        for process in started:
            process.wait()


def with_descendants(pid):
    """A process and all that it started."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def end(processes):
    """Ask processes to end; kill those that have not within some seconds."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in processes:
            if process.is_running():
                process.send_signal(number)
        _, processes = psutil.wait_procs(processes, timeout=5)


def until(condition, seconds=10):
    """Wait until something is so, with a limit."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def contents(folder):
    """The bytes of every file below a local folder or URL, by its path; without the seconds that stages took and the lock."""
    root = paths.root(folder)
    if paths.is_local(root):
        found = {str(file.relative_to(root.path)): file.read_bytes() for file in Path(root.path).rglob("*") if file.is_file()}
    else:
        found = {name.removeprefix(f"{root.path}/"): root.fs.cat_file(name) for name in root.fs.find(root.path)}
    return {name: content for name, content in found.items() if Path(name).name not in ("timings.json", ".run.lock")}
