"""Joining: consecutive segments become one file, without re-encoding."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.adapters.ffmpeg.process import run_ffmpeg
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.domain.footage.live_ring import RingCut

JOIN_SECONDS = 120.0
_WHOLE = "whole"


def append_segments(folder: Path, cut: RingCut, scratch: Path) -> None:
    """Concatenate the bytes of a cut's segments, which are in `folder`; blocking."""
    head = cut.segments[0].head
    with (scratch / _WHOLE).open("wb") as file:
        for name in [*([head] if head else []), *(segment.name for segment in cut.segments)]:
            with (folder / name).open("rb") as part:
                shutil.copyfileobj(part, file)


async def join_segments(ffmpeg: FfmpegSupply, cut: RingCut, scratch: Path) -> Path:
    """Return a file made from what was appended in `scratch`.

    Raises ExternalFailure if ffmpeg cannot read it.
    """
    whole, video = scratch / _WHOLE, scratch / "video.mp4"
    kind = "mpegts" if cut.segments[0].head is None else "mov"
    arguments = ["-hide_banner", "-nostdin", "-y", "-v", "error", "-protocol_whitelist", "file"]
    arguments += ["-f", kind, "-i", f"file:{whole}", "-map", "0:V:0", "-map", "0:a:0?"]
    arguments += ["-c", "copy", "-movflags", "+faststart", "-f", "mp4", f"file:{video}"]
    executable = await ffmpeg.find_executable()
    await run_ffmpeg(executable, arguments, stage="footage", time_limit_seconds=JOIN_SECONDS)
    return video
