"""Which decision on offsets stands."""

import pandas as pd

from greening.credits.decisions import latest


def decision(body, status, day):
    return {"organization": body, "status": status, "date": day}


def test_the_latest_decision_of_each_body_stands():
    rows = [
        decision("A", "offsets", pd.Timestamp("2023-05-01")),
        decision("A", "undecided", pd.Timestamp("2021-05-01")),
        decision("B", "undecided", None),
        decision("B", "does_not_offset", pd.NaT),
        decision("C", "undecided", None),
        decision("C", "offsets", pd.Timestamp("2020-01-01")),
        decision("C", "does_not_offset", None),
    ]
    assert {body: row["status"] for body, row in latest(rows).items()} == {"A": "offsets", "B": "does_not_offset", "C": "offsets"}
