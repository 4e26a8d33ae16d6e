"""What was learned, asked of the bot in Discord: words, tasks with buttons, one's own wishes."""

from __future__ import annotations

import asyncio

import pytest

from core.domain.publishing.posting_slot import write_slots
from tests.journeys.discord_world import actor_of, run_world
from tests.servers.discord import INSTALLER_ID, open_discord


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


async def ask(world, guild, command, **options):
    asked = await world.discord.type_command(guild, INSTALLER_ID, command, **options)
    await asyncio.wait_for(asked.answered.wait(), 60)
    return asked


async def test_insights_tasks_and_preferences_are_a_command_each(discord, tmp_path):
    guild = discord.add_guild()
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        binding = await world.app.ports.stores.guilds.find_guild(guild.id)
        assert binding is not None
        actor = actor_of(binding.creator_id)
        assert "Nothing was looked at yet" in (await ask(world, guild, "insights")).texts[-1]
        await world.app.demo_history.lay_out(actor)

        told = (
            await ask(world, guild, "me", tone="brutal", daily=2, quiet="22-7", name="Ada")
        ).texts[-1]
        assert told.startswith("Noted, Ada.\n- Name: Ada\n- Tone: brutal")
        assert "- Daily goal: 2 a day" in told
        insights = (await ask(world, guild, "insights")).texts[-1].replace("\\", "")
        assert insights.startswith("This is what works.")
        assert "Posts between 17:00 and 22:00 get about" in insights

        *_, experiment = await world.app.insights.tasks.list_open(actor)
        await world.app.insights.tasks.dismiss(actor, experiment.id)
        tasks = await ask(world, guild, "tasks")
        pressed = await discord.press_on(tasks, INSTALLER_ID, "Do it")
        await asyncio.wait_for(pressed.answered.wait(), 30)
        assert "Done. Next." in pressed.texts[-1]
        assert "Posting slots: Mon 19:00" in pressed.texts[-1].replace("\\", "")
        slots = await world.app.publishing.settings.get_slots(actor)
        assert write_slots(slots.slots).startswith("Mon 19:00")

        me = (await ask(world, guild, "me", language="de")).texts[-1].replace("\\", "")
        assert me.startswith("Notiert, Ada.\n- Name: Ada\n- Ton: brutal")
        assert "- Tagesziel: 2 am Tag; heute" in me
        assert "- Ruhezeit: 22:00 bis 7:00" in me
        insights = (await ask(world, guild, "insights")).texts[-1].replace("\\", "")
        assert insights.startswith("Das funktioniert.")
        assert "Beiträge zwischen 17:00 und 22:00, Aufrufe: etwa das" in insights
        asked = (await ask(world, guild, "ask", question="was wartet auf mich?")).texts[-1]
        asked = asked.replace("\\", "")
        assert "in Prüfung, fest hängt: 0 Veröffentlichungen" in asked
        assert "Bericht: was wartet" in asked
