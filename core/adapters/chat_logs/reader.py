"""Recognises the format of a recorded chat by its content, and reads it line by line."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from core.adapters.chat_logs.csv_log import is_csv, read_csv
from core.adapters.chat_logs.irc_log import is_plain_irc, is_raw_irc, read_plain_irc, read_raw_irc
from core.adapters.chat_logs.json_log import (
    is_chat_downloader_list,
    is_json_lines,
    is_twitch_downloader,
    read_chat_downloader_list,
    read_json_lines,
    read_twitch_downloader,
)
from core.adapters.chat_records import ChatEvent, Skip
from core.errors import InvalidInput

_SAMPLE_BYTES: Final = 65_536
_UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
KNOWN_FORMATS: Final = (
    "CSV (t_seconds,user,text), TwitchDownloader JSON, chat-downloader JSON or an IRC log"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    name: str
    recognises: Callable[[str], bool]
    read: Callable[[TextIO, Skip], Iterator[ChatEvent]]


_FORMATS: Final = (
    _Format(
        name="TwitchDownloader JSON", recognises=is_twitch_downloader, read=read_twitch_downloader
    ),
    _Format(
        name="chat-downloader JSON",
        recognises=is_chat_downloader_list,
        read=read_chat_downloader_list,
    ),
    _Format(name="JSON lines", recognises=is_json_lines, read=read_json_lines),
    _Format(name="raw IRC log", recognises=is_raw_irc, read=read_raw_irc),
    _Format(name="IRC text log", recognises=is_plain_irc, read=read_plain_irc),
    _Format(name="CSV", recognises=is_csv, read=read_csv),
)


class RecordedChatLog:
    """One recording; each iteration starts over, with a new count of skipped lines."""

    def __init__(self, path: Path, log_format: _Format, encoding: str) -> None:
        self._path = path
        self._format = log_format
        self._encoding = encoding
        self._skipped = 0

    @property
    def format_name(self) -> str:
        return self._format.name

    @property
    def skipped(self) -> int:
        return self._skipped

    def __iter__(self) -> Iterator[ChatEvent]:
        self._skipped = 0
        try:
            with self._path.open(encoding=self._encoding, errors="replace", newline="") as stream:
                yield from self._format.read(stream, self._count_skipped)
        except OSError as error:
            raise InvalidInput(f"{self._path} cannot be read: {error.strerror}.") from error

    def _count_skipped(self) -> None:
        self._skipped += 1


class RecordedChatReader:
    """Opens recorded chat in any known format, whatever the file is called."""

    def open_log(self, path: Path) -> RecordedChatLog:
        """Return the log; InvalidInput, with what to do, where it is not one."""
        sample = _read_sample(path)
        encoding = _find_encoding(path, sample)
        text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
        for log_format in _FORMATS:
            if log_format.recognises(text):
                return RecordedChatLog(path, log_format, encoding)
        raise InvalidInput(f"{path} is not a chat log that Truss knows: give {KNOWN_FORMATS}.")


def _read_sample(path: Path) -> bytes:
    if path.is_dir():
        raise InvalidInput(f"{path} is a folder: give a file with chat, {KNOWN_FORMATS}.")
    if path.exists() and not path.is_file():
        raise InvalidInput(f"{path} is not an ordinary file; save it to one first.")
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}: give a file with chat, {KNOWN_FORMATS}.")
    try:
        with path.open("rb") as stream:
            sample = stream.read(_SAMPLE_BYTES)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    if not sample.strip():
        raise InvalidInput(f"{path} is empty: give a file with chat, {KNOWN_FORMATS}.")
    return sample


def _find_encoding(path: Path, sample: bytes) -> str:
    if sample.startswith(_UTF_16_MARKS):
        return "utf-16"
    if b"\0" in sample:
        raise InvalidInput(f"{path} is not text: give a file with chat, {KNOWN_FORMATS}.")
    return "utf-8-sig"
