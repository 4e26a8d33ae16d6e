"""YouTube's own actions of a live chat, as yt-dlp saves them (.live_chat.json)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from core.adapters.chat_logs.fragments import SaidText, read_fragments
from core.adapters.chat_logs.json_dialect import Item, as_mapping, has_badge
from core.adapters.chat_logs.log_times import LogTime, TimeKind, parse_time
from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_records import BrokenItem, ChatEvent, make_message, make_notice, read_number
from core.domain.chat.chat_message import NoticeKind

_SAID: Final = ("liveChatTextMessageRenderer", "liveChatPaidMessageRenderer")
_STICKER: Final = "liveChatPaidStickerRenderer"
_MEMBER: Final = "liveChatMembershipItemRenderer"
_GIFT: Final = "liveChatSponsorshipsGiftPurchaseAnnouncementRenderer"
_AUTHORS_KEPT: Final = 50_000


class YouTubeActions:
    """Messages, gifts and what moderators took away; tickers repeat what was said."""

    name = "yt-dlp live chat JSON"

    def __init__(self) -> None:
        self._authors: dict[str, str] = {}

    def claims(self, item: Item) -> bool:
        return "replayChatItemAction" in item or _has_action(item)

    def read(self, item: Item, timeline: Timeline) -> Iterator[ChatEvent]:
        replay = as_mapping(item.get("replayChatItemAction")) or item
        actions = replay.get("actions", [replay])
        if not isinstance(actions, list):
            raise BrokenItem("not a list of actions")
        written = item.get("videoOffsetTimeMsec", replay.get("videoOffsetTimeMsec"))
        for action in actions:
            yield from self._read_action(as_mapping(action), written, timeline)

    def _read_action(
        self, action: Item, written: object, timeline: Timeline
    ) -> Iterator[ChatEvent]:
        if taken_back := self._read_removal(action):
            offset_seconds = timeline.place(_read_time({}, written))
            if offset_seconds is not None:
                yield replace(taken_back, offset_seconds=offset_seconds)
            return
        added = as_mapping(action.get("addChatItemAction")).get("item")
        replaced = as_mapping(action.get("replaceChatItemAction")).get("replacementItem")
        item = as_mapping(added or replaced)
        kind = next(iter(item), "")
        renderer = as_mapping(item.get(kind))
        event = self._read_renderer(kind, renderer)
        if event is None:
            return
        offset_seconds = timeline.place(_read_time(renderer, written))
        if offset_seconds is None:
            raise BrokenItem("not an offset into a stream")
        yield replace(event, offset_seconds=offset_seconds)

    def _read_renderer(self, kind: str, renderer: Item) -> ChatEvent | None:
        """Return what was said, None for what YouTube shows beside the chat."""
        if kind == _GIFT:
            return make_notice(0.0, NoticeKind.SUB_GIFT, _count_gifts(renderer))
        if kind not in (*_SAID, _STICKER, _MEMBER):
            return None
        said = _read_text(renderer.get("message"))
        if said is None and kind == _MEMBER:
            return None
        author = as_mapping(renderer.get("authorName")).get("simpleText")
        author_id = renderer.get("authorExternalChannelId")
        message = make_message(
            0.0,
            author or author_id,
            said.text if said else "",
            message_id=renderer.get("id"),
            is_moderator=_is_moderator(renderer.get("authorBadges")),
            emotes=said.emotes if said else (),
        )
        if message is None:
            raise BrokenItem("not a message")
        self._remember(author_id, message.chatter)
        return message

    def _read_removal(self, action: Item) -> ChatEvent | None:
        one = as_mapping(
            action.get("markChatItemAsDeletedAction") or action.get("removeChatItemAction")
        )
        target = one.get("targetItemId")
        if isinstance(target, str) and (notice := make_notice(0.0, NoticeKind.DELETION, 1)):
            return replace(notice, message_id=target)
        whole = action.get("markChatItemsByAuthorAsDeletedAction")
        whole = as_mapping(whole or action.get("removeChatItemByAuthorAction"))
        author = self._authors.get(str(whole.get("externalChannelId")))
        if author and (notice := make_notice(0.0, NoticeKind.TIMEOUT, 1)):
            return replace(notice, chatter=author)
        return None

    def _remember(self, author_id: object, name: str) -> None:
        if isinstance(author_id, str):
            self._authors[author_id] = name
            if len(self._authors) > _AUTHORS_KEPT:
                del self._authors[next(iter(self._authors))]


def _has_action(item: Item) -> bool:
    return any(isinstance(key, str) and key.endswith("Action") for key in item)


def _read_time(renderer: Item, written: object) -> LogTime:
    """Return when something was said; lines from before the stream all tell 0 and a negative text.

    Where the file does not tell an offset, the timestamp does.
    """
    if written is not None:
        seconds = read_number(written) / 1000
        shown = as_mapping(renderer.get("timestampText")).get("simpleText")
        if seconds == 0 and isinstance(shown, str) and shown.startswith(("-", "\u2212")):
            before = parse_time(shown.replace("\u2212", "-"))
            if before is not None:
                return before
        return LogTime(TimeKind.OFFSET, seconds)
    microseconds = read_number(renderer.get("timestampUsec"))
    return LogTime(TimeKind.DATED, microseconds / 1e6, (0,), has_zone=True)


def _read_text(message: object) -> SaidText | None:
    told = as_mapping(message)
    simple = told.get("simpleText")
    return SaidText(simple) if isinstance(simple, str) else read_fragments(told.get("runs"))


def _count_gifts(renderer: Item) -> object:
    """Return the number in "Gifted 5 memberships"; make_notice counts what is none as 1."""
    header = as_mapping(
        as_mapping(renderer.get("header")).get("liveChatSponsorshipsHeaderRenderer")
    )
    said = _read_text(header.get("primaryText"))
    words = said.text.split() if said else []
    return next((word for word in words if word.isdigit()), 1)


def _is_moderator(badges: object) -> bool:
    if not isinstance(badges, list):
        return False
    icons = [
        as_mapping(as_mapping(as_mapping(b).get("liveChatAuthorBadgeRenderer")).get("icon"))
        for b in badges
    ]
    return has_badge(icons, "iconType")
