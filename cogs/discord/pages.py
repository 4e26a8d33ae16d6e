"""Pages: a list shown page by page to one person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import discord
from discord import ui

from cogs.discord.answers import NOBODY, answer, explain
from cogs.discord.texts.languages import find_say
from cogs.texts.sentences import Say

# An interaction's token expires after 15 minutes.
PAGES_SECONDS: Final = 14 * 60.0


ReadPage = Callable[[str | None], Awaitable[tuple[str, str | None]]]
"""Reads the page at a cursor: its text, and the next cursor or None."""


class Pages(ui.View):
    """A `More` button that replaces the page with the next one."""

    def __init__(self, read_page: ReadPage, cursor: str, say: Say = str) -> None:
        super().__init__(timeout=PAGES_SECONDS)
        self._read_page = read_page
        self._cursor = cursor
        self._say = say
        self.show_more.label = say("More")

    @ui.button(label="More", style=discord.ButtonStyle.secondary)
    async def show_more(
        self, interaction: discord.Interaction[Any], _button: ui.Button[Pages]
    ) -> None:
        await interaction.response.defer()
        text, cursor = await self._read_page(self._cursor)
        view = Pages(self._read_page, cursor, self._say) if cursor else None
        self.stop()
        await interaction.edit_original_response(content=text, view=view, allowed_mentions=NOBODY)

    async def on_error(
        self,
        interaction: discord.Interaction[Any],
        error: Exception,
        _item: ui.Item[Any],
    ) -> None:
        await answer(interaction, explain(error))


async def show_pages(interaction: discord.Interaction[Any], read_page: ReadPage) -> None:
    """Show the first page of a list privately to the caller, whose answer is deferred already.

    Pages come in the caller's language from whoever reads them: they quote titles.
    """
    text, cursor = await read_page(None)
    say = await find_say(interaction)
    view = Pages(read_page, cursor, say) if cursor else discord.utils.MISSING
    await interaction.followup.send(text, view=view, ephemeral=True, allowed_mentions=NOBODY)
