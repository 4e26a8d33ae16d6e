"""Review: decisions by reaction and by button, also those given while the bot was away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import discord
import structlog
from discord import ui
from discord.ext import commands

from cogs.discord.answers import NOBODY, answer, explain
from cogs.discord.people import describe_caller, describe_member, find_installer
from cogs.layouts import REACTIONS
from cogs.markdown import name_people
from core.domain.clip import Clip, ClipStatus
from core.domain.review import PostedCard, Verdict
from core.errors import NotFound, TrussError

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

_log = structlog.get_logger(__name__)

_WORDS_MAX: Final = 1000


class Review(commands.Cog):
    """Listens to reactions on cards."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot
        self._said: dict[tuple[int, int, str], None] = {}

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        verdict = await self._read(event)
        if verdict is None:
            return
        try:
            member = await self._find_member(event)
            person = describe_member(member, installer_id=find_installer(self._bot))
            await self._bot.app.deciding.decide(person, str(event.message_id), verdict)
        except TrussError as error:
            await self._say(event.channel_id, event.message_id, event.user_id, str(error))

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        if await self._read(event) is not Verdict.APPROVE:
            return
        try:
            member = await self._find_member(event)
            person = describe_member(member, installer_id=find_installer(self._bot))
            await self._bot.app.deciding.take_back(person, str(event.message_id))
        except TrussError as error:
            await self._say(event.channel_id, event.message_id, event.user_id, str(error))

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Pick up what was said while the bot was away, or while its session was lost."""
        for guild in self._bot.guilds:
            try:
                cards = await self._bot.app.deciding.list_undecided(str(guild.id))
            except NotFound:
                continue
            for card in cards:
                await self._pick_up(guild, card)

    async def _read(self, event: discord.RawReactionActionEvent) -> Verdict | None:
        """Return what a reaction says; None where it is our own, or not on a card."""
        verdict = REACTIONS.get(str(event.emoji))
        is_ours = self._bot.user is not None and event.user_id == self._bot.user.id
        if verdict is None or is_ours or event.guild_id is None:
            return None
        card = await self._bot.app.deciding.find_card(str(event.message_id))
        return verdict if card else None

    async def _find_member(self, event: discord.RawReactionActionEvent) -> discord.Member:
        """Return who reacted, with their roles; a removed reaction does not carry them."""
        if event.member is not None:
            return event.member
        guild = self._bot.get_guild(event.guild_id or 0)
        if guild is None:
            raise NotFound("Truss is not in this server any more.")
        return await fetch_member(guild, event.user_id)

    async def _pick_up(self, guild: discord.Guild, card: PostedCard) -> None:
        channel = self._bot.get_partial_messageable(int(card.channel_id), guild_id=guild.id)
        try:
            message = await channel.get_partial_message(int(card.message_id)).fetch()
        except discord.HTTPException as error:
            _log.warning("card.unread", message_id=card.message_id, status=error.status)
            return
        given = {str(reaction.emoji): reaction for reaction in message.reactions}
        for emoji, verdict in REACTIONS.items():
            if emoji in given:
                await self._pick_up_reaction(guild, card, given[emoji], verdict)

    async def _pick_up_reaction(
        self, guild: discord.Guild, card: PostedCard, reaction: discord.Reaction, verdict: Verdict
    ) -> None:
        async for user in reaction.users():
            if user.bot:
                continue
            try:
                member = await fetch_member(guild, user.id)
                person = describe_member(member, installer_id=find_installer(self._bot))
                await self._bot.app.deciding.decide(person, card.message_id, verdict)
            except TrussError as error:
                await self._say(int(card.channel_id), int(card.message_id), user.id, str(error))

    async def _say(self, channel_id: int, message_id: int, user_id: int, sentence: str) -> None:
        """Say why a reaction changed nothing; the same thing on a card to a person only once."""
        word = (message_id, user_id, sentence)
        if word in self._said:
            return
        self._said[word] = None
        if len(self._said) > _WORDS_MAX:
            del self._said[next(iter(self._said))]
        channel = self._bot.get_partial_messageable(channel_id)
        try:
            await channel.send(f"<@{user_id}> {name_people(sentence)}", allowed_mentions=NOBODY)
        except discord.HTTPException as error:
            _log.warning("reaction.unanswered", message_id=message_id, status=error.status)


class VerdictButton(
    ui.DynamicItem[ui.Button[Any]], template=r"review:(?P<verdict>approve|reject|undo):.+"
):
    """A button of a card; it needs nothing from the process that posted it."""

    def __init__(self, button: ui.Button[Any], verdict: Verdict) -> None:
        super().__init__(button)
        self.verdict = verdict

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: ui.Item[Any],
        match: re.Match[str],
    ) -> VerdictButton:
        assert isinstance(item, ui.Button)  # noqa: S101 - only buttons carry such an id
        return cls(item, Verdict(match["verdict"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: TrussBot = interaction.client
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            assert interaction.message is not None  # noqa: S101 - a button hangs on a message
            clip = await bot.app.deciding.decide(
                describe_caller(interaction), str(interaction.message.id), self.verdict
            )
            await answer(interaction, describe_decision(clip))
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))


async def fetch_member(guild: discord.Guild, user_id: int) -> discord.Member:
    """Return a member with their roles; NotFound where they have left."""
    try:
        return guild.get_member(user_id) or await guild.fetch_member(user_id)
    except discord.HTTPException as error:
        raise NotFound("Truss cannot see your roles; come back to this server first.") from error


def describe_decision(clip: Clip) -> str:
    """Return what a press of a button has led to."""
    match clip.status:
        case ClipStatus.APPROVED:
            return "Approved. It goes out when the time to take it back is over."
        case ClipStatus.REJECTED:
            return "Rejected. Nothing goes out."
        case _:
            return "Taken back. The clip waits for a decision again."


async def setup(bot: TrussBot) -> None:
    bot.add_dynamic_items(VerdictButton)
    await bot.add_cog(Review(bot))
