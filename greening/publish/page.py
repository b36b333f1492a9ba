"""The page of a report: nbconvert over the executed notebook, checked before it replaces the last one."""

from collections.abc import Mapping, Sequence
from functools import cache
from textwrap import shorten
from typing import Any

from nbconvert import TemplateExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from traitlets.config import Config
from upath import UPath

from greening import locale, manifest, paths
from greening.charts.specification import MIMETYPE
from greening.narrative import cover
from greening.narrative.report import Report, validation_name
from greening.publish import (
    back_check,
    chart_files,
    chart_panel,
    dataset,
    derivation_pack,
    documents,
    entries as entries_of_page,
    files,
    gate,
    how_page,
    inline,
    layout,
)
from greening.publish.documents import Beside
from greening.publish.drawings import Drawings
from greening.publish.entries import Entries
from greening.publish.kept import Kept
from greening.publish.layout import Part
from greening.reviewing import placing
from greening.reviewing.naming import name as review_name

#: A longer name is cut in the running heads of printed pages.
_HEAD_LENGTH = 70


def publish(
    executed: NotebookNode,
    report: Report,
    reports: str | UPath,
    languages: Sequence[str] = (),
    drawings: Drawings | None = None,
    beside: Sequence[Beside] = (),
    *,
    has_pdf: bool = False,
    outgoing: files.Outgoing = files.WITHOUT_WORKBOOK,
) -> list[UPath]:
    """Write the page of the report's language, the page that says how each figure was made, and the files beside them; gives all their paths.

    `languages` are all languages that the report is made in; `drawings` keeps charts that were drawn before; `beside` are the documents that
    the page links to, and whose figures lead to the same entries; `has_pdf` where the page will lie beside it as PDF, too; `outgoing` says which
    of the files that all languages share are written now. Raises GateError, and writes nothing, where page or files would print anything else
    than the figures are.
    """
    named = languages or [report.language]
    drawings = drawings or Drawings()
    parts = _parts(executed, report, drawings)
    printed = _printed(parts)
    entries = _entries(printed, report, beside, drawings.kept)
    told = {**_frame(report, named, outgoing), **_laid_out(parts, report), **_beside(report, beside, has_pdf=has_pdf)}
    page = _page(executed, told, entries, report)
    charts = chart_files.contents(page, report.language)
    folder = paths.report(reports, report.year, report.organization)
    how = how_page.known(entries, printed, named, cover.status(report))
    is_current = how_page.is_current(folder / how_page.name(report.language), how, drawings.kept)
    made = {} if is_current else {how_page.name(report.language): how_page.page(report, entries.every, printed, named)}
    contents = {**made, **charts, f"{report.language}.html": page}
    drawn = back_check.of_charts(_drawn(executed), report.facts)
    gate.check([*drawn, *back_check.of_page(contents, entries, report)], f"{report.organization} {report.year} {report.language}.html")
    entries_of_page.keep(entries, drawings.kept)
    how_page.keep(made, how, drawings.kept)
    written = files.write(report, reports, outgoing, charts if report.language == named[0] else None)
    places = {folder / place: content for place, content in contents.items() if place not in charts}
    chart_files.put(charts, folder, report.language)
    for place, content in places.items():
        paths.write_text(place, content)
    return [*written, *(folder / place for place in {how_page.name(report.language): "", **contents})]


def render(executed: NotebookNode, report: Report, languages: Sequence[str], drawings: Drawings | None = None, beside: Sequence[Beside] = ()) -> str:
    """The executed notebook as a page: code hidden, charts drawn, an entry for every figure printed there or in a document beside it."""
    parts = _parts(executed, report, drawings or Drawings())
    told = {**_frame(report, languages), **_laid_out(parts, report), **_beside(report, beside)}
    return _page(executed, told, _entries(_printed(parts), report, beside, Kept()), report)


def _printed(parts: Sequence[Part]) -> list[how_page.Printed]:
    """The figures that each section prints."""
    return [how_page.Printed(part.id, part.title, gate.names("".join(part.pieces))) for part in parts]


def _entries(sections: Sequence[how_page.Printed], report: Report, beside: Sequence[Beside], kept: Kept) -> Entries:
    """The entries of all figures that the page or a document beside it prints, and of what they rest on."""
    printed = dict.fromkeys(figure_id for section in sections for figure_id in section.figures)
    return entries_of_page.of(report, list(printed), [figure_id for document in beside for figure_id in document.printed], kept)


def _page(executed: NotebookNode, told: Mapping[str, Any], entries: Entries, report: Report) -> str:
    # The sections were taken out of the cells; nbconvert would copy the specifications of all charts, three times.
    bare = new_notebook(metadata=executed.metadata)  # type: ignore[no-untyped-call]
    page, _ = _exporter().from_notebook_node(bare, resources={"page": {**told, "derivations": derivation_pack.element(report, entries.packed)}})
    numbered = how_page.numbered(page, report.language, entries.ids)
    return numbered if numbered.endswith("\n") else f"{numbered}\n"


@cache
def _exporter() -> TemplateExporter:
    """nbconvert with the report's own template.

    HTMLExporter would parse and write the finished page a second time to add descriptions to images; here charts bring their own.
    """
    settings = {"template_name": documents.NAME, "template_file": "index.html.j2", "file_extension": ".html"}
    return TemplateExporter(config=Config({"TemplateExporter": {**settings, "extra_template_basedirs": [str(documents.TEMPLATES)]}}))  # type: ignore[no-untyped-call]


def _frame(report: Report, languages: Sequence[str], outgoing: files.Outgoing = files.WITHOUT_WORKBOOK) -> Mapping[str, Any]:
    words = report.catalogue
    title = words.text("page.title", name=report.name, year=str(report.year))
    index = manifest.index(report.language)
    links = [(f"../../{index}", words.text("page.years")), (f"../{index}", words.text("page.year", year=str(report.year)))]
    named = [(language, locale.own_name(language)) for language in languages]
    downloads = files.names(report, outgoing)
    listed = list(zip(("figures", "footprint", "report", "workbook"), downloads, strict=False))
    if not report.is_public:
        # What was checked is told to those who submitted; the public is told what came of it.
        listed += [
            ("validation", validation_name(report.language)),
            ("changes", f"changes.{report.language}.html"),
            ("review", review_name(report.language)),
        ]
    styles = [inline.style(), _running(report), *([inline.review_style()] if placing.of(report) else [])]
    scripts = [inline.script()]
    return {
        **documents.frame(words, title, "../../", links, inline.policy(styles, scripts), skip="page.skip"),
        "styles": styles,
        "scripts": scripts,
        "languages": named,
        "languages_title": words.text("page.languages"),
        "contents_title": words.text("page.contents"),
        "files": [(place, words.text(f"page.files.{name}")) for name, place in listed],
        "dataset": dataset.element(report, downloads),
        "chart_keys": words.text("chart.keys"),
        "how_title": words.text("section.how"),
        "how_about": words.text("how.about"),
        "how": how_page.name(report.language),
    }


def _beside(report: Report, beside: Sequence[Beside], *, has_pdf: bool = False) -> Mapping[str, Any]:
    """The documents beside the page: those of their own by title, those of a folder together; and the page itself as PDF."""
    # A document of a folder, such as that of one place among many, is named at the end of the page alone.
    listed = [{"title": document.title, "files": document.files, "is_single": document.files["html"].count("/") == 1} for document in beside]
    return {
        "documents": listed,
        "documents_title": report.text("documents.title"),
        "documents_about": report.text("documents.about"),
        "documents_others": report.text("documents.others"),
        "pdf": f"{report.language}.pdf" if has_pdf else "",
        "pdf_title": report.text("page.files.pdf"),
        "formats": {form: report.text(f"documents.short.{form}") for form in ("html", "docx")},
    }


def _running(report: Report) -> str:
    """The running heads of the printed page: whose report, which one, and how far its review is."""
    words = report.catalogue
    foot = [words.text(f"cover.status.{cover.status(report)}"), *([words.text("cover.illustrative")] if report.is_illustrative else [])]
    name = shorten(report.name.translate(documents.TURNING), _HEAD_LENGTH, placeholder=" \u2026")
    return inline.running(name, words.text("page.running", year=str(report.year)), " \u00b7 ".join(foot), words.direction)


def _laid_out(parts: Sequence[Part], report: Report) -> Mapping[str, Any]:
    """The cover, and the other sections by chapter; in the review view with the comments of reviewers."""
    given, words = placing.of(report), report.catalogue
    shown = placing.placed(parts, report, given)
    others = layout.gathered([part for part in shown if part.id != "cover"], words)
    return {"cover": [part for part in shown if part.id == "cover"], "chapters": layout.chapters(others, words)}


def _parts(executed: NotebookNode, report: Report, drawings: Drawings) -> list[Part]:
    """The sections that the cells show, in their order."""
    cells = [_outputs(cell) for cell in executed.cells if cell.cell_type == "code"]
    return [_part(outputs, report, place, drawings) for place, outputs in enumerate(cells) if outputs and "text/html" in outputs[0].data]


def texts(executed: NotebookNode) -> dict[str, str]:
    """What each section of an executed notebook says, as HTML by its id, without the state of the review."""
    shown = [outputs[0] for cell in executed.cells if cell.cell_type == "code" and (outputs := _outputs(cell)) and "text/html" in outputs[0].data]
    return {output.metadata["text/html"]["id"]: cover.without_review(_joined(output.data["text/html"])) for output in shown}


def _outputs(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.outputs if output.output_type in ("display_data", "execute_result")]


def _drawn(executed: NotebookNode) -> list[NotebookNode]:
    """The charts of all cells."""
    return [output for cell in executed.cells if cell.cell_type == "code" for output in _outputs(cell) if MIMETYPE in output.data]


def _part(outputs: Sequence[NotebookNode], report: Report, place: int, drawings: Drawings) -> Part:
    about = outputs[0].metadata["text/html"]
    charts = chart_panel.charts([output for output in outputs[1:] if MIMETYPE in output.data], report, f"chart-{place}", drawings)
    html = layout.linkable(about["id"], _joined(outputs[0].data["text/html"]), report.catalogue)
    return Part(about["id"], about["title"], [html, charts], is_absent=about.get("is_absent", False))


def _joined(text: str | Sequence[str]) -> str:
    """A text that a notebook file may hold as a list of lines."""
    return text if isinstance(text, str) else "".join(text)
