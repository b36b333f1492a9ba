"""Rows of submissions on money, the smallest that figures can be made from."""

from typing import Any

import pandas as pd

Row = dict[str, Any]


def amount(value: float, stage: str = "spent", purpose: str = "reduction", currency: str = "CHF", line: str = "Buildings", **more: Any) -> Row:
    """A row of spending."""
    own = {"table": "spending", "purpose": purpose, "stage": stage, "amount": value, "currency": currency, "budget_line": line}
    return own | more


def rate(currency: str, units: float, day: str = "2022-01-01") -> Row:
    """A row of exchange_rates: units for one dollar from that day on."""
    return {"table": "exchange_rates", "currency": currency, "date": pd.Timestamp(day), "units_per_usd": units}


def action(name: str, **more: Any) -> Row:
    """A row of actions."""
    return {"table": "actions", "action_id": name, "title": f"Action {name}", "status": "done", "currency": "CHF"} | more
