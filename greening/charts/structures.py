"""The structures of all charts, made ready before the first chart is asked for."""

from greening.charts import bars, budget_lines, matrix, multiples, path, peers, projection, routes, stacked, trend, twins, used, waterfall


def prepare() -> None:
    """Build the structure of every kind of chart; a process that forks afterwards has them in each fork."""
    bars.structure()
    budget_lines.structure()
    multiples.structure()
    peers.structure()
    projection.structure()
    matrix.prepare()
    routes.structure()
    stacked.structure()
    twins.structure()
    used.structure()
    waterfall.structure()
    for has_notes in (False, True):
        trend.structure(has_notes)
        path.structure(has_notes)
