"""Grafting: making a clip out of an earlier one, drawing only the frames that look different."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from core.adapters.ffmpeg.command import sound_arguments, stretch_arguments
from core.adapters.ffmpeg.packets import PictureTrack, read_track, splice
from core.adapters.ffmpeg.part_file import PartFile, open_part
from core.adapters.ffmpeg.process import run_ffmpeg
from core.adapters.ffmpeg.render_order import RenderOrder
from core.adapters.ffmpeg.verify import verify_clip
from core.domain.clips.edit_plan import EditPlan
from core.domain.clips.made.caption_changes import Frames, choose_stretches, find_changes
from core.domain.clips.size_cap import Rates, plan_rates
from core.errors import ExternalFailure
from core.ports.clips import RenderedClip

# Above this, drawing all of it costs no more, and rate control sees the whole clip.
_DRAWN_SHARE_MAX = 0.85
_STAGE = "render"


async def graft(order: RenderOrder) -> RenderedClip | None:
    """Write the order's part with what its earlier render holds; None if that is not possible."""
    from av import FFmpegError  # noqa: PLC0415 - half a second to import

    before = order.before
    if before is None or before.file is None or not is_alike(before.plan, order.plan):
        return None
    try:
        track = await asyncio.to_thread(read_track, before.file, order.plan.frame_rate)
        if track is None or not track.head:
            return None
        return await _graft(order, before.file, before.plan, track)
    except (FFmpegError, ExternalFailure) as error:
        await asyncio.to_thread(_note, str(error))
        return None


def _note(reason: str) -> None:
    import structlog  # noqa: PLC0415 - slow to import, and `trussbot clip` needs none of it

    structlog.get_logger(__name__).warning("render.not_grafted", reason=reason)


def is_alike(older: EditPlan, newer: EditPlan) -> bool:
    """Return whether two plans differ in captions and silenced words at most."""
    return older == replace(
        newer, captions=older.captions, muted=older.muted, has_bleeps=older.has_bleeps
    )


async def _graft(
    order: RenderOrder, file: Path, older: EditPlan, track: PictureTrack
) -> RenderedClip | None:
    plan = order.plan
    stretches = choose_stretches(
        find_changes(older.captions, plan.captions),
        track.starts,
        frame_count=track.frame_count,
        rate=plan.frame_rate,
    )
    count = sum(after - first for first, after in stretches)
    if count > _DRAWN_SHARE_MAX * track.frame_count:
        return None
    rates = _measure_rates(plan, track, stretches)
    async with AsyncExitStack() as parts:
        drawn = sound = None
        if stretches:
            drawn = await _open(parts, order, "drawn")
            await _draw(order, drawn, stretches, rates)
            made = await asyncio.to_thread(read_track, drawn.path, plan.frame_rate)
            if made is None or not _fits(made, track, stretches):
                return None
        if _sounds_different(older, plan):
            sound = await _open(parts, order, "sound")
            arguments = sound_arguments(plan, order.video, sound.path, look=order.look, rates=rates)
            await _run(order, sound, arguments)
        await asyncio.to_thread(
            splice,
            file,
            order.part.path,
            rate=plan.frame_rate,
            drawn=drawn.path if drawn else None,
            stretches=stretches,
            sound=sound.path if sound else None,
        )
    size = plan if rates is None else replace(plan, width=rates.width, height=rates.height)
    rendered = await asyncio.to_thread(verify_clip, order.part.path, size)
    if plan.bytes_max is not None and rendered.size_bytes > plan.bytes_max:
        return None
    return replace(rendered, drawn_seconds=round(count / plan.frame_rate, 3))


def _measure_rates(
    plan: EditPlan, track: PictureTrack, stretches: Sequence[Frames]
) -> Rates | None:
    """Return the rates of a capped clip: its picture gets the bits that it had in that place."""
    if plan.bytes_max is None:
        return None
    rates = plan_rates(plan.bytes_max, plan.duration_seconds)
    seconds = sum(after - first for first, after in stretches) / plan.frame_rate
    if not seconds:
        return rates
    return replace(rates, video_bits=round(track.count_bytes(stretches) * 8 / seconds))


def _fits(made: PictureTrack, track: PictureTrack, stretches: Sequence[Frames]) -> bool:
    """Say whether what was drawn is decoded like the rest, and each stretch by itself."""
    begun = 0
    for first, after in stretches:
        if begun not in made.starts:
            return False
        begun += after - first
    return made.head == track.head and made.frame_count == begun


def _sounds_different(older: EditPlan, newer: EditPlan) -> bool:
    has_bleeps = bool(newer.muted) and older.has_bleeps != newer.has_bleeps
    return older.muted != newer.muted or has_bleeps


async def _draw(
    order: RenderOrder, drawn: PartFile, stretches: Sequence[Frames], rates: Rates | None
) -> None:
    plan = order.plan
    if rates and plan.width > rates.width:
        plan = replace(plan, width=rates.width, height=rates.height)
    arguments = stretch_arguments(
        plan,
        order.video,
        drawn.path,
        look=order.look,
        stretches=stretches,
        captions=order.captions,
        rates=rates,
    )
    await _run(order, drawn, arguments)


async def _open(parts: AsyncExitStack, order: RenderOrder, name: str) -> PartFile:
    out = order.part.out
    part = await asyncio.to_thread(open_part, out.with_name(f"{out.stem}.{name}.mp4"))
    parts.push_async_callback(asyncio.to_thread, part.discard)
    return part


async def _run(order: RenderOrder, part: PartFile, arguments: Sequence[str]) -> None:
    await run_ffmpeg(
        order.executable,
        arguments,
        stage=_STAGE,
        time_limit_seconds=order.time_limit_seconds,
        handed_down=part.handed_down,
    )
