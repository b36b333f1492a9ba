"""The page beside a report that tells what changed since the last run that changed it."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from markupsafe import Markup

from greening import digits, locale, manifest
from greening.formats import Fact
from greening.locale import Catalogue
from greening.narrative import cover, elements
from greening.narrative.report import Report, way
from greening.narrative.section import figure_name
from greening.publish import documents
from greening.since import differences, kept
from greening.since.kept import Kept, Memory
from greening.site.sides import telling

#: So many figures, findings and names are told one by one.
_FIGURES, _FINDINGS, _NAMED = 150, 100, 20
#: Figures that a reader looks for first; those of other years and of members come last.
_FIRST = ("ghg.total", "ghg.per_capita", "ghg.bucket.", "ghg.scope.", "target.", "ghg.", "energy.", "water.", "waste.")
#: Kinds of inputs in the order in which they are told; their names are told, where they say something to a reader.
_KINDS = ("submitted", "suites", "factors", "reference", "parameters", "earlier", "members", "program")


def name(language: str) -> str:
    """The name of the page, beside the report's."""
    return f"changes.{language}.html"


def page(report: Report, memory: Memory, languages: Sequence[str]) -> str:
    """What changed: the figures that came, went and moved with what accounts for them, findings, sentences; and what changed without effect."""
    words = report.catalogue
    title = words.text("changes.title", name=report.name, year=str(report.year))
    home = f"{report.language}.html"
    links = [
        (f"../../{manifest.index(report.language)}", words.text("page.years")),
        (f"../{manifest.index(report.language)}", words.text("page.year", year=str(report.year))),
        (home, words.text("documents.report")),
    ]
    named = [(language, name(language), locale.own_name(language)) for language in languages or [report.language]]
    values = {
        "page": documents.frame(words, title, "../../", links, state=cover.status(report)),
        "heading": words.markup("changes.title", {"name": elements.isolated(report.name), "year": Markup.escape(report.year)}.__getitem__),
        "languages": named if len(named) > 1 else [],
        "languages_title": words.text("page.languages"),
        "banner": words.text("cover.illustrative") if report.is_illustrative else "",
        "home": home,
        "home_title": words.text("documents.report"),
        **_told(report, memory),
    }
    return documents.render("changes.html.j2", values)


def _told(report: Report, memory: Memory) -> dict[str, Any]:
    words, changes = report.catalogue, memory.changes
    without_effect = _inputs(differences.changed_inputs(memory.inputs, memory.state.inputs), words)
    told = {
        "nothing": words.text("changes.first") if changes is None else "",
        "counts": [],
        "parts": [],
        "after": elements.bullets(without_effect),
        "after_title": words.text("changes.after"),
        "after_about": words.text("changes.after.about"),
    }
    if changes is None:
        return told
    return told | differing(report, changes)


def differing(report: Report, changes: Mapping[str, Any]) -> dict[str, Any]:
    """How a report differs from another state of it, as differences.between gives it: `counts` in words, and `parts` by name, title and content."""
    words = report.catalogue
    return {
        "counts": [words.counted(f"changes.count.{kind}", count) for kind, count in _counts(changes).items() if count],
        "parts": [(part, words.text(f"changes.part.{part}"), content) for part, content in _parts(report, changes).items() if content],
    }


def _counts(changes: Mapping[str, Any]) -> dict[str, int]:
    """How many figures, findings and sentences are others."""
    findings = changes["findings"]
    return {
        "figures": len(changes["figures"]),
        "findings.new": len(findings["new"]),
        "findings.gone": len(findings["gone"]),
        "sentences": sum(len(entry[0]) or len(entry[1]) for listed in changes["texts"].values() for entry in listed),
    }


def _parts(report: Report, changes: Mapping[str, Any]) -> dict[str, Markup]:
    words, findings = report.catalogue, changes["findings"]
    return {
        "why": elements.bullets(_inputs(changes["inputs"], words)) or elements.paragraph(words.text("changes.why.unknown")),
        "figures": _figures(report, changes["figures"]),
        "findings": Markup("").join(_findings(words, kind, findings[kind]) for kind in ("new", "gone")),
        "texts": Markup("").join(_texts(words, section, listed) for section, listed in changes["texts"].items()),
    }


def _inputs(changed: Mapping[str, Mapping[str, Sequence[Any]]], words: Catalogue) -> list[Markup]:
    """What went in otherwise, a line a kind."""
    lines = (_input(kind, changed[kind], words) for kind in _KINDS if kind in changed)
    return [line for line in lines if line]


def _input(kind: str, names: Mapping[str, Sequence[Any]], words: Catalogue) -> Markup:
    if kind == "program":
        # Where the figures' part changed, the page's did too: it is made of both.
        return Markup.escape(words.text(f"changes.input.program.{'figures' if 'figures' in names else 'page'}"))
    shown = [_named(kind, one, names[one], words) for one in list(names)[:_NAMED]]
    if len(names) > _NAMED:
        shown.append(Markup.escape(words.counted("how.more_figures", len(names) - _NAMED)))
    return words.markup(f"changes.input.{kind}", {"names": words.shown_in_parts(shown)}.__getitem__)


def _named(kind: str, one: str, sides: Sequence[Any], words: Catalogue) -> Markup:
    """One thing that went in otherwise: its name, and whether it came or went, or what it was and is."""
    old, new = sides
    code = Markup("<code>%s</code>") % one if kind in ("submitted", "suites", "factors", "reference") else Markup.escape(one)
    if kind == "parameters":
        return _from_to(words, Markup.escape(words.text(f"changes.parameter.{one}")), _word(old), _word(new))
    if kind == "factors" and old and new:
        return _from_to(words, code, _factor(words, *old), _factor(words, *new))
    if kind != "submitted" and old and new:
        return code
    return words.markup(_happened(old, new), {"name": code}.__getitem__)


def _happened(old: Any, new: Any) -> str:
    return "changes.came" if old is None else "changes.went" if new is None else "changes.changed"


def _from_to(words: Catalogue, name: Markup, old: Markup, new: Markup) -> Markup:
    return words.markup("changes.from_to", {"name": name, "old": old, "new": new}.__getitem__)


def _factor(words: Catalogue, value: float, unit: str) -> Markup:
    return Markup.escape(f"{digits.full(words, value)} {unit}".strip())


def _word(value: Any) -> Markup:
    return Markup.escape("" if value is None else str(value))


def _figures(report: Report, changed: Sequence[Sequence[Any]]) -> Markup:
    """The figures that moved, came or went: before, now, and what accounts for it; those that a reader looks for first come first."""
    if not changed:
        return Markup("")
    words = report.catalogue
    ordered = sorted(changed, key=lambda entry: _rank(entry[0]))
    rows = [_row(report, *entry) for entry in ordered[:_FIGURES]]
    head = [words.text(f"changes.head.{name}") for name in ("figure", "before", "now", "why")]
    table = elements.table(words.text("changes.part.figures"), head, rows, style="sides")
    rest = len(changed) - len(rows)
    return elements.joined([table, elements.paragraph(words.counted("changes.more_figures", rest) if rest else "")])


def _rank(figure_id: str) -> tuple[bool, int, str]:
    place = next((place for place, start in enumerate(_FIRST) if figure_id.startswith(start)), len(_FIRST))
    return bool({"@", ":"} & set(figure_id)), place, figure_id


def _row(report: Report, figure_id: str, before: Kept | None, now: Kept | None, reasons: Sequence[str]) -> list[Markup]:
    words = report.catalogue
    old, new = (None if side is None else kept.fact(figure_id, side) for side in (before, now))
    told = telling(words, old, new)
    is_interval = before is not None and now is not None and before[:3] == now[:3]
    interval = f' <span class="why">{escape(words.text("changes.interval"))}</span>' if is_interval else ""
    now_shown = _side(words, new, "now", told.style, told.second)
    linked = f'<a href="{way(report.language, figure_id)}">{now_shown}</a>' if new else now_shown
    # A page has hundreds of rows: plain strings are marked once, and not at every step.
    cells = (
        f'{escape(figure_name(report, figure_id))} <span class="code">{escape(figure_id)}</span>',
        _side(words, old, "before", told.style, told.first),
        f"{linked}{interval}",
        words.shown(Markup("<code>%s</code>") % one for one in reasons[:_NAMED]),
    )
    return [Markup(cell) for cell in cells]


def _side(words: Catalogue, fact: Fact | None, run: str, style: str, text: str) -> str:
    """A figure of one run as an element."""
    if fact is None:
        return f'<span class="absent">{escape(words.text("changes.absent"))}</span>'
    return f'<data value="{escape(fact.raw)}" data-figure="{escape(fact.figure_id)}" data-run="{run}" data-format="{style}">{escape(text)}</data>'


def _findings(words: Catalogue, kind: str, findings: Sequence[Sequence[str]]) -> Markup:
    """The findings that came, or that went."""
    columns = ("level", "table", "message")
    rows = [[_cell(words, column, dict(zip(kept.FINDING, finding, strict=True))) for column in columns] for finding in findings[:_FINDINGS]]
    head = [words.text(f"changes.head.{name}") for name in columns]
    rest = len(findings) - len(rows)
    table = elements.table(words.text(f"changes.findings.{kind}"), head, rows, numeric=False, style="listing")
    return elements.joined([table, elements.paragraph(words.counted("changes.more_findings", rest) if rest else "")])


def _cell(words: Catalogue, column: str, finding: Mapping[str, str]) -> Markup:
    if column == "level":
        return Markup.escape(words.text(f"changes.level.{finding['level']}"))
    if column == "table":
        return Markup("<code>%s</code>") % (finding["source_file"] or finding["table"])
    return elements.spoken(words, finding["message"])


def _texts(words: Catalogue, section: str, listed: Sequence[Sequence[Sequence[str]]]) -> Markup:
    """The sentences of a section that are gone, struck out, and those that stand there now."""
    title = words.text(f"section.{section}" if words.has(f"section.{section}") else "changes.cover")
    entries = Markup("").join(Markup("<li>%s</li>") % Markup("").join(_entry(words, gone, new)) for gone, new in listed)
    return Markup('%s<ul class="sentences">%s</ul>') % (elements.heading(title), entries)


def _entry(words: Catalogue, gone: Sequence[str], new: Sequence[str]) -> Iterator[Markup]:
    """The sentences before and now, said to be that for those who do not see how they are set."""
    for element, run, told in (("del", "before", gone), ("ins", "now", new)):
        if told:
            yield Markup(f'<span class="why">%s</span><{element}>%s</{element}>') % (words.text(f"changes.head.{run}"), " ".join(told))
