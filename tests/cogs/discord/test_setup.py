from types import SimpleNamespace
from typing import Any

import discord

from cogs.discord.setup import NEEDED, list_missing


def make_channel(allowed: discord.Permissions) -> Any:
    """Return a text channel, as far as rights go."""
    rights = {"Truss": allowed}
    return SimpleNamespace(
        guild=SimpleNamespace(me="Truss"), permissions_for=lambda member: rights[member]
    )


def test_the_rights_that_lack_are_named_as_discord_names_them():
    allowed = discord.Permissions(NEEDED.value)
    allowed.update(attach_files=False, read_message_history=False)

    assert list_missing(make_channel(allowed)) == ["attach files", "read message history"]
    assert list_missing(make_channel(NEEDED)) == []
