"""Export files: what somebody brings, read into tables within bounds.

Nothing is unpacked to disk, a member of an archive is read no further than it may be long, and no
formula is worked out: a sheet holds what was last shown.
"""

from __future__ import annotations

import asyncio
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, Final

from core.adapters.exports.workbook_limits import check_workbook
from core.domain.learning.exports.cells import Cell
from core.domain.learning.exports.post_tables import (
    COLUMNS_MAX,
    ROWS_MAX,
    RawTable,
    read_text_table,
)
from core.domain.learning.figure_file import BYTES_MAX
from core.domain.work.plain_text import clean_text
from core.errors import InvalidInput
from core.ports.learning import ExportReader

UNPACKED_MAX: Final = 64 * 1024 * 1024
MEMBERS_MAX: Final = 100
SHEETS_MAX: Final = 20
BLANK_MAX: Final = 1000
"""After so many blank rows a sheet is over: one cell far below them would cost minutes."""
CELLS_MAX: Final = 1_000_000
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    LookupError,
)
"""What the library raises for archives of all sorts that are none."""
_LAST_RESORT: Final = "cp1252"
_AS_CSV: Final = "open it in a spreadsheet and save the sheet as CSV (UTF-8)"


class ExportFiles:
    """Reads a file in a thread; InvalidInput says in words what is wrong with it."""

    async def read(self, data: bytes, file_name: str) -> tuple[RawTable, ...]:
        return await asyncio.to_thread(_read, data, file_name)


def _read(data: bytes, file_name: str) -> tuple[RawTable, ...]:
    name = clean_text(PurePosixPath(file_name.replace("\\", "/")).name, 80) or "The file"
    if len(data) > BYTES_MAX:
        raise InvalidInput(f"{name} is larger than {BYTES_MAX // 1024**2} MB; export fewer posts.")
    if not data.strip(b"\0 \t\r\n"):
        raise InvalidInput(f"{name} is empty; export it again.")
    if data.startswith(_OLD_EXCEL):
        raise InvalidInput(
            f"{name} is an old Excel file or has a password: {_AS_CSV}, or as .xlsx."
        )
    if data.startswith(b"PK"):
        return _read_archive(data, name)
    return (_read_text(data, name),)


def _read_text(data: bytes, name: str) -> RawTable:
    text, encoding = _decode(data, name)
    table = read_text_table(name, text)
    if encoding != _LAST_RESORT:
        return table
    note = f"{name} is not UTF-8 and was read as Windows writes; look at its titles."
    return replace(table, note=note)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file by its mark, else as UTF-8, else as Windows wrote it; and how."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:400]:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", _LAST_RESORT]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise InvalidInput(f"{name} is no text that can be read: {_AS_CSV}.")


def _read_archive(data: bytes, name: str) -> tuple[RawTable, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > MEMBERS_MAX * 10:
                raise InvalidInput(f"{name} holds too many files; take out the one with the posts.")
            if sum(info.file_size for info in members) > UNPACKED_MAX:
                raise InvalidInput(f"{name} unpacks to far more than an export; it is left alone.")
            if any(info.filename == "[Content_Types].xml" for info in members):
                return _read_workbook(data, name)
            return tuple(_read_members(archive, members, name))
    except _BROKEN as error:
        raise InvalidInput(f"{name} is a broken archive; download it again.") from error
    except RuntimeError as error:  # zipfile's way to say that a password is needed
        raise InvalidInput(f"{name} has a password; bring it without one.") from error


def _read_members(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str
) -> Iterator[RawTable]:
    texts = [m for m in members if PurePosixPath(m.filename).suffix.lower() in _TEXTS]
    sheets = [m for m in members if m.filename.lower().endswith(".xlsx")]
    if not texts and not sheets:
        raise InvalidInput(f"{name} holds no CSV or xlsx; bring what the platform exported.")
    for member in [*texts, *sheets][:MEMBERS_MAX]:
        inner = clean_text(PurePosixPath(member.filename).name, 80)
        if inner.startswith("._"):  # what a Mac adds beside each file
            continue
        with archive.open(member) as opened:
            data = opened.read(UNPACKED_MAX + 1)
        if inner.lower().endswith(".xlsx"):
            yield from _open_inner(data, inner)
        elif data.strip():
            yield _read_text(data, inner)


def _open_inner(data: bytes, name: str) -> tuple[RawTable, ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        if sum(info.file_size for info in inner.infolist()) > UNPACKED_MAX:
            raise InvalidInput(f"{name} unpacks to far more than an export; it is left alone.")
    return _read_workbook(data, name)


def _read_workbook(data: bytes, name: str) -> tuple[RawTable, ...]:
    import openpyxl  # noqa: PLC0415 - a slow import that few need
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415

    check_workbook(data, name)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        try:
            left = [CELLS_MAX]
            sheets = [_read_sheet(sheet, name, left) for sheet in book.worksheets[:SHEETS_MAX]]
        finally:
            book.close()
    except InvalidInput:
        raise
    except DefusedXmlException as error:
        raise InvalidInput(f"{name} holds what no export does; it is left alone.") from error
    except Exception as error:
        raise InvalidInput(f"{name} is no workbook that can be read: {_AS_CSV}.") from error
    if not sheets:
        raise InvalidInput(f"{name} has no sheet that can be read: {_AS_CSV}.")
    return tuple(sheets)


def _read_sheet(sheet: Any, name: str, left: list[int]) -> RawTable:
    # Sheets may claim any size, so what they say of it is not believed.
    sheet.reset_dimensions()
    source = f"{name}, sheet {clean_text(str(sheet.title), 40)}"
    rows: list[tuple[Cell, ...]] = []
    blank = 0
    for row in sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX):
        cells = [_read_cell(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        left[0] -= max(1, len(cells))
        blank = 0 if cells else blank + 1
        if blank > BLANK_MAX:
            break
        if len(rows) >= ROWS_MAX or left[0] < 0:
            raise InvalidInput(
                f"{source} has more than {ROWS_MAX:,} rows; export fewer posts at once."
            )
        rows.append(tuple(cells))
    return RawTable(source=source, rows=tuple(rows))


def _read_cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float | datetime | date):
        return value[:32_768] if isinstance(value, str) else value
    return str(value)


_: type[ExportReader] = ExportFiles
