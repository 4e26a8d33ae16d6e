"""Opens a file as text: unpacks it, finds its encoding, and refuses what is no text."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TextIO, cast

from core.errors import InvalidInput

if TYPE_CHECKING:
    from typing_extensions import Buffer

SAMPLE_BYTES: Final = 65_536
UNPACKED_BYTES_MAX: Final = 4 * 1024**3
_BOMB_BYTES: Final = 64 * 1024**2
_BOMB_RATIO: Final = 400
"""Chat packs to a tenth or, as JSON, to a fiftieth; more than this repeats one line for ever."""

KNOWN_FORMATS: Final = (
    "CSV (t_seconds,user,text), JSON from TwitchDownloader, chat-downloader or yt-dlp, or an IRC "
    "log with times"
)
_UTF_32: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ODD_SHARE: Final = 0.3
_CONTROL: Final = frozenset(range(32)) - frozenset(
    b"\t\n\r\f\v\b\x1b\x01\x02\x03\x0f\x11\x16\x1d\x1f"
)

_NO_CHAT: Final = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first (zstd -d)"),
    (b"SQLite format 3\0", "an SQLite database: export the chat's table as CSV"),
    (b"PAR1", "a Parquet file: export it as CSV"),
    (b"%PDF", "a PDF: export the chat as text or CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: save it as CSV"),
    (b"\x1aE\xdf\xa3", "a video (Matroska or WebM): give its chat, and the video with --video"),
    (b"FLV", "a video (FLV): give its chat, and the video with --video"),
    (b"{\\rtf", "a rich text document: save it as plain text"),
)


class CutOffError(Exception):
    """A packed file ends before it is complete."""


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[TextIO]:
    """Open the text of a file, unpacked; InvalidInput where it cannot be read."""
    try:
        with _open_bytes(path) as raw:
            yield io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise CutOffError(str(error)) from error
    except OSError as error:
        if error.strerror is None:
            raise CutOffError(str(error)) from error
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error


def read_sample(path: Path) -> tuple[str, str]:
    """Return the beginning of a file's text and its encoding; InvalidInput where it has none."""
    _check_file(path)
    try:
        with _open_bytes(path) as raw:
            sample = _read_up_to(raw, SAMPLE_BYTES)
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise InvalidInput(f"{path} is damaged: pack or download it again.") from error
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror or error}.") from error
    if not sample.strip():
        raise InvalidInput(f"{path} is empty: give a file with chat, {KNOWN_FORMATS}.")
    encoding = _find_encoding(path, sample)
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample), encoding


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise InvalidInput(f"{path} is a folder: give a file with chat, {KNOWN_FORMATS}.")
    if path.exists() and not path.is_file():
        raise InvalidInput(f"{path} is not an ordinary file; save it to one first.")
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}: give a file with chat, {KNOWN_FORMATS}.")


def _read_up_to(raw: io.BufferedReader, size: int) -> bytes:
    """Read this much, or up to where a packed file is cut off."""
    read = bytearray()
    try:
        while len(read) < size and (chunk := raw.read1(size - len(read))):
            read += chunk
    except (EOFError, zlib.error, lzma.LZMAError, OSError):
        if not read:
            raise
    return bytes(read)


@contextmanager
def _open_bytes(path: Path) -> Iterator[io.BufferedReader]:
    with path.open("rb") as stream, ExitStack() as opened:
        head = stream.read(16)
        stream.seek(0)
        inner: _Unpacked | None = None
        if head.startswith(b"\x1f\x8b"):
            inner = opened.enter_context(gzip.GzipFile(fileobj=stream))
        elif head.startswith(b"BZh"):
            inner = opened.enter_context(bz2.BZ2File(stream))
        elif head.startswith(b"\xfd7zXZ\0"):
            inner = opened.enter_context(lzma.LZMAFile(stream))
        elif head.startswith(b"PK\x03\x04"):
            archive = opened.enter_context(zipfile.ZipFile(stream))
            inner = _open_only_member(archive, path)
        yield io.BufferedReader(_Bounded(inner, path)) if inner else stream


class _Unpacked(Protocol):
    """What gives the unpacked bytes of a packed file."""

    def read1(self, size: int, /) -> bytes: ...


def _open_only_member(archive: zipfile.ZipFile, path: Path) -> _Unpacked:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    names = [name for name in names if not name.startswith("__MACOSX/")]
    if any(name in {"xl/workbook.xml", "content.xml"} for name in names):
        raise InvalidInput(f"{path} is a spreadsheet: save its sheet as CSV (t_seconds,user,text).")
    if len(names) != 1:
        raise InvalidInput(
            f"{path} is a ZIP archive of {len(names)} files: unpack it and give the one with chat."
        )
    member = archive.getinfo(names[0])
    if member.flag_bits & 1:
        raise InvalidInput(f"{path} is a ZIP archive with a password: unpack it first.")
    return cast("_Unpacked", archive.open(member))


class _Bounded(io.RawIOBase):
    """An unpacked file that is not allowed to be endless."""

    def __init__(self, inner: _Unpacked, path: Path) -> None:
        self._inner = inner
        self._most = max(_BOMB_BYTES, path.stat().st_size * _BOMB_RATIO)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        chunk = self._inner.read1(len(view))
        view[: len(chunk)] = chunk
        self._read += len(chunk)
        if self._read > min(self._most, UNPACKED_BYTES_MAX):
            raise InvalidInput(
                f"The packed file holds more than {self._read // 1024**2} MB, which is no chat: "
                "unpack it yourself and look at what is in it."
            )
        return len(chunk)


def _find_encoding(path: Path, sample: bytes) -> str:
    if sample.startswith(_UTF_32):
        return "utf-32"
    if sample.startswith(_UTF_16):
        return "utf-16"
    for mark, what in _NO_CHAT:
        if sample.startswith(mark):
            raise InvalidInput(f"{path} is {what}. Truss reads chat as {KNOWN_FORMATS}.")
    if b"\0" in sample and (unmarked := _find_unmarked(sample)):
        return unmarked
    if sum(byte in _CONTROL for byte in sample) > len(sample) // 100:
        raise InvalidInput(f"{path} is not text: give a file with chat, {KNOWN_FORMATS}.")
    return "utf-8-sig"


def _find_unmarked(sample: bytes) -> str | None:
    """Return the UTF-16 of a text without its mark: every other byte of most of it is 0."""
    pairs = len(sample) // 2
    high = sum(byte == 0 for byte in sample[0 : 2 * pairs : 2])
    low = sum(byte == 0 for byte in sample[1 : 2 * pairs : 2])
    if low > pairs * _ODD_SHARE and high * 10 < low:
        return "utf-16-le"
    return "utf-16-be" if high > pairs * _ODD_SHARE and low * 10 < high else None


def is_utf_8(text: str) -> bool:
    """False if a text was decoded with letters that its encoding does not know."""
    return text.count("\ufffd") * 200 < len(text)
