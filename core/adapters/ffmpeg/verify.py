"""Verification of a finished clip, before anybody sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import list_boxes
from core.adapters.video_files.opening import open_video
from core.domain.clips.edit_plan import EditPlan
from core.errors import ExternalFailure
from core.ports.clips import RenderedClip

if TYPE_CHECKING:
    from av.container import InputContainer

_STAGE = "verify"


def verify_clip(clip: Path, plan: EditPlan) -> RenderedClip:
    """Return what was measured in the file; ExternalFailure if it differs from the plan."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    size = clip.stat().st_size if clip.exists() else 0
    if not size:
        raise _fail("it is empty")
    boxes = list_boxes(clip)
    if "moov" not in boxes or "mdat" not in boxes or boxes.index("moov") > boxes.index("mdat"):
        raise _fail("its index does not come first")
    try:
        with open_video(clip) as container:
            seconds = _verify_streams(container, plan)
    except FFmpegError as error:
        raise _fail("it cannot be read") from error
    return RenderedClip(
        duration_seconds=seconds, size_bytes=size, width=plan.width, height=plan.height
    )


def _verify_streams(container: InputContainer, plan: EditPlan) -> float:
    kinds = [(stream.type, stream.codec_context.name) for stream in container.streams]
    if kinds != [("video", "h264"), ("audio", "aac")]:
        raise _fail(f"it holds {kinds}")
    picture = container.streams.video[0].codec_context
    found = (picture.width, picture.height, picture.pix_fmt)
    if found != (plan.width, plan.height, "yuv420p"):
        raise _fail(f"its picture is {found}")
    stream = container.streams.video[0]
    seconds = float((stream.duration or 0) * (stream.time_base or 0))
    whole = (container.duration or 0) / 1_000_000
    if max(abs(seconds - plan.duration_seconds), abs(whole - plan.duration_seconds)) > (
        1 / plan.frame_rate + 0.001
    ):
        raise _fail(f"it lasts {whole:.3f} s instead of {plan.duration_seconds:.3f} s")
    return whole


def _fail(what: str) -> ExternalFailure:
    return ExternalFailure(f"The rendered clip is not as planned: {what}.", stage=_STAGE)
