"""Every command and button that the bot offers, and what could be typed into each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from discord import AppCommandType

from bot.discord_client import COGS, DiscordClient
from tests.servers.discord import Guild, Interaction

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 8, 10, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command by its full name, and its options as registered."""

    name: str
    options: tuple[dict[str, Any], ...] = field(repr=False)

    def fill(self, guild: Guild, *, clip_id: str, is_complete: bool) -> dict[str, Any]:
        """Return a sensible value for each required option, or for all."""
        wanted = [o for o in self.options if is_complete or o.get("required")]
        return {
            option["name"]: _fill(option, guild, clip_id)
            for option in wanted
            if option["type"] != ATTACHMENT
        }

    def list_free(self) -> list[dict[str, Any]]:
        """Return the options into which anything can be typed."""
        kinds = {STRING, INTEGER, NUMBER}
        return [o for o in self.options if o["type"] in kinds and not o.get("choices")]


def _fill(option: dict[str, Any], guild: Guild, clip_id: str) -> Any:
    if option.get("choices"):
        return option["choices"][0]["value"]
    if option["name"] == "clip":
        return clip_id
    low = option.get("min_value", 1)
    known = {
        STRING: "https://videos.example/a.mp4" if option["name"] == "url" else "words",
        INTEGER: int(max(low, 1)),
        NUMBER: float(max(low, 1.0)),
        BOOLEAN: True,
        USER: guild.owner_id,
        CHANNEL: guild.channels["review"],
        ROLE: guild.roles["moderators"],
    }
    return known[option["type"]]


async def _load() -> list[Command]:
    nobody: Any = None
    bot = DiscordClient(nobody)  # cogs only keep it until somebody types
    for cog in COGS:
        await cog.setup(bot)
    typed = bot.tree.get_commands(type=AppCommandType.chat_input)
    found = [_flatten(command.to_dict(bot.tree), prefix="") for command in typed]
    await bot.close()
    return sorted((c for commands in found for c in commands), key=lambda command: command.name)


def _flatten(registered: dict[str, Any], *, prefix: str) -> list[Command]:
    name = f"{prefix}{registered['name']}"
    options = registered.get("options", [])
    if options and options[0]["type"] in {1, 2}:
        return [c for option in options for c in _flatten(option, prefix=f"{name} ")]
    return [Command(name=name, options=tuple(options))]


def list_commands() -> list[Command]:
    """Return every command, as the bot would register it."""
    return asyncio.run(_load())


async def until_told(asked: Interaction, *, seconds: float = 60.0) -> str:
    """Return the last answer to somebody; the first one must have come in time."""
    await asyncio.wait_for(asked.answered.wait(), seconds)
    assert asked.after_seconds is not None
    assert asked.after_seconds < 3
    return asked.texts[-1]
