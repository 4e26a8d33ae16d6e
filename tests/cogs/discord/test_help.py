import discord
from discord import app_commands

from cogs.discord.help import INTRODUCTION, list_commands


async def test_every_command_is_listed_with_what_it_does():
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))

    @tree.command(name="jobs", description="Show what is being worked on")
    async def jobs(interaction: discord.Interaction) -> None: ...

    group = app_commands.Group(name="clip", description="The clips")
    tree.add_command(group)

    @group.command(name="list", description="List clips")
    async def list_clips(interaction: discord.Interaction) -> None: ...

    assert list_commands(tree) == "`/clip list` The clips\n`/jobs` Show what is being worked on"
    assert "✅" in INTRODUCTION
