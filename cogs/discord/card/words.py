"""Words: the text of a clip's captions, read and mended in a form that its card opens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.ext import commands

from cogs.cards.message import WORDS_TEMPLATE
from cogs.discord.answers import answer, explain
from cogs.discord.people import describe_caller
from cogs.discord.texts.languages import find_say
from cogs.texts.sentences import Say
from core.domain.clips.words.mending import TEXT_CHARACTERS_MAX
from core.domain.people.actor import Actor
from core.domain.review.review_card import PostedCard
from core.errors import NotFound

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot


class Words(commands.Cog):
    """Has no commands: the button of a card opens its form."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot


class WordsForm(ui.Modal):
    """Asks for the right words; times are kept."""

    def __init__(self, bot: TrussBot, card: PostedCard, text: str, say: Say = str) -> None:
        super().__init__(title=say("What is said in this clip"), timeout=14 * 60)
        self._bot = bot
        self._card = card
        self.text: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph,
            default=text[:TEXT_CHARACTERS_MAX],
            required=False,
            max_length=TEXT_CHARACTERS_MAX,
        )
        self.add_item(
            ui.Label(
                text=say("Words"),
                description=say(
                    "Correct what was misheard; the times stay, and a new card follows."
                ),
                component=self.text,
            )
        )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            actor = await find_actor(self._bot, interaction)
            await self._bot.app.review.words.mend_words(
                actor, self._card.clip_id, self.text.value, seen_version=self._card.clip_version
            )
            await answer(interaction, "The captions are made anew; the new card follows.")
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))


class WordsButton(ui.DynamicItem[ui.Button[Any]], template=WORDS_TEMPLATE):
    """The button of a card that opens the form; it needs nothing from who posted the card."""

    def __init__(self, button: ui.Button[Any]) -> None:
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str]
    ) -> WordsButton:
        assert isinstance(item, ui.Button)  # noqa: S101 - only buttons carry such an id
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: TrussBot = interaction.client
        try:
            actor = await find_actor(bot, interaction)
            assert interaction.message is not None  # noqa: S101 - a button hangs on a message
            card = await get_card(bot, interaction.message.id)
            text = await bot.app.review.words.read_words(actor, card.clip_id)
            say = await find_say(interaction)
            await interaction.response.send_modal(WordsForm(bot, card, text, say))
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))


async def get_card(bot: TrussBot, message_id: int) -> PostedCard:
    """Return the card that a message shows; NotFound if it is not known any more."""
    card = await bot.app.review.decisions.find_card(str(message_id))
    if card is None:
        raise NotFound("This card is not known any more; use the newest one.")
    return card


async def find_actor(bot: TrussBot, interaction: discord.Interaction[Any]) -> Actor:
    """Return who pressed, as somebody of this server."""
    return await bot.app.people.membership.act_in_guild(describe_caller(interaction))


async def setup(bot: TrussBot) -> None:
    bot.add_dynamic_items(WordsButton)
    await bot.add_cog(Words(bot))
