"""The command, typed and pressed in a loopback Discord."""

import asyncio

import pytest

from core.domain.asking.tool_spec import ToolCall
from core.ports.asking import AskPiece
from tests.fakes.asking import FakeAskModel
from tests.journeys.discord_world import run_world, until
from tests.servers.discord import INSTALLER_ID, list_buttons, open_discord

MODEL = FakeAskModel(
    (AskPiece(call=ToolCall(name="list_clips")),),
    (AskPiece(text="There is nothing yet. "), AskPiece(text="It has 99 views.")),
)


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


async def ask(world, guild, user_id, question):
    asked = await world.discord.type_command(guild, user_id, "ask", question=question)

    def is_answered():
        told = asked.messages[-1]["content"] if asked.messages else ""
        return "-# " in told or "Only the creator" in told

    await until(is_answered, seconds=20)
    return asked


async def test_a_question_is_answered_privately_and_shown_on_demand(discord, tmp_path):
    guild = discord.add_guild()
    async with run_world(discord, tmp_path, ask_model=None) as world:
        await world.set_up(guild, INSTALLER_ID)
        asked = await ask(world, guild, INSTALLER_ID, "Which slots are there?")
        text = asked.messages[-1]["content"]
        assert text.startswith("There are no posting slots yet")
        assert "-# Report\\: posting slots · from list\\_slots" in text
        assert asked.after_seconds < 3
        labels = [button["label"] for button in list_buttons(asked.messages[-1])]
        assert labels == ["Set slots: Mon 18:00, Wed 18:00, Fri 18:00", "Show to the channel"]

        pressed = await discord.press_on(asked, INSTALLER_ID, labels[0])
        await asyncio.wait_for(pressed.answered.wait(), 10)
        assert pressed.texts[-1].startswith("Done\\: posting slots are Mon")
        stranger = discord.add_member(guild)
        refused = await discord.press_on(asked, stranger, labels[0])
        await asyncio.wait_for(refused.answered.wait(), 10)
        assert "Only the creator" in refused.texts[-1]
        shown = await discord.press_on(asked, INSTALLER_ID, "Show to the channel")
        await asyncio.wait_for(shown.answered.wait(), 10)
        assert "> Which slots are there?" in shown.texts[-1]
        no_role = await ask(world, guild, stranger, "What waits?")
        assert "Only the creator" in no_role.texts[-1]


async def test_a_models_answer_says_what_was_taken_out(discord, tmp_path):
    guild = discord.add_guild()
    async with run_world(discord, tmp_path, ask_model=MODEL) as world:
        await world.set_up(guild, INSTALLER_ID)
        asked = await ask(world, guild, INSTALLER_ID, "Which clip is best?")

    text = asked.messages[-1]["content"]
    assert text.startswith("There is nothing yet")
    assert "99" not in text
    assert "Taken out: 1 figure or address" in text
    assert "Written by a model" in text
