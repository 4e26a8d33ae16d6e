"""Recording: each segment streamlink reads becomes a file, with the wall clock of its start.

streamlink returns one stream of bytes, in which the boundaries, clocks and breaks of an HLS
playlist are lost. So its writer is given another end: the same class, including the plugin's ad
filters, with one file per segment instead of the buffer (streamlink 8, `HLSStreamWriter.write` and
`_write_into_buffer`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.domain.footage.live_ring import RingSegment
from core.errors import ExternalFailure

if TYPE_CHECKING:
    from streamlink.session.session import Streamlink
    from streamlink.stream.hls.hls import HLSStream

QUALITIES = "1080p60,1080p,720p60,720p,best"
TIMEOUT_SECONDS = 10.0


@dataclass(slots=True)
class Recording:
    """What a recorder writes to: a folder, and a callback for each complete segment.

    `has_break` is true if the next segment does not continue the one before.
    """

    folder: Path
    now: Callable[[], datetime]
    tell: Callable[[RingSegment], None]
    prefix: str
    has_break: bool = True
    count: int = 0
    written_bytes: int = 0
    head: str | None = None
    part: Any = field(default=None)

    def begin(self) -> None:
        self.part = (self.folder / f"{self.prefix}.part").open("wb")

    def add(self, chunk: bytes) -> None:
        self.part.write(chunk)
        self.written_bytes += len(chunk)

    def finish_head(self) -> None:
        """Keep what was written as the head of the following segments."""
        self.head = self._keep("head")

    def finish(self, *, starts_at: datetime | None, duration_seconds: float) -> None:
        """Keep what was written as a segment; without a clock of its own it ended just now."""
        name = self._keep("ts" if self.head is None else "m4s")
        self.tell(
            RingSegment(
                name=name,
                starts_at=starts_at or self.now() - timedelta(seconds=duration_seconds),
                duration_seconds=duration_seconds,
                size_bytes=(self.folder / name).stat().st_size,
                starts_anew=self.has_break,
                head=self.head,
            )
        )
        self.has_break = False

    def drop(self) -> None:
        """Discard the unfinished segment; the next one does not continue what came before."""
        self.part.close()
        self.has_break = True

    def _keep(self, kind: str) -> str:
        self.part.close()
        self.count += 1
        name = f"{self.prefix}-{self.count:08d}.{kind}"
        (self.folder / f"{self.prefix}.part").rename(self.folder / name)
        return name


class Recorder:
    """Reads one stream in streamlink's threads until it ends or is closed."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def wait(self, seconds: float) -> bool:
        """Wait at most that long; return whether the stream has ended. Blocking."""
        self._reader.writer.join(seconds)
        return not self._reader.writer.is_alive()

    def close(self) -> None:
        """Stop reading, and wait for the threads to end. Blocking."""
        self._reader.close()
        self._reader.session.http.close()


def open_recorder(
    url: str, recording: Recording, choose: Callable[[Sequence[Any]], list[Any]] | None = None
) -> Recorder:
    """Begin to read the stream at `url`. Blocking.

    With `choose`, its playlist is read once, and only the chosen segments of it. Raises
    ExternalFailure if nothing is playing there, or if the stream is not in segments.
    """
    from streamlink.session.session import Streamlink

    session = Streamlink(
        {"stream-segment-timeout": TIMEOUT_SECONDS, "http-timeout": TIMEOUT_SECONDS}
    )
    _forget_afterwards(session)
    try:
        reader = make_reader(_find_stream(session, url), recording, choose)
    except ExternalFailure:
        session.http.close()
        raise
    reader.open()
    return Recorder(reader)


def _find_stream(session: Streamlink, url: str) -> HLSStream:
    """Return the best of the streams at `url`. Blocking."""
    from streamlink.exceptions import StreamlinkError
    from streamlink.stream.hls.hls import HLSStream

    try:
        streams = session.streams(url)
    except StreamlinkError as error:
        raise ExternalFailure(f"The stream cannot be read ({error}).", retryable=True) from None
    stream = next((streams[name] for name in QUALITIES.split(",") if name in streams), None)
    if not isinstance(stream, HLSStream):
        raise ExternalFailure(
            "Nothing is playing there, or its stream has no segments; check the address.",
            retryable=True,
        )
    return stream


def _forget_afterwards(session: Streamlink) -> None:
    """Let a session end with its stream.

    streamlink 8 remembers for its last 128 addresses which plugin reads them, and with each the
    whole session, its connections and all of its plugins: 0.2 MB for every recording read.
    """
    resolve: Any = type(session).resolve_url
    uncached = getattr(resolve, "__wrapped__", None)
    if uncached is not None:
        vars(session)["resolve_url"] = partial(uncached, session)


def make_reader(
    stream: HLSStream,
    recording: Recording,
    choose: Callable[[Sequence[Any]], list[Any]] | None = None,
) -> Any:
    """Return the stream's own reader, with a writer that makes files of what it would buffer."""
    kind: Any = stream.__reader__
    writer: Any = kind.__writer__
    files = threading.Lock()

    def write(self: Any, segment: Any, response: Any, *data: Any) -> None:
        if self.should_filter_segment(segment):
            response.raw.drain_conn()
            recording.has_break = True
            return
        with files:
            _write_file(self, segment, response, *data)

    def _write_file(self: Any, segment: Any, response: Any, *data: Any) -> None:
        is_head = bool(data and data[0])
        recording.has_break |= bool(segment.discontinuity) or _skips(self, segment)
        recording.begin()
        self.is_whole = False
        self._write(segment, response, is_head)
        if not self.is_whole:
            recording.drop()
        elif is_head:
            recording.finish_head()
        else:
            self.last_number = segment.num
            at = segment.date.astimezone(UTC) if segment.date else None
            recording.finish(starts_at=at, duration_seconds=float(segment.duration))

    def _write_into_buffer(self: Any, chunks: Iterator[bytes]) -> None:
        for chunk in chunks:
            recording.add(chunk)
        self.is_whole = True

    ring_writer = type(
        "RingWriter", (writer,), {"write": write, "_write_into_buffer": _write_into_buffer}
    )
    parts = {"__writer__": ring_writer, "__worker__": _make_worker(kind.__worker__, choose)}
    return type("RingReader", (kind,), parts)(stream)


def _make_worker(worker: Any, choose: Callable[[Sequence[Any]], list[Any]] | None) -> Any:
    """Return a worker that ends after the chosen segments of the first playlist it reads."""
    if choose is None:
        return worker

    def process_segments(self: Any, playlist: Any) -> None:
        worker.process_segments(self, playlist)
        self.playlist_segments = choose(self.playlist_segments)
        chosen = self.playlist_segments
        self.sequence = chosen[0].num if chosen else 0
        self.playlist_end = chosen[-1].num if chosen else -1

    return type("ChoosingWorker", (worker,), {"process_segments": process_segments})


def _skips(writer: Any, segment: Any) -> bool:
    last = getattr(writer, "last_number", None)
    return last is not None and segment.num not in {last, last + 1}
