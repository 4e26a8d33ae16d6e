"""A misheard word, mended in a real browser: real ffmpeg makes the new cut, and Discord gets it.

What is said is captioned in clips drawn at a sixteenth of their pixels. Groups have 60 frames, five
seconds: the first two are drawn anew, the third is copied.
"""

import asyncio
import io
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import av
import numpy as np
import pytest
from aiohttp.test_utils import TestServer

from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.render import FfmpegRenderer
from core.adapters.ffmpeg.signals import VideoSignalReader
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.domain.videos.spoken_word import Word
from core.domain.work.ids import AssetId, StreamId
from tests.builders import (
    make_asset,
    make_clip,
    make_job,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.core.adapters.conftest import run_tool
from tests.fakes.page import make_page
from tests.journeys.discord_world import LOCAL, run_world
from tests.servers.chromium import EXECUTABLE, join_browser
from tests.servers.discord import INSTALLER_ID

pytest.importorskip(
    "playwright.async_api", reason="playwright is not installed", exc_type=ImportError
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.ffmpeg,
    pytest.mark.skipif(
        EXECUTABLE is None, reason="neither chromium-headless-shell nor chromium here"
    ),
]
SIZE = (270, 480)
RATE = 12
GROUP = 60
START, SECONDS = 1.0, 15.0
# Where each word is said, in seconds of the clip.
SAID = {"we": 1.0, "beet": 1.6, "cassidy": 6.0, "damn": 8.0, "nice": 12.0}
LASTS = 0.5
CAPTION_ROWS_MAX = 60
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


class SmallRenderer(FfmpegRenderer):
    """Renders each plan as it is, at a sixteenth of its pixels."""

    async def render(self, video, plan, out, *, on_progress, before=None):
        if before is not None:
            before = replace(before, plan=_shrink(before.plan))
        return await super().render(
            video, _shrink(plan), out, on_progress=on_progress, before=before
        )


def _shrink(plan):
    return replace(plan, width=SIZE[0], height=SIZE[1])


@pytest.fixture
async def film(tmp_path):
    out = tmp_path / "source.mp4"
    await asyncio.to_thread(
        run_tool,
        *("-f", "lavfi", "-i", f"testsrc2=size={SIZE[0]}x{SIZE[1]}:rate={RATE}:duration=17"),
        *("-f", "lavfi", "-i", "sine=f=300:r=48000:d=17", "-c:v", "libx264", "-preset"),
        *("ultrafast", "-c:a", "aac", out),
    )
    return out


@pytest.fixture
async def world(discord, guild, tmp_path):
    """The bot in Discord, with real ffmpeg in place of the fakes that measure and render."""
    home = tmp_path / "home"
    renderer = SmallRenderer(FfmpegSupply(), captions=tmp_path / "captions")
    real: dict[str, Any] = {
        "prober": VideoProber(),
        "signals": VideoSignalReader(),
        "renderer": renderer,
    }
    async with run_world(discord, home, **real) as running:
        await running.set_up(guild, INSTALLER_ID)
        yield running


async def add_spoken_clip(world, film):
    """Add a moment in which somebody speaks; a worker makes its clip."""
    stores = world.app.ports.stores
    facts = await VideoProber().probe(film)
    asset = make_asset(
        id=AssetId(make_test_ulid(7)),
        creator_id=LOCAL,
        object_key=f"creators/{LOCAL}/assets/7/source.mp4",
        facts=facts,
    )
    await world.app.ports.storage.put_file(asset.object_key, film)
    await stores.assets.add_asset(asset)
    heard = [
        Word(text=text, start_seconds=START + at, end_seconds=START + at + LASTS)
        for text, at in SAID.items()
    ]
    await stores.transcripts.put_words(LOCAL, asset.id, heard, is_heard_by_model=False)
    stream = make_stream(id=StreamId(make_test_ulid(8)), creator_id=LOCAL)
    await stores.streams.add_stream(stream)
    clip = make_clip(
        id=make_test_clip_id(1),
        creator_id=LOCAL,
        start_seconds=START,
        end_seconds=START + SECONDS,
    )
    job = make_job(id=make_test_ulid(101), creator_id=LOCAL, subject_id=clip.id)
    await stores.spikes.add_spike(stream, make_spike(), clip=clip, job=job)
    return clip


@asynccontextmanager
async def open_tab(world, chromium):
    """Open a tab in which the owner is signed in, and which collects complaints."""
    page = make_page(
        world.app, public_url="http://truss.example", allowed_hosts=frozenset({"127.0.0.1"})
    )
    server = TestServer(page)
    await server.start_server()
    url = str(server.make_url("")).rstrip("/")
    try:
        async with join_browser(chromium) as browser, await browser.new_context(**PHONE) as context:
            tab = await context.new_page()
            tab.complaints, tab.site = [], url
            tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
            tab.set_default_timeout(60_000)
            link = await world.app.people.sign_in.make_owner_link()
            await tab.goto(f"{url}{urlsplit(link.url).path}")
            await tab.get_by_role("button", name="Sign in").click()
            await tab.wait_for_url(f"{url}/")
            yield tab
    finally:
        await server.close()


async def read_cut(tab):
    """Return the address of the shown video, and what is behind it."""
    address = await tab.locator("article.card video").get_attribute("src")
    answer = await tab.context.request.get(f"{tab.site}{address}")
    assert answer.status == 200
    return address, await answer.body()


async def set_words(tab, **fields):
    """Fill in the settings of words and save them."""
    await tab.goto(f"{tab.site}/settings")
    await tab.locator("#glossary").fill(fields["glossary"])
    await tab.locator("#unwanted").fill(fields["unwanted"])
    await tab.locator("#unwanted_sound").select_option("bleep")
    await tab.get_by_role("button", name="Save", exact=True).click()
    await tab.get_by_text("Saved.").wait_for()


async def mend(tab, clip, wrong, right):
    """Change a word in the field and save it; return what the field said before."""
    await tab.goto(f"{tab.site}/clips/{clip.id}")
    older = await tab.locator("article.card video").get_attribute("src")
    field = tab.get_by_label("What is said")
    text = await field.input_value()
    await field.fill(text.replace(wrong, right))
    await tab.get_by_role("button", name="Save the words").click()
    await tab.locator(f'article.card video:not([src="{older}"])').wait_for()
    return text


def read_frames(video):
    with av.open(io.BytesIO(video), mode="r") as container:
        return [frame.to_ndarray(format="gray").astype(int) for frame in container.decode(video=0)]


def read_sound(video):
    with av.open(io.BytesIO(video), mode="r") as container:
        return np.concatenate([f.to_ndarray()[0] for f in container.decode(audio=0)])


def measure_caption_change(older, newer):
    """Return how many rows the changed caption takes, and what changed outside of it."""
    change = np.abs(newer - older)
    rows = np.flatnonzero((change > 80).sum(axis=1) >= 3)
    if not len(rows):
        return 0, change.mean()
    first, last = max(0, rows[0] - 4), rows[-1] + 5
    outside = np.delete(change, np.s_[first:last], axis=0)
    return last - first, outside.mean()


def at(seconds):
    """Return the frame in the middle of a word that begins there."""
    return round((seconds + LASTS / 2) * RATE)


def hear_tone(sound, seconds):
    """Return the loudest frequency of a word's time."""
    piece = sound[round((seconds + 0.1) * 48_000) : round((seconds + LASTS - 0.1) * 48_000)]
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece))))
    return np.fft.rfftfreq(len(piece), 1 / 48_000)[spectrum.argmax()]


async def test_a_misheard_word_is_mended_on_the_page_and_the_new_cut_is_everywhere(
    world, guild, film, chromium
):
    clip = await add_spoken_clip(world, film)
    await world.card(guild)
    async with open_tab(world, chromium) as tab:
        await tab.goto(f"{tab.site}/clips/{clip.id}")
        first_address, first = await read_cut(tab)

        await set_words(tab, glossary="beet = beat", unwanted="damn")
        text = await mend(tab, clip, "cassidy", "Kassadin")

        second_address, second = await read_cut(tab)
        # The field comes back by itself with the new cut.
        said = await tab.get_by_label("What is said").input_value()
        assert tab.complaints == []
    assert text == "we beat cassidy damn nice"
    assert said == "we beat Kassadin damn nice"
    assert first_address != second_address

    older, newer = read_frames(first), read_frames(second)
    assert len(older) == len(newer) == SECONDS * RATE
    for word in ("beet", "cassidy", "damn"):
        rows, beside = measure_caption_change(older[at(SAID[word])], newer[at(SAID[word])])
        assert 0 < rows < CAPTION_ROWS_MAX, word
        assert beside < 1.5, word
    for quiet in (4.0, 9.4):
        assert measure_caption_change(older[at(quiet)], newer[at(quiet)]) == (
            0,
            pytest.approx(0.0, abs=1.5),
        )
    copied = zip(older[2 * GROUP :], newer[2 * GROUP :], strict=True)
    assert all(np.array_equal(a, b) for a, b in copied)

    assert hear_tone(read_sound(first), SAID["damn"]) == pytest.approx(300, abs=8)
    assert hear_tone(read_sound(second), SAID["damn"]) == pytest.approx(1000, abs=8)
    assert hear_tone(read_sound(second), SAID["cassidy"]) == pytest.approx(300, abs=8)

    card = world.discord.messages[await world.card(guild, 2)]
    shown = [world.discord.files[attachment["url"]] for attachment in card["attachments"]]
    assert second in shown
    assert first not in shown
