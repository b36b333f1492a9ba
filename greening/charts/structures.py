"""The structures of all charts, made ready before the first chart is asked for."""

from greening.charts import bars, budget_lines, multiples, path, peers, projection, trend


def prepare() -> None:
    """Build the structure of every kind of chart; a process that forks afterwards has them in each fork."""
    bars.structure()
    budget_lines.structure()
    multiples.structure()
    peers.structure()
    projection.structure()
    for is_in_millions in (False, True):
        for has_notes in (False, True):
            trend.structure(is_in_millions, has_notes)
            path.structure(is_in_millions, has_notes)
