"""The structures of all charts, made ready before the first chart is asked for."""

from greening.charts import bars, multiples, path, trend


def prepare() -> None:
    """Build the structure of every kind of chart; a process that forks afterwards has them in each fork."""
    bars.structure()
    multiples.structure()
    for is_in_millions in (False, True):
        trend.structure(is_in_millions)
        path.structure(is_in_millions)
