"""What every notebook needs, imported and first used once: a warm process imports this module and forks."""

from importlib.resources import files

import pandas as pd

from greening import intake, published, reference, targets
from greening.figures import evaluate, inputs, targets_as_figures
from greening.footprint import compute
from greening.narrative import (
    air_travel,
    completeness,
    cover,
    entities,
    functions,
    governance,
    greenhouse_gas,
    headline,
    methodology,
    neutrality,
    practice,
    report,
    scopes,
    targets as narrated_targets,
    topics,
    trend,
)
from greening.tables import products

#: The modules that a notebook finds already imported.
MODULES = (
    intake, published, targets, evaluate, inputs, targets_as_figures, compute, air_travel, completeness, cover, entities, functions,
    governance, greenhouse_gas, headline, methodology, narrated_targets, neutrality, practice, report, scopes, topics, trend,
)  # fmt: skip
#: The reference tables: read once, every fork has them.
TABLES = tuple(
    sorted(entry.name.removesuffix(".csv") for entry in files("greening.reference").joinpath("tables").iterdir() if entry.name.endswith(".csv"))
)

products()
for _name in TABLES:
    reference.load(_name)
# The first table that is shown loads what shows tables.
pd.DataFrame({"value": [1.0]})._repr_html_()  # type: ignore[operator]
