"""Conditions under which a recommendation binds a body, as far as its own submission tells."""

from collections.abc import Callable, Mapping, Sequence

from greening.registers.entry import Row
from greening.registers.submitted import Submitted

#: Kinds of places at which a body works in the field.
FIELD = ("field_mission", "special_political_mission", "country_office")


def applies(condition: str | None, given: Submitted, organization: str) -> bool | None:
    """Whether a condition holds for a body; None where its submission does not tell.

    Without a condition it holds. `not_yet_done` is only known from the body's own answer, `already_in_place`.
    """
    places = given.of("locations", organization)
    rule = _CONDITIONS.get(condition or "")
    return True if rule is None else rule(places, organization) if places else None


def _common_premises(places: Sequence[Row], organization: str) -> bool:
    """A building is shared, or another body reports it."""
    return any(place["premises_id"] or place["reported_by"] not in (None, organization) for place in places)


def _in_field(places: Sequence[Row], _organization: str) -> bool:
    return any(place["kind"] in FIELD for place in places)


_CONDITIONS: Mapping[str, Callable[[Sequence[Row], str], bool]] = {"common_premises": _common_premises, "in_field": _in_field}
