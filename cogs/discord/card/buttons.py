"""Card buttons: what a card opens for one person, as a form or as a private answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from cogs.cards.message import CardButton
from cogs.discord.answers import answer, explain
from cogs.discord.card.form import ClipForm
from cogs.discord.card.more import offer_more
from cogs.discord.card.why import tell_why
from cogs.discord.people import describe_caller
from cogs.discord.texts.languages import find_say

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot


class OpeningButton(
    ui.DynamicItem[ui.Button[Any]], template=rf"review:(?P<pressed>{'|'.join(CardButton)}):.+"
):
    """Edit, Why or More; it needs nothing from the process that posted the card."""

    def __init__(self, button: ui.Button[Any], pressed: CardButton) -> None:
        super().__init__(button)
        self.pressed = pressed

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> OpeningButton:
        assert isinstance(item, ui.Button)  # noqa: S101 - only buttons carry such an id
        return cls(item, CardButton(match["pressed"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: TrussBot = interaction.client
        try:
            if self.pressed is not CardButton.EDIT:
                await interaction.response.defer(ephemeral=True, thinking=True)
            assert interaction.message is not None  # noqa: S101 - a button hangs on a message
            message_id = str(interaction.message.id)
            shown = await bot.app.review.decisions.look_at(describe_caller(interaction), message_id)
            match self.pressed:
                case CardButton.EDIT:
                    say = await find_say(interaction)
                    await interaction.response.send_modal(ClipForm(bot, shown.clip, say))
                case CardButton.WHY:
                    await tell_why(bot, interaction, shown)
                case CardButton.MORE:
                    await offer_more(bot, interaction, shown)
        except Exception as error:  # noqa: BLE001 - the edge of the face: it becomes a sentence
            await answer(interaction, explain(error))


async def setup(bot: TrussBot) -> None:
    bot.add_dynamic_items(OpeningButton)
