"""Is all well here: one line each for the machine, the program and the data, with what to do where something is not."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property

from greening.chain.plan import Register
from greening.chain.status import as_text as as_table
from greening.errors import GreeningError

#: The states of a check: all is well, worth a look, and what stops a run or spoils what comes out.
OK, LOOK, FAULT = "ok", "look", "fault"


@dataclass(frozen=True)
class Asked:
    """What a call of the doctor is about: the roots, and the day of today."""

    data: str
    expectations: str
    reports: str
    today: date

    @cached_property
    def register(self) -> Register:
        """What lies under the submissions, read once for all checks."""
        return Register(self.data)


@dataclass(frozen=True)
class Told:
    """What one check says: its state, what was seen, and what to do (empty where all is well)."""

    check: str
    state: str
    seen: str
    remedy: str = ""


#: What a check gives: a state, what was seen, and the remedy.
Answer = tuple[str, str, str]


def well(seen: str) -> Answer:
    """All is well."""
    return OK, seen, ""


def look_at(seen: str, remedy: str) -> Answer:
    """Worth a look: a run works, but somebody should know."""
    return LOOK, seen, remedy


def fault(seen: str, remedy: str) -> Answer:
    """What stops a run, or spoils what comes out."""
    return FAULT, seen, remedy


def look(asked: Asked) -> list[Told]:
    """Every check in order; one that cannot be made is itself worth a look."""
    return list(_told(asked))


def _told(asked: Asked) -> Iterator[Told]:
    # Where they are made: the help of the command loads none of this.
    from greening.collecting import doctor_data, doctor_machine, doctor_rules

    for name, check in {**doctor_machine.CHECKS, **doctor_rules.CHECKS, **doctor_data.CHECKS}.items():
        yield Told(name, *_answer(check, asked))


def _answer(check: Callable[[Asked], Answer], asked: Asked) -> Answer:
    try:
        return check(asked)
    except (OSError, ValueError, GreeningError) as error:
        return look_at(f"could not be looked at: {error}", "mend what the message names, then call doctor again")


def is_well(told: Sequence[Told]) -> bool:
    """Whether no check found a fault."""
    return all(one.state != FAULT for one in told)


def as_text(told: Sequence[Told]) -> str:
    """One line a check, and how many of them found what."""
    rows = [(one.state.upper() if one.state == FAULT else one.state, one.check, _line(one)) for one in told]
    counts = [f"{sum(one.state == state for one in told)} {state}" for state in (OK, LOOK, FAULT)]
    return f"{as_table(('state', 'check', 'what'), rows)}\n\n{', '.join(counts)}"


def _line(one: Told) -> str:
    return f"{one.seen} -> {one.remedy}" if one.remedy else one.seen


def as_json(told: Sequence[Told]) -> str:
    """The same for machines: a list of objects with check, state, seen and remedy."""
    return json.dumps([asdict(one) for one in told], indent=1, ensure_ascii=False)


def few(names: Sequence[str], most: int = 3) -> str:
    """Some names, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
