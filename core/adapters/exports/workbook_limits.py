"""Workbook limits: a workbook is weighed before anything builds what its XML describes.

The library holds a row whole, and every style and sheet as an object, so that 60 MB of the shortest
tags, which are 60 kB in an archive, would cost it gigabytes and minutes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from core.errors import InvalidInput

TAGS_MAX: Final = 2_000_000
"""Opening and closing: 30,000 rows of 15 figures."""
ROW_TAGS_MAX: Final = 100_000
"""A row has at most 16,384 cells; the same holds for what lies before and after all rows."""
PART_TAGS_MAX: Final = 50_000
"""Of any part but sheets and the texts in them: styles, names, relations."""
_BEGIN: Final = re.compile(rb"[\xef\xbb\xbf\xfe\xff\0\s]*<")
_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_DECLARATION: Final = re.compile(rb"<\0?!\0?(?:D\0?O|E\0?N)", re.IGNORECASE)
_TEXTS: Final = "sharedstrings"
_SHEETS: Final = "worksheets/"


def check_workbook(data: bytes, name: str) -> None:
    """Raise InvalidInput for a workbook that no platform exports: with a DTD, or far too large."""
    left = TAGS_MAX
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            part = archive.read(info)
            # A relation may lead to a part of any name, so that its name says nothing.
            if not _BEGIN.match(part):
                continue
            if _DECLARATION.search(part):
                raise InvalidInput(f"{name} holds what no export does; it is left alone.")
            tags = part.count(b"<")
            left -= tags
            if left < 0 or not _is_light(info.filename.lower(), part, tags):
                raise InvalidInput(
                    f"{name} is a workbook of far more than an export; bring its table as CSV."
                )


def _is_light(file_name: str, part: bytes, tags: int) -> bool:
    if _TEXTS in file_name or tags <= PART_TAGS_MAX:
        return True
    return _SHEETS in file_name and all(row.count(b"<") <= ROW_TAGS_MAX for row in _ROW.split(part))
