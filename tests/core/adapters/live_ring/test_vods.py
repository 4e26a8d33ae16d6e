import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.live_ring.vods import StreamVods
from core.errors import ExternalFailure
from core.ports.footage import VodReader
from tests.servers.hls import make_clock_stream, read_clock, run_hls

_: type[VodReader] = StreamVods

pytestmark = pytest.mark.ffmpeg

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECONDS = 30


def at(seconds):
    return NOON + timedelta(seconds=seconds)


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vod")
    return folder, make_clock_stream(folder, starts_at=NOON, seconds=SECONDS)


@pytest.fixture
async def hls(clock):
    folder, segments = clock
    async with run_hls(folder) as server:
        server.window, server.has_clock, server.is_over = SECONDS, False, True
        server.load(*segments)
        yield server


def make_vods(hls, tmp_path, **given):
    address = f"hls://{hls.url}/{{video_id}}.m3u8"
    return StreamVods(tmp_path / "vods", ffmpeg=FfmpegSupply(None), address=address, **given)


async def read(vods, start, peak, end, *, created_at=NOON):
    """Return the seconds that the pictures show, and where the file says that it begins."""
    async with vods.read(
        "77", created_at=created_at, start_at=at(start), peak_at=at(peak), end_at=at(end)
    ) as video:
        if video is None:
            return None
        shown = await asyncio.to_thread(read_clock, video.path)
        return shown, (video.starts_at - NOON).total_seconds()


async def test_the_pictures_are_of_the_seconds_that_were_asked_for(hls, tmp_path):
    """The clock in the picture is the proof; only the segments that are needed are fetched."""
    hls.push(SECONDS)

    shown, starts = await read(make_vods(hls, tmp_path), 17.3, 19.0, 22.6)

    assert starts == 17.0
    assert shown[0] == pytest.approx(17.0, abs=0.1)
    assert shown[-1] == pytest.approx(22.9, abs=0.1)
    assert hls.fetched == [f"clock{number:05d}.ts" for number in range(17, 23)]
    assert list((tmp_path / "vods").iterdir()) == []


async def test_the_clock_of_the_playlist_goes_before_the_sum(hls, tmp_path):
    """Its pictures are of what the playlist says, where the recording's own start is off."""
    hls.has_clock = True
    hls.push(SECONDS)

    shown, starts = await read(make_vods(hls, tmp_path), 8.2, 9.0, 11.0, created_at=at(-4))

    assert starts == 8.0
    assert shown[0] == pytest.approx(8.0, abs=0.1)


async def test_a_recording_that_began_later_lies_that_much_later(hls, tmp_path):
    hls.push(SECONDS)

    shown, starts = await read(make_vods(hls, tmp_path), 10.5, 12.0, 14.0, created_at=at(5))

    assert starts == 10.0
    assert shown[0] == pytest.approx(5.0, abs=0.1)  # 10 - 5


async def test_segments_of_any_length_are_summed(hls, tmp_path):
    """A playlist that says half as much of each segment puts each twice as early."""
    hls._waiting[:] = [replace(one, duration_seconds=0.5) for one in hls._waiting]
    hls.push(SECONDS)

    shown, starts = await read(make_vods(hls, tmp_path), 6.1, 7.0, 7.9)

    assert starts == 6.0
    assert shown[0] == pytest.approx(12.0, abs=0.1)


async def test_a_recording_that_still_grows_ends_where_it_is(hls, tmp_path):
    hls.is_over = False
    hls.push(12)
    vods = make_vods(hls, tmp_path)

    shown, _ = await read(vods, 8.0, 10.0, 15.0)

    assert shown[-1] == pytest.approx(11.9, abs=0.1)
    assert await read(vods, 14.0, 16.0, 18.0) is None


async def test_a_recording_that_is_not_there_is_said(hls, tmp_path):
    vods = StreamVods(
        tmp_path, ffmpeg=FfmpegSupply(None), address="hls://http://127.0.0.1:9/{video_id}.m3u8"
    )

    with pytest.raises(ExternalFailure) as failure:
        await read(vods, 1, 2, 3)

    assert failure.value.retryable
    assert list(tmp_path.glob("vod-*")) == []


async def test_it_is_bounded_in_bytes(hls, tmp_path):
    hls.push(SECONDS)

    with pytest.raises(ExternalFailure, match="too large"):
        await read(make_vods(hls, tmp_path, bytes_max=1000), 2, 4, 25)


async def test_it_is_bounded_in_time(hls, tmp_path, monkeypatch):
    monkeypatch.setattr("core.adapters.live_ring.vods.WAIT_SECONDS", 0.001)
    hls.push(SECONDS)

    with pytest.raises(ExternalFailure, match="too slowly") as failure:
        await read(make_vods(hls, tmp_path, read_seconds=0.001), 2, 4, 25)

    assert failure.value.retryable
