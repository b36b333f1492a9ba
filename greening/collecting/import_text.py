"""What an import says: every row accounted for, what was not mapped, and the first rows as they are."""

from collections.abc import Iterator, Sequence

from greening.collecting.importing import Imported
from greening.collecting.ledger import LEFT_OUT, NETTED, REFUSED, USED
from greening.collecting.listing import aligned

#: How many rows, refusals and words are shown of many.
_FIRST, _REFUSALS, _WORDS = 5, 20, 30


def as_text(found: Imported) -> str:
    """The account of an import in plain words."""
    return "\n".join(_lines(found))


def _lines(found: Imported) -> Iterator[str]:
    export, ledger = found.export, found.ledger
    yield f"{export.file} ({export.how}) with {found.mapping.name}: {found.table} of {found.organization} for {found.year}"
    yield ""
    yield from _account(found)
    yield ""
    yield f"Columns that are not mapped and not read: {', '.join(found.unmapped_columns) or 'none'}"
    if export.personal:
        yield f"Columns that are never read, since they may name persons: {', '.join(export.personal)}"
    yield from _words(found)
    if ledger.notes:
        yield ""
        yield "To look at:"
        yield from (f"  {note}" for note in ledger.notes[:_REFUSALS])
        yield from _more(len(ledger.notes), _REFUSALS)
    yield from _refused(found)
    yield ""
    yield from _first_rows(found)
    yield ""
    yield _end(found)


def _account(found: Imported) -> Iterator[str]:
    ledger = found.ledger
    counts = ledger.counts()
    total = len(found.export.rows)
    yield f"{total} rows read = " + " + ".join(f"{count} {fate}" for fate, count in counts.items())
    made = len(ledger.made)
    yield f"  {counts[USED]:>6} used       in {made} row{'' if made == 1 else 's'} of {found.table}"
    for fate in (NETTED, LEFT_OUT, REFUSED):
        reasons = ledger.reasons(fate)
        # Reasons to refuse a row differ from row to row and are told one by one.
        told = "; ".join(f"{why}: {count}" for why, count in reasons.most_common(8)) if fate != REFUSED else "told below" if counts[REFUSED] else ""
        yield f"  {counts[fate]:>6} {fate:<10} {told}".rstrip()


def _words(found: Imported) -> Iterator[str]:
    words = found.unmapped_words
    if not words:
        return
    yield ""
    yield "Words that no table of values knows:"
    rows = []
    for (name, column, word, instead), count in words.most_common(_WORDS):
        rows.append([name, column, word, f"{count} row{'' if count == 1 else 's'}", f"taken as {instead}" if instead else "refused"])
    yield aligned(["fills", "column", "word", "in", "so"], rows, indent="  ")
    yield from _more(len(words), _WORDS)


def _refused(found: Imported) -> Iterator[str]:
    refused = [(row, why) for row, (fate, why) in sorted(found.ledger.fates.items()) if fate == REFUSED]
    if not refused:
        return
    yield ""
    yield "Refused:"
    yield from (f"  row {row}: {why}" for row, why in refused[:_REFUSALS])
    yield from _more(len(refused), _REFUSALS)


def _first_rows(found: Imported) -> Iterator[str]:
    made = found.ledger.made[:_FIRST]
    if not made:
        yield "No row was made."
        return
    yield f"The first {len(made)} of {len(found.ledger.made)} rows:" if len(made) < len(found.ledger.made) else "The rows:"
    rows = [["+".join(map(str, one.sources)), *(one.cells.get(name, "") for name in found.columns)] for one in made]
    yield aligned(["from row", *found.columns], rows, indent="  ")


def _end(found: Imported) -> str:
    if found.written is None:
        return "Nothing was written (dry run). Edit the mapping until the account is right, then give --out FILE without --dry-run."
    return f"Written: {found.written}"


def _more(count: int, shown: int) -> Sequence[str]:
    return [f"  and {count - shown} more"] if count > shown else []
