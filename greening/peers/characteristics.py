"""What tells one body from another, as numbers and codes that can be compared at once: size, kind, field sites, climate, main source."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from greening import factors
from greening.peers.bodies import Body

Numbers = npt.NDArray[np.float64]
#: What is compared, in the order in which it is shown. The figure of a body that each rests on:
COMPONENTS = {
    "size": "personnel.total",
    "kind": "traits.kind",
    "field_share": "traits.field.share",
    "climate": "traits.climate",
    "main_bucket": "traits.main_bucket",
    "main_source": "traits.main_source",
}
#: Those of them that are numbers: their difference counts, and not only whether they are the same.
MEASURED = ("size", "field_share")
#: A word that no two bodies share even where both have it.
MIXED = "mixed"


@dataclass(frozen=True)
class Component:
    """One thing that bodies are compared by: a number for each body (NaN where it is not known), and its weight."""

    name: str
    weight: float
    numbers: Numbers

    def apart(self, rows: slice) -> Numbers:
        """How far some bodies are from every body in this: 0 alike, 1 as far apart as can be, NaN where it is not known of both."""
        difference = np.abs(self.numbers[rows, None] - self.numbers[None, :])
        if self.name in MEASURED:
            return np.minimum(difference, 1.0)
        return np.where(np.isnan(difference), np.nan, (difference > 0).astype("float64"))


def components(bodies: Sequence[Body]) -> list[Component]:
    """Every component with the numbers of the bodies in their order; sizes are in powers of ten, divided by their range."""
    return [Component(name, weight(name), _numbers(name, figure_id, bodies)) for name, figure_id in COMPONENTS.items()]


def weight(component: str) -> float:
    """The weight of a component in the distance between two bodies."""
    return float(factors.parameter(f"peer_weight_{component}")["value"])


def _numbers(name: str, figure_id: str, bodies: Sequence[Body]) -> Numbers:
    if name == "size":
        span = float(factors.parameter("peer_size_range")["value"])
        return np.array([_power(body.number(figure_id)) / span for body in bodies], dtype="float64")
    if name in MEASURED:
        return np.array([math.nan if (found := body.number(figure_id)) is None else found for body in bodies], dtype="float64")
    return _codes([body.word(figure_id).strip().casefold() for body in bodies])


def _power(people: float | None) -> float:
    """The size in powers of ten; NaN where nobody is known."""
    return math.log10(people) if people and people > 0 else math.nan


def _codes(words: Sequence[str]) -> Numbers:
    """A number for each different word, NaN for none; a mix is like nothing else, so that each has a number of its own."""
    place = {word: float(number) for number, word in enumerate(sorted(set(words) - {"", MIXED}))}
    return np.array([len(place) + at if word == MIXED else place.get(word, math.nan) for at, word in enumerate(words)], dtype="float64")
