import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.live_ring import StreamRings
from core.adapters.live_ring.rings import StreamRings as Rings
from core.ports.footage import LiveRings
from tests.servers.hls import make_clock_stream, read_clock, run_hls

_: type[LiveRings] = Rings

pytestmark = pytest.mark.ffmpeg

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECONDS = 30


def at(seconds):
    return NOON + timedelta(seconds=seconds)


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clock")
    return folder, make_clock_stream(folder, starts_at=NOON, seconds=SECONDS)


@pytest.fixture
async def hls(clock):
    folder, segments = clock
    async with run_hls(folder) as server:
        server.load(*segments)
        yield server


@pytest.fixture
async def rings(hls, tmp_path):
    kept = make_rings(hls, tmp_path)
    yield kept
    await kept.close()


def make_rings(hls, tmp_path, bytes_max=10_000_000):
    return StreamRings(
        tmp_path / "rings",
        ffmpeg=FfmpegSupply(None),
        now=lambda: at(SECONDS),
        bytes_max=bytes_max,
        address=f"hls://{hls.url}/{{login}}.m3u8",
    )


async def until_reached(rings, moment):
    await until(lambda: (rings.reach("ada") or NOON - timedelta(days=1)) >= moment)


async def until(is_so):
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - the ring tells nobody of each segment
            await asyncio.sleep(0.05)


async def cut(rings, start, peak, end):
    """Return the seconds that the pictures of a cut show, and the clock that it says it has."""
    async with rings.cut("ada", start_at=at(start), peak_at=at(peak), end_at=at(end)) as video:
        if video is None:
            return None
        shown = await asyncio.to_thread(read_clock, video.path)
        return shown, (video.starts_at - NOON).total_seconds()


async def test_a_cut_holds_the_second_that_it_says(hls, rings):
    """The clock in the picture is the proof: what is offset 0 of the file is what it says."""
    hls.push(5)
    await rings.open_ring("ada")
    await until_reached(rings, at(5))
    hls.push(10)
    await until_reached(rings, at(15))

    shown, starts = await cut(rings, 6.3, 9.0, 11.7)

    assert starts == 6.0
    assert abs(shown[0] - starts) <= 0.1
    assert abs(shown[-1] - 11.9) <= 0.1
    assert shown == sorted(shown)


async def test_what_was_not_seen_ends_the_window(hls, rings):
    """An advertisement is a hole: nothing is joined across it."""
    segments = [replace(s, is_break=n == 8) for n, s in enumerate(hls._waiting)]
    hls._waiting[:] = segments
    hls.push(6)
    await rings.open_ring("ada")
    await until_reached(rings, at(6))
    hls.push(8)
    await until_reached(rings, at(14))

    before, after = await cut(rings, 5, 7.5, 13), await cut(rings, 5, 9, 13)

    assert (before[0][0], before[0][-1]) == (pytest.approx(5, abs=0.1), pytest.approx(7.9, abs=0.1))
    assert (after[0][0], after[0][-1]) == (pytest.approx(8, abs=0.1), pytest.approx(12.9, abs=0.1))


async def test_without_a_clock_in_the_playlist_the_arrival_counts(hls, rings):
    hls.has_clock = False
    hls.push(3)
    await rings.open_ring("ada")

    await until_reached(rings, at(SECONDS))

    assert rings.reach("ada") == at(SECONDS)


async def test_the_oldest_go_and_their_files_with_them(hls, tmp_path):
    rings = make_rings(hls, tmp_path, bytes_max=60_000)
    hls.push(4)
    await rings.open_ring("ada")
    await until_reached(rings, at(4))
    for _ in range(5):
        hls.push(5)
        await until_reached(rings, hls.segments[-1].starts_at)

    def held() -> int:
        total = 0
        for path in (tmp_path / "rings").rglob("*.ts"):
            with suppress(FileNotFoundError):  # it goes while it is looked at
                total += path.stat().st_size
        return total

    await until(lambda: held() <= 60_000)
    old, new = await cut(rings, 2, 3, 4), await cut(rings, 26, 27, 28)
    await rings.close()

    assert held() <= 60_000
    assert old is None
    assert new is not None


async def test_a_closed_ring_leaves_nothing_and_knows_nothing(hls, rings, tmp_path):
    hls.push(4)
    await rings.open_ring("ada")
    await rings.open_ring("ada")
    await until_reached(rings, at(4))

    await rings.close_ring("ada")
    await rings.close_ring("ada")

    assert list((tmp_path / "rings").rglob("*.ts")) == []
    assert rings.reach("ada") is None
    assert await cut(rings, 1, 2, 3) is None


async def test_a_stream_that_is_not_there_is_asked_for_again_and_said(tmp_path):
    rings = StreamRings(
        tmp_path,
        ffmpeg=FfmpegSupply(None),
        now=lambda: NOON,
        bytes_max=1,
        address="hls://http://127.0.0.1:9/{login}.m3u8",
    )

    with capture_logs() as logs:
        await rings.open_ring("ada")
        await until(lambda: logs)
        await rings.close()

    assert logs[0]["event"] == "ring.interrupted"
    assert logs[0]["login"] == "ada"
