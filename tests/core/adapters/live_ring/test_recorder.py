import asyncio
import gc
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.live_ring.recorder import Recording, make_reader, open_recorder
from core.domain.footage.live_ring import RingSegment
from core.errors import ExternalFailure
from tests.servers.hls import HlsSegment, run_hls

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_segments(folder, count):
    for number in range(count):
        (folder / f"{number}.ts").write_bytes(bytes([number]) * 100)
    return [
        HlsSegment(
            name=f"{number}.ts", starts_at=NOON + timedelta(seconds=number), duration_seconds=1.0
        )
        for number in range(count)
    ]


def open_stream(url, **options):
    """Return a stream of Twitch's plugin.

    The library looks at the whole stack when it is imported: a second in each worker that collects
    the tests, and nothing in a thread of its own.
    """
    from streamlink.plugins.twitch import TwitchHLSStream  # noqa: PLC0415 - as told
    from streamlink.session.session import Streamlink  # noqa: PLC0415 - as told

    return TwitchHLSStream(Streamlink(options), url)


async def record(url, folder, **options):
    """Read a Twitch stream to its end; return the segments that were told of."""
    told: list[RingSegment] = []
    stream = await asyncio.to_thread(open_stream, url, **options)
    reader = make_reader(stream, Recording(folder, lambda: NOON, told.append, prefix="a"))
    await asyncio.to_thread(reader.open)
    await asyncio.to_thread(reader.writer.join, 20)
    await asyncio.to_thread(reader.close)
    return told


async def test_advertisements_are_left_out_and_leave_a_break(tmp_path):
    """Twitch's plugin knows which segments are none of the stream's; they are never kept."""
    segments = make_segments(tmp_path, 6)
    segments[2] = replace(segments[2], is_advertisement=True, is_break=True)
    segments[3] = replace(segments[3], is_break=True)
    kept = tmp_path / "kept"
    kept.mkdir()
    async with run_hls(tmp_path) as hls:
        hls.load(*segments)
        hls.push(6)
        hls.is_over = True

        told = await record(f"{hls.url}/ada.m3u8", kept)

    contents = [(kept / segment.name).read_bytes()[0] for segment in told]
    assert contents == [0, 1, 3, 4, 5]
    assert [segment.starts_anew for segment in told] == [True, False, True, False, False]
    assert [segment.size_bytes for segment in told] == [100] * 5
    assert (told[2].starts_at - NOON).total_seconds() == 3.0


async def test_a_segment_that_cannot_be_had_leaves_a_break(tmp_path):
    segments = make_segments(tmp_path, 4)
    (tmp_path / "1.ts").unlink()
    kept = tmp_path / "kept"
    kept.mkdir()
    async with run_hls(tmp_path) as hls:
        hls.load(*segments)
        hls.push(4)
        hls.is_over = True

        told = await record(f"{hls.url}/ada.m3u8", kept, **{"stream-segment-attempts": 1})

    assert [(kept / segment.name).read_bytes()[0] for segment in told] == [0, 2, 3]
    assert [segment.starts_anew for segment in told] == [True, True, False]


@pytest.mark.parametrize("url", ["hls://http://127.0.0.1:9/none.m3u8", "no address at all"])
async def test_what_is_not_live_is_said(tmp_path, url):
    recording = Recording(tmp_path, lambda: NOON, print, prefix="a")

    with pytest.raises(ExternalFailure) as failure:
        await asyncio.to_thread(open_recorder, url, recording)

    assert failure.value.retryable


def count_sessions():
    """Return how many of streamlink's sessions are still there."""
    gc.collect()
    return sum(type(thing).__name__ == "Streamlink" for thing in gc.get_objects())


async def wait_for_sessions(count):
    """A thread of the pool holds what it was last called with until it asks for other work."""
    for _ in range(100):
        if count_sessions() <= count:
            return
        await asyncio.sleep(0.1)


async def test_of_a_stream_that_was_read_nothing_stays(tmp_path):
    """Else every recording that is read costs memory and sockets until the process ends."""
    kept = tmp_path / "kept"
    kept.mkdir()
    async with run_hls(tmp_path) as hls:
        hls.load(*make_segments(tmp_path, 1))
        hls.push(1)
        hls.is_over = True
        before, told = count_sessions(), list[RingSegment]()
        for number in range(4):
            recording = Recording(kept, lambda: NOON, told.append, prefix=f"{number}")
            address = f"hls://{hls.url}/ada.m3u8?{number}"
            recorder = await asyncio.to_thread(open_recorder, address, recording)
            await asyncio.to_thread(recorder.wait, 20)
            await asyncio.to_thread(recorder.close)
            del recorder, recording
        await wait_for_sessions(before)

        assert len(told) == 4
        assert count_sessions() == before
