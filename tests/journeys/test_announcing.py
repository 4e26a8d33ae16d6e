"""Clips go out to Discord: the process that is connected posts them in the creator's channel."""

from dataclasses import replace
from typing import Any

import pytest

from bot.discord_posts.announcements import write_text
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.platform import Platform
from core.ports.review import Announcement
from tests.builders import make_order, make_test_ulid
from tests.journeys.discord_world import LOCAL, World, run_world, until_true
from tests.servers.discord import INSTALLER_ID, Guild, open_discord


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
        await running.set_up(guild, INSTALLER_ID)
        yield running


async def approve(world: World, channel_id: str, number: int = 1) -> Publication:
    """Let a clip be made and approved for a channel."""
    clip = await world.until_status(await world.add_clip(number), ClipStatus.IN_REVIEW)
    now = world.app.ports.clock.now()
    publication = Publication(
        id=PublicationId(make_test_ulid(500 + number)),
        creator_id=clip.creator_id,
        clip_id=clip.id,
        platform=Platform.DISCORD,
        account_id=channel_id,
        due_at=now,
        created_at=now,
        updated_at=now,
    )
    approved = clip.move_to(ClipStatus.APPROVED, at=now)
    await world.app.ports.stores.clips.save_clip(approved, publications=[publication])
    return publication


async def until_settled(world: World, publication: Publication) -> Publication:
    store = world.app.ports.stores.publications

    async def is_so() -> bool:
        found = await store.get_publication(publication.creator_id, publication.id)
        return found.status in {PublicationStatus.PUBLISHED, PublicationStatus.FAILED}

    await until_true(is_so)
    return await store.get_publication(publication.creator_id, publication.id)


def list_posts(world: World, guild: Guild) -> list[dict[str, Any]]:
    chat = guild.channels["chat"]
    return [m for m in world.discord.messages.values() if m["channel_id"] == chat]


async def is_greeted(world: World, guild: Guild) -> bool:
    return bool(list_posts(world, guild))


async def test_an_approved_clip_is_announced_with_its_file_and_found_again(world, guild):
    publication = await until_settled(world, await approve(world, guild.channels["chat"]))

    (message,) = list_posts(world, guild)
    assert publication.status is PublicationStatus.PUBLISHED
    assert publication.post_id == message["id"]
    assert publication.link == (
        f"https://discord.com/channels/{guild.id}/{guild.channels['chat']}/{message['id']}"
    )
    clip = await world.app.ports.stores.clips.get_clip(publication.creator_id, publication.clip_id)
    (attachment,) = message["attachments"]
    async with world.app.ports.storage.open_file(clip.object_key) as stored:
        assert world.discord.files[attachment["url"]] == stored.read_bytes()
    assert message["allowed_mentions"] == {"parse": []}

    # A process that died after it was posted, and before that was written down, finds it there.
    order = make_order(clip, platform=Platform.DISCORD, publication=publication)
    progress = PublishProgress(step="send", may_be_out=True, entered_at=publication.created_at)
    publisher = world.app.ports.publishers[Platform.DISCORD]
    found = await publisher.look(replace(order, progress=progress))
    assert (found.post_id, found.link) == (message["id"], publication.link)


async def test_a_channel_of_somebody_else_s_server_gets_nothing(world, discord):
    theirs = discord.add_guild(owner_id="100000000000000099")
    await discord.announce(theirs)
    await until_true(lambda: is_greeted(world, theirs))

    publication = await until_settled(world, await approve(world, theirs.channels["chat"]))

    assert publication.status is PublicationStatus.FAILED
    assert "choose another one" in (publication.reason or "")
    (greeting,) = list_posts(world, theirs)
    assert greeting["attachments"] == []
    assert publication.creator_id == LOCAL == CreatorId("local")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "**An ace**"),
        (
            {"title": "@everyone *wow*", "text": "see <#1>", "hashtags": "#ace"},
            "**\\@everyone \\*wow\\***\nsee \\<\\#1\\>\n\\#ace",
        ),
        ({"text": "x" * 3000}, "**An ace**"),
    ],
)
def test_a_stranger_s_words_mention_nobody(given, expected):
    values = {"channel_id": "1", "title": "An ace", "text": "", "hashtags": "", "filename": "a.mp4"}

    assert write_text(Announcement(**(values | given))) == expected
