import bz2
import gzip
import io
import lzma
import zipfile

import pytest

from core.adapters.chat_logs import packed_text
from core.adapters.chat_logs.packed_text import CutOffError, is_utf_8, open_text, read_sample
from core.errors import InvalidInput

_TEXT = "t_seconds,user,text\r\n1,ann,hé\r\n"


def _zip(*names):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, _TEXT)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        _TEXT.encode(),
        gzip.compress(_TEXT.encode(), mtime=0),
        bz2.compress(_TEXT.encode()),
        lzma.compress(_TEXT.encode()),
        _zip("chat.csv"),
        _TEXT.encode("utf-8-sig"),
        _TEXT.encode("utf-16"),
        _TEXT.encode("utf-16-le"),
        _TEXT.encode("utf-16-be"),
        _TEXT.encode("utf-32"),
        gzip.compress(_TEXT.encode("utf-16"), mtime=0),
    ],
    ids=["plain", "gz", "bz2", "xz", "zip", "bom", "16", "16le", "16be", "32", "gz16"],
)
def test_packed_and_encoded_text_is_text(tmp_path, content):
    path = tmp_path / "chat"
    path.write_bytes(content)

    sample, encoding = read_sample(path)
    with open_text(path, encoding) as stream:
        text = stream.read()

    assert sample == text == _TEXT


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_zip("a.csv", "b.csv"), "ZIP archive of 2 files"),
        (_zip("xl/workbook.xml", "x.xml"), "a spreadsheet: save its sheet as CSV"),
        (b"SQLite format 3\0" + bytes(99), "an SQLite database: export"),
        (b"%PDF-1.7", "a PDF"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(9), "unpack it first"),
        (bytes(range(256)) * 9, "is not text"),
        (gzip.compress(bytes(99_999), mtime=0), "is not text"),
        (b"\x1f\x8b rubbish", "is damaged"),
        (b"PK\x03\x04 rubbish", "is damaged"),
        (gzip.compress(b"", mtime=0), "is empty"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind(tmp_path, content, sentence):
    path = tmp_path / "chat.csv"
    path.write_bytes(content)

    with pytest.raises(InvalidInput, match=sentence):
        read_sample(path)


def test_a_bomb_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(packed_text, "_BOMB_BYTES", 1_000_000)
    path = tmp_path / "chat.gz"
    path.write_bytes(gzip.compress(b"1,ann,hi\n" * 1_000_000))

    with pytest.raises(InvalidInput, match="which is no chat"), open_text(path, "utf-8") as stream:
        stream.read()


def test_a_file_that_was_cut_off_gives_what_is_there(tmp_path):
    path = tmp_path / "chat.gz"
    lines = "".join(f"{n * 7919 % 1000},ann,hi {n * n}\n" for n in range(20_000))
    path.write_bytes(gzip.compress(lines.encode())[:-1_000])
    read: list[str] = []

    with pytest.raises(CutOffError), open_text(path, "utf-8") as stream:
        read.extend(stream)

    assert len(read) > 10_000


def test_text_in_an_old_encoding_is_known():
    assert is_utf_8("hé" * 100)
    assert not is_utf_8("h\ufffd" * 100)
