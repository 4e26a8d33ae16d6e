from dataclasses import replace

import pytest

from core.adapters.publishers.discord import DiscordPublisher, describe_announcement, make_nonce
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, Forbidden, Unconfirmed
from core.ports.publishing import ClipFiles, Publisher
from tests.builders import make_binding, make_order, make_publication
from tests.contracts.publisher import PublisherContract, PublisherWorld
from tests.fakes.people import FakeAnnouncements, FakeGuilds

_: type[Publisher] = DiscordPublisher
PUBLICATION = make_publication(platform=Platform.DISCORD, account_id="77")
ORDER = make_order(
    platform=Platform.DISCORD, publication=PUBLICATION, wording=Wording(title="Ace! on Haven")
)


@pytest.fixture
def board():
    return FakeAnnouncements()


@pytest.fixture
async def publisher(board):
    guilds = FakeGuilds()
    await guilds.add_guild(make_binding())
    return DiscordPublisher(board=board, guilds=guilds)


@pytest.fixture
def files(tmp_path):
    video, thumbnail = tmp_path / "in.mp4", tmp_path / "in.jpg"
    video.write_bytes(b"a film")
    thumbnail.write_bytes(b"a picture")
    return ClipFiles(video=video, thumbnail=thumbnail)


class TestContract(PublisherContract):
    @pytest.fixture
    async def world(self, board, publisher, files):
        return PublisherWorld(
            publisher=publisher,
            order=ORDER,
            files=files,
            count_posts=lambda: len(board.messages),
        )


async def publish(publisher, files, order=ORDER):
    step = await publisher.advance(order, files)
    return await publisher.advance(replace(order, progress=step.progress), files)


async def test_a_clip_is_a_message_with_its_file(publisher, board, files):
    step = await publish(publisher, files)

    assert (step.status, step.link, step.post_id) == (
        PublicationStatus.PUBLISHED,
        "https://discord.example/1",
        "1",
    )
    assert board.files == [b"a film"]
    (message,) = board.messages.values()
    assert message.filename == f"ace-on-haven-{PUBLICATION.id.lower()}.mp4"
    assert message.channel_id == "77"


@pytest.mark.parametrize("title", ["", "!!!", "日本語"])
def test_a_file_has_a_name_whatever_the_title(title):
    order = replace(ORDER, wording=Wording(title=title))

    assert describe_announcement(order).filename == f"clip-{PUBLICATION.id.lower()}.mp4"


def test_a_nonce_is_the_publication_s_own():
    other = replace(ORDER, publication=make_publication(id="another"))

    assert make_nonce(ORDER) == make_nonce(replace(ORDER, now=ORDER.clip.created_at))
    assert make_nonce(ORDER) != make_nonce(other)
    assert len(make_nonce(ORDER)) <= 25


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, None),
        ({"publication": make_publication()}, "Choose the channel"),
        ({"size_bytes": 10 * 1024 * 1024 + 1}, "at most 10 MB"),
        ({"size_bytes": 10**9, "object_key": "creators/ada/clips/1/clip.10485760.mp4"}, None),
    ],
)
def test_what_discord_does_not_take_is_said_before(publisher, given, problem):
    found = publisher.find_problem(replace(ORDER, **given))

    assert found is None if problem is None else problem in (found or "")


async def test_a_channel_of_another_server_gets_nothing(board, files):
    publisher = DiscordPublisher(board=board, guilds=FakeGuilds())

    with pytest.raises(Forbidden, match="another server"):
        await publish(publisher, files)

    assert board.messages == {}


@pytest.mark.parametrize(
    ("failing", "expected"),
    [
        (ExternalFailure("Discord cannot be reached.", retryable=True), ExternalFailure),
        (ExternalFailure("Truss may not read there."), Unconfirmed),
        (Forbidden("The channel is gone."), Unconfirmed),
    ],
)
async def test_where_nobody_can_look_a_person_decides(publisher, board, files, failing, expected):
    step = await publisher.advance(ORDER, files)
    board.failing = failing

    with pytest.raises(expected) as raised:
        await publisher.look(replace(ORDER, progress=step.progress))

    assert type(raised.value) is expected
