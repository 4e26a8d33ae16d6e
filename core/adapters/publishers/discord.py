"""Publishing to Discord: a message with the clip in the channel that the creator chose.

Only the process that is connected can do it. The step before the message is stored before sending;
after a crash, the message is looked up by its file, whose name is unique to the publication, among
what was posted in the channel since then.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import BYTES_MAX, Platform
from core.errors import ExternalFailure, TrussError, Unconfirmed
from core.ports.people import GuildStore
from core.ports.publishing import ClipFiles, PublishOrder, PublishStep
from core.ports.review import Announced, Announcement, AnnouncementBoard

_SEND: Final = "send"
_SLACK: Final = timedelta(minutes=2)
"""How far our clock may be ahead of Discord's."""


class DiscordPublisher:
    """Announces clips in their creator's own servers only."""

    def __init__(self, *, board: AnnouncementBoard, guilds: GuildStore) -> None:
        self._board = board
        self._guilds = guilds

    @property
    def platform(self) -> Platform:
        return Platform.DISCORD

    def find_problem(self, order: PublishOrder) -> str | None:
        """Return what stands in the way, as a sentence."""
        if not order.publication.account_id.isdecimal():
            return "Choose the channel of your server to announce clips in."
        is_whole = order.object_key == order.clip.object_key
        if is_whole and order.size_bytes > BYTES_MAX[Platform.DISCORD]:
            return "Discord accepts files of at most 10 MB here: make the clip shorter."
        return None

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        """Note that the message comes next, then send it."""
        progress = order.progress
        if progress.step != _SEND:
            coming = replace(progress, step=_SEND, may_be_out=True, entered_at=order.now)
            return PublishStep(progress=coming)
        sent = await self._board.announce(
            describe_announcement(order),
            files.video,
            guild_ids=await self._list_guilds(order),
            nonce=make_nonce(order),
        )
        return _arrive(order, sent)

    async def look(self, order: PublishOrder) -> PublishStep:
        """Look for the message among those posted since it was due to be sent."""
        since = (order.progress.entered_at or order.now) - _SLACK
        try:
            found = await self._board.find_announced(
                describe_announcement(order), guild_ids=await self._list_guilds(order), since=since
            )
        except ExternalFailure as error:
            if error.retryable:
                raise
            raise _unsure(error) from error
        except TrussError as error:
            raise _unsure(error) from error
        return PublishStep(progress=order.progress) if found is None else _arrive(order, found)

    async def _list_guilds(self, order: PublishOrder) -> frozenset[str]:
        places = await self._guilds.list_guilds(order.publication.creator_id)
        return frozenset(place.guild_id for place in places)


def describe_announcement(order: PublishOrder) -> Announcement:
    """Return the message; its file name distinguishes it from every other."""
    words = re.sub(r"[^a-z0-9]+", "-", order.wording.title.lower()).strip("-")[:40].strip("-")
    return Announcement(
        channel_id=order.publication.account_id,
        title=order.wording.title,
        text=order.wording.text,
        hashtags=order.wording.hashtags,
        filename=f"{words or 'clip'}-{order.publication.id.lower()}.mp4",
    )


def make_nonce(order: PublishOrder) -> str:
    """Return 24 characters that are the same for every try of this publication."""
    return hashlib.sha256(f"announce/{order.publication.id}".encode()).hexdigest()[:24]


def _arrive(order: PublishOrder, sent: Announced) -> PublishStep:
    return PublishStep(
        progress=replace(order.progress, remote_id=sent.message_id),
        status=PublicationStatus.PUBLISHED,
        link=sent.link,
        post_id=sent.message_id,
    )


def _unsure(error: TrussError) -> Unconfirmed:
    return Unconfirmed(f"Check in the channel whether the clip is there: {error}")
