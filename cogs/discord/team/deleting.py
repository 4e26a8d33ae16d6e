"""Deleting a creator: the data first, as a file, then the words that must be typed."""

from __future__ import annotations

import asyncio
import gzip
import io
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import ui

from cogs.discord.answers import answer, explain
from cogs.discord.people import describe_caller
from cogs.discord.telling import show_form, tell
from core.domain.people.actor import Actor
from core.services.people.leaving.forgetting import Forgetting

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

ATTACHED_BYTES_MAX: Final = 8 * 1024**2
_ASKED_SECONDS: Final = 14 * 60.0
_QUESTION: Final = (
    "Everything of **{creator}** would be gone for good: clips, videos, plans, figures, accounts, "
    "settings, the team and this server's setup. What was published stays where it is, and so do "
    "the cards in Discord and older backups. {export} Videos and clips as files come with "
    "`trussbot export` on the machine that runs Truss."
)
_ATTACHED: Final = "Attached are all your data as JSON."
_TOO_LARGE: Final = "Your data are too large for a message, so take them first from there."


async def offer_deletion(bot: TrussBot, interaction: discord.Interaction[Any]) -> None:
    """Hand the data out and ask for the words; the answer was deferred before."""
    _, actor = await bot.app.people.membership.enter_guild(describe_caller(interaction))
    actor.require_owner()
    data = await bot.app.people.exporting.make_data(actor)
    packed = await asyncio.to_thread(gzip.compress, data)
    files = []
    if len(packed) <= ATTACHED_BYTES_MAX:
        files = [discord.File(io.BytesIO(packed), f"truss-{actor.creator_id}.json.gz")]
    question = _QUESTION.format(creator=actor.creator_id, export=_ATTACHED if files else _TOO_LARGE)
    await tell(interaction, question, view=Deletion(bot, actor), files=files)


class Deletion(ui.View):
    """One button, which asks for the words."""

    def __init__(self, bot: TrussBot, actor: Actor) -> None:
        super().__init__(timeout=_ASKED_SECONDS)
        self._bot = bot
        self._actor = actor
        button: ui.Button[Any] = ui.Button(
            label="Delete everything", style=discord.ButtonStyle.danger
        )
        button.callback = self._press  # type: ignore[method-assign]
        self.add_item(button)

    async def _press(self, interaction: discord.Interaction[Any]) -> None:
        await show_form(interaction, DeletionForm(self._bot, self._actor))

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: ui.Item[Any]
    ) -> None:
        await answer(interaction, explain(error))


class DeletionForm(ui.Modal, title="Delete everything"):
    """Asks for the words that nobody types by mistake."""

    def __init__(self, bot: TrussBot, actor: Actor) -> None:
        super().__init__(timeout=_ASKED_SECONDS)
        self._bot = bot
        self._actor = actor
        self.words: ui.TextInput[Any] = ui.TextInput(max_length=200)
        phrase = Forgetting.phrase_for(actor.creator_id)
        self.add_item(
            ui.Label(text="Words", description=f"type: {phrase}"[:100], component=self.words)
        )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await answer(interaction, await self._delete(interaction))
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))

    async def _delete(self, interaction: discord.Interaction[Any]) -> str:
        person = describe_caller(interaction)
        _, actor = await self._bot.app.people.membership.enter_guild(person)
        forgetting = self._bot.app.people.forgetting
        done = await forgetting.forget_creator(actor, typed=self.words.value)
        told = f"Everything is deleted: {done.rows} entries and {done.files} files."
        if not done.is_whole:
            told += " Something was still being written: type /setup here and delete once more."
        return told
