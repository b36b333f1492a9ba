"""What every notebook needs, imported and first used once: a warm process imports this module and forks."""

from importlib.resources import files

import pandas as pd
from pyarrow import dataset, parquet

from greening import expectations, groups, history, intake, judged, locale, paths, published, reference, tables, targets
from greening.chain.rehearsal import rehearse
from greening.figures import evaluate, inputs, projection_as_figures, targets_as_figures, years
from greening.footprint import compute, gases, routes
from greening.narrative import entities, report
from greening.projection import faults, plans
from greening.tables import frames
from greening.views import catalogue

#: The modules that a notebook finds already imported, beside those that the rehearsal needs.
MODULES = (
    compute, dataset, entities, evaluate, faults, frames, groups, history, inputs, intake, judged, parquet, paths, plans,
    projection_as_figures, published, report, tables, targets,
    targets_as_figures, years,
)  # fmt: skip
#: The reference tables: read once, every fork has them.
TABLES = tuple(
    sorted(entry.name.removesuffix(".csv") for entry in files("greening.reference").joinpath("tables").iterdir() if entry.name.endswith(".csv"))
)

tables.products()
reference.sources()
for _name in TABLES:
    reference.load(_name)
for _name in catalogue.names():
    catalogue.sample(_name)
for _language in locale.languages():
    # A number written loads what Babel knows of the language.
    locale.catalogue(_language).count(0)
for _gwp_set in gases.SETS:
    gases.potentials(_gwp_set)
routes.stations()
expectations.basis()
rehearse()
# The first table that is shown loads what shows tables.
pd.DataFrame({"value": [1.0]})._repr_html_()  # type: ignore[operator]
