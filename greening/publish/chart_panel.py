"""The frame of every chart on a page: what it finds, what is drawn, the drawing, its source, itself in words, and its table."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from markupsafe import Markup
from nbformat import NotebookNode

from greening.charts.specification import MIMETYPE
from greening.narrative.report import Report
from greening.publish import chart_files, layout, svg
from greening.publish.drawings import Drawings

#: A drawing wider than this does not shrink to a phone: it is scrolled there.
_BROAD = 500.0
_FIGURE = (
    '<figure class="chart{broad}" id="{id}"><figcaption><p class="finding" id="{id}-t">{finding}</p>{drawn}</figcaption>'
    '<div class="drawing"{scrolled}>{drawing}</div>{source}'
    '<details class="words"><summary>{in_words}</summary><p id="{id}-w">{words}</p></details>'
    '<details class="data"><summary>{data}</summary>{table}<p class="save"><a href="{file}" download>{save}</a></p></details></figure>'
)

#: So many charts of a section stand open; the others are one click away.
_OPEN = 6


def charts(outputs: Sequence[NotebookNode], report: Report, prefix: str, drawings: Drawings) -> Markup:
    """The charts of a section beside each other, where there is room; nothing where it has none."""
    drawn = [panel(output, report, f"{prefix}-{number}", drawings) for number, output in enumerate(outputs, 1)]
    if not drawn:
        return Markup("")
    first = Markup('<div class="charts">%s</div>') % Markup("").join(drawn[:_OPEN])
    rest = drawn[_OPEN:]
    if not rest:
        return first
    more = Markup('<details class="more"><summary>%s</summary><div class="charts">%s</div></details>')
    return first + more % (report.catalogue.counted("chart.more", len(rest)), Markup("").join(rest))


def panel(output: NotebookNode, report: Report, prefix: str, drawings: Drawings) -> Markup:
    """The chart of a cell's output as a figure of the page, whose id is the chart's own, else the prefix."""
    about = output.metadata[MIMETYPE]
    name = f"chart-{about['id']}" if about.get("id") else prefix
    drawing = drawings.svg(output.data[MIMETYPE])
    is_broad = svg.width(drawing) > _BROAD
    text = report.text
    finding = about.get("finding") or escape(about["title"])
    # One of the two leads to the chart itself: its address can be copied, as that of a heading.
    is_told = about.get("drawn", finding) != finding
    return Markup(
        _FIGURE.format(
            id=escape(name),
            broad=" broad" if is_broad else "",
            scrolled=f' role="group" tabindex="0" aria-labelledby="{escape(name)}-t"' if is_broad else "",
            finding=finding if is_told or "<a " in finding else f'<a href="#{escape(name)}">{finding}</a>',
            drawn=f'<p class="drawn"><a href="#{escape(name)}">{escape(about["drawn"])}</a></p>' if is_told else "",
            drawing=svg.bare(svg.placed(drawing, name, named=f"{name}-t", described=f"{name}-w", how=f"how.{report.language}.html")),
            source=about.get("source", ""),
            in_words=escape(text("chart.in_words")),
            words=escape(about["description"]),
            data=escape(text("chart.data")),
            table=layout.bare(about["table"]),
            file=escape(quote(chart_files.name(name, report.language))),
            save=escape(text("chart.save")),
        )
    )
