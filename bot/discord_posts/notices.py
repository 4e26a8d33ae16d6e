"""Notices in Discord: that cards wait, and the thread in which a server may want them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final, NamedTuple

import discord

from cogs.texts.sentences import translate
from core.domain.people.guild import GuildBinding
from core.ports.review import WaitingNotice

THREAD_NAME: Final = "Clips to decide on"
NO_THREAD: Final = (
    "Truss may not open a thread in the review channel; give it the rights to create public "
    "threads there and to send messages in them, or do without: /setup cards."
)
_WEEK_MINUTES: Final = 10080
_ARCHIVED: Final = 50083


class Mentioned(NamedTuple):
    """A role by its id, which goes out as text: that is how Discord writes ids."""

    id: str


async def tell_waiting(
    client: discord.Client, place: GuildBinding, notice: WaitingNotice, *, language: str
) -> str:
    """Post how many clips wait, and remove what said so before."""
    channel = client.get_partial_messageable(
        int(place.review_channel_id), guild_id=int(place.guild_id)
    )
    pinged: list[Any] = [Mentioned(place.moderator_role_id)] if place.habits.ping_minutes else []
    message = await channel.send(
        write_notice(place, notice, language=language),
        nonce=notice.nonce,
        allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=pinged),
    )
    if place.notice_id and place.notice_id != str(message.id):
        with suppress(discord.NotFound, discord.Forbidden):
            await channel.get_partial_message(int(place.notice_id)).delete()
    return str(message.id)


def write_notice(place: GuildBinding, notice: WaitingNotice, *, language: str = "en") -> str:
    """Return the sentence, with a link to the first card that is new."""
    who = f"<@&{place.moderator_role_id}> " if place.habits.ping_minutes else ""
    what = "One clip waits" if notice.count == 1 else f"{notice.count} clips wait"
    told = translate(f"{what} for a decision:", language)
    link = (
        f"https://discord.com/channels/{place.guild_id}"
        f"/{notice.channel_id}/{notice.first_message_id}"
    )
    return f"{who}{told} {link}"


async def open_digest(client: discord.Client, place: GuildBinding, *, language: str) -> str:
    """Open a public thread that stays open for a week after each card."""
    thread = await client.http.start_thread_without_message(
        int(place.review_channel_id),
        name=translate(THREAD_NAME, language),
        auto_archive_duration=_WEEK_MINUTES,
        type=discord.ChannelType.public_thread.value,
        reason=translate("Cards of clips go here", language),
    )
    return str(thread["id"])


async def edit_awake(message: discord.Message, **given: Any) -> None:
    """Edit a message; a thread that has gone to sleep is woken up for that."""
    try:
        await message.edit(**given)
    except discord.HTTPException as error:
        if error.code != _ARCHIVED:
            raise
        http = message._state.http
        await http.edit_channel(message.channel.id, archived=False)
        await message.edit(**given)
