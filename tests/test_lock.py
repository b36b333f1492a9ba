"""Two runs on the same products: the second waits and says for whom."""

import os
import threading
import time

import pytest
from machines import object_store

from greening import paths
from greening.chain import lock
from greening.chain.lock import HOLDER, one_run_at_a_time


def test_the_second_run_waits_for_the_first_and_names_it(tmp_path):
    said, order, inside, go_on = [], [], threading.Event(), threading.Event()

    def first():
        with one_run_at_a_time(str(tmp_path), said.append):
            inside.set()
            go_on.wait(10)
            order.append("first")

    def second():
        with one_run_at_a_time(str(tmp_path), lambda text: (said.append(text), go_on.set())):
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    for thread in threads:
        thread.join(20)
    assert order == ["first", "second"]
    assert len(said) == 1 and said[0].startswith(f"process {os.getpid()} is already running")


def test_nothing_is_said_where_nobody_runs_and_the_holder_is_forgotten(tmp_path):
    said = []
    for _ in range(2):
        with one_run_at_a_time(str(tmp_path), said.append):
            assert (tmp_path / "processed" / HOLDER).read_text() == f"process {os.getpid()}"
    assert said == []
    assert not (tmp_path / "processed" / HOLDER).exists()


@pytest.fixture(scope="module")
def store():
    with object_store("locks"):
        yield "s3://locks"


@pytest.mark.xdist_group("machines")
def test_in_an_object_store_too_the_second_run_waits_for_the_first(store, monkeypatch):
    monkeypatch.setattr(lock, "_LOOK_S", 0.02)
    monkeypatch.setattr(lock, "RENEWED_S", 0.05)
    monkeypatch.setattr(lock, "FORSAKEN_S", 1.0)
    said, order = [], []

    def second():
        with one_run_at_a_time(f"{store}/waits", said.append):
            order.append("second")

    waiting = threading.Thread(target=second)
    with one_run_at_a_time(f"{store}/waits", said.append):
        waiting.start()
        # Longer than a lock that nobody renews is believed.
        time.sleep(1.5)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]
    assert len(said) == 1 and said[0].startswith(f"process {os.getpid()} on ") and f"{store}/waits/processed" in said[0]
    assert not (paths.root(store) / "waits" / "processed" / lock.LOCK).exists()


@pytest.mark.xdist_group("machines")
def test_in_an_object_store_the_lock_of_a_run_that_was_killed_is_nobody_s(store, monkeypatch):
    monkeypatch.setattr(lock, "_LOOK_S", 0.02)
    monkeypatch.setattr(lock, "FORSAKEN_S", 0.2)
    paths.write_text(paths.root(store) / "killed" / "processed" / lock.LOCK, "process 1 on a machine that is gone\n")
    said = []
    with one_run_at_a_time(f"{store}/killed", said.append):
        pass
    assert len(said) == 1 and "a machine that is gone" in said[0]
