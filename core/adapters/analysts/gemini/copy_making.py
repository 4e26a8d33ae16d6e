"""Making a window's copy with ffmpeg: in a folder that is gone by the time the copy is returned."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Protocol

from core.adapters.analysts.gemini.copy import Clock, CopyTuning, copy_arguments, write_clock
from core.adapters.analysts.gemini.keyframes import find_keyframe_gap, find_shown_before
from core.adapters.captions.font import make_fonts_folder
from core.adapters.ffmpeg.process import run_ffmpeg
from core.adapters.video_files.containers import list_tracks
from core.domain.videos.model_tuning import ModelTuning
from core.ports.understanding import WindowMaterial

_COPY_SECONDS = 900.0


class FfmpegFinder(Protocol):
    """Knows which ffmpeg to use."""

    async def find_executable(self) -> Path: ...


class CopyMaking:
    """Makes copies in a scratch folder; `is_mixed` lets the model hear all sound tracks."""

    def __init__(
        self, ffmpeg: FfmpegFinder, scratch: Path, *, tuning: ModelTuning, is_mixed: bool
    ) -> None:
        self._ffmpeg = ffmpeg
        self._scratch = scratch
        self._tuning = tuning
        self._is_mixed = is_mixed

    async def make(self, material: WindowMaterial, *, has_clock: bool) -> bytes:
        """Return the window's copy; its folder is already deleted by then."""
        folder = await asyncio.to_thread(_make_folder, self._scratch)
        try:
            return await self._write(material, folder, has_clock=has_clock)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _write(self, material: WindowMaterial, folder: Path, *, has_clock: bool) -> bytes:
        out = folder / "window.mp4"
        executable = await self._ffmpeg.find_executable()
        clock, gap = None, None
        tracks = await asyncio.to_thread(list_tracks, material.video, is_mixed=self._is_mixed)
        if has_clock:
            clock = await asyncio.to_thread(_write_clock, material, folder)
            gap = await asyncio.to_thread(find_keyframe_gap, material.video, material.window)
        shown = await asyncio.to_thread(find_shown_before, material.video, material.window)
        await run_ffmpeg(
            executable,
            copy_arguments(
                material.video,
                out,
                material.window,
                clock=clock,
                has_audio=material.has_audio and bool(tracks),
                tracks=tracks,
                tuning=CopyTuning(
                    height=self._tuning.height,
                    frame_rate=self._tuning.frame_rate,
                    keyframe_gap=gap,
                    shown_before=shown,
                ),
            ),
            stage="copy",
            time_limit_seconds=_COPY_SECONDS,
        )
        return await asyncio.to_thread(out.read_bytes)


def _make_folder(scratch: Path) -> Path:
    scratch.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=scratch, prefix="window-"))


def _write_clock(material: WindowMaterial, folder: Path) -> Clock:
    clock = Clock(subtitles=folder / "clock.ass", fonts=make_fonts_folder(folder / "fonts"))
    clock.subtitles.write_text(write_clock(material.window.duration_seconds), encoding="utf-8")
    return clock
