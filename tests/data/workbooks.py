"""Workbooks made by hand, of Excel and of LibreOffice."""

from __future__ import annotations

import io
import zipfile


def workbook(*sheets: tuple[str, list[list]]) -> bytes:
    """An Excel workbook with these sheets, made by hand."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        numbers = range(1, len(sheets) + 1)
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
                f'ContentType="{kind}.worksheet+xml"/>'
                for n in numbers
            )
            + "</Types>",
        )
        relation = f'<Relationships xmlns="{package}/relationships">'
        archive.writestr(
            "_rels/.rels",
            f'{relation}<Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
            for n, (name, _) in enumerate(sheets, 1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            relation
            + "".join(
                f'<Relationship Id="r{n}" Type="{office}/worksheet" '
                f'Target="worksheets/sheet{n}.xml"/>'
                for n in numbers
            )
            + "</Relationships>",
        )
        for n, (_, rows) in enumerate(sheets, 1):
            lines = "".join(
                f'<row r="{r}">'
                + "".join(map(_cell, range(len(row)), [r] * len(row), row))
                + "</row>"
                for r, row in enumerate(rows, 1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
            )
    return stream.getvalue()


def _cell(column: int, row: int, value) -> str:
    place = f"{chr(65 + column)}{row}"
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def open_document(*sheets: tuple[str, list[list]]) -> bytes:
    """A workbook of LibreOffice with these sheets, made by hand."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    cells = {
        str: lambda v: (
            f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
        ),
        bool: lambda v: (
            '<table:table-cell office:value-type="boolean" '
            f'office:boolean-value="{str(v).lower()}"/>'
        ),
        float: lambda v: f'<table:table-cell office:value-type="float" office:value="{v}"/>',
        type(None): lambda v: "<table:table-cell/>",
    }
    tables = ""
    for name, rows in sheets:
        lines = "".join(
            "<table:table-row>" + "".join(cells[type(v)](v) for v in row) + "</table:table-row>"
            for row in rows
        )
        tables += f'<table:table table:name="{name}">{lines}</table:table>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}:office:1.0" '
            f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return stream.getvalue()
