"""Registers as figures: recommendations, agreements, mandates and decisions by status, and the scores of the self-assessment and of buildings."""

from collections.abc import Mapping

from greening.figures import derivation, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.selection import Filter
from greening.registers import shipped
from greening.registers.questionnaire import ERS_STATUSES, NOT_APPLICABLE, PARTLY
from greening.registers.recommendations import NO_ANSWER
from greening.tables import submission_tables

PRODUCT = "register"
#: Registers whose entries are counted in the same way: how many there are, are done, and are overdue.
COUNTED = ("mandates", "agreements", "groups", "decisions", "review_questions", "support_requests")
#: Entries that the body is asked about: a shipped mandate is one of the whole system.
ASKED: Filter = {"applies": ["yes", "not_known"]}
#: Share of the questions of a level that must be answered for a score.
ENOUGH = 0.5


def _statuses(table: str) -> tuple[str, ...]:
    return (*submission_tables()[table].columns["status"].choices, NO_ANSWER)


def counted(book: Book, wanted: Filter, product: str = PRODUCT) -> Quantity:
    """The number of entries that a filter selects; 0 where it selects none."""
    rows = book.rows(product, wanted)
    made = derivation.of_rows(product, rows, wanted, "entry_id" if product == PRODUCT else "figure_id", "count", 1.0, book.inputs.files)
    return Quantity(float(len(rows)), derivation=made)


def _has(book: Book, register: str) -> bool:
    return bool(len(book.rows(PRODUCT, {"register": register, **ASKED})))


def _by_status(register: str) -> Rule:
    def _rule(book: Book) -> Mapping[Names, Quantity]:
        if not _has(book, register):
            return {}
        return {(status,): counted(book, {"register": register, "status": status}) for status in _statuses(register)}

    return _rule


def _asked(book: Book) -> Mapping[Names, Quantity]:
    return {(): counted(book, {"register": "recommendations", **ASKED})} if _has(book, "recommendations") else {}


def _overdue(book: Book) -> Mapping[Names, Quantity]:
    return {(): counted(book, {"register": "recommendations", "is_overdue": True})} if _has(book, "recommendations") else {}


def _by_tracker(book: Book) -> Mapping[Names, Quantity]:
    """The answers on each report, by status, with how many were asked for and how many are overdue."""
    register = {"register": "recommendations"}
    found: dict[Names, Quantity] = {}
    for (tracker,) in book.rows(PRODUCT, {**register, **ASKED}).combinations(["kind"]):
        of_report = {**register, "kind": tracker}
        found |= {(tracker, status): counted(book, {**of_report, "status": status}) for status in _statuses("recommendations")}
        found[tracker, "asked"] = counted(book, {**of_report, **ASKED})
        found[tracker, "overdue"] = counted(book, {**of_report, "is_overdue": True})
    return found


def _by_entity(register: str) -> Rule:
    """A rule that counts, for each entry of a group's register, its members by status."""
    of_members = rules.split(
        PRODUCT, "entry_id", rules.all_rows(register=register, applies=["yes", "no", "not_known"]), ["entry_id", "status"], "count"
    )

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        return {} if book.inputs.members.empty else of_members(book)

    return _rule


def _registers(book: Book) -> Mapping[Names, Quantity]:
    """The entries of each register, those that are done and those that are overdue."""
    states: Mapping[str, Filter] = {"total": {}, "done": {"is_done": True}, "overdue": {"is_overdue": True}}
    return {
        (register, state): counted(book, {"register": register, **ASKED, **wanted})
        for register in COUNTED
        if _has(book, register)
        for state, wanted in states.items()
    }


def _practices(book: Book) -> Mapping[Names, Quantity]:
    wanted: Filter = {"register": "practices"}
    return {(): counted(book, wanted)} if len(book.rows(PRODUCT, wanted)) else {}


# --- Self-assessment and strategy


def _answers(book: Book) -> Mapping[Names, Quantity]:
    """The questions of each level that apply, those answered, the yes among them, and those not answered."""
    found: dict[Names, Quantity] = {}
    for (level,) in book.rows(PRODUCT, {"register": "questionnaire"}).combinations(["kind"]):
        of_level: Filter = {"register": "questionnaire", "kind": level}
        wanted = {
            "questions": ["yes", PARTLY, "no", NO_ANSWER, "otherwise"],
            "answered": ["yes", PARTLY, "no"],
            "yes": ["yes"],
            "unanswered": [NO_ANSWER, "otherwise"],
            NOT_APPLICABLE: [NOT_APPLICABLE],
        }
        found |= {(level, part): counted(book, {**of_level, "status": statuses}) for part, statuses in wanted.items()}
    return found


def _scores(book: Book) -> Mapping[Names, Quantity]:
    """The yes among the answers of each level; withheld where fewer than half of its questions are answered."""
    found: dict[Names, Quantity] = {}
    for level in dict.fromkeys(row["level"] for row in shipped.rows("questionnaire")):
        parts = [book.figures.get(f"questionnaire.{level}.{part}") for part in ("answered", "questions")]
        answered, questions = (part.quantity.value if part else 0.0 for part in parts)
        if answered and answered >= ENOUGH * questions:
            score = rules.divide(book, f"questionnaire.{level}.yes", f"questionnaire.{level}.answered")
            found |= {(level,): score} if score else {}
    return found


def _strategy(book: Book) -> Mapping[Names, Quantity]:
    """The status of the organization's own emission reduction strategy."""
    wanted: Filter = {"register": "strategy", "organization": book.inputs.organization}
    rows = book.rows(PRODUCT, wanted)
    status = next((text for text in rows.values("status") if text), "")
    made = derivation.of_rows(PRODUCT, rows, wanted, "status", "single", 1.0, book.inputs.files)
    return {(): Quantity(text=status, derivation=made)} if status else {}


def _strategies(book: Book) -> Mapping[Names, Quantity]:
    """The members of a group by the status of their strategy, as their own reports have it; nothing where no member told it."""
    answered: Filter = {"figure_id": "ers.status", "text": list(ERS_STATUSES)}
    if not len(book.rows("members_figures", answered)):
        return {}
    return {(status,): counted(book, {**answered, "text": status}, "members_figures") for status in ERS_STATUSES}


# --- Buildings, and the steps of setting up


def _areas(book: Book) -> Mapping[Names, Quantity]:
    """The score of each area of each building in its last assessment, of the best possible; withheld where an area stands there twice."""
    wanted: Filter = {"register": "building_scores", "applies": "yes"}
    found: dict[Names, Quantity] = {}
    for place, area in book.rows(PRODUCT, wanted).combinations(["location_id", "kind"]):
        of_area: Filter = {**wanted, "location_id": place, "kind": area}
        share = _of_best(book, of_area) if len(book.rows(PRODUCT, of_area)) == 1 else None
        found |= {(place, area): share} if share else {}
    return found


def _buildings(book: Book) -> Mapping[Names, Quantity]:
    """The score of each building over all ten areas, of the best possible; withheld where an area or its best score is missing or stands twice."""
    wanted: Filter = {"register": "building_scores", "applies": "yes"}
    found: dict[Names, Quantity] = {}
    for place, areas in book.rows(PRODUCT, wanted).grouped("location_id", "kind").items():
        rows = book.rows(PRODUCT, {**wanted, "location_id": place})
        is_whole = len(rows) == len(areas) == len(shipped.rows("building_areas")) and not rows.is_missing("maximum").any()
        share = _of_best(book, {**wanted, "location_id": place}) if is_whole else None
        found |= {(place,): share} if share else {}
    return found


def _of_best(book: Book, wanted: Filter) -> Quantity | None:
    value, best = book.measure(PRODUCT, wanted, "value"), book.measure(PRODUCT, wanted, "maximum")
    return rules.divide(book, value, best) if value and best else None


def _steps(book: Book) -> Mapping[Names, Quantity]:
    """For each step of setting up, the places (or the body) that it is expected of, and those where it is done."""
    found: dict[Names, Quantity] = {}
    for (step,) in book.rows(PRODUCT, {"register": "set_up"}).combinations(["kind"]):
        of_step: Filter = {"register": "set_up", "kind": step}
        found |= {(step, "expected"): counted(book, of_step), (step, "done"): counted(book, {**of_step, "is_done": True})}
    return found


COUNT = "count"
DEFINITIONS = (
    Definition("recommendations.asked", COUNT, "recommendations that ask the body and bind it, answered or not", _asked),
    Definition(
        "recommendations.overdue", COUNT, "recommendations not started or started that were due before 31 December of the data year", _overdue
    ),
    Definition(
        "recommendations.<status>", COUNT, "number of recommendations by status; those of which nothing was said are no_answer",
        _by_status("recommendations"),
    ),
    Definition("recommendations.<report>.<status>", COUNT, "the same by the report that they are of", _by_tracker),
    Definition(
        "recommendations.by_entity.<recommendation>.<status>", COUNT, "members of a group by recommendation and status", _by_entity("recommendations")
    ),
    Definition("agreements.<status>", COUNT, "number of agreements by status, of a group over its members", _by_status("agreements")),
    Definition("agreements.by_entity.<agreement>.<status>", COUNT, "members of a group by agreement and status", _by_entity("agreements")),
    Definition(
        "registers.<register>.<state>", COUNT,
        "entries of a register: all (total), done by 31 December of the data year (of groups: ended), and due before that day and not done (overdue)",
        _registers,
    ),
    Definition("practices.total", COUNT, "practices: named ones, stories of good practice, finished actions whose effect was checked", _practices),
    Definition(
        "questionnaire.<level>.<part>", COUNT,
        "questions of a level that apply, those answered by yes, partly or no, the yes among them, those unanswered, and those that do not apply",
        _answers,
    ),
    Definition(
        "questionnaire.<level>.score", "share",
        "answers that are yes divided by all answers of the level; absent where fewer than half of its questions are answered", _scores,
    ),
    Definition("ers.status", "text", "status of the emission reduction strategy: none, draft, submitted, reviewed or approved", _strategy),
    Definition("ers.members.<status>", COUNT, "members of a group by the status of their emission reduction strategy", _strategies),
    Definition("building.<location_id>.<area>.share", "share", "score of an area in the last assessment divided by the best possible", _areas),
    Definition(
        "building.<location_id>.share", "share",
        "sum of the scores of all ten areas divided by the sum of the best possible; absent where an area is missing", _buildings,
    ),
    Definition("set_up.<step>.<part>", COUNT, "places, or the body, of which a step of setting up is expected, and where it is done", _steps),
)  # fmt: skip
