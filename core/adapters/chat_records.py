"""What all sources of chat share: checked values, and the notices found in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from math import isfinite
from typing import Final, TextIO

from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind

LINE_CHARACTERS_MAX: Final = 1_000_000
TEXT_CHARACTERS_MAX: Final = 2_000
NAME_CHARACTERS_MAX: Final = 100
SIZE_MAX: Final = 1_000_000
EMOTES_MAX: Final = 500
OFFSET_SECONDS_MAX: Final = 1e8
"""Three years before or after the start; far beyond that, dates overflow."""

ChatEvent = ChatMessage | ChatNotice
Skip = Callable[[], None]


class BrokenItem(ValueError):
    """An item of a log that does not follow its format."""


NOTICE_KINDS: Final[dict[str, NoticeKind]] = {
    "raid": NoticeKind.RAID,
    "subgift": NoticeKind.SUB_GIFT,
    "anonsubgift": NoticeKind.SUB_GIFT,
    "submysterygift": NoticeKind.SUB_GIFT,
    "anonsubmysterygift": NoticeKind.SUB_GIFT,
    "subscription_gift": NoticeKind.SUB_GIFT,
    "mystery_subscription_gift": NoticeKind.SUB_GIFT,
    "anonymous_subscription_gift": NoticeKind.SUB_GIFT,
    "anonymous_mystery_subscription_gift": NoticeKind.SUB_GIFT,
    "announcement": NoticeKind.ANNOUNCEMENT,
}
"""Twitch's `msg-id` of a user notice, and chat-downloader's names for the same."""

_RAID_TEXT: Final = re.compile(r"(\d{1,7}) raiders from \S+ have joined", re.IGNORECASE)
_GIFTS_TEXT: Final = re.compile(r"is gifting (\d{1,7}) Tier \d Subs? to ", re.IGNORECASE)
_GIFT_TEXT: Final = re.compile(r"gifted a (?:Tier \d |\d+ month )?sub to ", re.IGNORECASE)


def make_message(
    offset_seconds: float,
    chatter: object,
    text: object,
    *,
    message_id: object = None,
    is_moderator: bool = False,
    emotes: Iterable[str] = (),
) -> ChatMessage | None:
    """Return the message, cut to the lengths that a chat allows; None if it is not one.

    A text may be empty: some platforms strip their emotes, and somebody wrote all the same.
    `emotes` are those that the source told of, each as it is written in the text.
    """
    if not isinstance(chatter, str) or not isinstance(text, str) or not is_offset(offset_seconds):
        return None
    name = _mend(chatter.strip())
    if not name:
        return None
    return ChatMessage(
        offset_seconds=offset_seconds,
        chatter=name[:NAME_CHARACTERS_MAX],
        text=_mend(text[:TEXT_CHARACTERS_MAX]),
        message_id=_mend(message_id) if isinstance(message_id, str) else None,
        is_moderator=is_moderator,
        emotes=mend_emotes(emotes) if emotes else (),
    )


def mend_emotes(emotes: Iterable[str]) -> tuple[str, ...]:
    """Return the names of emotes that can be stored: neither empty nor endless, nor too many."""
    return tuple(_mend(name[:NAME_CHARACTERS_MAX]) for name in islice(emotes, EMOTES_MAX) if name)


def make_notice(offset_seconds: float, kind: NoticeKind, size: object) -> ChatNotice | None:
    """Return the notice, None if the offset is not one; a size that is no number counts as 1."""
    if not is_offset(offset_seconds):
        return None
    try:
        number = int(size)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        number = 1
    return ChatNotice(offset_seconds=offset_seconds, kind=kind, size=max(1, min(number, SIZE_MAX)))


def read_notice_text(offset_seconds: float, text: str) -> ChatNotice | None:
    """Return the notice that Twitch's English sentence describes, None for any other text."""
    if found := _RAID_TEXT.search(text):
        return make_notice(offset_seconds, NoticeKind.RAID, found[1])
    if found := _GIFTS_TEXT.search(text):
        return make_notice(offset_seconds, NoticeKind.SUB_GIFT, found[1])
    if _GIFT_TEXT.search(text):
        return make_notice(offset_seconds, NoticeKind.SUB_GIFT, 1)
    return None


def read_number(value: object) -> float:
    """Return a finite number, or raise BrokenItem."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError) as error:
        raise BrokenItem("not a number") from error
    if isinstance(value, bool) or not isfinite(number):
        raise BrokenItem("not a finite number")
    return number


def read_offset(value: object) -> float:
    """Return an offset in seconds, or raise BrokenItem."""
    number = read_number(value)
    if not is_offset(number):
        raise BrokenItem("not an offset into a stream")
    return number


def is_offset(seconds: float) -> bool:
    """True if a number of seconds can be an offset; NaN cannot."""
    return abs(seconds) <= OFFSET_SECONDS_MAX


def _mend(text: str) -> str:
    """Return the text with each half of a broken emoji as `?`, so that it can be stored."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def read_lines(stream: TextIO, skip: Skip) -> Iterator[str]:
    """Yield lines with their endings; one of more than a million characters is skipped."""
    while line := stream.readline(LINE_CHARACTERS_MAX):
        if len(line) < LINE_CHARACTERS_MAX or line.endswith("\n"):
            yield line
            continue
        skip()
        while (rest := stream.readline(LINE_CHARACTERS_MAX)) and not rest.endswith("\n"):
            pass
