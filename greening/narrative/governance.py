"""Environmental governance: how the organization steers its own environmental work."""

from greening.narrative import functions
from greening.narrative.report import Report
from greening.narrative.section import Section


def governance(report: Report) -> Section:
    """Answers on environmental management of the organization as a whole."""
    return functions.function(report, "governance")
