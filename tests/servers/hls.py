"""A live stream on loopback: a sliding playlist whose picture is a clock that a test can read.

Each frame shows its own number in black and white blocks, so a file cut from the stream tells by
itself which moment it holds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import av
import numpy as np
from aiohttp import web

FRAMES_A_SECOND = 10
BITS = 12
BLOCK = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class HlsSegment:
    """A piece of the stream that began at `starts_at`."""

    name: str
    starts_at: datetime
    duration_seconds: float
    is_break: bool = False
    is_advertisement: bool = False


@dataclass(slots=True)
class LoopbackHls:
    """A live playlist at `url` that holds the newest `window` segments of those pushed."""

    folder: Path
    url: str = ""
    window: int = 12
    has_clock: bool = True
    is_over: bool = False
    segments: list[HlsSegment] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    _waiting: list[HlsSegment] = field(default_factory=list)

    def load(self, *segments: HlsSegment) -> None:
        """Add segments to be pushed later."""
        self._waiting.extend(segments)

    def push(self, count: int) -> None:
        """Push that many more segments."""
        for _ in range(count):
            self.segments.append(self._waiting.pop(0))

    def write_playlist(self) -> str:
        shown = self.segments[-self.window :]
        first = len(self.segments) - len(shown)
        lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:1"]
        lines += [f"#EXT-X-MEDIA-SEQUENCE:{first}"]
        for segment in shown:
            at = segment.starts_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            if segment.is_advertisement:
                lines.append(
                    f'#EXT-X-DATERANGE:ID="stitched-ad-{segment.name}",CLASS="twitch-stitched-ad",'
                    f'START-DATE="{at}",DURATION={segment.duration_seconds}'
                )
            if segment.is_break:
                lines.append("#EXT-X-DISCONTINUITY")
            if self.has_clock:
                lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{at}")
            lines += [f"#EXTINF:{segment.duration_seconds},live", segment.name]
        return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if self.is_over else []), ""])


@asynccontextmanager
async def run_hls(folder: Path) -> AsyncIterator[LoopbackHls]:
    """Serve a live stream until the block ends."""
    hls = LoopbackHls(folder)

    async def give_playlist(_request: web.Request) -> web.Response:
        return web.Response(text=hls.write_playlist(), content_type="application/x-mpegurl")

    async def give_segment(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        hls.fetched.append(name)
        return web.FileResponse(folder / name)

    app = web.Application()
    app.router.add_get("/{login}.m3u8", give_playlist)
    app.router.add_get("/{name}", give_segment)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        hls.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield hls
    finally:
        await runner.cleanup()


def make_clock_stream(folder: Path, *, starts_at: datetime, seconds: int) -> list[HlsSegment]:
    """Write a stream of one-second segments into `folder` whose frames count from 0. Blocks."""
    with av.open(
        str(folder / "clock.m3u8"),
        "w",
        format="hls",
        options={
            "hls_time": "1",
            "hls_list_size": "0",
            "hls_segment_filename": str(folder / "clock%05d.ts"),
        },
    ) as out:
        _write_clock(out, range(seconds * FRAMES_A_SECOND))
    return [
        HlsSegment(
            name=f"clock{number:05d}.ts",
            starts_at=starts_at + timedelta(seconds=number),
            duration_seconds=1.0,
        )
        for number in range(seconds)
    ]


def make_clock_video(video: Path, *, first_second: float, seconds: float) -> None:
    """Write a file whose frames count on from a second of the clock. Blocks."""
    first = round(first_second * FRAMES_A_SECOND)
    with av.open(str(video), "w") as out:
        _write_clock(out, range(first, first + round(seconds * FRAMES_A_SECOND)))


def read_clock(video: Path) -> list[float]:
    """Return the seconds that the frames of a clock stream, or of a cut of it, show. Blocks."""
    with av.open(str(video)) as source:
        pictures = (frame.to_ndarray(format="gray8") for frame in source.decode(video=0))
        return read_numbers(pictures)


def read_numbers(pictures: Iterable[np.ndarray]) -> list[float]:
    """Return the seconds that pictures of the clock show."""
    return [_read(picture) / FRAMES_A_SECOND for picture in pictures]


def _write_clock(out: av.container.OutputContainer, numbers: Sequence[int]) -> None:
    picture = out.add_stream("libx264", rate=FRAMES_A_SECOND)
    picture.width, picture.height, picture.pix_fmt = BITS * BLOCK, 4 * BLOCK, "yuv420p"
    picture.options = {"preset": "ultrafast", "g": str(FRAMES_A_SECOND), "bf": "0"}
    sound = out.add_stream("aac", rate=8000, layout="mono")
    samples = np.zeros((1, 800), dtype=np.float32)
    for place, number in enumerate(numbers):
        frame = av.VideoFrame.from_ndarray(_draw(number), format="gray8")
        frame.pts = place
        out.mux(picture.encode(frame))
        heard = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        heard.rate, heard.pts = 8000, place * 800
        out.mux(sound.encode(heard))
    out.mux(picture.encode(None))
    out.mux(sound.encode(None))


def _draw(number: int) -> np.ndarray:
    bits = [255 * (number >> bit & 1) for bit in range(BITS)]
    row = np.repeat(np.array(bits, dtype=np.uint8), BLOCK)
    return np.tile(row, (4 * BLOCK, 1))


def _read(picture: np.ndarray) -> int:
    height, width = picture.shape
    block = width // BITS
    middles = [
        picture[
            height // 4 : 3 * height // 4, bit * block + block // 4 : (bit + 1) * block - block // 4
        ]
        for bit in range(BITS)
    ]
    return sum(1 << bit for bit, middle in enumerate(middles) if middle.mean() > 127)
