"""The bot as its cogs know it: discord.py's, with the app and what it heard of Discord."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from discord.ext import commands

if TYPE_CHECKING:
    from core.app import App


class TrussBot(commands.Bot):
    """Whoever connects it fills it in: cogs import no client, and a client imports the cogs.

    `app_command_ids` are what commands are mentioned by; `has_caught_up` is set once the reactions
    were carried out that came while nobody listened.

    Cogs listen to `connection_ready`, `connection_lost` and `connection_resumed`, each with the
    number of the connection: there is one a shard, and a client without shards has number 0.
    """

    app: App
    app_command_ids: dict[str, int]
    has_caught_up: asyncio.Event

    def knows_all_guilds(self) -> bool:
        """Say whether a server that it does not know is none of its servers."""
        return True

    def note_twin(self) -> None:
        """Take note that another process answers what this one is asked."""
        raise NotImplementedError
