"""A Discord on loopback for journeys, and the bot running in it."""

import asyncio

import pytest

from tests.journeys.discord_world import run_world
from tests.servers.discord import INSTALLER_ID, open_discord

# Those with a test of ten seconds and more, the longest first.
LONGEST = {
    name: place
    for place, name in enumerate(
        ("test_demo.py", "test_footage.py", "test_analyse.py", "test_axe.py", "test_live_clip.py")
    )
}


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def guild(discord):
    return discord.add_guild()


@pytest.fixture
async def world(discord, guild, tmp_path):
    async with run_world(discord, tmp_path) as running:
        yield running


@pytest.fixture
async def ready(world, guild):
    """A server where `/setup` has been done."""
    await world.set_up(guild, INSTALLER_ID)
    return world


@pytest.fixture
def quick_sessions(monkeypatch):
    """Let sessions begin sooner, one after the other, than Discord lets a bot begin them."""

    async def pause(self, shard_id, *, initial=False):
        await asyncio.sleep(0 if initial else 0.1)

    monkeypatch.setattr("discord.client.Client.before_identify_hook", pause)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest tests first, since one of them at the end would leave a core idle."""
    last = len(LONGEST)
    items.sort(key=lambda item: LONGEST.get(item.path.name, last))
