"""What people type to see what was heard, whole: the real table, painter and OpenAPI check."""

import asyncio
from datetime import timedelta

import pytest

from core.domain.chat.chat_histogram import HistogramCounter
from core.domain.clips.clip import ClipStatus
from core.domain.learning.daily_chat_counts import CALLS, CHATTERS, MESSAGES, SPIKES
from core.domain.learning.metrics import DayCounts
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import StreamId
from tests.builders import NOON, make_clip, make_spike, make_stream, make_test_ulid
from tests.journeys.discord_world import LOCAL, read
from tests.servers.discord import INSTALLER_ID

PNG = b"\x89PNG\r\n\x1a\n"
STREAM = make_stream(
    id=StreamId(make_test_ulid(8)), creator_id=LOCAL, title="Run *one*", broadcaster_id="123"
)


@pytest.fixture
async def heard(ready):
    """A server with a stream in which chat erupted twice."""
    ports = ready.app.ports
    await ports.stores.streams.add_stream(STREAM)
    counter = HistogramCounter(STREAM.id, STREAM.started_at)
    for second in range(500):
        counter.count(float(second), f"viewer{second % 30}")
    await ports.stores.histograms.put_histogram(LOCAL, counter.open_row())
    await ports.stores.spikes.add_spike(STREAM, make_spike())
    later = make_spike(detected_at_seconds=305.0, peak_seconds=301.0, asked_by="<@1>")
    await ports.stores.spikes.add_spike(STREAM, later)
    return ready


async def ask(world, guild, user_id, command, **options):
    """Type a command and return all that came back."""
    asked = await world.discord.type_command(guild, user_id, command, **options)
    await asyncio.wait_for(asked.answered.wait(), 30)
    return asked


async def test_the_eruptions_of_a_stream_are_told_with_a_picture(heard, guild):
    (choice,) = await heard.discord.complete(guild, INSTALLER_ID, "stream spikes", stream="run")
    assert choice == {"name": "2026-03-01 Run *one*", "value": STREAM.id}

    shown = await ask(heard, guild, INSTALLER_ID, "stream spikes", stream=choice["value"])

    assert shown.texts[-1].splitlines() == [
        r"**Run \*one\***: chat erupted 2 times.",
        "- 2:08 hype, 31 people (4 are usual)",
        r"- 5:01 hype, 31 people (4 are usual), asked for by \<\@1\>",
    ]
    assert shown.files["chat.png"].startswith(PNG)
    assert shown.messages[-1]["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("stream", [make_test_ulid(9), "../../etc", "#", "x" * 5000])
async def test_a_stream_that_is_not_there_is_one_sentence(heard, guild, stream):
    shown = await ask(heard, guild, INSTALLER_ID, "stream spikes", stream=stream)

    assert len(shown.texts[-1]) < 200
    assert "went wrong" not in shown.texts[-1]
    assert shown.files == {}


async def test_another_creators_streams_are_neither_offered_nor_shown(heard, guild):
    owner = heard.discord.new_id()
    other = heard.discord.add_guild(owner_id=owner)
    await heard.discord.announce(other)
    await heard.set_up(other, owner)

    assert await heard.discord.complete(other, owner, "stream spikes", stream="") == []
    shown = await ask(heard, other, owner, "stream spikes", stream=STREAM.id)

    assert "no such stream" in shown.texts[-1]
    assert shown.files == {}


async def test_what_was_learned_is_told_and_its_creator_alone_may_forget_it(heard, guild):
    moderator = heard.discord.add_member(guild, "moderators")
    clip = make_clip(creator_id=LOCAL, stream_id=STREAM.id, status=ClipStatus.REJECTED)
    await heard.app.chat.learning.note_decision(ClipStatus.IN_REVIEW, clip)

    told = await read(heard, guild, moderator, "stream learned")
    refused = await read(heard, guild, moderator, "stream forget", twitch_channel="123")
    (choice,) = await heard.discord.complete(
        guild, INSTALLER_ID, "stream forget", twitch_channel="2"
    )
    forgotten = await read(
        heard, guild, INSTALLER_ID, "stream forget", twitch_channel=choice["value"]
    )
    again = await read(heard, guild, INSTALLER_ID, "stream forget", twitch_channel="123")

    assert told.startswith("**123**\n- 0 of 1 clips from chat were approved")
    assert refused == "Only the creator may do this; ask them."
    assert forgotten.startswith("Forgotten")
    assert again.startswith("Nothing was learned of this channel")
    assert "Nothing has been approved" in await read(heard, guild, moderator, "stream learned")


async def test_the_last_days_are_shown_to_the_team_with_a_picture(ready, guild):
    stranger = ready.discord.add_member(guild, "fans")
    nothing = await read(ready, guild, INSTALLER_ID, "analytics")
    for days_ago, said in ((0, 1200), (3, 20_000)):
        on = (ready.app.ports.clock.now() - timedelta(days=days_ago)).date()
        counts = {MESSAGES: said, CHATTERS: said // 10, SPIKES: 4, CALLS: 1}
        await ready.app.ports.stores.analytics.put_local_day(
            LOCAL, "chat-1", DayCounts(on=on, counts=counts)
        )

    refused = await read(ready, guild, stranger, "analytics")
    shown = await ask(ready, guild, INSTALLER_ID, "analytics")

    assert nothing == "No chat was heard in the last 30 days."
    assert refused == "Only the creator, an editor or a moderator may see this; ask one of them."
    first, second = shown.texts[-1].splitlines()
    assert first == (
        "In the last 30 days (UTC): 21,200 chat messages, spikes: 8, clips asked for: 2."
    )
    assert second.endswith("with 20,000 chat messages by 2,000 chatters.")
    assert shown.files["analytics.png"].startswith(PNG)


async def test_a_clip_of_the_last_seconds_is_asked_for_by_whoever_decides(ready, guild):
    stores = ready.app.ports.stores
    binding = TwitchBinding(
        broadcaster_id="44", creator_id=LOCAL, login="ada", created_at=NOON, updated_at=NOON
    )
    await stores.bindings.add_binding(binding)
    now = ready.app.ports.clock.now()
    stream = make_stream(
        creator_id=LOCAL,
        broadcaster_id="44",
        asset_id=None,
        started_at=now - timedelta(minutes=20),
    )
    await stores.streams.add_stream(stream)
    moderator = ready.discord.add_member(guild, "moderators")
    fan = ready.discord.add_member(guild, "fans")

    assert "ask one of them" in await read(ready, guild, fan, "clip now")
    assert "ask one of them" in await read(ready, guild, fan, "stream status")
    told = await read(ready, guild, moderator, "clip now", seconds=15)
    status = await read(ready, guild, moderator, "stream status")

    assert told.startswith("The last 15 s of ada become a clip")
    (spike,) = (await stores.spikes.list_spikes(stream)).items
    assert spike.asked_by == f"user{moderator}"
    assert "0 alerts so far, 0.0 an hour, 1 more were asked for; 8 an hour are set." in status
    (choice,) = await ready.discord.complete(guild, moderator, "clip now", twitch_channel="a")
    assert choice["value"] == "ada"
