"""Every command of somebody whose Discord is in German: no sentence of the answers is English."""

from datetime import timedelta

import pytest

from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.chat_histogram import HistogramCounter
from core.domain.clips.clip import ClipStatus
from core.domain.learning.daily_chat_counts import CALLS, CHATTERS, MESSAGES, SPIKES
from core.domain.learning.metrics import DayCounts
from core.domain.plan.idea_patterns import _CLIP_PATTERNS, _PATTERNS
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import StreamStatus
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import StreamId
from core.domain.work.platform import Platform
from tests.builders import NOON, make_clip, make_spike, make_stream, make_test_ulid
from tests.english_left import is_english, list_said
from tests.journeys.discord_commands import list_commands, until_told
from tests.journeys.discord_world import LOCAL, run_world
from tests.servers.discord import INSTALLER_ID

pytestmark = pytest.mark.no_cover

COMMANDS = list_commands()
TITLES = (*(title for title, _ in _PATTERNS), *_CLIP_PATTERNS)
IDEAS = [part for title in TITLES for part in title.split("{topic}") if part.strip()]
OTHERS_WORDS = (
    *sorted(IDEAS, key=len, reverse=True),
    "this channel",
    "Salt and Pepper",
    "A moment",
)
"""A post that the plan suggests, an account, a clip: what things are called is never translated.

Which posts are suggested depends on the day.
"""
HEARD = make_stream(
    id=StreamId(make_test_ulid(8)),
    creator_id=LOCAL,
    title="Zeitlupe",
    broadcaster_id="123",
    status=StreamStatus.ENDED,
    duration_seconds=3700.0,
)


@pytest.fixture
async def german(discord, guild, tmp_path):
    discord.locale = "de"
    async with run_world(discord, tmp_path) as running:
        yield running


class Listener:
    """Types commands, and keeps what was English in the answers."""

    def __init__(self, world, guild):
        self.world, self.guild = world, guild
        self.heard = []
        self.english = []

    def note(self, command, asked):
        said = [line for message in asked.messages for line in list_said(message)]
        self.heard += said
        self.english += [(command, line) for line in said if is_english(_leave_out_names(line))]

    async def type(self, command, user_id=INSTALLER_ID, **options):
        asked = await self.world.discord.type_command(self.guild, user_id, command, **options)
        await until_told(asked)
        self.note(command, asked)
        return asked

    async def press(self, asked, label):
        pressed = await self.world.discord.press_on(asked, INSTALLER_ID, label)
        await until_told(pressed)
        self.note(label, pressed)


def _leave_out_names(line):
    line = line.replace("\\", "")
    for name in OTHERS_WORDS:
        line = line.replace(name, "Name")
    return line


async def test_no_command_says_anything_english(german, guild):
    """To an owner and a stranger, before and after a server is set up, with options and without."""
    told = Listener(german, guild)
    stranger = german.discord.add_member(guild, "fans")
    await told.type("stream list", stranger)
    told.note("setup here", await german.set_up(guild, INSTALLER_ID))
    await told.type("stream list", stranger)
    for command in COMMANDS:
        few, all_ = (
            command.fill(guild, clip_id=make_test_ulid(1), is_complete=is_complete)
            for is_complete in (False, True)
        )
        for options in [all_] if few else [few, all_]:
            await told.type(command.name, **options)

    assert told.english == []
    assert len(set(told.heard)) > 120


async def add_what_was_heard(world):
    """A stream with a gap in which chat erupted, one that is on, and a month of chat."""
    stores = world.app.ports.stores
    now = world.app.ports.clock.now()
    await stores.bindings.add_binding(
        TwitchBinding(
            broadcaster_id="44", creator_id=LOCAL, login="ada", created_at=NOON, updated_at=NOON
        )
    )
    gap = CoverageGap(
        start_seconds=100.0, end_seconds=400.0, reason="the connection to Twitch was lost"
    )
    live = make_stream(
        creator_id=LOCAL,
        broadcaster_id="44",
        asset_id=None,
        started_at=now - timedelta(minutes=20),
        gaps=(gap,),
        title="Nachtlauf",
    )
    for stream in (HEARD, live):
        await stores.streams.add_stream(stream)
    counter = HistogramCounter(HEARD.id, HEARD.started_at)
    for second in range(500):
        counter.count(float(second), f"viewer{second % 30}")
    await stores.histograms.put_histogram(LOCAL, counter.open_row())
    await stores.spikes.add_spike(HEARD, make_spike())
    later = make_spike(detected_at_seconds=305.0, peak_seconds=301.0, asked_by="Bo")
    await stores.spikes.add_spike(HEARD, later)
    counts = {MESSAGES: 1234, CHATTERS: 120, SPIKES: 4, CALLS: 1}
    await stores.analytics.put_local_day(LOCAL, "chat-1", DayCounts(on=now.date(), counts=counts))
    decided = make_clip(creator_id=LOCAL, stream_id=HEARD.id, status=ClipStatus.REJECTED)
    await world.app.chat.learning.note_decision(ClipStatus.IN_REVIEW, decided)


async def link_accounts(world):
    now = world.app.ports.clock.now()
    for platform in (Platform.YOUTUBE, Platform.TIKTOK):
        token = PlatformToken(
            creator_id=LOCAL,
            platform=platform,
            account_id="one",
            account_name="Salt and Pepper",
            access_token="access",
            created_at=now,
            updated_at=now,
        )
        await world.app.ports.stores.tokens.link_account(token)


async def test_what_was_heard_linked_and_planned_is_told_in_german(german, guild):
    told = Listener(german, guild)
    await german.set_up(guild, INSTALLER_ID)
    await add_what_was_heard(german)
    await link_accounts(german)
    await german.add_clip(title="Zeitlupe")
    moderator = german.discord.add_member(guild, "moderators")

    for command in ("stream list", "stream status", "stream learned", "analytics", "jobs"):
        await told.type(command)
    await told.type("stream spikes", stream=HEARD.id, order="strength")
    await told.type("stream forget", moderator, twitch_channel="123")
    await told.type("where add", platform="youtube", account="one", privacy="unlisted", tags="ace")
    await told.type("where add", platform="tiktok", account="one")
    await told.type("account list")
    await told.type("setup show")
    await told.type("setup team", person=moderator, become="editor")
    await told.type("setup team", role=guild.roles["fans"], become="editor")
    await told.type("setup team")
    await told.press(await told.type("setup team", person=moderator, become="owner"), "Übergeben")
    await told.type("plan fill", count=3)
    await told.type("plan weekly", day="4", title="Rückblick", wants_clip=True)
    offered = await german.discord.complete(guild, INSTALLER_ID, "account unlink", account="auf y")
    assert [choice["name"] for choice in offered] == ["Salt and Pepper auf YouTube"]
    await told.type("account unlink", account="youtube:one")
    offered = await told.type("video analyse", video=make_test_ulid(7))
    await told.press(offered, "Auswerten")
    await told.press(await told.type("setup remove"), "Entfernen")

    assert told.english == []
    assert "☑ Verknüpft: Salt and Pepper auf TikTok und Salt and Pepper auf YouTube." in [
        line.replace("\\", "") for line in told.heard
    ]
