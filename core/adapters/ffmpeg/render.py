"""Rendering: one ffmpeg process per clip, verified, then given its name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.adapters.ffmpeg.caption_files import try_caption_files
from core.adapters.ffmpeg.command import preview_arguments, render_arguments, thumbnail_arguments
from core.adapters.ffmpeg.graph import (
    TONE_FILTERS,
)
from core.adapters.ffmpeg.loudness import Level, find_level
from core.adapters.ffmpeg.part_file import open_part
from core.adapters.ffmpeg.process import run_ffmpeg
from core.adapters.ffmpeg.render_order import RenderOrder
from core.adapters.ffmpeg.source_look import look_at_source
from core.adapters.ffmpeg.stills import find_best_still, make_sheet
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.ffmpeg.verify import verify_clip
from core.domain.clips.edit_plan import EditPlan
from core.domain.clips.made.source_look import SoundTaken, SourceLook
from core.domain.clips.size_cap import Rates, choose_next_bits, plan_rates, starts_uncapped
from core.errors import ExternalFailure, InvalidInput
from core.ports.clips import RenderedBefore, RenderedClip
from core.ports.work import OnProgress

_THUMBNAIL_SECONDS = 60.0


class FfmpegRenderer:
    """Renders edit plans, one process each; `captions` is a folder for caption files only.

    `is_mixed` mixes all of a source's sound tracks.
    """

    def __init__(
        self,
        supply: FfmpegSupply,
        *,
        captions: Path,
        is_mixed: bool = False,
        time_limit_seconds: float = 900.0,
    ) -> None:
        self._supply = supply
        self._captions = captions
        self._is_mixed = is_mixed
        self._time_limit_seconds = time_limit_seconds
        self._last_level: tuple[object, Level] = (None, Level())

    async def render(
        self,
        video: Path,
        plan: EditPlan,
        out: Path,
        *,
        on_progress: OnProgress,
        before: RenderedBefore | None = None,
    ) -> RenderedClip:
        """Write `out`; a failure leaves nothing behind, and a killed run's remains are removed.

        Nothing is taken from a render `before` whose sound was chosen in another way.
        """
        if before is not None and before.look.is_mixed != self._is_mixed:
            before = None
        executable = await self._supply.find_executable()
        part = await asyncio.to_thread(open_part, out)
        try:
            look, level = await self._look(executable, video, plan, before)
            captions, uncaptioned = await asyncio.to_thread(
                try_caption_files, plan.captions, self._captions
            )
            shown = replace(plan, captions=plan.captions if captions else "")
            order = RenderOrder(
                executable=executable,
                video=video,
                plan=replace(shown, gain_db=level.gain_db),
                look=look,
                captions=captions,
                part=part,
                on_progress=_only_growing(on_progress),
                time_limit_seconds=self._time_limit_seconds,
                before=before,
            )
            rendered = await _graft(order) or await self._encode(order)
            await asyncio.to_thread(part.put_in_place)
        finally:
            await asyncio.to_thread(part.discard)
        on_progress(1.0)
        return replace(
            rendered,
            uncaptioned=uncaptioned,
            loudness_lufs=level.lufs,
            note=describe_sound(look.sound),
            look=look,
            gain_db=level.gain_db,
        )

    async def _look(
        self, executable: Path, video: Path, plan: EditPlan, before: RenderedBefore | None
    ) -> tuple[SourceLook, Level]:
        """Return how to read the source and how loud it is, as it was found before if it was."""
        if before is not None:
            look = before.look
            known = Level(gain_db=before.plan.gain_db, lufs=before.loudness_lufs, taken=look.sound)
            return look, known
        look = await asyncio.to_thread(look_at_source, video, plan, is_mixed=self._is_mixed)
        await self._require_colours(video, look)
        found = replace(plan, start_seconds=look.start_seconds)
        level = await self._find_level(executable, video, found, look.sound)
        return replace(look, sound=level.taken, is_mixed=self._is_mixed), level

    async def make_thumbnail(
        self, video: Path, out: Path, *, at_seconds: float, is_exact: bool = False
    ) -> None:
        """Write the best frame of `video` near `at_seconds` as a JPEG, else the first frame."""
        executable = await self._supply.find_executable()
        best = at_seconds
        if not is_exact:
            best = await asyncio.to_thread(find_best_still, video, at_seconds)
        part = await asyncio.to_thread(open_part, out)
        try:
            for at in (best, 0.0):
                await run_ffmpeg(
                    executable,
                    thumbnail_arguments(video, part.path, at_seconds=max(0.0, at)),
                    stage="thumbnail",
                    time_limit_seconds=_THUMBNAIL_SECONDS,
                    handed_down=part.handed_down,
                )
                if await asyncio.to_thread(_has_bytes, part.path):
                    await asyncio.to_thread(part.put_in_place)
                    return
        finally:
            await asyncio.to_thread(part.discard)
        raise ExternalFailure(f"{video.name} gave no frame for a thumbnail.", stage="thumbnail")

    async def paint_captions(self, document: str, out: Path, *, at_seconds: float) -> None:
        """Write a frame that shows an ASS document at a time, on a plain ground, as a JPEG."""
        executable = await self._supply.find_executable()
        captions, trouble = await asyncio.to_thread(try_caption_files, document, self._captions)
        if captions is None:
            raise ExternalFailure(trouble or "There is nothing to show.", stage="preview")
        part = await asyncio.to_thread(open_part, out)
        try:
            await run_ffmpeg(
                executable,
                preview_arguments(captions, part.path, at_seconds=at_seconds),
                stage="preview",
                time_limit_seconds=_THUMBNAIL_SECONDS,
                handed_down=part.handed_down,
            )
            await asyncio.to_thread(part.put_in_place)
        finally:
            await asyncio.to_thread(part.discard)

    async def make_contact_sheet(self, video: Path, out: Path) -> None:
        """Write ten frames of a finished clip side by side as a JPEG."""
        await asyncio.to_thread(_write_sheet, video, out)

    async def _find_level(
        self, executable: Path, video: Path, plan: EditPlan, sound: SoundTaken
    ) -> Level:
        """Return how to level a plan's sound; a second rendition of the same is not measured."""
        if not (plan.has_audio and plan.is_levelled):
            return Level(gain_db=plan.gain_db, taken=sound)
        window = (video, plan.start_seconds, plan.duration_seconds, sound)
        if self._last_level[0] != window:
            level = await find_level(executable, video, plan, taken=sound)
            self._last_level = (window, level)
        return self._last_level[1]

    async def _require_colours(self, video: Path, look: SourceLook) -> None:
        if look.transfer and await self._supply.list_missing_filters(TONE_FILTERS):
            raise InvalidInput(
                f"{video.name} is HDR, and this ffmpeg cannot turn it into ordinary colours: give "
                "an SDR rendition, or leave TRUSS_FFMPEG empty."
            )

    async def _encode(self, order: RenderOrder) -> RenderedClip:
        """Render once, and again only if a size cap was missed."""
        bytes_max = order.plan.bytes_max
        if bytes_max is None:
            return await self._encode_once(order, None)
        rates = plan_rates(bytes_max, order.plan.duration_seconds)
        if starts_uncapped(rates) and not order.plan.is_known_large:
            rendered = await self._encode_once(order, None)
            if rendered.size_bytes <= bytes_max:
                return rendered
        tries: dict[int, int] = {}
        bits: int | None = rates.video_bits
        while bits is not None:
            rendered = await self._encode_once(order, replace(rates, video_bits=bits))
            tries[bits] = rendered.size_bytes
            bits = choose_next_bits(tries, bytes_max)
        if rendered.size_bytes > bytes_max:
            raise ExternalFailure(
                f"The clip does not fit into {bytes_max / 1e6:g} MB: allow more, or choose a "
                "shorter window.",
                stage="render",
            )
        return rendered

    async def _encode_once(self, order: RenderOrder, rates: Rates | None) -> RenderedClip:
        plan = order.plan
        if rates and plan.width > rates.width:
            plan = replace(plan, width=rates.width, height=rates.height)

        def make_arguments(out: Path) -> tuple[str, ...]:
            return render_arguments(
                plan, order.video, out, look=order.look, captions=order.captions, rates=rates
            )

        await run_ffmpeg(
            order.executable,
            make_arguments(order.part.path),
            stage="render",
            time_limit_seconds=order.time_limit_seconds,
            on_out_seconds=lambda at: order.on_progress(min(1.0, at / plan.duration_seconds)),
            handed_down=order.part.handed_down,
        )
        rendered = await asyncio.to_thread(verify_clip, order.part.path, plan)
        command = (str(order.executable), *make_arguments(order.part.out))
        return replace(rendered, command=command)


async def _graft(order: RenderOrder) -> RenderedClip | None:
    """Return what was made out of an earlier render; None where none can be used."""
    if order.before is None:
        return None
    from core.adapters.ffmpeg.grafting import graft  # noqa: PLC0415 - most clips are the first

    return await graft(order)


def describe_sound(taken: SoundTaken) -> str:
    """Return what is unusual about the sound that was taken, in words; mostly nothing."""
    said = []
    if taken.is_second_choice:
        said.append(f"The default sound is silent, so track {taken.track + 1} is heard.")
    if taken.others:
        said.append(f"{len(taken.tracks)} sound tracks are mixed.")
    if taken.only_side is not None:
        side = ("left", "right")[taken.only_side]
        said.append(f"Only the {side} side has sound, so it is heard on both.")
    return " ".join(said)


def _only_growing(on_progress: OnProgress) -> Callable[[float], None]:
    """Return the callback without the backward steps of a second try."""
    highest = 0.0

    def tell(share: float) -> None:
        nonlocal highest
        highest = max(highest, share)
        on_progress(highest)

    return tell


def _has_bytes(file: Path) -> bool:
    return file.stat().st_size > 0


def _write_sheet(video: Path, out: Path) -> None:
    content = make_sheet(video)
    part = open_part(out)
    try:
        part.path.write_bytes(content)
        part.put_in_place()
    finally:
        part.discard()
