import io
import zipfile

import pytest

from core.adapters.exports.workbook_limits import check_workbook
from core.errors import InvalidInput
from tests.core.domain.learning.exports import export_samples as samples

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
CELL = b"<c><v>1</v></c>"


def make_workbook(**parts):
    """Return an archive of XML parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {SHEET: DTD},
        {"xl/workbook.xml": DTD},
        {STYLES: DTD.lower()},
        {TEXTS: b"\xff\xfe" + DTD.decode().encode("utf-16-le")},
        {"[Content_Types].xml": DTD},
        {SHEET: b"<row>" + CELL * 30_000 + b"</row>"},
        {SHEET: b"<x:row>" + b"<x:c><x:v/></x:c>" * 40_000 + b"</x:row>"},
        {SHEET: b"<row/>" + b"<a/>" * 110_000},
        {SHEET: b"\xff\xfe" + ("<row>" + "<c/>" * 110_000).encode("utf-16-le")},
        {SHEET: (b"<row>" + CELL * 10 + b"</row>") * 50_000},
        {TEXTS: b"<si><t>a</t></si>" * 600_000},
        {STYLES: b"<xf/>" * 60_000},
        {"xl/workbook.xml": b"<sheet/>" * 60_000},
        {"xl/worksheets/sheet1.dat": b"\xef\xbb\xbf <row>" + CELL * 30_000 + b"</row>"},
        {"xl/media/image1.png": DTD},
    ],
    ids=range(15),
)
def test_what_no_platform_exports_is_refused_before_it_is_read(parts):
    with pytest.raises(InvalidInput, match=r"file\.xlsx"):
        check_workbook(make_workbook(**parts), "file.xlsx")


def test_a_large_export_is_none_of_that():
    row = b"<row>" + CELL * 15 + b"</row>"

    check_workbook(make_workbook(**{SHEET: row * 25_000, STYLES: b"<xf/>" * 5_000}), "file.xlsx")
    check_workbook(samples.make_linkedin(), "file.xlsx")
    check_workbook(make_workbook(**{"xl/media/logo.png": b"\x89PNG" + b"<" * 90_000}), "file.xlsx")
