"""Chat events: Twitch's messages and notices, translated into ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import twitchio
from twitchio.ext import commands

from core.domain.chat.chat_message import NoticeKind
from core.domain.chat.live_chat import LiveLine, LiveNotice, choose_name

if TYPE_CHECKING:
    from cogs.twitch_bot import TrussTwitchBot

TEXT_CHARACTERS_MAX: Final = 2_000
SIZE_MAX: Final = 1_000_000
_MODERATORS: Final = frozenset({"moderator", "broadcaster", "lead_moderator"})


class Chat(commands.Component):
    """Passes on every message and every notice of a moderator or of Twitch."""

    def __init__(self, bot: TrussTwitchBot) -> None:
        self._bot = bot

    @commands.Component.listener()
    async def event_message(self, payload: twitchio.ChatMessage) -> None:
        if payload.chatter.id != self._bot.account_id and is_from_this_channel(payload):
            await self._bot.receiver.hear(make_line(payload))

    @commands.Component.listener()
    async def event_message_delete(self, payload: twitchio.ChatMessageDelete) -> None:
        await self._bot.receiver.hear(
            make_notice(
                payload, NoticeKind.DELETION, chatter=payload.user.name, name=payload.message_id
            )
        )

    @commands.Component.listener()
    async def event_chat_clear_user(self, payload: twitchio.ChannelChatClearUserMessages) -> None:
        await self._bot.receiver.hear(
            make_notice(payload, NoticeKind.TIMEOUT, chatter=payload.user.name)
        )

    @commands.Component.listener()
    async def event_chat_notification(self, payload: twitchio.ChatNotification) -> None:
        if notice := read_notification(payload):
            await self._bot.receiver.hear(notice)

    @commands.Component.listener()
    async def event_hype_train(self, payload: twitchio.HypeTrainBegin) -> None:
        await self._bot.receiver.hear(make_notice(payload, NoticeKind.HYPE_TRAIN))


def is_from_this_channel(payload: twitchio.ChatMessage) -> bool:
    """True if a message was written in this channel, not in another one of a shared chat."""
    source = payload.source_broadcaster
    return source is None or source.id == payload.broadcaster.id


def make_line(payload: twitchio.ChatMessage) -> LiveLine:
    """Return the line without its cheermotes, which are bits and not words."""
    chatter = payload.chatter
    said = payload.text
    if payload.cheer:
        said = "".join(f.text for f in payload.fragments if f.type != "cheermote").strip()
    return LiveLine(
        broadcaster_id=payload.broadcaster.id,
        said_at=read_time(payload),
        chatter=choose_name(chatter.name or chatter.id, chatter.display_name or "")[:100],
        text=said[:TEXT_CHARACTERS_MAX],
        message_id=payload.id,
        is_moderator=any(badge.set_id in _MODERATORS for badge in payload.badges),
        emotes=tuple(f.text for f in payload.fragments if f.type == "emote" and f.text),
    )


def read_notification(payload: twitchio.ChatNotification) -> LiveNotice | None:
    """Return the notice of a raid, gifts or an announcement, None for anything else."""
    match payload.notice_type:
        case "raid" if payload.raid:
            return make_notice(payload, NoticeKind.RAID, size=payload.raid.viewer_count)
        case "community_sub_gift" if payload.community_sub_gift:
            total = payload.community_sub_gift.total
            return make_notice(payload, NoticeKind.SUB_GIFT, size=total)
        case "sub_gift":
            return make_notice(payload, NoticeKind.SUB_GIFT)
        case "announcement":
            return make_notice(payload, NoticeKind.ANNOUNCEMENT)
        case _:
            return None


def make_notice(
    payload: Any,
    kind: NoticeKind,
    *,
    size: int = 1,
    chatter: str | None = None,
    name: str | None = None,
) -> LiveNotice:
    return LiveNotice(
        broadcaster_id=payload.broadcaster.id,
        at=read_time(payload),
        kind=kind,
        size=max(1, min(size, SIZE_MAX)),
        chatter=chatter,
        message_id=name,
    )


def read_time(payload: Any) -> datetime:
    """Return when Twitch sent an event; the event itself carries no time."""
    sent: datetime = payload.timestamp
    return sent.astimezone(UTC)


async def setup(bot: Any) -> None:
    await bot.add_component(Chat(bot))
