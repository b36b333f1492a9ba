"""A preview as plain text, with the draft of a restatement note at its end."""

import csv
import io
import textwrap
from collections.abc import Iterator, Sequence

from greening.compare.preview import Preview
from greening.compare.unit import Move, Outcome, Status
from greening.units import PERCENT

#: Columns of the text.
WIDTH = 100
#: So many sources are named in the note.
_THROUGH = 3
#: Tonnes from which one decimal is enough.
_LARGE_T = 10
#: Columns of the submission table `restatements`.
_RESTATEMENT = ("year", "figure", "old_value", "new_value", "reason", "date")


def as_text(found: Preview) -> str:
    """Who moves, by how much and through what, which goals change their status, and the draft of a restatement note."""
    blocks = [_head(found), _totals(found), _sources(found), _earlier(found), _goals(found), _left_out(found), *_note(found)]
    return "\n\n".join(block for lines in blocks if (block := "\n".join(lines)))


def _head(found: Preview) -> list[str]:
    moving, count = sum(outcome.moves for outcome in found.outcomes), len(found.outcomes)
    told = f"{found.year} with {found.other.words}: {moving} of {count} organizations move. Nothing is published or written."
    return [*_wrapped(told), *(line for text in found.other.differences for line in _wrapped(text, "  "))]


def _totals(found: Preview) -> list[str]:
    rows = [_total(outcome) for outcome in found.outcomes if outcome.moves]
    return _table(("organization", "t CO2e now", "then", "change", "%", "most of it through"), rows) if rows else []


def _total(outcome: Outcome) -> tuple[str, ...]:
    through = [f"{move.name} ({_signed(move.change)} t)" for move in outcome.sources[:1] if move.moves]
    return (outcome.unit.organization, *_cells(outcome.total), *(through or [""]))


def _cells(move: Move) -> tuple[str, str, str, str]:
    return _tonnes(move.before), _tonnes(move.after), _signed(move.change), _percent(move)


def _sources(found: Preview) -> Iterator[str]:
    """The sources that move, organization by organization."""
    rows = [(outcome.unit.organization, move.name, *_cells(move)) for outcome in found.outcomes for move in outcome.sources if move.moves]
    if rows:
        yield "By source, of what counts in the total"
        yield from _table(("organization", "source", "t CO2e now", "then", "change", "%"), rows)


def _earlier(found: Preview) -> Iterator[str]:
    rows = [(outcome.unit.organization, str(outcome.unit.year), *_cells(outcome.total)) for outcome in found.earlier if not outcome.fault]
    if rows:
        yield "Earlier years, computed with it too, so that changes and goals compare like with like"
        yield from _table(("organization", "year", "t CO2e now", "then", "change", "%"), rows)


def _goals(found: Preview) -> Iterator[str]:
    flips = [(outcome, status) for outcome in found.outcomes for status in outcome.statuses if status.flips]
    others = sum(len(outcome.statuses) for outcome in found.outcomes) - len(flips)
    if not flips:
        yield f"No goal changes its status; {others} keep theirs." if others else "There are no goals of the year."
        return
    yield f"Goals that change their status; {others} keep theirs"
    for outcome, status in flips:
        yield from _wrapped(f"{outcome.unit.organization} {_flip(status)}", "  ")


def _flip(status: Status) -> str:
    sides = [f"{name} {_number(move.before)}, then {_number(move.after)}" for name, move in (("figure", status.actual), ("path", status.allowed))]
    return f"{status.goal_id}: {status.before} now, {status.after} then ({status.metric}, {status.unit}: {'; '.join(sides)})"


def _left_out(found: Preview) -> Iterator[str]:
    """What does not move, and what could not be computed."""
    still = [outcome.unit.organization for outcome in found.outcomes if not outcome.moves and not outcome.fault]
    if still:
        yield from _wrapped(f"Do not move: {', '.join(still)}")
    for outcome in (*found.outcomes, *found.earlier):
        if outcome.fault:
            yield from _wrapped(f"Cannot be computed: {outcome.unit.organization} {outcome.unit.year}: {outcome.fault}")
    for name in found.not_run:
        yield from _wrapped(f"Not yet run: {name}: python pipeline.py run --year {found.year} --organization {name}")
    if found.outdated:
        yield from _wrapped(
            f'Run first: {", ".join(found.outdated)}. The program or its reference tables have changed since their last run; "now" is '
            "what a run would make today, which is not what is published."
        )


def _note(found: Preview) -> Iterator[list[str]]:
    """The draft of a restatement note, organization by organization, with the rows of the table `restatements`."""
    moving = [outcome for outcome in found.outcomes if outcome.figures]
    if not moving:
        return
    head = "Draft restatement note (nothing is restated until the rows are submitted)"
    yield [head, "-" * len(head)]
    for outcome in moving:
        years = [*(other for other in found.earlier if other.unit.organization == outcome.unit.organization), outcome]
        yield _wrapped(_sentences(found, years))
        if outcome.unit.organization not in found.rolled_up:
            yield _rows(found, years)


def _sentences(found: Preview, years: Sequence[Outcome]) -> str:
    """The note of one organization in words."""
    last, is_sum = years[-1], years[-1].unit.organization in found.rolled_up
    told = [
        f"{last.unit.organization}. Figures are restated: {_reason(found, last)}.",
        _of_totals([outcome for outcome in years if outcome.total.moves]),
        _of_sources(last),
        _of_goals(last),
        "What was used, travelled and thrown away is the same: only its calculation changes.",
        "It is the sum of its members and has no rows of its own." if is_sum else "",
    ]
    return " ".join(filter(None, told))


def _of_totals(years: Sequence[Outcome]) -> str:
    told = "; ".join(
        f"{outcome.unit.year} from {_tonnes(outcome.total.before)} to {_tonnes(outcome.total.after)} t CO2e ({_percent(outcome.total)})"
        for outcome in years
    )
    return f"Total emissions change for {told}." if told else "The total emissions stay as they are."


def _of_sources(outcome: Outcome) -> str:
    told = ", ".join(f"{move.name} ({_signed(move.change)} t)" for move in outcome.sources[:_THROUGH] if move.moves)
    return f"In {outcome.unit.year} the change lies in {told}." if told else ""


def _of_goals(outcome: Outcome) -> str:
    told = "; ".join(f"{status.goal_id} from {status.before} to {status.after}" for status in outcome.statuses if status.flips)
    return f"The status of goals changes: {told}." if told else "The status of no goal changes."


def _reason(found: Preview, outcome: Outcome) -> str:
    other, unit = found.other, outcome.unit
    replaced = unit.gwp_set if other.gwp_set else unit.flight_method if other.flight_method else "those used before"
    return f"{other.words} in the place of {replaced}"


def _rows(found: Preview, years: Sequence[Outcome]) -> list[str]:
    """The rows that the organization would submit, with the numbers in full; the day is left to whoever decides."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_RESTATEMENT)
    for outcome in years:
        changed = [move for move in outcome.figures if move.before is not None and move.after is not None]
        writer.writerows((outcome.unit.year, move.name, move.before, move.after, _reason(found, outcome), "") for move in changed)
    place = f"restatements.csv of {years[-1].unit.organization}, in its submission of a later year:"
    return [place, *text.getvalue().splitlines()]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows under heads; numbers to the right."""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    is_number = [head in ("t CO2e now", "then", "change", "%") for head in heads]
    return [
        "  ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in zip(row, widths, is_number, strict=True)).rstrip()
        for row in (heads, *rows)
    ]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False)


def _tonnes(value: float | None) -> str:
    return "none" if value is None else f"{value:,.1f}" if abs(value) >= _LARGE_T else f"{value:.3g}"


def _signed(change: float) -> str:
    return f"{'+' if change >= 0 else ''}{_tonnes(change)}"


def _percent(move: Move) -> str:
    return f"{move.change / move.before * PERCENT:+,.2f} %" if move.before else "new"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:,.6g}"
