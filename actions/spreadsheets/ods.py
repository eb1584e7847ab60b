"""The same workbook for LibreOffice. Its rows are written as XML: no library writes a sheet of it in steps."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from core.files import CONTENT_TYPES
from core.tables import neutral

from . import guide
from .rows import tables

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = {
    **{name: name for name in ("office", "table", "text", "style", "config")},
    "number": "datastyle",
    "fo": "xsl-fo-compatible",
}
NAMESPACES = " ".join(f'xmlns:{name}="{_OASIS}{uri}:1.0"' for name, uri in _SPACES.items())
STYLES = """<office:automatic-styles>
<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text>
<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:number-style style:name="N2"><number:number number:decimal-places="2" number:min-integer-digits="1"
 number:grouping="true"/></number:number-style>
<number:number-style style:name="N3"><number:number number:decimal-places="2" number:min-integer-digits="1"
 number:grouping="true"/><number:text> €</number:text></number:number-style>
<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:background-color="#000091"
 fo:wrap-option="wrap"/><style:text-properties fo:font-weight="bold" fo:color="#ffffff"/></style:style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="number" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="euros" style:family="table-cell" style:data-style-name="N3"/>
{widths}</office:automatic-styles>"""
ROOM = 500


def write(contract, actions, context, *, at) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # The kind comes first and unpacked: that is how the format is recognised.
        archive.writestr("mimetype", CONTENT_TYPES["ods"], zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _manifest())
        archive.writestr("settings.xml", _settings())
        with archive.open("content.xml", "w", force_zip64=True) as out:
            for piece in _content(contract, actions, context, at=at):
                out.write(piece.encode())
    return file.getvalue()


def _content(contract, actions, context, *, at):
    sheets = list(tables(actions))
    widths = sorted({column.width for sheet, _rows in sheets for column in sheet.columns} | {110})
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>'
        for width in widths
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.3">'
    yield STYLES.format(widths=columns)
    yield "<office:body><office:spreadsheet>"
    yield _validations([sheet for sheet, _rows in sheets], context)
    for sheet, rows in sheets:
        yield from _sheet(sheet, rows, context)
    yield from _guide(contract, at=at, count=actions.count())
    yield "</office:spreadsheet></office:body></office:document-content>"


def _list_name(sheet, column):
    return f"{sheet.title}-{column.key}"


def _validations(sheets, context):
    made = []
    for sheet in sheets:
        for column in sheet.columns:
            if words := column.offers(context):
                listed = ";".join('"' + word.replace('"', '""') + '"' for word in words)
                condition = quoteattr(f"of:cell-content-is-in-list({listed})")
                name = quoteattr(_list_name(sheet, column))
                made.append(f"<table:content-validation table:name={name} table:condition={condition}/>")
    return f"<table:content-validations>{''.join(made)}</table:content-validations>"


def _sheet(sheet, rows, context):
    yield f"<table:table table:name={quoteattr(sheet.title)}>"
    yield '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
    yield "".join(f'<table:table-column table:style-name="w{column.width}"/>' for column in sheet.columns)
    heads = "".join(_text(words, ' table:style-name="head"') for words in sheet.headers)
    yield f"<table:table-row>{heads}</table:table-row>"
    rules = ["", "", *(_rule(sheet, column, context) for column in sheet.columns)]
    shapes = ["", "", *(_shape(column) for column in sheet.columns)]
    for row in rows:
        cells = (_cell(value, rule + shape) for value, rule, shape in zip(row, rules, shapes, strict=True))
        yield f"<table:table-row>{''.join(cells)}</table:table-row>"
    empty = "".join(f"<table:table-cell{rule}/>" for rule in rules)
    yield f'<table:table-row table:number-rows-repeated="{ROOM}">{empty}</table:table-row></table:table>'


def _rule(sheet, column, context):
    named = quoteattr(_list_name(sheet, column))
    return f" table:content-validation-name={named}" if column.offers(context) else ""


def _shape(column):
    name = {"DD/MM/YYYY": "day", "#,##0.00": "number"}.get(column.format, "euros" if column.format else "")
    return f' table:style-name="{name}"' if name else ""


def _cell(value, attributes=""):
    if value in (None, ""):
        return f"<table:table-cell{attributes}/>"
    if isinstance(value, date):
        return (
            f'<table:table-cell{attributes} office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
        )
    if isinstance(value, Decimal | int):
        return (
            f'<table:table-cell{attributes} office:value-type="float" office:value="{value}">'
            f"<text:p>{str(value).replace('.', ',')}</text:p></table:table-cell>"
        )
    return _text(value, attributes)


def _text(value, attributes=""):
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in neutral(str(value)).split("\n"))
    return f'<table:table-cell{attributes} office:value-type="string">{lines}</table:table-cell>'


def _guide(contract, *, at, count):
    yield f'<table:table table:name="{guide.TITLE}"><table:table-column table:style-name="w110"/>'
    for line in guide.lines(contract, at=at, count=count):
        yield f"<table:table-row>{_text(guide.nice(line))}</table:table-row>"
    yield "</table:table>"


def _manifest():
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = [("/", CONTENT_TYPES["ods"]), ("content.xml", "text/xml"), ("settings.xml", "text/xml")]
    lines = "".join(f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>' for path, kind in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?><m:manifest xmlns:m="{space}" m:version="1.3">{lines}</m:manifest>'


def _settings():
    """The first row stays in sight."""
    frozen = "".join(
        f'<config:config-item-map-entry config:name="{title}">'
        '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
        '<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>'
        '<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>'
        "</config:config-item-map-entry>"
        for title in ("Fiches", "Financements", "Indicateurs")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-settings {NAMESPACES} '
        'xmlns:ooo="http://openoffice.org/2004/office" office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item-map-named config:name="Tables">'
        f"{frozen}</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )
