"""ffmpeg commands: the arguments of every call, as pure functions that start no process.

Each function returns the arguments after the executable's name. Sources are opened as local files
only, in the containers that people record and upload: a playlist or a script disguised as a video
is refused before anything in it is followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.adapters.ffmpeg.graph import (
    CaptionFiles,
    audio_graph,
    caption_step,
    gain_steps,
    side_steps,
    take_sound,
    video_graph,
    write_number,
)
from core.adapters.video_files.opening import INPUT_FORMATS, PIXELS_MAX
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH, EditPlan
from core.domain.clips.made.caption_changes import Frames
from core.domain.clips.made.source_look import SoundTaken, SourceLook
from core.domain.clips.size_cap import AUDIO_BITS, Rates

INPUT_PROTOCOLS = "file,pipe"
BLOCK_BYTES_MAX = 1024**3
CRF = 21
# Equal quality for both: at CRF 21 a face before a wall gets VMAF 89 where a game gets 96.
SMOOTH_CRF = 14
# Limits a capped clip's quality, since otherwise even simple pictures would fill the cap.
_CAPPED_QUALITY_MAX = 18

_QUIET = ("-hide_banner", "-nostdin", "-y", "-max_alloc", str(BLOCK_BYTES_MAX))
_PREVIEW_GROUND = "0x3A4654"
_SAME_BYTES = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact")
_VIDEO_FORM = ("-pix_fmt", "yuv420p", "-profile:v", "high", "-g", "60", "-flags:v", "+bitexact")
_AUDIO_FORM = ("-ar", "48000", "-ac", "2", "-flags:a", "+bitexact")


def render_arguments(
    plan: EditPlan,
    source: Path,
    out: Path,
    *,
    look: SourceLook,
    captions: CaptionFiles | None = None,
    rates: Rates | None = None,
) -> tuple[str, ...]:
    """Return the arguments of the one process that makes a plan's clip, at most at `rates`."""
    seconds = write_number(plan.duration_seconds)
    return (
        *_read_window(plan, source, look),
        *("-filter_complex", f"{video_graph(plan, look, captions)};{audio_graph(plan, look)}"),
        *("-map", "[v]", "-map", "[a]", "-t", seconds),
        *_encode_picture(rates, look),
        *_encode_sound(rates),
        *_write_mp4(out),
    )


def stretch_arguments(
    plan: EditPlan,
    source: Path,
    out: Path,
    *,
    look: SourceLook,
    stretches: Sequence[Frames],
    captions: CaptionFiles | None = None,
    rates: Rates | None = None,
) -> tuple[str, ...]:
    """Return the arguments that draw a few stretches of a clip's picture, as one video.

    Each begins with a frame that needs none before it.
    """
    lengths = [after - first for first, after in stretches]
    begins = [sum(lengths[:index]) for index in range(len(lengths))]
    # Half a frame early, so that rounding cannot put it onto the next one.
    forced = ",".join(write_number(max(0.0, at - 0.5) / plan.frame_rate) for at in begins)
    return (
        *_read_window(plan, source, look),
        *("-filter_complex", video_graph(plan, look, captions, stretches=stretches)),
        *("-map", "[v]", "-frames:v", str(sum(lengths))),
        *_encode_picture(rates, look),
        *("-force_key_frames", forced, "-forced-idr", "1"),
        *_write_mp4(out),
    )


def sound_arguments(
    plan: EditPlan, source: Path, out: Path, *, look: SourceLook, rates: Rates | None = None
) -> tuple[str, ...]:
    """Return the arguments that make a clip's sound alone."""
    return (
        *_read_window(plan, source, look),
        *("-filter_complex", audio_graph(plan, look), "-map", "[a]"),
        *("-t", write_number(plan.duration_seconds)),
        *_encode_sound(rates),
        *_write_mp4(out),
    )


def _read_window(plan: EditPlan, source: Path, look: SourceLook) -> tuple[str, ...]:
    start = look.start_seconds - look.lead_seconds
    return (
        *_QUIET,
        *("-v", "warning", "-progress", "pipe:1"),
        # Threads within a filter cost more CPU than they save, except when converting HDR to SDR.
        *(() if look.transfer else ("-filter_complex_threads", "1")),
        *_source(source, start, plan.duration_seconds + look.lead_seconds),
    )


def _encode_picture(rates: Rates | None, look: SourceLook) -> tuple[str, ...]:
    return (*("-c:v", "libx264", "-preset", "veryfast", *_quality(rates, look), *_VIDEO_FORM),)


def _encode_sound(rates: Rates | None) -> tuple[str, ...]:
    bits = _kilobits(rates.audio_bits if rates else AUDIO_BITS)
    return ("-c:a", "aac", "-b:a", bits, *_AUDIO_FORM)


def _write_mp4(out: Path) -> tuple[str, ...]:
    return (*_SAME_BYTES, "-movflags", "+faststart", "-f", "mp4", f"file:{out}")


def loudness_arguments(
    source: Path,
    *,
    start_seconds: float,
    duration_seconds: float,
    gains_db: Sequence[float],
    taken: SoundTaken,
) -> tuple[str, ...]:
    """Return the arguments that print a stretch's loudness after each gain and the limiter."""
    labels = [f"[s{index}]" for index in range(len(gains_db))]
    start = ",".join([take_sound(taken), *side_steps(taken), f"asplit={len(labels)}"])
    meters = [
        f"{label}{','.join(gain_steps(gain, is_peaky=taken.is_peaky))},"
        f"ebur128@m{index}=framelog=quiet[m{index}]"
        for index, (label, gain) in enumerate(zip(labels, gains_db, strict=True))
    ]
    outs = [word for i in range(len(labels)) for word in ("-map", f"[m{i}]", "-f", "null", "-")]
    return (
        *_QUIET,
        *("-v", "info", "-nostats"),
        *_source(source, start_seconds, duration_seconds),
        *("-filter_complex", ";".join([start + "".join(labels), *meters]), *outs),
    )


def thumbnail_arguments(source: Path, out: Path, *, at_seconds: float) -> tuple[str, ...]:
    """Return the arguments that write one frame as a JPEG."""
    return (
        *_QUIET,
        *("-v", "warning"),
        *_source(source, at_seconds, None),
        *("-map", "0:V:0", "-frames:v", "1"),
        *("-vf", "scale='trunc(iw*sar/2)*2':'trunc(ih/2)*2':out_range=full,format=yuvj420p"),
        *("-c:v", "mjpeg", "-q:v", "3", "-flags:v", "+bitexact", *_SAME_BYTES),
        *("-f", "image2", "-update", "1", f"file:{out}"),
    )


def preview_arguments(captions: CaptionFiles, out: Path, *, at_seconds: float) -> tuple[str, ...]:
    """Return the arguments that write one small frame of captions on a plain ground as a JPEG."""
    ground = f"color=c={_PREVIEW_GROUND}:s={CLIP_WIDTH}x{CLIP_HEIGHT}:r=30:d=1"
    steps = (
        f"setpts=PTS+{write_number(at_seconds)}/TB,{caption_step(captions)},"
        "scale=405:720:out_range=full,format=yuvj420p"
    )
    return (
        *_QUIET,
        *("-v", "warning", "-f", "lavfi", "-i", ground, "-frames:v", "1", "-vf", steps),
        *("-c:v", "mjpeg", "-q:v", "3", "-flags:v", "+bitexact", *_SAME_BYTES),
        *("-f", "image2", "-update", "1", f"file:{out}"),
    )


def _source(source: Path, start_seconds: float, duration_seconds: float | None) -> tuple[str, ...]:
    length = () if duration_seconds is None else ("-t", write_number(duration_seconds))
    return (
        *("-protocol_whitelist", INPUT_PROTOCOLS, "-format_whitelist", INPUT_FORMATS),
        *("-max_pixels", str(PIXELS_MAX)),
        *(*seek_arguments(start_seconds), *length, "-i", f"file:{source}"),
    )


def seek_arguments(start_seconds: float) -> tuple[str, ...]:
    """Return what has a source read from a time on.

    From its beginning it is read without a seek: in FLV with B-frames that would go to where the
    next keyframe is, and show that one until it comes.
    """
    return ("-ss", write_number(start_seconds)) if start_seconds > 0 else ()


def _quality(rates: Rates | None, look: SourceLook) -> tuple[str, ...]:
    if rates is None:
        return ("-crf", str(SMOOTH_CRF if look.is_smooth else CRF))
    bits = rates.video_bits
    return (
        *("-b:v", str(bits), "-maxrate", str(bits * 3 // 2), "-bufsize", str(bits * 2)),
        *("-qmin", str(_CAPPED_QUALITY_MAX)),
    )


def _kilobits(bits: int) -> str:
    return f"{bits // 1000}k"
