"""Confirming: what cannot be taken back with one command is asked for once more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import discord
from discord import ui

from cogs.discord.answers import answer, explain
from cogs.discord.telling import tell

Act = Callable[[discord.Interaction[Any]], Awaitable[str]]
# An interaction's token expires after 15 minutes.
_ASKED_SECONDS: Final = 14 * 60.0


class Confirmation(ui.View):
    """One button that does it; whoever does not press it changes nothing."""

    def __init__(self, act: Act, *, label: str) -> None:
        super().__init__(timeout=_ASKED_SECONDS)
        self._act = act
        button: ui.Button[Any] = ui.Button(label=label, style=discord.ButtonStyle.danger)
        button.callback = self._press  # type: ignore[method-assign]
        self.add_item(button)

    async def _press(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await answer(interaction, await self._act(interaction))

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: ui.Item[Any]
    ) -> None:
        await answer(interaction, explain(error))


async def confirm(
    interaction: discord.Interaction[Any], question: str, act: Act, *, label: str
) -> None:
    """Ask whether it is really meant; the answer was deferred before."""
    await tell(interaction, question, view=Confirmation(act, label=label))
