"""The page of a report: nbconvert over the executed notebook, checked before it replaces the last one."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup
from nbconvert import TemplateExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from traitlets.config import Config
from upath import UPath

from greening import paths
from greening.charts.specification import MIMETYPE, narrow
from greening.narrative.report import Report
from greening.publish import documents, files, gate, svg
from greening.publish.derivations import derivations
from greening.publish.documents import Beside
from greening.publish.drawings import Drawings

_CHART = Markup(
    '<figure class="chart"><figcaption>{title}</figcaption><div class="drawing broad">{drawing}</div><div class="drawing narrow">{small}</div>'
    "<details><summary>{summary}</summary>{table}</details></figure>"
)


def publish(
    executed: NotebookNode,
    report: Report,
    reports: str | UPath,
    languages: Sequence[str] = (),
    drawings: Drawings | None = None,
    beside: Sequence[Beside] = (),
) -> list[UPath]:
    """Write the page of the report's language and the files beside it; gives the paths of all that was written.

    `languages` are all languages that the report is made in; `drawings` keeps charts that were drawn before; `beside` are the documents that
    the page links to, and whose figures lead back to it.
    Raises GateError, and writes nothing, where page or files would print anything else than the figures are.
    """
    page = render(executed, report, languages or [report.language], drawings, beside)
    gate.check(gate.differences(page, report.figures, report.catalogue), f"{report.organization} {report.year} {report.language}.html")
    written = files.write(report, reports)
    place = paths.report(reports, report.year, report.organization) / f"{report.language}.html"
    paths.write_text(place, page)
    return [*written, place]


def render(executed: NotebookNode, report: Report, languages: Sequence[str], drawings: Drawings | None = None, beside: Sequence[Beside] = ()) -> str:
    """The executed notebook as a page: code hidden, charts drawn, an entry for every figure printed there or in a document beside it."""
    sections = _sections(executed, report, drawings or Drawings())
    shown = Markup("").join(Markup(part) for section in sections for part in section["parts"])
    printed = [attributes.get("data-figure", "") for attributes, _ in gate.printed(shown)]
    how = derivations(report, [*printed, *(figure_id for document in beside for figure_id in document.printed)])
    # The sections were taken out of the cells; nbconvert would copy the specifications of all charts, three times.
    bare = new_notebook(metadata=executed.metadata)  # type: ignore[no-untyped-call]
    told = {**_frame(report, languages), **_beside(report, beside), "sections": sections, "how": how}
    page, _ = _exporter().from_notebook_node(bare, resources={"page": told})
    return page if page.endswith("\n") else f"{page}\n"


@cache
def _exporter() -> TemplateExporter:
    """nbconvert with the report's own template.

    HTMLExporter would parse and write the finished page a second time to add descriptions to images; here charts bring their own.
    """
    settings = {"template_name": documents.NAME, "template_file": "index.html.j2", "file_extension": ".html"}
    return TemplateExporter(config=Config({"TemplateExporter": {**settings, "extra_template_basedirs": [str(documents.TEMPLATES)]}}))  # type: ignore[no-untyped-call]


def _frame(report: Report, languages: Sequence[str]) -> Mapping[str, Any]:
    words = report.catalogue
    title = words.text("page.title", name=report.name, year=str(report.year))
    links = [("../../index.html", words.text("page.years")), ("../index.html", words.text("page.year", year=str(report.year)))]
    named = [(language, words.locale.languages.get(language, language)) for language in languages]
    labels = {name: words.text(f"page.files.{name}") for name in ("figures", "footprint", "report", "validation")}
    beside = {"figures": "figures.csv", "footprint": "footprint.csv", "report": "report.json", "validation": "validation.html"}
    return {
        **documents.frame(words, title, "../../", links, skip="page.skip"),
        "languages": named,
        "languages_title": words.text("page.languages"),
        "contents_title": words.text("page.contents"),
        "files": [(beside[name], label) for name, label in labels.items()],
        "how_title": words.text("section.how"),
        "how_about": words.text("how.about"),
    }


def _beside(report: Report, beside: Sequence[Beside]) -> Mapping[str, Any]:
    """The documents beside the page: those of their own by title, those of a folder together."""
    # A document of a folder, such as that of one place among many, is named at the end of the page alone.
    listed = [{"title": document.title, "files": document.files, "is_single": document.files["html"].count("/") == 1} for document in beside]
    return {
        "documents": listed,
        "documents_title": report.text("documents.title"),
        "documents_about": report.text("documents.about"),
        "documents_others": report.text("documents.others"),
        "formats": {form: report.text(f"documents.short.{form}") for form in ("html", "docx")},
    }


def _sections(executed: NotebookNode, report: Report, drawings: Drawings) -> list[Mapping[str, Any]]:
    """The sections that the cells show, in their order: id, title, and their parts as HTML."""
    cells = [_outputs(cell) for cell in executed.cells if cell.cell_type == "code"]
    return [_section(outputs, report, place, drawings) for place, outputs in enumerate(cells) if outputs and "text/html" in outputs[0].data]


def texts(executed: NotebookNode) -> dict[str, str]:
    """What each section of an executed notebook says, as HTML by its id."""
    shown = [outputs[0] for cell in executed.cells if cell.cell_type == "code" and (outputs := _outputs(cell)) and "text/html" in outputs[0].data]
    return {output.metadata["text/html"]["id"]: _joined(output.data["text/html"]) for output in shown}


def _outputs(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.outputs if output.output_type in ("display_data", "execute_result")]


def _section(outputs: Sequence[NotebookNode], report: Report, place: int, drawings: Drawings) -> Mapping[str, Any]:
    about = outputs[0].metadata["text/html"]
    drawn = [(f"chart-{place}-{number}", output) for number, output in enumerate(outputs[1:], 1) if MIMETYPE in output.data]
    charts = [_chart(output, report, prefix, drawings) for prefix, output in drawn]
    return {"id": about["id"], "title": about["title"], "parts": [_joined(outputs[0].data["text/html"]), *charts]}


def _joined(text: str | Sequence[str]) -> str:
    """A text that a notebook file may hold as a list of lines."""
    return text if isinstance(text, str) else "".join(text)


def _chart(output: NotebookNode, report: Report, prefix: str, drawings: Drawings) -> str:
    about = output.metadata[MIMETYPE]
    spec = output.data[MIMETYPE]
    drawing = Markup(svg.placed(drawings.svg(spec), about["description"], prefix))
    small = Markup(svg.placed(drawings.svg(narrow(spec)), about["description"], f"{prefix}-narrow"))
    table = Markup(about["table"])
    return _CHART.format(title=about["title"], drawing=drawing, small=small, summary=report.text("chart.data"), table=table)
