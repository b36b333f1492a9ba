"""Small multiples: the emissions of an organization over the years as one small line, drawn on the same years for all."""

from collections.abc import Sequence

from markupsafe import Markup

from greening import digits
from greening.formats import Fact
from greening.locale import Catalogue

#: The size of a drawing, and the room around its line.
WIDTH, HEIGHT, ROOM = 144, 40, 3

_DRAWING = Markup(
    '<svg viewBox="0 0 %s %s" preserveAspectRatio="none" role="img" aria-label="%s"><path d="M0 %sH%s"/><path d="%s"/><path d="%s"/></svg>'
)


def line(trend: Sequence[tuple[int, Fact]], years: tuple[int, int], words: Catalogue) -> Markup:
    """The line from zero to the largest value, broken where a year is not known, with the values as its text.

    `years` are the first and the last year of the drawing.
    """
    values = [(year, fact.number) for year, fact in trend]
    told = words.in_parts(
        words.text("site.trend.value", year=str(year), value=digits.rounded(words, value, digits.OF_SENTENCES)) for year, value in values
    )
    return _DRAWING % (WIDTH, HEIGHT, told, HEIGHT - ROOM, WIDTH, *paths(values, years))


def paths(values: Sequence[tuple[int, float]], years: tuple[int, int]) -> tuple[str, str]:
    """The line through years that follow on each other, and the points: of the last year, and of every year that stands alone."""
    known = dict(values)
    top = max(known.values(), default=0.0) or 1.0
    lines, points = [], []
    for year, value in values:
        place = f"{_along(year, years)} {HEIGHT - ROOM - round((HEIGHT - 2 * ROOM) * max(value, 0.0) / top)}"
        follows, goes_on = year - 1 in known, year + 1 in known
        if follows or goes_on:
            lines.append(f"{'L' if follows else 'M'}{place}")
        if not goes_on and (not follows or year == values[-1][0]):
            # A line of no length with round ends is a point.
            points.append(f"M{place}h0")
    return "".join(lines), "".join(points)


def _along(year: int, years: tuple[int, int]) -> int:
    return ROOM + round((WIDTH - 2 * ROOM) * (year - years[0]) / max(years[1] - years[0], 1))
