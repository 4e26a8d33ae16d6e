import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from cogs.discord.missed_reactions import MissedReactions
from core.background import spawn, stop
from tests.builders import make_posted_card
from tests.fakes.app import make_app
from tests.journeys.discord_world import bring_due, run_world, until, until_true
from tests.servers.discord import INSTALLER_ID, open_discord

YES = "✅"


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


@pytest.fixture
def guild(discord):
    return discord.add_guild()


async def test_a_request_that_fails_is_made_again_until_every_card_is_compared(
    discord, guild, tmp_path
):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
    discord.reactions[card][YES].append(moderator)
    discord.refusals["GET", "/channels/*/messages"] = 403

    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.until_status(clip, "approved")

        async def is_compared():
            return world.app.publishing.gate.is_compared(card)

        await until_true(is_compared)


async def test_a_message_that_somebody_deleted_holds_nothing_back(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.react(moderator, card, YES)
        await world.until_status(clip, "approved")
    del discord.messages[card]
    await bring_due(tmp_path)

    async with run_world(discord, tmp_path) as world:

        async def is_out():
            return await world.publications() == ["published"]

        await until_true(is_out)


async def test_what_is_said_before_the_card_is_stored_is_heard(
    discord, guild, tmp_path, monkeypatch
):
    """A message is seen as soon as it is sent, and the table may take its time."""
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        cards, is_heard = world.app.ports.stores.cards, asyncio.Event()
        add_card, find_card_context = cards.add_card, cards.find_card_context

        async def add_late(card):
            await is_heard.wait()
            await add_card(card)

        async def find(message_id, **whom):
            try:
                return await find_card_context(message_id, **whom)
            finally:
                is_heard.set()

        monkeypatch.setattr(cards, "add_card", add_late)
        monkeypatch.setattr(cards, "find_card_context", find)
        clip = await world.add_clip()
        await until(lambda: len(discord.cards(guild)) == 1)
        await discord.react(moderator, discord.cards(guild)[0]["id"], YES)

        await world.until_status(clip, "approved")


async def test_what_was_said_before_a_kill_is_heard_once_the_card_is_stored(
    discord, guild, tmp_path, monkeypatch
):
    """The next process finds the message that the killed one had sent, with what hangs on it."""
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)

        async def never_add(card):
            await asyncio.Event().wait()

        monkeypatch.setattr(world.app.ports.stores.cards, "add_card", never_add)
        clip = await world.add_clip()
        await until(lambda: len(discord.cards(guild)) == 1)
        discord.reactions[discord.cards(guild)[0]["id"]].setdefault(YES, []).append(moderator)

    async with run_world(discord, tmp_path) as world:
        await world.until_status(clip, "approved")
        assert len(discord.cards(guild)) == 1


async def test_an_error_that_nobody_foresaw_does_not_end_the_looking(tmp_path, monkeypatch):
    """Whatever is approved by reaction later would wait until the next start."""
    app = make_app(tmp_path)
    bot: Any = SimpleNamespace(app=app, get_guild=lambda _: SimpleNamespace(id=10))
    bot.is_ready = lambda: True
    looked_at = []

    async def look_at(card):
        looked_at.append(card.message_id)
        raise RuntimeError

    monkeypatch.setattr(app.review.reactions, "look_at", look_at)
    serving = spawn(MissedReactions(bot)._serve_wanted(), name="missed reactions")

    app.publishing.gate.want(make_posted_card(message_id="30"))
    await until(lambda: looked_at == ["30"])
    app.publishing.gate.want(make_posted_card(message_id="31"))
    await until(lambda: looked_at == ["30", "31"])

    await stop([serving])
