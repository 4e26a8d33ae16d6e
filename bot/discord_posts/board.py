"""The board in Discord: cards as messages of the review channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import discord
import structlog

from bot.discord_posts.attaching import FILE_BYTES_MAX, list_fitting, opened
from bot.discord_posts.finding import fetch_card, is_asked, look_for_card
from bot.discord_posts.notices import NO_THREAD, edit_awake, open_digest, tell_waiting
from bot.discord_posts.refusals import TOO_LARGE, translated
from cogs.cards.card import ReviewCard, make_card
from cogs.cards.emojis import REACTIONS
from cogs.cards.message import (
    make_layout,
    make_reconnect_layout,
    name_reconnect_button,
    read_head,
)
from cogs.discord.answers import NOBODY
from cogs.letters import make_letter_text
from cogs.markdown import escape
from cogs.texts.sentences import translate
from core.domain.accounts.platform_token import Account
from core.domain.clips.clip import ClipStatus
from core.domain.learning.telling.week import Letter
from core.domain.people.guild import GuildBinding
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.review_card import PostedCard
from core.domain.work.ids import CreatorId
from core.errors import ExternalFailure
from core.ports.review import CardFiles, CardNews, WaitingNotice

_log = structlog.get_logger(__name__)

_TEXT_LENGTH_MAX: Final = 2000
_READY_SECONDS: Final = 20.0
_TAKES_NONE: Final = (
    "Somebody who wants digests takes no messages from members of this server; they can allow "
    "them in Discord, or choose no digest with /me."
)


FindLanguage = Callable[[CreatorId], Awaitable[str]]
"""Finds in which language the people of a creator read what all of them see."""


async def _find_english(_creator_id: CreatorId) -> str:
    return "en"


class DiscordBoard:
    """Posts, edits and closes cards with the client that is connected."""

    def __init__(self, *, page_url: str = "") -> None:
        self._page_url = page_url.rstrip("/")
        self._client: discord.Client | None = None
        self._find_language: FindLanguage = _find_english

    def connect(
        self, client: discord.Client, *, find_language: FindLanguage = _find_english
    ) -> None:
        """Post with this client from now on, in the language of each creator."""
        self._client = client
        self._find_language = find_language

    def disconnect(self) -> None:
        """Take that nothing can be posted until there is another client."""
        self._client = None

    async def post_card(
        self,
        place: GuildBinding,
        news: CardNews,
        files: CardFiles,
        *,
        nonce: str,
        since: datetime | None,
    ) -> str:
        client = await self.get_client()
        guild_id = int(place.guild_id)
        language = await self._find_cards_language(place.creator_id, news)
        channel = client.get_partial_messageable(int(place.cards_channel_id), guild_id=guild_id)
        with _translated(client, place.guild_id, place.cards_channel_id):
            message = await look_for_card(client, channel, news, since=since) if since else None
            if message is None:
                guild = client.get_guild(guild_id)
                limit = guild.filesize_limit if guild else FILE_BYTES_MAX
                sending = _Sending(nonce=nonce, limit=limit, language=language)
                message = await self._send(channel, news, files, sending)
        return str(message.id)

    async def _find_cards_language(self, creator_id: CreatorId, news: CardNews) -> str:
        """Return the language that the card is told in, the creator's where it is told none."""
        told = news.terms.language if news.terms else ""
        return told or await self._find_language(creator_id)

    async def offer_reactions(self, card: PostedCard) -> None:
        """Add the reactions to choose from; the buttons do without them where Discord refuses."""
        client = await self.get_client()
        channel = client.get_partial_messageable(int(card.channel_id), guild_id=int(card.guild_id))
        message = channel.get_partial_message(int(card.message_id))
        with _translated(client, card.guild_id, card.channel_id):
            try:
                for emoji in REACTIONS:
                    await message.add_reaction(emoji)
            except (discord.Forbidden, discord.NotFound) as error:
                # Where the message is gone again, the next look at its card finds that out.
                _log.warning("card.without_reactions", message_id=message.id, reason=repr(error))

    async def edit_card(self, card: PostedCard, news: CardNews) -> bool:
        client = await self.get_client()
        language = await self._find_cards_language(card.creator_id, news)
        with _translated(client, card.guild_id, card.channel_id):
            message = await fetch_card(client, card)
            if message is None:
                return False
            attachments = message.attachments
            media = f"attachment://{attachments[0].filename}" if attachments else None
            has_video = media is not None and media.endswith(".mp4")
            is_missing = news.clip.object_key is not None and not has_video
            missing = self._describe_missing(card.clip_id) if is_missing else ""
            note = "\n".join(filter(None, (missing, _describe_wait(news))))
            former = read_head(message) if news.clip.status is ClipStatus.RENDERING else ""
            layout = make_layout(
                _read(news), media=media, note=note, former=former, language=language
            )
            try:
                await edit_awake(
                    message, attachments=attachments, view=layout, allowed_mentions=NOBODY
                )
            except discord.NotFound:
                return False
        return True

    async def close_card(self, card: PostedCard, *, newer: PostedCard) -> None:
        client = await self.get_client()
        language = await self._find_language(card.creator_id)
        with _translated(client, card.guild_id, card.channel_id):
            message = await fetch_card(client, card)
            if message is None:
                return
            link = (
                f"https://discord.com/channels/{newer.guild_id}"
                f"/{newer.channel_id}/{newer.message_id}"
            )
            told = "The card is here now" if newer.cut == card.cut else "There is a newer cut"
            text = translate(f"{told}: {link}", language)
            view = discord.ui.LayoutView(timeout=None)
            view.add_item(discord.ui.Container(discord.ui.TextDisplay(text)))
            await edit_awake(message, attachments=[], view=view, allowed_mentions=NOBODY)

    async def ask_reconnect(
        self, place: GuildBinding, account: Account, *, nonce: str, may_be_there: bool
    ) -> None:
        client = await self.get_client()
        guild_id = int(place.guild_id)
        language = await self._find_language(place.creator_id)
        channel = client.get_partial_messageable(int(place.review_channel_id), guild_id=guild_id)
        with _translated(client, place.guild_id, place.review_channel_id):
            custom_id = name_reconnect_button(account, nonce)
            if may_be_there and await is_asked(client, channel, custom_id):
                return
            await channel.send(
                view=make_reconnect_layout(account, custom_id, language=language),
                nonce=nonce,
                allowed_mentions=discord.AllowedMentions(users=True, everyone=False, roles=False),
            )

    async def tell_waiting(self, place: GuildBinding, notice: WaitingNotice) -> str:
        client = await self.get_client()
        language = await self._find_language(place.creator_id)
        with _translated(client, place.guild_id, place.review_channel_id):
            return await tell_waiting(client, place, notice, language=language)

    async def open_digest(self, place: GuildBinding) -> str:
        client = await self.get_client()
        with translated(stage="digest", thing="the thread", forbidden=NO_THREAD):
            language = await self._find_language(place.creator_id)
            return await open_digest(client, place, language=language)

    async def write_to(self, user_id: str, letter: Letter) -> None:
        client = await self.get_client()
        with translated(stage="digest", thing="the digest", forbidden=_TAKES_NONE):
            person = await client.fetch_user(int(user_id))
            await person.send(make_letter_text(letter), allowed_mentions=NOBODY)

    async def post_letter(self, place: GuildBinding, letter: Letter, *, nonce: str) -> None:
        client = await self.get_client()
        guild_id = int(place.guild_id)
        channel = client.get_partial_messageable(int(place.review_channel_id), guild_id=guild_id)
        with _translated(client, place.guild_id, place.review_channel_id):
            await channel.send(make_letter_text(letter), nonce=nonce, allowed_mentions=NOBODY)

    async def tell_owner(self, place: GuildBinding, sentence: str) -> None:
        client = await self.get_client()
        guild = client.get_guild(int(place.guild_id))
        if guild is None or guild.owner_id is None:
            return
        text = translate(sentence, await self._find_language(place.creator_id))
        with _translated(client, place.guild_id, place.review_channel_id):
            owner = await client.fetch_user(guild.owner_id)
            await owner.send(_cut(escape(text)), allowed_mentions=NOBODY)

    async def _send(
        self,
        channel: discord.PartialMessageable,
        news: CardNews,
        files: CardFiles,
        sending: _Sending,
    ) -> discord.Message:
        """Send the video where it fits, else the picture and where the video can be seen.

        A clip that could not be made has neither.
        """
        nonce = sending.nonce
        make = partial(make_layout, _read(news), language=sending.language)
        for video in await asyncio.to_thread(list_fitting, files.videos, sending.limit):
            try:
                async with opened(video, "clip.mp4") as file:
                    layout = make(media="attachment://clip.mp4")
                    return await channel.send(
                        view=layout, file=file, nonce=nonce, allowed_mentions=NOBODY
                    )
            except discord.HTTPException as error:
                if error.status != 413 and error.code != TOO_LARGE:
                    raise
        if files.thumbnail is None:
            layout = make(media=None)
            return await channel.send(view=layout, nonce=nonce, allowed_mentions=NOBODY)
        async with opened(files.thumbnail, "clip.jpg") as file:
            note = self._describe_missing(news.clip.id)
            layout = make(media="attachment://clip.jpg", note=note)
            return await channel.send(view=layout, file=file, nonce=nonce, allowed_mentions=NOBODY)

    def _describe_missing(self, clip_id: str) -> str:
        where = f"{self._page_url}/clips/{clip_id}" if self._page_url else "on the page of Truss"
        return f"The video is larger than this server takes; watch it {where}"

    async def get_client(self) -> discord.Client:
        if self._client is None:
            raise ExternalFailure("Discord is not connected yet.", retryable=True, stage="card")
        try:
            await asyncio.wait_for(self._client.wait_until_ready(), _READY_SECONDS)
        except (TimeoutError, RuntimeError):
            raise ExternalFailure(
                "Discord does not answer; the card follows when it does.",
                retryable=True,
                stage="card",
            ) from None
        return self._client


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sending:
    """How a card is sent: once for its nonce, within a limit of bytes, in a language."""

    nonce: str
    limit: int
    language: str


def _cut(text: str) -> str:
    """Return text that Discord takes as one message; what several rights lack is longer."""
    return text if len(text) <= _TEXT_LENGTH_MAX else f"{text[: _TEXT_LENGTH_MAX - 3]}..."


def _read(news: CardNews) -> ReviewCard:
    return make_card(
        news.clip,
        publications=news.publications,
        approvals=news.approvals,
        approvals_needed=news.approvals_needed,
        metrics=news.metrics,
        source=news.source,
        planned=news.planned,
    )


def _describe_wait(news: CardNews) -> str:
    """Return how an approval can be taken back, while that is so."""
    may_stop = [p for p in news.publications if p.status is PublicationStatus.SCHEDULED]
    if news.clip.status is not ClipStatus.APPROVED or not may_stop:
        return ""
    return "Take ✅ away before it goes out, and nothing does."


def _translated(
    client: discord.Client, guild_id: str, channel_id: str
) -> AbstractContextManager[None]:
    guild = client.get_guild(int(guild_id))
    channel = guild.get_channel(int(channel_id)) if guild else None
    where = f"#{channel.name}" if channel else "the review channel"
    of = f" of {guild.name}" if guild else ""
    return translated(
        stage="card",
        thing="the card",
        forbidden=f"Truss may not write in {where}{of}; give it the right to view, send, attach "
        "files, add reactions and read the history there, or choose another with /setup.",
    )
