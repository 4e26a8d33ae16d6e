"""Review in Discord, whole: discord.py unmodified, Discord on loopback, the real table."""

import pytest

from tests.journeys.discord_world import World, run_world, until
from tests.servers.discord import (
    INSTALLER_ID,
    list_buttons,
    list_media,
    list_texts,
    open_discord,
)

YES, NO = "✅", "❌"


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
    """A server that is set up."""
    await world.set_up(guild, INSTALLER_ID)
    return world


def text_of(world: World, message_id: str) -> str:
    return "\n".join(list_texts(world.discord.messages[message_id]))


async def test_a_clip_is_laid_before_the_moderators_with_its_video_inside(ready, guild):
    await ready.add_clip()

    message_id = await ready.card(guild)

    message = ready.discord.messages[message_id]
    (address,) = list_media(message)
    assert ready.discord.files[address]
    assert "clip.mp4" in address
    assert [button["label"] for button in list_buttons(message)] == ["Approve", "Reject"]
    assert "of 100" in text_of(ready, message_id)
    assert "31 people wrote 40 lines" in text_of(ready, message_id)
    assert message["allowed_mentions"] == {"parse": []}


async def test_a_moderators_reaction_approves_publishes_and_the_card_says_so(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    message_id = await ready.card(guild)

    await ready.discord.react(moderator, message_id, YES)

    decided = await ready.until_status(clip, "approved")
    assert decided.decided_by == f"discord:{moderator}"
    await until(lambda: f"Approved by <@{moderator}>" in text_of(ready, message_id))
    await until(lambda: "Published" in text_of(ready, message_id))
    assert await ready.publications() == ["published"]
    assert list_buttons(ready.discord.messages[message_id]) == []
    assert list_media(ready.discord.messages[message_id])
