"""A document for a word processor: python-docx makes the base once, and each document is that base with a body of its own.

Adding paragraph by paragraph through python-docx takes a millisecond each, since every call searches the styles; the body is written as one text.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from html import unescape
from xml.sax.saxutils import escape

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from markupsafe import Markup

from greening.documents.document import Box, Document, Grid, Heading, Items, Paragraph, Part
from greening.documents.html import banners, reviewed
from greening.narrative.report import Report

_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
#: What XML cannot hold (XML 1.0, section 2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Every file of a document has this date, the first that an archive can have.
_DATE = (1980, 1, 1, 0, 0, 0)
#: Width of the text on a page of A4 with the margins below, in twentieths of a point.
_WIDTH = 9638
_MARGIN = Mm(20)
_DEEP = RGBColor(0x01, 0x3A, 0x56)
_BODY, _CORE = "word/document.xml", "docProps/core.xml"
#: Parts of the template, by the ends of their kinds, that say nothing of the document: a picture of it, old styles, notes for web pages.
_UNUSED = {"thumbnail", "stylesWithEffects", "webSettings", "customXml"}
#: The side where lines end: in a script from right to left a word processor takes it for the left one.
_END = '<w:jc w:val="right"/>'
#: The style of a heading by its level, as python-docx's template has it.
_HEADINGS = {2: "Heading1", 3: "Heading2", 4: "Heading3"}


def write(document: Document, report: Report) -> bytes:
    """The document as a DOCX file, the same bytes for the same input; its texts are those of the page."""
    base = _base(report.language, report.catalogue.direction)
    drawing = _Drawing(report.catalogue.direction == "rtl")
    opening = [
        drawing.paragraph("Symbol", document.symbol) if document.symbol else "",
        drawing.paragraph("Title", document.title),
        drawing.paragraph("Subtitle", document.subtitle) if document.subtitle else "",
        *(drawing.paragraph("IntenseQuote", banner) for banner in banners(report)),
        drawing.paragraph("Symbol", reviewed(report)),
    ]
    body = "".join([*opening, drawing.parts(document.content)])
    contents = dict(base)
    contents[_BODY] = base[_BODY].replace(b"<w:sectPr", body.encode("utf-8") + b"<w:sectPr", 1)
    contents[_CORE] = _core(document, report).encode("utf-8")
    return _archive(contents)


def plain(text: str) -> str:
    """A text as a reader sees it on a page: no marks, entities as signs, blanks and line breaks as one blank."""
    visible = unescape(_TAG.sub("", text)) if isinstance(text, Markup) else text
    return _NO_XML.sub("", _BLANKS.sub(" ", visible))


class _Drawing:
    """Parts as the XML of a word processor (ECMA-376, part 1, WordprocessingML)."""

    def __init__(self, is_rtl: bool) -> None:
        self._way, self._run = ("<w:bidi/>", "<w:rPr><w:rtl/></w:rPr>") if is_rtl else ("", "")
        self._table_way = "<w:bidiVisual/>" if is_rtl else ""

    def parts(self, parts: Sequence[Part]) -> str:
        """The parts one after the other."""
        return "".join([self._part(part) for part in parts])

    def paragraph(self, style: str, text: str, kept: str = "", side: str = "") -> str:
        """A paragraph of a style; `kept` and `side` are properties of its own, before and after its direction as the standard orders them."""
        run = f'<w:r>{self._run}<w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r>'
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{self._way}{side}</w:pPr>{run}</w:p>'

    def _part(self, part: Part) -> str:
        match part:
            case Heading():
                return self.paragraph(_HEADINGS.get(part.level, "Heading3"), part.text)
            case Paragraph():
                return self.paragraph("ListNumber" if part.numbered else "BodyText", part.text)
            case Items():
                return "".join([self.paragraph("ListBullet", text) for text in part.texts])
            case Grid():
                return self.paragraph("Caption", part.caption, "<w:keepNext/>") + self._grid(part)
            case Box():
                content = self.paragraph(_HEADINGS[2], part.title) + self.parts(part.parts)
                return self._table([_WIDTH], f"<w:tr>{_cell(content, _WIDTH)}</w:tr>")

    def _grid(self, grid: Grid) -> str:
        width = _WIDTH // len(grid.head)
        sides = [_END if grid.numeric and place else "" for place in range(len(grid.head))]
        top = "".join([_cell(self.paragraph("TableHead", text, side=side), width) for text, side in zip(grid.head, sides, strict=True)])
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{top}</w:tr>"]
        for row in grid.rows:
            texts = [self.paragraph("TableText", text, side=side) for text, side in zip(row, sides, strict=True)]
            cells = "".join([_cell(text, width) for text in texts])
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        return self._table([width] * len(grid.head), "".join(rows))

    def _table(self, widths: Sequence[int], rows: str) -> str:
        columns = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
        about = f'<w:tblPr><w:tblStyle w:val="TableGrid"/>{self._table_way}<w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
        # A paragraph between two tables keeps a word processor from joining them, and a cell has to end with one.
        return f'<w:tbl>{about}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>'


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _core(document: Document, report: Report) -> str:
    """The properties of a document without any clock: title, whose it is, language."""
    told = {"dc:title": document.title, "dc:subject": document.subtitle, "dc:creator": report.name, "dc:language": report.language}
    entries = "".join([f"<{name}>{escape(plain(text))}</{name}>" for name, text in told.items() if text])
    spaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties {spaces}>{entries}</cp:coreProperties>'


def _archive(contents: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


@cache
def _base(language: str, direction: str) -> Mapping[str, bytes]:
    """The files of an empty document of a language: styles, A4, page numbers."""
    made = docx.Document()
    _drop_unused(made)
    _set_page(made)
    _set_styles(made, language)
    if direction == "rtl":
        # The standard orders the properties of a section; a word processor refuses others.
        made.sections[0]._sectPr.find(qn("w:docGrid")).addprevious(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
    buffer = io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _drop_unused(made: docx.document.Document) -> None:
    """Leave out what the template brings and no document uses: nine tenths of the file, and of the time to pack it."""
    for rels in (made.part.package.rels, made.part.rels):
        for rel_id in [name for name, rel in rels.items() if rel.reltype.rpartition("/")[2] in _UNUSED]:
            del rels[rel_id]
    styles = made.styles.element
    for style in [style for style in made.styles if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid")]:
        styles.remove(style.element)


def _set_page(made: docx.document.Document) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _set_styles(made: docx.document.Document, language: str) -> None:
    styles = made.styles
    for name, size, after in (("Normal", 10.5, 6), ("Body Text", 10.5, 8), ("List Number", 10.5, 8), ("List Bullet", 10.5, 4), ("Caption", 9.5, 4)):
        styles[name].font.size, styles[name].paragraph_format.space_after = Pt(size), Pt(after)
    for name in ("List Number", "List Bullet"):
        close = styles[name].element.find(f".//{qn('w:contextualSpacing')}")
        close.getparent().remove(close)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        styles[name].font.color.rgb = _DEEP
    for name, size in (("Table Text", 9.0), ("Table Head", 9.0), ("Symbol", 10.5)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles["Normal"], Pt(size)
        style.font.bold = style.font.cs_bold = name != "Table Text"
        style.paragraph_format.space_after = Pt(2)
    styles["Symbol"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for spoken in styles.element.iter(qn("w:lang")):
        for script in ("val", "eastAsia", "bidi"):
            spoken.set(qn(f"w:{script}"), language)
