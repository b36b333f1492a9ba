"""What the coverage table says of gaps: which may be filled, and which never."""

from collections.abc import Collection
from dataclasses import dataclass

from greening.gaps.records import Place, Records
from greening.gaps.topics import Topic

#: Statuses that ask for a gap to be filled: nothing was handed in, or what was handed in last year holds.
NOT_REPORTED = "not_reported"
FILLED = (NOT_REPORTED, "carried_forward")
#: Statuses of which nothing is ever filled.
NEVER = ("not_occurring", "included_elsewhere", "confidential", "excluded")
#: Topic under which the status `excluded` opts out of gap filling altogether.
OPT_OUT = "gap_filling"
EXCLUDED = "excluded"


@dataclass(frozen=True, eq=False)
class Declared:
    """The statuses that the coverage table gives, by topic and place; the place is empty where a row is about all of them."""

    statuses: dict[tuple[str, str], set[str]]

    @classmethod
    def of(cls, records: Records) -> "Declared":
        """The statuses of the records' coverage table."""
        rows = records.table("coverage").dropna(subset=["topic", "status"])
        found: dict[tuple[str, str], set[str]] = {}
        for topic, place, status in zip(rows["topic"].str.strip().str.casefold(), rows["location_id"].fillna(""), rows["status"], strict=True):
            found.setdefault((str(topic), str(place)), set()).add(str(status))
        return cls(found)

    def _of(self, topic: str, place: str) -> set[str]:
        return self.statuses.get((topic, place), set())

    def is_barred(self, topic: Topic, place: Place, organization: str) -> bool:
        """Whether nothing may be filled: the body opted out, the place does not have the topic, or another body reports the place."""
        opted_out = EXCLUDED in self._of(OPT_OUT, "") | self._of(OPT_OUT, place.location_id) | self._of(topic.name, "")
        here = self._of(topic.name, place.location_id)
        # What is said of the place goes before what is said of all.
        said = here or self._of(topic.name, "")
        return opted_out or bool(said & set(NEVER)) or place.reported_by not in ("", organization)

    def wanted(self, topic: Topic, place: Place, reporting: Collection[str]) -> str:
        """The status that asks for a gap to be filled; empty where none does. `reporting` are the places with rows of the topic.

        What is said of all places is about those without rows; where no place has any, a topic that is not reported stays missing.
        """
        said = self._of(topic.name, place.location_id) or (set() if place.location_id in reporting else self._of_all(topic.name, bool(reporting)))
        return next((status for status in FILLED if status in said), "")

    def _of_all(self, topic: str, is_reported: bool) -> set[str]:
        said = self._of(topic, "")
        return said if is_reported else said - {NOT_REPORTED}

    @property
    def asks(self) -> bool:
        """Whether anything at all is to be filled because it was declared."""
        return any(status in FILLED for found in self.statuses.values() for status in found)
