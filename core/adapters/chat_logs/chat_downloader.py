"""The items of chat-downloader, of any platform that it knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.adapters.chat_logs.fragments import find_by_names
from core.adapters.chat_logs.json_dialect import Item, as_mapping, find_kind, has_badge
from core.adapters.chat_logs.log_times import LogTime, TimeKind
from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_records import (
    BrokenItem,
    ChatEvent,
    make_message,
    make_notice,
    read_number,
    read_offset,
)

_MICROSECONDS_MAX: Final = 1e17


class ChatDownloaderItems:
    """Items by their time in seconds, or by the microseconds of their timestamp."""

    name = "chat-downloader JSON"

    def claims(self, item: Item) -> bool:
        if "time_in_seconds" in item:
            return True
        is_counted = isinstance(item.get("timestamp"), int | float) and "time_text" not in item
        return is_counted and "author" in item and "elapsedTime" not in item

    def read(self, item: Item, timeline: Timeline) -> Iterator[ChatEvent]:
        offset_seconds = _place(item, timeline)
        kind = find_kind(item.get("message_type"))
        if kind is not None:
            size = item.get("mass_gift_count") or item.get("viewer_count") or 1
            if notice := make_notice(offset_seconds, kind, size):
                yield notice
            return
        text = item.get("message")
        if text is None:
            return
        author = as_mapping(item.get("author"))
        message = make_message(
            offset_seconds,
            author.get("display_name") or author.get("name") or author.get("id"),
            text,
            message_id=item.get("message_id"),
            is_moderator=has_badge(author.get("badges"), "name"),
            emotes=find_by_names(text, item.get("emotes")) if isinstance(text, str) else (),
        )
        if message is None:
            raise BrokenItem("not a message")
        yield message


def _place(item: Item, timeline: Timeline) -> float:
    if item.get("time_in_seconds") is not None:
        time = LogTime(TimeKind.OFFSET, read_offset(item["time_in_seconds"]))
    else:
        microseconds = read_number(item.get("timestamp"))
        if abs(microseconds) > _MICROSECONDS_MAX:
            raise BrokenItem("not a time")
        time = LogTime(TimeKind.DATED, microseconds / 1e6, (0,), has_zone=True)
    offset_seconds = timeline.place(time)
    if offset_seconds is None:
        raise BrokenItem("not an offset into a stream")
    return offset_seconds
