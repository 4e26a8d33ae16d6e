"""The demo's stream: its picture, sound and chat, generated from a seed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.adapters.demo import chat, story
from core.adapters.demo.encoding import Encoder, encode_argv, explain_os_error, forget
from core.adapters.demo.story import Highlight
from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.errors import ExternalFailure
from core.ports.work import OnProgress

VERSION = 2
"""Incremented whenever a change here changes the picture or the sound."""


class GeneratedStream:
    """A six-minute race with five planted highlights, the same in every run.

    `frames_per_second` and `duration_seconds` make a smaller video; the chat stays complete.
    """

    def __init__(
        self,
        *,
        ffmpeg: str,
        seed: str = "truss",
        frames_per_second: int = 30,
        duration_seconds: float = story.DURATION_SECONDS,
    ) -> None:
        self._ffmpeg = ffmpeg
        self._seed = seed
        self._fps = frames_per_second
        self._duration_seconds = duration_seconds

    @property
    def name(self) -> str:
        return f"neon-drift-{VERSION}-{self._seed}-{self._fps}fps-{self._duration_seconds:g}s"

    @property
    def title(self) -> str:
        return story.TITLE

    @property
    def duration_seconds(self) -> float:
        return self._duration_seconds

    @property
    def highlights(self) -> tuple[Highlight, ...]:
        """The planted highlights, in order."""
        return story.HIGHLIGHTS

    def make_chat(self) -> Sequence[ChatMessage | ChatNotice]:
        """Return its whole chat in order."""
        return chat.make_chat(self._seed)

    async def make_video(self, out: Path, *, on_progress: OnProgress) -> None:
        """Write its video, completely or not at all; `on_progress` is called with 0 to 1.

        Raises ExternalFailure if ffmpeg fails or the disk is full. A cancelled task stops its
        ffmpeg.
        """
        loop = asyncio.get_running_loop()
        encoder = Encoder()

        def report(share: float) -> None:
            if not encoder.is_stopped:
                loop.call_soon_threadsafe(on_progress, share)

        work = asyncio.ensure_future(asyncio.to_thread(self._write, out, encoder, report))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            encoder.stop()
            with contextlib.suppress(ExternalFailure):
                await work
            raise
        on_progress(1.0)

    def _write(self, out: Path, encoder: Encoder, report: OnProgress) -> None:
        from core.adapters.demo.sound import make_sound
        from core.adapters.demo.timeline import Timeline

        video = out.with_name(f".{out.name}.part")
        sound = out.with_name(f".{out.name}.sound.part")
        try:
            report(0.0)
            number = zlib.crc32(self._seed.encode())
            wave = make_sound(number, Timeline(), self._duration_seconds)
            sound.write_bytes(wave.tobytes())
            self._encode(video, sound, encoder, report)
            if not encoder.is_stopped:
                _settle(video, out)
        except OSError as error:
            raise explain_os_error(error, out) from error
        finally:
            forget(video, sound)

    def _encode(self, video: Path, sound: Path, encoder: Encoder, report: OnProgress) -> None:
        from core.adapters.demo.canvas import HEIGHT, WIDTH
        from core.adapters.demo.sound import SAMPLE_RATE

        total = round(self._duration_seconds * self._fps)
        argv = encode_argv(
            self._ffmpeg,
            sound=sound,
            sample_rate=SAMPLE_RATE,
            out=video,
            width=WIDTH,
            height=HEIGHT,
            fps=self._fps,
        )
        frames = self._paint(total)
        encoder.run(argv, frames, on_frame=lambda done: report(0.99 * done / total))

    def _paint(self, total: int) -> Iterator[bytes]:
        from core.adapters.demo.painter import Painter

        painter = Painter(self._seed)
        for number in range(total):
            yield painter.paint(number / self._fps)


def _settle(part: Path, out: Path) -> None:
    """Make sure that the file is on disk, then give it its name."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(out)
