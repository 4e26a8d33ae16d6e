"""The comments of a Twitch VOD, as TwitchDownloader and twitch-dl save them."""

from __future__ import annotations

from collections.abc import Iterator

from core.adapters.chat_logs.fragments import SaidText, find_by_places, read_fragments
from core.adapters.chat_logs.json_dialect import Item, as_mapping, find_kind, has_badge
from core.adapters.chat_logs.log_times import LogTime, TimeKind
from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_records import (
    BrokenItem,
    ChatEvent,
    make_message,
    make_notice,
    read_notice_text,
    read_offset,
)

VOD_NAMES = ("TwitchDownloader JSON", "twitch-dl JSON")
_OFFSETS = ("content_offset_seconds", "contentOffsetSeconds")


class TwitchComments:
    """Comments by their offset into the VOD; those of deleted users are lines too."""

    def __init__(self) -> None:
        self.name = VOD_NAMES[0]
        self._deleted = 0

    def claims(self, item: Item) -> bool:
        return any(name in item for name in _OFFSETS)

    def read(self, item: Item, timeline: Timeline) -> Iterator[ChatEvent]:
        written = next(item[name] for name in _OFFSETS if name in item)
        if "contentOffsetSeconds" in item:
            self.name = VOD_NAMES[1]
        offset_seconds = timeline.place(LogTime(TimeKind.OFFSET, read_offset(written)))
        if offset_seconds is None:
            raise BrokenItem("not an offset into a stream")
        yield self._read_comment(item, offset_seconds)

    def _read_comment(self, comment: Item, offset_seconds: float) -> ChatEvent:
        message = as_mapping(comment.get("message"))
        said = _read_text(message)
        told = read_notice_text(offset_seconds, said.text) if said else None
        if told is not None:
            return told
        notice = as_mapping(message.get("user_notice_params"))
        kind = find_kind(notice.get("msg-id") or notice.get("msg_id"))
        if kind is not None and (found := make_notice(offset_seconds, kind, 1)):
            return found
        badges = message.get("user_badges", message.get("userBadges"))
        read = make_message(
            offset_seconds,
            self._name_chatter(comment),
            said.text if said else None,
            message_id=comment.get("_id", comment.get("id")),
            is_moderator=has_badge(badges, "_id") or has_badge(badges, "setID"),
            emotes=said.emotes if said else (),
        )
        if read is None:
            raise BrokenItem("not a comment")
        return read

    def _name_chatter(self, comment: Item) -> object:
        """Return who wrote; nobody knows which lines of deleted users are of the same one."""
        if "commenter" in comment and comment["commenter"] is None:
            self._deleted += 1
            return f"deleted user {self._deleted}"
        commenter = as_mapping(comment.get("commenter"))
        names = ("display_name", "displayName", "name", "login", "_id", "id")
        return next((commenter[name] for name in names if commenter.get(name)), None)


def _read_text(message: Item) -> SaidText | None:
    body = message.get("body")
    fragments = read_fragments(message.get("fragments"))
    if not isinstance(body, str):
        return fragments
    if fragments and fragments.emotes:
        return SaidText(body, fragments.emotes)
    return SaidText(body, find_by_places(body, message.get("emoticons")))
