"""The copy a model watches: small and slow. Never shown to people.

Where times are asked for, a clock is burned into a black strip above the picture, so that it covers
nothing: not a face, nor anything else a model is to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.adapters.ffmpeg.command import INPUT_PROTOCOLS, seek_arguments
from core.adapters.video_files.opening import INPUT_FORMATS, PIXELS_MAX
from core.domain.clips.made.source_look import EARLIER_SECONDS
from core.domain.videos.model_times import format_clock
from core.domain.videos.understanding import AnalysisWindow

_LEAD_SECONDS = 10.0
# The strip is an eleventh of the height: 33 of the 360 units in which the clock is drawn.
_STRIP = "pad=w=iw:h=2*ceil(ih*1.1/2):x=0:y=oh-ih"
_ASS_HEAD = """[Script Info]
ScriptType: v4.00+
PlayResX: 640
PlayResY: 360
WrapStyle: 2
ScaledBorderAndShadow: yes

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, \
Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Clock,DejaVu Sans,28,&H00FFFFFF,&H00000000,&H00000000,-1,1,0,0,7,8,8,0,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyTuning:
    """How small the copy is: pixels of its shorter side, frames and kilobits a second.

    Where no frame comes within the window, the one that is seen in it came `shown_before` it, by
    that many seconds.

    With `keyframe_gap` only keyframes are decoded, that many seconds apart, and each second shows
    the one that lies nearest.
    """

    height: int = 360
    frame_rate: float = 1.0
    audio_kilobits: int = 32
    keyframe_gap: float | None = None
    shown_before: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The subtitles that show a window's time, and the folder with their font."""

    subtitles: Path
    fonts: Path


def write_clock(duration_seconds: float) -> str:
    """Return the subtitles that show MM:SS of the window, white in the strip above the picture."""
    return _ASS_HEAD + "".join(_write_seconds(duration_seconds))


def _write_seconds(duration_seconds: float) -> Iterator[str]:
    for second in range(int(duration_seconds) + 2):
        start, end = _format_ass(second), _format_ass(second + 1)
        yield f"Dialogue: 0,{start},{end},Clock,,0,0,0,,{format_clock(second)}\n"


def _format_ass(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}.00"


def copy_arguments(
    source: Path,
    out: Path,
    window: AnalysisWindow,
    *,
    clock: Clock | None,
    has_audio: bool,
    tracks: Sequence[int] = (0,),
    tuning: CopyTuning | None = None,
) -> tuple[str, ...]:
    """Return ffmpeg's arguments for the copy of one window, from 0 on, with mono sound.

    Its sound is that of `tracks` together.

    A few seconds more are read before the window and dropped again: not every container finds the
    keyframe that a window needs. Frames that no other frame needs are not decoded, nor is any but a
    keyframe where these lie close together.
    """
    tuning = tuning or CopyTuning()
    lead_seconds = min(max(_LEAD_SECONDS, (tuning.shown_before or 0.0) + 0.1), window.start_seconds)
    # Nothing is made of a keyframe but its own picture, which is shrunk: its blocks may show.
    # Frames that are not decoded still cost each thread that they are given to.
    decoded: tuple[str, ...] = ("-skip_frame", "noref")
    preset = "superfast"
    if tuning.keyframe_gap is not None:
        preset = "ultrafast"
        # Of MP4 only keyframes are read; of other containers the decoder skips what is between.
        decoded = ("-discard:v", "nokey", "-skip_frame", "nokey", "-skip_loop_filter", "all")
        decoded += ("-threads", "1")
    length = f"{window.duration_seconds:.3f}"
    graphs = [f"{_picture_graph(clock, lead_seconds, tuning, length)}[v]"]
    sound: tuple[str, ...] = ()
    if has_audio:
        graphs.append(_sound_graph(tracks, lead_seconds, length))
        sound = (
            "-map",
            "[a]",
            "-c:a",
            "aac",
            "-aac_coder",
            "fast",
            "-ac",
            "1",
            "-b:a",
            f"{tuning.audio_kilobits}k",
        )
    return (
        *("-hide_banner", "-nostdin", "-y", "-v", "warning", "-progress", "pipe:1"),
        *("-protocol_whitelist", INPUT_PROTOCOLS, "-format_whitelist", INPUT_FORMATS),
        *("-max_pixels", str(PIXELS_MAX), *decoded),
        *seek_arguments(window.start_seconds - lead_seconds),
        *("-t", f"{window.duration_seconds + lead_seconds:.3f}", "-i", f"file:{source}"),
        *("-filter_complex", ";".join(graphs), "-map", "[v]", *sound, "-t", length),
        *("-c:v", "libx264", "-preset", preset, "-crf", "30", "-pix_fmt", "yuv420p"),
        *("-g", "20", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-movflags", "+faststart", "-f", "mp4", f"file:{out}"),
    )


def _picture_graph(
    clock: Clock | None, lead_seconds: float, tuning: CopyTuning, length: str
) -> str:
    # Keyframes are shown from half a gap before their time on. No frame can be trimmed to the
    # window: the one that the first second shows may lie before it.
    earlier = lead_seconds + (tuning.keyframe_gap or 0.0) / 2
    # The last frame is shown for as long as there is sound, and may say that it ends at once.
    late = f"tpad=stop_mode=clone:stop=2,setpts=PTS-{earlier:.3f}/TB,"
    if tuning.shown_before is not None:
        only = max(0.0, lead_seconds - tuning.shown_before - EARLIER_SECONDS)
        late = f"tpad=stop_mode=clone:stop=2,trim=start={only:.3f},setpts=PTS-STARTPTS,"
    side = tuning.height
    # The shorter side is fixed, so that an upright video keeps as many pixels as a wide one.
    size = f"scale=w='if(gt(iw,ih),-2,{side})':h='if(gt(iw,ih),{side},-2)':flags=area,setsar=1"
    # Unread frames leave the times of keyframes a tenth of a second off.
    rounded = "down" if tuning.keyframe_gap is None else "near"
    rate = f"fps={tuning.frame_rate:g}:start_time=0:round={rounded}:eof_action=pass"
    rate += f",tpad=stop_mode=clone:stop_duration={length}"
    # Of frames that are shown again, or not at all, none is shrunk twice, or in vain.
    is_repeated = (tuning.keyframe_gap or 0.0) * tuning.frame_rate > 1
    steps = f"{size},{rate}" if is_repeated else f"{rate},{size}"
    drawn = f"{_STRIP},{_draw(clock)}," if clock else ""
    return f"[0:V:0]{late}{steps},{drawn}format=yuv420p"


def _sound_graph(tracks: Sequence[int], lead_seconds: float, length: str) -> str:
    # Sound that has ended before the window is silent in it: without any, there would be no copy.
    end = f"apad=whole_dur={length}[a]"
    late = f"atrim=start={lead_seconds:.3f},asetpts=PTS-STARTPTS," if lead_seconds else ""
    steps = f"{late}aresample=16000:ochl=mono:async=1:first_pts=0"
    if len(tracks) == 1:
        return f"[0:a:{tracks[0]}]{steps},{end}"
    parts = [f"[0:a:{track}]{steps}[t{track}]" for track in tracks]
    labels = "".join(f"[t{track}]" for track in tracks)
    return ";".join([*parts, f"{labels}amix=inputs={len(tracks)}:normalize=0,{end}"])


def _draw(clock: Clock) -> str:
    return f"ass=filename={escape_path(clock.subtitles)}:fontsdir={escape_path(clock.fonts)}"


def escape_path(path: Path) -> str:
    """Return a path as a value inside a filter graph, where it is unescaped twice."""
    once = re.sub(r"([\\':])", r"\\\1", str(path))
    return re.sub(r"([\\'\[\],;])", r"\\\1", once)
