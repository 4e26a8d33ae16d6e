"""A Discord on loopback for journeys, and the bot running in it."""

import pytest

from tests.journeys.discord_world import run_world
from tests.servers.discord import INSTALLER_ID, open_discord


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest test first, since at the end it would leave a core idle."""
    items.sort(key=lambda item: item.path.name != "test_demo.py")
