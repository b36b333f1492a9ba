"""Two runs on the same products: the second waits and says for whom."""

import os
import threading

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
