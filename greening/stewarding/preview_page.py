"""A preview of changed suites as a page: one file with its style inside, which no manifest lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from upath import UPath

from greening import locale, paths
from greening.locale import Catalogue
from greening.narrative import elements
from greening.publish import documents, inline
from greening.site.rule_words import code
from greening.stewarding import preview_text
from greening.stewarding.preview import KINDS, Difference, Preview
from greening.stewarding.preview_versions import LAST_RUN

#: So many findings of a rule are shown.
_EXAMPLES = 10
_LTR = Markup('<span lang="en" dir="ltr">{}</span>')


def write(found: Preview, place: str | UPath, language: str = locale.SOURCE) -> str:
    """Write the page; gives the place."""
    paths.write_text(paths.root(str(place)), page(found, locale.catalogue(language)))
    return str(place)


def page(found: Preview, words: Catalogue) -> str:
    """The page of a preview in a language."""
    style = inline.style() + inline.minified(documents.static("site.css").decode("utf-8"))
    policy = f"default-src 'none'; style-src {inline.hashed(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    parts = [
        ("changes", words.text("preview.changes"), _changes(found, words)),
        ("bodies", words.text("preview.bodies"), _bodies(found.differences, words)),
        ("new", words.text("preview.new"), _examples(found, "new", words)),
        ("gone", words.text("preview.gone"), _examples(found, "gone", words)),
    ]
    against = words.text("preview.last_run") if found.against == LAST_RUN else found.against
    values: Mapping[str, Any] = {
        "page": documents.frame(words, words.text("preview.title"), "", [], policy),
        "style": Markup(style),
        "about": words.markup("preview.about", lambda _: elements.isolated(against)),
        "nothing": "" if found.differences else words.text("preview.nothing"),
        "counts": _counts(found.differences, words),
        "parts": [part for part in parts if part[2]],
    }
    return documents.render("preview.html.j2", values)


def _counts(differences: Sequence[Difference], words: Catalogue) -> list[str]:
    counted = {kind: len({one.organization for one in differences if kind in one.kinds}) for kind in KINDS}
    return [words.named(words.text(f"preview.kind.{kind}"), words.counted("page.organizations", count)) for kind, count in counted.items() if count]


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: Catalogue) -> Markup:
    return elements.table(caption, [words.text(f"preview.head.{head}") for head in heads], rows, numeric=False, style="listing")


def _changes(found: Preview, words: Catalogue) -> Markup:
    rows = []
    for one in found.changes:
        told = _LTR.format("; ".join(one.told))
        rows.append([code(preview_text.name(one)), told if one.finds_otherwise else words.shown_bracketed(told, words.text("preview.wording"))])
    return _table(words.text("preview.changes"), ("rule", "difference"), rows, words)


def _bodies(differences: Sequence[Difference], words: Catalogue) -> Markup:
    rows = [
        [
            code(one.organization),
            str(one.year),
            words.text(f"preview.outcome.{one.before}"),
            words.text(f"preview.outcome.{one.after}"),
            words.count(len(one.new)),
            words.count(len(one.gone)),
        ]
        for one in preview_text.in_order(differences)
    ]
    return _table(words.text("preview.bodies"), ("organization", "year", "before", "after", "new", "gone"), rows, words)


def _examples(found: Preview, part: str, words: Catalogue) -> Markup:
    tables = []
    for (level, table, rule), findings in preview_text.by_rule(found, part):
        rows = [
            [
                code(str(row["organization"])),
                str(row["year"]),
                elements.isolated(preview_text.place(row)),
                elements.spoken(words, str(row["message"])),
            ]
            for row in findings.head(_EXAMPLES).to_dict("records")
        ]
        counted = words.counted("rules.findings", len(findings))
        caption = words.listed([f"{table}.{rule}", words.text(f"rules.level.{level}"), counted])
        tables.append(_table(caption, ("organization", "year", "place", "message"), rows, words))
    return elements.joined(tables)
