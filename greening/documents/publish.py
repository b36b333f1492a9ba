"""A report with all that lies beside it: the page, its files, its documents and, of a group, the table of its members."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nbformat import NotebookNode
from upath import UPath

from greening import paths
from greening.documents import data_files, write as documents
from greening.narrative.report import Report
from greening.publish import files, page
from greening.publish.drawings import Drawings


def publish(
    executed: NotebookNode,
    report: Report,
    reports: str | UPath,
    languages: Sequence[str] = (),
    drawings: Drawings | None = None,
    *,
    has_pdf: bool = False,
    outgoing: files.Outgoing = files.WITHOUT_WORKBOOK,
) -> Mapping[str, bytes]:
    """Publish the executed notebook and everything beside it, as `page.publish` does; gives the documents by their place below the report's folder.

    Raises GateError, and writes nothing, where page or documents would print anything else than the figures are.
    """
    place = paths.report(reports, report.year, report.organization)
    shown = replace(report, said=page.texts(executed))
    drawn = documents.draw(shown, languages)
    page.publish(executed, shown, reports, languages, drawings, [one.beside for one in drawn], has_pdf=has_pdf, outgoing=outgoing)
    return {**documents.write(drawn, place, report.language), **data_files.write(shown, place)}
