"""Rendering: one ffmpeg process a clip, verified, then renamed into place."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path

from core.adapters.ffmpeg.command import render_arguments, thumbnail_arguments
from core.adapters.ffmpeg.containers import find_lead_seconds
from core.adapters.ffmpeg.loudness import refine_gain_db
from core.adapters.ffmpeg.process import run_ffmpeg
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.ffmpeg.verify import verify_clip
from core.domain.edit_plan import EditPlan
from core.errors import ExternalFailure
from core.ports.media import OnProgress, RenderedClip

_THUMBNAIL_SECONDS = 60.0


class FfmpegRenderer:
    """Renders edit plans, one process each."""

    def __init__(self, supply: FfmpegSupply, *, time_limit_seconds: float = 900.0) -> None:
        self._supply = supply
        self._time_limit_seconds = time_limit_seconds

    async def render(
        self, video: Path, plan: EditPlan, out: Path, *, on_progress: OnProgress
    ) -> RenderedClip:
        """Write `out`; nothing is left behind on failure, and what a killed run left is removed."""
        executable = await self._supply.find_executable()
        part = await asyncio.to_thread(_make_room, out)
        try:
            gain = await refine_gain_db(executable, video, plan)
            lead = await asyncio.to_thread(_find_lead_seconds, video, plan)
            await run_ffmpeg(
                executable,
                render_arguments(replace(plan, gain_db=gain), video, part, lead_seconds=lead),
                stage="render",
                time_limit_seconds=self._time_limit_seconds,
                on_out_seconds=lambda at: on_progress(min(1.0, at / plan.duration_seconds)),
            )
            rendered = await asyncio.to_thread(verify_clip, part, plan)
            await asyncio.to_thread(_put_in_place, part, out)
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        on_progress(1.0)
        return rendered

    async def make_thumbnail(self, video: Path, out: Path, *, at_seconds: float) -> None:
        """Write the frame of `video` at `at_seconds` as a JPEG, the first frame where none is."""
        executable = await self._supply.find_executable()
        part = await asyncio.to_thread(_make_room, out)
        try:
            for at in (at_seconds, 0.0):
                await run_ffmpeg(
                    executable,
                    thumbnail_arguments(video, part, at_seconds=max(0.0, at)),
                    stage="thumbnail",
                    time_limit_seconds=_THUMBNAIL_SECONDS,
                )
                if await asyncio.to_thread(_has_bytes, part):
                    await asyncio.to_thread(_put_in_place, part, out)
                    return
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        raise ExternalFailure(f"{video.name} gave no frame for a thumbnail.", stage="thumbnail")


def _make_room(out: Path) -> Path:
    """Return where the file is made, beside its place, after removing what a killed run left."""
    part = out.absolute().with_name(f".{out.name}.part{out.suffix}")
    part.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    return part


def _find_lead_seconds(video: Path, plan: EditPlan) -> float:
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    try:
        return find_lead_seconds(video, plan.start_seconds)
    except FFmpegError as error:
        raise ExternalFailure(f"{video.name} can no longer be read.", stage="render") from error


def _has_bytes(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _put_in_place(part: Path, out: Path) -> None:
    """Make the file durable, then give it its name."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(out)
    folder = os.open(out.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
