"""Chat as JSON: one file of any shape or an object a line, in whatever dialect its items are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final, TextIO

from core.adapters.chat_logs.chat_downloader import ChatDownloaderItems
from core.adapters.chat_logs.json_dialect import JsonDialect
from core.adapters.chat_logs.json_items import JsonItems
from core.adapters.chat_logs.log_format import LogReading, Sample
from core.adapters.chat_logs.named_messages import NamedMessages
from core.adapters.chat_logs.one_channel import check_one_channel
from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_logs.twitch_comments import VOD_NAMES, TwitchComments
from core.adapters.chat_logs.youtube_actions import YouTubeActions
from core.adapters.chat_records import BrokenItem, ChatEvent, Skip, read_lines
from core.errors import InvalidInput

_ROWS: Final = re.compile(r"""\[\s*\[\s*(?:-?\d+(?:\.\d+)?\s*,|")""")
_START: Final = re.compile(r'"start"\s*:\s*(\d{1,9}(?:\.\d{1,9})?)\s*[,}]')
_CHANNEL: Final = re.compile(
    r'(?<!\\)"(?:channel(?:_?name|_?login)?|room)"\s*:\s*"(\#?\w{3,25})"', re.IGNORECASE
)
_CHUNK_CHARACTERS: Final = 1_000_000
_SAMPLE_LINES: Final = 50
_DIALECTS: Final[tuple[Callable[[], JsonDialect], ...]] = (
    TwitchComments,
    YouTubeActions,
    ChatDownloaderItems,
    NamedMessages,
)


class JsonFormat:
    """Recognises JSON by its first character; what is in it shows when it is read."""

    def recognise(self, sample: Sample) -> LogReading | None:
        start = sample.text.lstrip()
        if start.startswith("{"):
            _check_channel(sample)
            return JsonLog(has_lines=_has_item_lines(sample))
        if _ROWS.match(start):
            raise InvalidInput(
                "This is JSON of lists without names, so nothing tells which value is what. Save "
                "it as objects with the fields t_seconds, user and text, or as CSV."
            )
        rest = start[1:].lstrip()
        _check_channel(sample)
        is_list = start.startswith("[") and (not rest or rest[0] in "{[]")
        return JsonLog(has_lines=False) if is_list else None


def _check_channel(sample: Sample) -> None:
    """Refuse messages of several channels; the channels of Kick's socket are no chats."""
    if "App\\\\Events" not in sample.text:
        check_one_channel(_CHANNEL.findall(sample.text), is_table=True)


def _has_item_lines(sample: Sample) -> bool:
    """Say whether each line is an object, of which one of the first is a chat item."""
    dialects = _Dialects()
    for line in islice(sample.lines, _SAMPLE_LINES):
        try:
            if dialects.find(json.loads(line)):
                return True
        except (ValueError, RecursionError):
            continue
    return False


class JsonLog:
    """A file of JSON; its dialect is that of the first item read."""

    def __init__(self, *, has_lines: bool) -> None:
        self.name = "JSON"
        self._has_lines = has_lines
        self._start_seconds: float | None = None

    @property
    def is_of_vod(self) -> bool:
        """Whether the items read so far are the comments of a VOD, which may be trimmed."""
        return self.name in VOD_NAMES

    def learn_start(self, stream: TextIO) -> None:
        """Find where a trimmed VOD begins; that may stand behind all of its comments."""
        kept = ""
        while chunk := stream.read(_CHUNK_CHARACTERS):
            if found := _START.search(kept + chunk):
                self._start_seconds = float(found[1])
                return
            kept = chunk[-100:]

    def read(self, stream: TextIO, timeline: Timeline, skip: Skip) -> Iterator[ChatEvent]:
        dialects = _Dialects()
        if self._start_seconds:
            timeline.cut_before(self._start_seconds)
        items = JsonItems(stream, skip, lambda item: dialects.find(item) is not None)
        for item in _read_lines(stream, skip) if self._has_lines else items:
            dialect = dialects.find(item)
            try:
                events = list(dialect.read(item, timeline)) if dialect else None
            except BrokenItem:
                events = None
            if dialect is None or events is None:
                skip()
                continue
            yield from events
            self.name = dialect.name


class _Dialects:
    """The dialects of one reading: the one that claimed the last item is asked first."""

    def __init__(self) -> None:
        self._dialects = [make() for make in _DIALECTS]

    def find(self, item: object) -> JsonDialect | None:
        if not isinstance(item, dict):
            return None
        for dialect in self._dialects:
            if dialect.claims(item):
                return dialect
        return None


def _read_lines(stream: TextIO, skip: Skip) -> Iterator[Any]:
    for line in read_lines(stream, skip):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                skip()
