"""Missed reactions: what was said on cards while nobody listened, found by looking at them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, NoReturn

import discord
import structlog
from discord.ext import commands

from cogs.discord.answers import UNREACHED, describe_unreached
from cogs.discord.review import Reacted
from cogs.reaction_reading import (
    NOTHING_NEW,
    ReactionReader,
    Said,
    compare_reactions,
    list_counting,
    list_telling,
)
from core.background import spawn
from core.domain.review.review_card import PostedCard, Verdict
from core.domain.work.job_failure import find_traceback
from core.errors import ExternalFailure, NotFound, TrussError
from core.services.publishing.card_gate import CardGate
from core.services.review.reactions import OpenCard
from core.services.work.patience import Patience, SparseLog

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_log = structlog.get_logger(__name__)

_STIRRED_MAX: Final = 10_000
"""More messages than are reacted to while cards are compared; a session lasts for months."""


class MissedReactions(commands.Cog):
    """Compares every card after each new session, and tells the gate which ones are known."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot
        self._session = 0
        self._known: set[int] = set()
        self._stirred: dict[int, None] = {}
        self._is_behind = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def _gate(self) -> CardGate:
        return self._bot.app.publishing.gate

    async def cog_unload(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self._note_stirred(event)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        self._note_stirred(event)

    @commands.Cog.listener()
    async def on_connection_ready(self, shard_id: int) -> None:
        """Pick up what was said while the bot was away, or while its session was lost."""
        self._session += 1
        self._known.add(shard_id)
        guilds = [guild for guild in self._bot.guilds if guild.shard_id == shard_id]
        self._gate.connect((str(guild.id) for guild in guilds), connection=shard_id)
        self._is_behind.set()
        if not self._tasks:
            self._tasks = [
                spawn(self._keep_caught_up(), name="comparing cards"),
                spawn(self._serve_wanted(), name="comparing cards that are waited for"),
            ]

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        self._gate.add_guild(str(guild.id), connection=guild.shard_id)
        self._is_behind.set()

    @commands.Cog.listener()
    async def on_connection_lost(self, shard_id: int) -> None:
        self._gate.disconnect(shard_id)

    @commands.Cog.listener()
    async def on_connection_resumed(self, shard_id: int) -> None:
        self._gate.resume(shard_id)

    def _note_stirred(self, event: discord.RawReactionActionEvent) -> None:
        self._stirred[event.message_id] = None
        if len(self._stirred) > _STIRRED_MAX:
            del self._stirred[next(iter(self._stirred))]

    async def _keep_caught_up(self) -> NoReturn:
        """Compare every card after each new session, until Discord has told of all of them."""
        patience = Patience(
            SparseLog("cards.not_compared", self._bot.app.ports.clock), first_seconds=1.0
        )
        while True:
            await self._is_behind.wait()
            self._is_behind.clear()
            try:
                await self._catch_up()
            except Exception as error:  # noqa: BLE001 - the edge of a loop that must not end
                self._is_behind.set()
                await patience.wait(error)
            else:
                patience.reset()
            finally:
                self._bot.has_caught_up.set()

    async def _catch_up(self) -> None:
        """Compare the cards of all servers that told of themselves: what may go out soon first.

        Raises the last failure, when all that could be compared was.
        """
        failure: Exception | None = None
        session, reactions = self._session, self._bot.app.review.reactions
        self._stirred.clear()
        guilds = [guild for guild in self._bot.guilds if guild.shard_id in self._known]
        readers = [(guild, ReactionReader(self._bot, guild.id)) for guild in guilds]
        told = (reactions.list_approved, reactions.list_waiting, reactions.list_rejected)
        for list_cards in told:
            for guild, reader in readers:
                try:
                    await self._compare_all(await list_cards(str(guild.id)), guild, reader)
                except NotFound:
                    continue
                except TrussError as error:
                    failure = error
                if session != self._session:
                    return
        if failure is not None:
            raise failure

    async def _serve_wanted(self) -> NoReturn:
        """Compare the cards that are waited for; after one that fails, all that are unknown."""
        while True:
            for card in await self._gate.wait_wanted():
                guild = self._bot.get_guild(int(card.guild_id))
                if guild is None or not self._bot.is_ready():
                    continue
                try:
                    opened = await self._bot.app.review.reactions.look_at(card)
                    await self._compare(opened, guild, ReactionReader(self._bot, guild.id))
                except Exception as error:  # noqa: BLE001 - as above
                    _log.warning(
                        "card.unread",
                        message_id=card.message_id,
                        reason=str(error),
                        exc_info=find_traceback(error),
                    )
                    self._is_behind.set()

    async def _compare_all(
        self, cards: list[OpenCard], guild: discord.Guild, reader: ReactionReader
    ) -> None:
        failure: Exception | None = None
        session = self._session
        for opened in cards:
            try:
                await self._compare(opened, guild, reader)
            except TrussError as error:
                failure = error
            if session != self._session:
                return
        if failure is not None:
            raise failure

    async def _compare(
        self, opened: OpenCard, guild: discord.Guild, reader: ReactionReader
    ) -> None:
        """Say what reactions on a card say that were not heard, and undo what is gone."""
        card, session = opened.card, self._session
        if self._gate.is_compared(card.message_id):
            return
        if int(card.message_id) in self._stirred:
            reader.forget(int(card.message_id))
            opened = await self._bot.app.review.reactions.look_at(card)
        if telling := list_telling(opened):
            given = await self._read_reactions(opened, telling, guild, reader)
            change = compare_reactions(opened, given) if given is not None else NOTHING_NEW
            review: Any = self._bot.get_cog("Review")
            for user_id, verdict in change.taken_back:
                await review.unhear(_reacted(card, user_id), verdict, guild)
            for user_id, verdict in change.given:
                await review.hear(_reacted(card, user_id), verdict, guild)
        if session == self._session:
            self._gate.note_compared(card.message_id, connection=guild.shard_id)

    async def _read_reactions(
        self,
        opened: OpenCard,
        telling: frozenset[Verdict],
        guild: discord.Guild,
        reader: ReactionReader,
    ) -> set[Said] | None:
        card = opened.card
        health, part = self._bot.app.work.health, f"Reactions in Discord channel {card.channel_id}"
        try:
            given = await reader.list_given(card, telling, list_counting(opened))
        except discord.Forbidden as error:
            channel = guild.get_channel(int(card.channel_id))
            where = f"#{channel.name}" if channel else "the review channel"
            sentence = (
                f"Truss may not read {where} of {guild.name}, so clips that were approved there "
                "wait; give it the rights to view the channel and to read its history."
            )
            health.note_trouble(part, sentence)
            raise ExternalFailure(sentence, retryable=True) from error
        except UNREACHED as error:
            raise ExternalFailure(
                f"Discord does not tell who reacted ({describe_unreached(error)}).", retryable=True
            ) from error
        health.forget(part)
        return given


def _reacted(card: PostedCard, user_id: int) -> Reacted:
    return Reacted(int(card.channel_id), int(card.message_id), user_id)


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(MissedReactions(bot))
