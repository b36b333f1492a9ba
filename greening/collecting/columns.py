"""Any table, column by column: each row of the export is one of the submission."""

from greening.collecting.fields import Fields
from greening.collecting.ledger import REFUSED, Ledger
from greening.collecting.mapping import Mapping


def settle(fields: Fields, ledger: Ledger, _: Mapping) -> None:
    """Make a row of each row of the export; one with a cell that cannot be read is refused."""
    for row, cells in fields.rows.items():
        if row in ledger.fates:
            continue
        if fault := fields.fault(row):
            ledger.settle([row], REFUSED, fault)
        else:
            ledger.use(cells, [row])
