"""Review: decisions by reaction and by button, also those given while the bot was away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import discord
import structlog
from discord import ui
from discord.ext import commands

from cogs.cards.emojis import read_emoji, read_thumb
from cogs.command_mentions import mention_commands
from cogs.discord.answers import NOBODY, UNREACHED, answer, explain
from cogs.discord.people import describe_caller, describe_member, find_installer
from cogs.discord.texts.languages import find_language_of
from cogs.markdown import name_people
from cogs.texts.sentences import translate
from core.domain.people.member import GuildPerson
from core.domain.review.review_card import Verdict
from core.errors import ExternalFailure, NotFound, TrussError
from core.services.review.decisions import STEP_SECONDS, Outcome
from core.services.review.reactions import ANSWERED

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_log = structlog.get_logger(__name__)

_WORDS_MAX: Final = 1000


class Reacted(NamedTuple):
    """Where somebody reacted, and who."""

    channel_id: int
    message_id: int
    user_id: int


class Review(commands.Cog):
    """Listens to reactions on cards.

    A reaction cannot be answered in private, so its answer goes away after `said_seconds`.
    """

    said_seconds = 60.0

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot
        self._said: dict[tuple[int, int, str], None] = {}

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        verdict = await self._read(event)
        if verdict is None:
            return
        reacted = Reacted(event.channel_id, event.message_id, event.user_id)
        try:
            guild = self._bot.get_guild(event.guild_id or 0)
            await self.hear(reacted, verdict, guild, event.member)
        except TrussError as error:
            await self._say(reacted, str(error), guild)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        gate = self._bot.app.publishing.gate
        with gate.hold(str(event.message_id)):
            try:
                await self._take_away(event)
            except TrussError as error:
                # Until it is undone, nothing of this card goes out.
                gate.note_unknown(str(event.message_id))
                _log.warning("reaction.not_undone", message_id=event.message_id, reason=str(error))

    async def _take_away(self, event: discord.RawReactionActionEvent) -> None:
        verdict = await self._read(event)
        if verdict is not None:
            reacted = Reacted(event.channel_id, event.message_id, event.user_id)
            await self.unhear(reacted, verdict, self._bot.get_guild(event.guild_id or 0))

    async def hear(
        self,
        reacted: Reacted,
        verdict: Verdict,
        guild: discord.Guild | None,
        member: discord.Member | None = None,
    ) -> None:
        """Carry out a reaction, or say why it changes nothing; raises what may pass."""
        try:
            person = await self._describe(reacted, guild, member)
            await self._bot.app.review.reactions.hear(person, str(reacted.message_id), verdict)
        except ANSWERED as error:
            await self._say(reacted, str(error), guild)

    async def unhear(self, reacted: Reacted, verdict: Verdict, guild: discord.Guild | None) -> None:
        """Undo what a reaction did that was taken away, as `hear` carries one out."""
        try:
            person = await self._describe(reacted, guild)
            await self._bot.app.review.reactions.unhear(person, str(reacted.message_id), verdict)
        except ANSWERED as error:
            await self._say(reacted, str(error), guild)

    async def _describe(
        self,
        reacted: Reacted,
        guild: discord.Guild | None,
        member: discord.Member | None = None,
    ) -> GuildPerson:
        """Return who reacted, with their roles; only a reaction that is given brings them along."""
        member = member or await fetch_member(guild, reacted.user_id)
        return describe_member(member, installer_id=find_installer(self._bot))

    async def _read(self, event: discord.RawReactionActionEvent) -> Verdict | None:
        """Return what a reaction says; None where no person gave it, or it is not on a card.

        One that is given brings its member along, and whoever hears it looks for the card.
        """
        verdict = read_emoji(str(event.emoji)) or await self._read_thumb(event)
        is_ours = self._bot.user is not None and event.user_id == self._bot.user.id
        is_machine = event.member is not None and event.member.bot
        if verdict is None or is_ours or is_machine or event.guild_id is None:
            return None
        is_given = event.member is not None
        decisions = self._bot.app.review.decisions
        is_on_card = is_given or await decisions.find_card(str(event.message_id))
        return verdict if is_on_card else None

    async def _read_thumb(self, event: discord.RawReactionActionEvent) -> Verdict | None:
        """Return what a thumb says, where its server lets thumbs decide."""
        verdict = read_thumb(str(event.emoji))
        if verdict is None or event.guild_id is None:
            return None
        counts = await self._bot.app.review.reactions.counts_thumbs(str(event.guild_id))
        return verdict if counts else None

    async def _say(self, reacted: Reacted, sentence: str, guild: discord.Guild | None) -> None:
        """Say why a reaction changed nothing; the same thing on a card to a person only once."""
        language = await find_language_of(self._bot.app, guild, reacted.user_id)
        word = (reacted.message_id, reacted.user_id, sentence)
        if word in self._said:
            return
        self._said[word] = None
        if len(self._said) > _WORDS_MAX:
            del self._said[next(iter(self._said))]
        channel = self._bot.get_partial_messageable(reacted.channel_id)
        told = mention_commands(translate(sentence, language), self._bot.app_command_ids)
        text = f"<@{reacted.user_id}> {name_people(told)}"
        try:
            await channel.send(text, allowed_mentions=NOBODY, delete_after=self.said_seconds)
        except UNREACHED as error:
            _log.warning("reaction.unanswered", message_id=reacted.message_id, reason=repr(error))


class VerdictButton(
    ui.DynamicItem[ui.Button[Any]], template=rf"review:(?P<verdict>{'|'.join(Verdict)}):.+"
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
            outcome = await bot.app.review.decisions.decide(
                describe_caller(interaction), str(interaction.message.id), self.verdict
            )
            await answer(interaction, describe_outcome(self.verdict, outcome))
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))


async def fetch_member(guild: discord.Guild | None, user_id: int) -> discord.Member:
    """Return a member with their roles.

    NotFound where they, or the bot, have left; ExternalFailure where Discord does not say.
    """
    if guild is None:
        raise NotFound("Truss is not in this server any more.")
    try:
        return guild.get_member(user_id) or await guild.fetch_member(user_id)
    except (discord.NotFound, discord.Forbidden) as error:
        raise NotFound("Truss cannot see your roles; come back to this server first.") from error
    except UNREACHED as error:
        raise ExternalFailure(
            "Discord did not say which roles you have, so this did not count; use the card's "
            "buttons, or react once more."
        ) from error


def describe_outcome(verdict: Verdict, outcome: Outcome) -> str:
    """Return what a press of a button has led to."""
    if verdict is Verdict.APPROVE and outcome.tally:
        return f"Your approval counts: {outcome.tally.count} of {outcome.tally.needed}."
    return _OUTCOMES[verdict]


_CUT_ANEW: Final = f"It is cut {STEP_SECONDS:g} s {{}} now; its new card follows."
_OUTCOMES: Final = {
    Verdict.APPROVE: "Approved. It goes out when the time to take it back is over.",
    Verdict.REJECT: "Rejected. Nothing goes out.",
    Verdict.UNDO: "Taken back. The clip waits for a decision again.",
    Verdict.EARLIER: _CUT_ANEW.format("earlier"),
    Verdict.LATER: _CUT_ANEW.format("later"),
    Verdict.LIFT: "It comes before others now.",
    Verdict.RETRY: "It is tried again; the card says how that goes.",
    Verdict.REPUBLISH: "It is published again; the card says how that goes.",
}


async def setup(bot: TrussBot) -> None:
    bot.add_dynamic_items(VerdictButton)
    await bot.add_cog(Review(bot))
