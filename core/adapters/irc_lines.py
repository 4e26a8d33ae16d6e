"""Parses IRC lines with Twitch's tags into chat events; live chat and recordings both use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from core.adapters.chat_records import NAME_CHARACTERS_MAX, NOTICE_KINDS, make_message, make_notice
from core.domain.chat.chat_message import NoticeKind
from core.domain.chat.live_chat import LiveEvent, LiveLine, LiveNotice, choose_name

LINE_CHARACTERS_MAX: Final = 16_384
CLOCKS_DIFFER_MS: Final = 90_000_000
"""25 hours: this machine may believe in another day, but not that a line is of another one."""

_ESCAPES: Final = {"\\:": ";", "\\s": " ", "\\\\": "\\", "\\r": "\r", "\\n": "\n"}
_ESCAPED: Final = re.compile(r"\\.?", re.DOTALL)
_ACTION: Final = "\x01ACTION "
_EMOTE_PLACE: Final = re.compile(r"[:,](\d{1,5})-(\d{1,5})(?=[,/]|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class IrcLine:
    """One parsed line; `text` is what follows ` :`, None where nothing does."""

    tags: dict[str, str]
    prefix: str
    command: str
    channel: str
    text: str | None

    @property
    def nick(self) -> str:
        return self.prefix.partition("!")[0]


def read_irc_line(line: str) -> IrcLine | None:
    """Return the parsed line, None for what is not one."""
    tags: dict[str, str] = {}
    if line.startswith("@"):
        written, _, line = line.partition(" ")
        tags = read_tags(written[1:])
        line = line.lstrip(" ")
    prefix = ""
    if line.startswith(":"):
        prefix, _, line = line[1:].partition(" ")
    head, has_text, text = line.partition(" :")
    command, *params = head.split()[:16] or [""]
    if not command:
        return None
    channel = next((p[1:] for p in params if p.startswith("#")), "")
    return IrcLine(tags, prefix, command, channel, text if has_text else None)


def read_tags(written: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in written.split(";"))
    return {key: _unescape(value) if "\\" in value else value for key, _, value in pairs}


def _unescape(value: str) -> str:
    """Undo Twitch's escapes; an unknown one is its letter, and a lone backslash nothing."""
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], found[0][1:]), value)


def translate(line: IrcLine, *, at: datetime, room_id: str = "") -> LiveEvent | None:
    """Return the chat event of a line that was sent at this time, None where it holds none.

    `room_id` is the channel's id, for lines that do not carry it. Lines from another channel of a
    shared chat are dropped.
    """
    tags = line.tags
    room = tags.get("room-id") or room_id
    if not room or is_from_other_channel(line, room_id=room):
        return None
    if line.command == "PRIVMSG":
        return _read_privmsg(line, room, at)
    if line.command == "USERNOTICE":
        return _read_user_notice(line, room, at)
    if line.command == "CLEARMSG" and (message_id := tags.get("target-msg-id")):
        login = tags.get("login") or None
        return _notice(room, at, NoticeKind.DELETION, chatter=login, message_id=message_id)
    if line.command == "CLEARCHAT" and line.text:
        login = line.text[:NAME_CHARACTERS_MAX]
        return _notice(room, at, NoticeKind.TIMEOUT, chatter=login)
    return None


def is_from_other_channel(line: IrcLine, *, room_id: str = "") -> bool:
    """Say whether a line was written in another channel that shares its chat with this one."""
    room = line.tags.get("room-id") or room_id
    return (line.tags.get("source-room-id") or room) != room


def read_sent_ms(line: IrcLine) -> int | None:
    """Return Twitch's own time of a line in milliseconds, None where it has none."""
    text = line.tags.get("tmi-sent-ts", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def read_sent_at(line: IrcLine, *, now: datetime) -> datetime:
    """Return Twitch's own time of a line, or ours where it has none or an absurd one."""
    sent_ms = read_sent_ms(line)
    if sent_ms is None or abs(sent_ms - now.timestamp() * 1000) >= CLOCKS_DIFFER_MS:
        return now
    return datetime.fromtimestamp(sent_ms / 1000, UTC)


def _read_privmsg(line: IrcLine, room: str, at: datetime) -> LiveLine | None:
    if line.text is None:
        return None
    said = line.text
    if said.startswith(_ACTION):
        said = said[len(_ACTION) :].rstrip("\x01")
    tags, login = line.tags, line.nick
    message = make_message(
        0.0,
        choose_name(login, tags.get("display-name", "")) if login else None,
        said,
        message_id=tags.get("id", ""),
        is_moderator=tags.get("mod") == "1" or "broadcaster/" in tags.get("badges", ""),
        emotes=read_emotes(tags.get("emotes", ""), said),
    )
    if message is None:
        return None
    return LiveLine(
        broadcaster_id=room,
        said_at=at,
        chatter=message.chatter,
        text=message.text,
        message_id=message.message_id or "",
        is_moderator=message.is_moderator,
        emotes=message.emotes,
    )


def read_emotes(tag: str, text: str) -> tuple[str, ...]:
    """Return the emotes that Twitch's tag counts out in a text: `25:0-4,12-16/1902:6-10`."""
    if not tag:
        return ()
    return tuple(text[int(first) : int(last) + 1] for first, last in _EMOTE_PLACE.findall(tag))


def _read_user_notice(line: IrcLine, room: str, at: datetime) -> LiveNotice | None:
    tags = line.tags
    kind = NOTICE_KINDS.get(tags.get("msg-id", ""))
    if kind is None:
        return None
    size = tags.get("msg-param-viewerCount") or tags.get("msg-param-mass-gift-count")
    notice = make_notice(0.0, kind, size)
    return _notice(room, at, kind, size=notice.size) if notice else None


def _notice(
    room: str,
    at: datetime,
    kind: NoticeKind,
    *,
    size: int = 1,
    chatter: str | None = None,
    message_id: str | None = None,
) -> LiveNotice:
    return LiveNotice(
        broadcaster_id=room, at=at, kind=kind, size=size, chatter=chatter, message_id=message_id
    )
