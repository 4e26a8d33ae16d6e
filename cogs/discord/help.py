"""Help: which commands there are, and what can be done on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.answers import answer

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

INTRODUCTION: Final = (
    "Truss cuts the moments at which chat erupts, and lays each before the moderators as a card. "
    "React with ✅ to approve, with ❌ to reject, with ⏪ or ⏩ to have it cut 2 s earlier or "
    "later, with ⏫ to let it go first, or use the buttons; take ✅ away again before it goes out, "
    "and nothing does."
)


class Guide(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(name="help", description="Say what Truss does and what can be typed")
    async def help_me(self, interaction: discord.Interaction[Any]) -> None:
        await answer(interaction, f"{INTRODUCTION}\n\n{list_commands(self._bot.tree)}")


def list_commands(tree: app_commands.CommandTree[Any]) -> str:
    """Return a line for each command or group; all of it fits into one message."""
    typed = tree.get_commands(type=discord.AppCommandType.chat_input)
    return "\n".join(sorted(_describe(command) for command in typed))


def _describe(command: Any) -> str:
    if isinstance(command, app_commands.Group):
        names = "|".join(sorted(inner.name for inner in command.commands))
        return f"`/{command.name} {names}` {command.description}"
    return f"`/{command.name}` {command.description}"


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Guide(bot))
