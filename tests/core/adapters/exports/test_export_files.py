"""Files as platforms make them, and files as nobody should."""

import io
import random
import time
import zipfile
import zlib
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from core.adapters.exports import ExportFiles
from core.domain.learning.exports.import_plan import make_post
from core.domain.learning.exports.post_rows import read_post_rows
from core.domain.learning.exports.post_tables import find_tables
from core.domain.learning.figure_file import BYTES_MAX
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from tests.builders import CREATOR
from tests.core.domain.learning.exports import export_samples as samples

AS_OF = samples.AS_OF


async def read(data, name="export.csv"):
    found = find_tables(await ExportFiles().read(data, name))
    return read_post_rows(found.tables, as_of=AS_OF), found


@pytest.mark.parametrize(
    ("make", "name", "platform", "views"),
    [
        (samples.make_youtube_zip, "Content 2019-01-01_2026-09-20 Ada.zip", "youtube", 1200),
        (lambda: samples.YOUTUBE_DE, "Tabellendaten.csv", "youtube", 1200),
        (lambda: samples.YOUTUBE_JA, "表データ.csv", "youtube", 1200),
        (lambda: samples.TIKTOK, "Content.csv", "tiktok", 1200),
        (lambda: samples.make_zip(Content=samples.TIKTOK), "tiktok.zip", "tiktok", 1200),
        (lambda: samples.X, "account_analytics_content.csv", "x", 1200),
        (lambda: samples.META, "content.csv", "instagram", 1200),
        (samples.make_linkedin, "Content_ada.xlsx", "linkedin", 1200),
        (samples.make_linkedin_company, "company.xlsx", "linkedin", 1200),
        (samples.make_rednote, "笔记列表明细表.xlsx", "rednote", 1200),
    ],
)
async def test_each_kind_of_export_is_read(make, name, platform, views):
    rows, _ = await read(make(), name)

    assert rows[0].platform is Platform(platform)
    assert rows[0].figures.views == views
    assert rows[0].published_on in {date(2026, 9, 2), None}


@pytest.mark.parametrize(
    "data", [samples.YOUTUBE_PT_DAYS, samples.TIKTOK_DAYS, samples.META_DAYS, b"Date,Views\n1,2\n"]
)
async def test_tables_of_days_are_named_as_such(data):
    rows, found = await read(data)

    assert rows == ()
    assert "tells of days" in found.refused[0]


async def test_encodings_are_told_apart():
    text = samples.YOUTUBE_EN.decode()
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        rows, _ = await read(text.encode(encoding))
        assert rows[0].title.endswith("🎉"), encoding
    rows, found = await read("Videos,Videotitel,Aufrufe\nabcdefghij1,Größe,5\n".encode("cp1252"))
    assert rows[0].title == "Größe"
    assert "not UTF-8" in found.notes[0]
    assert (await read(samples.YOUTUBE_EN))[1].notes == ()


def make_bomb(members, size):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            archive.writestr(f"{number}.csv", b"\0" * size)
    return held.getvalue()


def make_lying_zip():
    """Return an archive whose member says that it is small."""
    data = bytearray(make_bomb(1, 2 * 1024 * 1024))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def make_sheet(xml, **parts):
    """Return an xlsx with another sheet than a program would write."""
    held = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(samples.make_xlsx(Sheet=[["a"]])))
    with source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            is_sheet = info.filename == "xl/worksheets/sheet1.xml"
            archive.writestr(info.filename, xml if is_sheet else source.read(info))
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


def make_encrypted():
    data = bytearray(samples.make_zip(a=b"Content,Views\n"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)
FAR_AWAY = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v>'
    "</c></row></sheetData></worksheet>"
)
# Made by the test that reads it, not by every worker that collects the tests.
HOSTILE = {
    "nothing": lambda: b"",
    "blanks": lambda: b" \r\n\0\0",
    "old excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "bytes of nothing": lambda: bytes(range(256)) * 4,
    "half a zip": lambda: samples.make_zip(a=b"Content,Views\n" * 50)[:90],
    "a zip of pictures": lambda: make_bomb(0, 0),
    "a zip bomb": lambda: make_bomb(70, 1024 * 1024),
    "a lying zip": make_lying_zip,
    "a zip with a password": make_encrypted,
    "too many files": lambda: make_bomb(1001, 1),
    "too large": lambda: b"a," * BYTES_MAX,
    "a million rows": lambda: b"Content,Video title,Views\n" + b"a,b,1\n" * 1_000_000,
    "one endless line": lambda: b'Content,Video title,Views\n"' + b"x" * 1_000_000,
    "a workbook of entities": lambda: make_sheet(ENTITIES),
    "a workbook of nonsense": lambda: make_sheet("<worksheet"),
    "a broken stream": lambda: b"PK\x03\x04" + zlib.compress(b"x" * 100),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_is_no_export_is_refused_in_words_and_soon(name):
    data = HOSTILE[name]()
    began = time.process_time()

    with pytest.raises(InvalidInput) as refusal:
        await ExportFiles().read(data, f"../{name}\n.csv")

    assert time.process_time() - began < 5
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [
        make_sheet(FAR_AWAY),
        b"Content,Video title,Views\n" + b",,,,,,,,,\n" * 1000,
        b'Content,Video title,Views\n"=cmd|calc","@SUM(1)","-1"\n',
        b"Content,Content,Content\n1,2,3\n",
        b"Content,Video title,Views\n" + b"x" * 5000 + b",y,999999999999999999999999\n",
        "Content,Video title,Views\n\u202eabcdefghij1,\u0000\ufffe,NaN\n".encode("utf-16"),
        samples.make_zip(a=samples.make_zip(b=samples.make_zip(c=b"x"))),
    ],
)
async def test_what_is_odd_is_read_without_harm_and_says_no_figure(data):
    try:
        rows, _ = await read(data)
    except InvalidInput:
        return
    assert all(row.problem or row.figures.is_empty for row in rows)


async def test_exports_broken_anywhere_are_read_or_refused():
    chance = random.Random(7)
    whole = [samples.YOUTUBE_EN, samples.TIKTOK, samples.X, samples.META, samples.META_DAYS]
    whole += [samples.make_rednote(), samples.make_youtube_zip()]
    for _ in range(200):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 9)] = chance.choice(NASTY)
        try:
            rows, _ = await read(bytes(data))
        except InvalidInput:
            continue
        for row in rows:
            make_post(row, CREATOR, ZoneInfo("UTC"))


NASTY = (
    *(b"\0", b"\xff", b'"', b"\n", b",", b";", b"\t", b"-", b"9" * 40, b"1/1/1900", b"=1+1", b"%"),
    *(b"\xe2\x80\xae", b"1e999", b"NaN", b"2026-99-99", b"Feb 30", b"99:99:99", b"0000-00-00", b""),
)
