"""Bringing videos by /video upload, whole: discord.py, files on loopback, a real table."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from cogs.discord.progress.progress_updates import Pace
from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.render import FfmpegRenderer
from core.adapters.ffmpeg.signals import VideoSignalReader
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.domain.work.ids import CreatorId
from tests.core.adapters.conftest import run_tool
from tests.fakes.media import FakeSignalReader
from tests.journeys.discord_world import (
    World,
    actor_of,
    run_world,
    until,
    until_begun,
    until_true,
)
from tests.servers.discord import INSTALLER_ID, list_buttons, list_texts, open_discord

LOOPBACK = "127.0.0.0/8"
VIDEO = b"\x00\x00\x00\x20ftypisom" + b"a video " * 1000
FOUND: dict[str, Any] = {"signals": FakeSignalReader(loud_at_seconds=(44.0,))}
QUICK = Pace(edit_seconds=0.05, message_edit_seconds=0.05, answer_seconds=0.3)


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def guild(discord):
    return discord.add_guild()


class Elsewhere:
    """A web server with one video that is let go piece by piece."""

    def __init__(self):
        self.may_end = asyncio.Event()
        self.asked = 0
        self.is_broken = False
        self.url = ""

    async def give(self, request):
        self.asked += 1
        if self.is_broken:
            return web.Response(status=404)
        answer = web.StreamResponse(headers={"Content-Length": str(len(VIDEO))})
        await answer.prepare(request)
        await answer.write(VIDEO[:4096])
        await self.may_end.wait()
        await answer.write(VIDEO[4096:])
        return answer

    async def lead_away(self, request):
        return web.Response(status=302, headers={"Location": "http://10.0.0.1/video.mp4"})


@pytest.fixture
async def elsewhere():
    there = Elsewhere()
    application = web.Application()
    application.router.add_get("/run.mp4", there.give)
    application.router.add_get("/away.mp4", there.lead_away)
    server = TestServer(application)
    await server.start_server()
    there.url = str(server.make_url("")).rstrip("/")
    yield there
    there.may_end.set()
    await server.close()


@pytest.fixture
async def world(discord, guild, tmp_path):
    async with run_world(discord, tmp_path, allowed_networks=LOOPBACK, **FOUND) as running:
        await running.set_up(guild, INSTALLER_ID)
        yield running


async def ask(world: World, guild, user_id=INSTALLER_ID, **options):
    asked = await world.discord.type_command(guild, user_id, "video upload", **options)
    await asyncio.wait_for(asked.answered.wait(), 30)
    assert asked.after_seconds is not None
    assert asked.after_seconds < 3
    return asked


async def until_told(asked, words):
    try:
        await until(lambda: any(words in text for text in asked.texts))
    except TimeoutError:
        raise AssertionError(f"{words!r} was not told, but {asked.texts[-3:]}") from None
    return asked.messages[-1]


def labels_of(message):
    return [button["label"] for button in list_buttons(message)]


async def test_an_attached_video_becomes_cards_and_whoever_brought_it_sees_how(world, guild):
    file = world.discord.attach("Ace on Haven.mp4", VIDEO)

    asked = await ask(world, guild, file=file)

    last = await until_told(asked, "1 clip made")
    assert "### Ace on Haven" in asked.texts[0]
    assert "waits for a decision" in list_texts(last)[0]
    assert labels_of(last) == []
    assert "1 clip wa" in "".join(list_texts(last))
    message_id = await world.card(guild)
    assert world.discord.messages[message_id]["attachments"]
    (followed,) = [await world.app.ports.stores.followed.list_followed(CreatorId("local"))]
    assert followed == ()


async def test_a_video_at_an_address_is_brought_and_named(world, guild, elsewhere):
    elsewhere.may_end.set()

    asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4", title="The *great* run")

    await until_told(asked, "1 clip made")
    assert r"### The \*great\* run" in asked.texts[-1]
    await world.card(guild)


async def test_progress_is_told_while_it_goes_on_and_can_be_called_off(world, guild, elsewhere):
    asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")
    last = await until_told(asked, "Downloading the video")
    assert labels_of(last) == ["Call off"]
    await until_told(asked, "46 %")  # 4,096 of 8,012 bytes are 51 % of the 90 that a download has

    pressed = await world.discord.press_on(asked, INSTALLER_ID, "Call off")

    await until_told(pressed, "Called off")
    await until(lambda: world.app.ports.storage is not None)
    elsewhere.may_end.set()
    await asyncio.sleep(0.2)
    assert (await world.app.ports.stores.assets.list_assets(CreatorId("local"))).items == ()


async def test_a_connection_that_breaks_while_progress_is_told_leaves_no_dead_spinner(
    world, guild, elsewhere
):
    """discord.py repeats refused requests, and lets a broken connection through."""
    asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")
    await until_told(asked, "46 %")
    world.discord.hang_ups = [("PATCH", "/messages/@original")] * 2

    elsewhere.may_end.set()

    await until_told(asked, "1 clip made")
    assert world.discord.hang_ups == []


async def test_a_failed_step_names_itself_and_is_tried_again_when_somebody_says_so(
    world, guild, elsewhere
):
    elsewhere.is_broken = True
    asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")
    last = await until_told(asked, "It stopped\\: downloading the video")
    assert "There is no file at that address" in list_texts(last)[0]
    assert labels_of(last) == ["Try again"]
    elsewhere.is_broken = False
    elsewhere.may_end.set()

    pressed = await world.discord.press_on(asked, INSTALLER_ID, "Try again")

    await until_told(pressed, "1 clip made")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"url": "http://10.0.0.1/v.mp4"}, "private network"),
        ({"url": "http://169.254.169.254/latest/meta-data/"}, "private network"),
        ({"url": "http://[::1]:8080/v.mp4"}, "private network"),
        ({"url": "file:///etc/passwd"}, "not a web address"),
        ({"url": "https://ada:pw@example.org/v.mp4"}, "without"),
        ({"url": "ELSEWHERE/away.mp4"}, "private network"),
        ({"url": "ELSEWHERE/nothing.mp4"}, "no file at that address"),
        ({"file": b"%PDF-1.7 not a video"}, "not a readable video"),
        ({"file": b""}, "not a readable video"),
        ({"file": VIDEO, "url": "https://example.org/v.mp4"}, "not both"),
    ],
)
async def test_every_refusal_is_a_sentence(world, guild, elsewhere, options, words):
    given = dict(options)
    if "url" in given:
        given["url"] = given["url"].replace("ELSEWHERE", elsewhere.url)
    if "file" in given:
        given["file"] = world.discord.attach("x.mp4", given["file"])

    asked = await ask(world, guild, **given)

    await until_told(asked, words)
    assert (await world.app.ports.stores.assets.list_assets(CreatorId("local"))).items == ()


async def test_an_address_on_this_machine_is_refused_where_its_network_is_not_open(
    discord, guild, tmp_path, elsewhere
):
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)

        asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")

        await until_told(asked, "private network")
        assert elsewhere.asked == 0


async def test_somebody_without_a_role_brings_nothing(world, guild):
    stranger = world.discord.add_member(guild, "fans")

    for options in ({}, {"url": "https://example.org/v.mp4"}, {"file": VIDEO}):
        given = dict(options)
        if "file" in given:
            given["file"] = world.discord.attach("x.mp4", VIDEO)
        asked = await ask(world, guild, stranger, **given)
        assert "Only the creator, an editor or a moderator" in asked.texts[-1]
    assert await world.app.videos.fetching.list_intakes(actor_of(CreatorId("local"))) == ()


async def test_nobody_else_calls_off_or_tries_again(world, guild, elsewhere):
    """Neither a stranger here nor a moderator of another creator's server."""
    other_owner = world.discord.new_id()
    other = world.discord.add_guild(owner_id=other_owner)
    await world.discord.announce(other)
    await world.set_up(other, other_owner)
    asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")
    await until_told(asked, "Downloading")

    stranger = world.discord.add_member(guild, "fans")
    told = await world.discord.press_on(asked, stranger, "Call off")
    await until_told(told, "Only the creator")
    asked.guild_id = other.id
    foreign = await world.discord.press_on(asked, other_owner, "Call off")
    await until_told(foreign, "no such job")

    elsewhere.may_end.set()
    await until_told(asked, "1 clip made")


async def test_past_fifteen_minutes_it_goes_on_in_the_channel(discord, guild, tmp_path, elsewhere):
    async with run_world(
        discord, tmp_path, allowed_networks=LOOPBACK, pace=QUICK, **FOUND
    ) as world:
        await world.set_up(guild, INSTALLER_ID)
        asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")

        await until_told(asked, "Updates continue here")
        (message,) = in_chat(discord, guild)
        assert f"/{message['id']}" in list_texts(asked.messages[-1])[1]
        assert f"<@{INSTALLER_ID}>" in list_texts(message)[1]
        assert message["allowed_mentions"] == {"parse": []}
        elsewhere.may_end.set()

        await until(lambda: "1 clip made" in list_texts(message)[0])
        assert len(in_chat(discord, guild)) == 1


def in_chat(discord, guild):
    chat = guild.channels["chat"]
    return [m for m in discord.messages.values() if m["channel_id"] == chat]


async def test_a_restart_in_the_middle_loses_neither_the_video_nor_who_waits(
    discord, guild, tmp_path, elsewhere
):
    async with run_world(discord, tmp_path, allowed_networks=LOOPBACK, **FOUND) as world:
        await world.set_up(guild, INSTALLER_ID)
        asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")
        await until_told(asked, "Downloading")
    elsewhere.may_end.set()

    async with run_world(discord, tmp_path, allowed_networks=LOOPBACK, **FOUND) as world:
        await until(lambda: bool(in_chat(discord, guild)))
        (message,) = in_chat(discord, guild)
        await until(lambda: "1 clip made" in list_texts(message)[0])
        await world.card(guild)
        assert (
            len((await world.app.review.clips.list_clips(actor_of(CreatorId("local")))).items) == 1
        )
        followed = world.app.ports.stores.followed

        async def is_let_go():
            return await followed.list_followed(CreatorId("local")) == ()

        await until_true(is_let_go)


async def test_discord_in_trouble_ends_neither_the_work_nor_the_news(world, guild, elsewhere):
    asked = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")
    await until_told(asked, "Downloading")
    hook = "/webhooks/*/token-*/messages/@original"
    world.discord.refusals["PATCH", hook] = 500
    elsewhere.may_end.set()

    await until_told(asked, "1 clip made")


async def test_it_is_answered_in_time_with_a_slow_table_and_a_video_coming_in(
    world, guild, elsewhere
):
    """Half a second an operation; `ask` holds the three seconds."""
    busy = await ask(world, guild, url=f"{elsewhere.url}/run.mp4")
    await until_told(busy, "Downloading")
    world.slow_down(seconds=0.5)

    link = await world.discord.type_command(guild, INSTALLER_ID, "video upload")
    refused = await world.discord.type_command(
        guild, INSTALLER_ID, "video upload", url="no address"
    )

    for asked in (link, refused):
        await until_begun(asked)
    world.slow_down(seconds=0)  # or what is left to do would take long
    for asked in (link, refused):
        await asyncio.wait_for(asked.answered.wait(), 30)
    assert "/uploads/links/" in link.texts[-1]
    assert "not a web address" in refused.texts[-1]
    elsewhere.may_end.set()
    await until_told(busy, "1 clip made")


async def test_a_rate_limit_on_every_route_loses_and_doubles_nothing(
    discord, guild, tmp_path, elsewhere
):
    discord.limits_each_route_once = True
    async with run_world(
        discord, tmp_path, allowed_networks=LOOPBACK, pace=QUICK, **FOUND
    ) as world:
        await world.set_up(guild, INSTALLER_ID)
        await ask(world, guild, url=f"{elsewhere.url}/run.mp4")
        await until(lambda: bool(in_chat(discord, guild)))
        elsewhere.may_end.set()

        (message,) = in_chat(discord, guild)
        await until(lambda: "1 clip made" in list_texts(message)[0])
        assert len(in_chat(discord, guild)) == 1
        assert elsewhere.asked == 1


async def test_without_a_file_there_is_a_link_for_one(world, guild):
    asked = await ask(world, guild)

    (text,) = asked.texts
    assert "(<https://truss.example/uploads/links/" in text
    assert "works once" in text
    token = text.partition("/links/")[2].partition(">")[0]
    visit = await world.app.people.sign_in.use_upload_link(token)
    actor = await world.app.people.sessions.find_actor(visit.session)
    assert actor is not None
    assert (actor.person_id, actor.creator_id) == (f"discord:{INSTALLER_ID}", "local")


@pytest.mark.ffmpeg
async def test_a_real_video_that_is_attached_is_laid_before_people_as_a_real_clip(
    discord, guild, tmp_path, quick_ffmpeg
):
    """Everything is real but Discord: probing, measuring, rendering, the files."""
    source = tmp_path / "Lan party.mp4"
    await asyncio.to_thread(make_real_video, source)
    supply = FfmpegSupply(quick_ffmpeg)
    real: dict[str, Any] = {
        "prober": VideoProber(),
        "signals": VideoSignalReader(),
        "renderer": FfmpegRenderer(supply, captions=tmp_path / "captions"),
    }
    async with run_world(discord, tmp_path / "home", **real) as world:
        await world.set_up(guild, INSTALLER_ID)
        content = await asyncio.to_thread(source.read_bytes)

        asked = await ask(world, guild, file=discord.attach("Lan party.mp4", content))

        async with asyncio.timeout(90):
            while not any("clip made" in text for text in asked.texts):
                assert not any("It stopped" in text for text in asked.texts), asked.texts[-1]
                await asyncio.sleep(0.1)
        message = discord.messages[await world.card(guild)]
        (attachment,) = message["attachments"]
        clip = tmp_path / attachment["filename"]
        await asyncio.to_thread(clip.write_bytes, discord.files[attachment["url"]])
        facts = await VideoProber().probe(clip)
        assert (facts.width, facts.height) == (1080, 1920)
        assert attachment["size"] < 10 * 1024**2


def make_real_video(path):
    """Make twelve seconds with a burst of sound in the middle."""
    sound = "aevalsrc='if(between(t,5,7),0.6,0.03)*sin(440*2*PI*t)':s=48000:d=12"
    run_tool("-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=12", "-f", "lavfi", "-i", sound,
             "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
             "-c:a", "aac", "-shortest", path)  # fmt: skip
