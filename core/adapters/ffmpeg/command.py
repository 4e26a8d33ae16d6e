"""The words of every ffmpeg call, as pure functions: no process is started here.

Each function returns the arguments after the executable's name. Sources are opened as local files
only, in the containers that people record and upload: a playlist or a script of file names under
a video's name is refused before any of it is followed.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from core.domain.edit_plan import EditPlan, Layout

INPUT_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,flv,avi,mpeg,ogg,asf"
INPUT_PROTOCOLS = "file,pipe"
PIXELS_MAX = 36_000_000
LIMIT = 0.84

_QUIET = ("-hide_banner", "-nostdin", "-y")
_SAME_BYTES = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact")
_VIDEO_CODEC = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p"),
    *("-profile:v", "high", "-g", "60", "-flags:v", "+bitexact"),
)
_AUDIO_CODEC = ("-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2", "-flags:a", "+bitexact")
_STEREO = "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo"
# Below this many seconds, a source whose last picture is held is padded instead of falling short.
_TAIL_SECONDS = 1


def render_arguments(
    plan: EditPlan, source: Path, out: Path, *, lead_seconds: float = 0.0
) -> tuple[str, ...]:
    """Return the arguments of the one process that makes a plan's clip.

    `lead_seconds` more are read before the start, and dropped again once they are decoded: it is
    how far away the keyframe lies where a container cannot seek to one by itself.
    """
    seconds = _number(plan.duration_seconds)
    picture, sound = video_graph(plan, lead_seconds), audio_graph(plan, lead_seconds)
    return (
        *_QUIET,
        *("-v", "warning", "-progress", "pipe:1"),
        *_source(source, plan.start_seconds - lead_seconds, plan.duration_seconds + lead_seconds),
        *("-filter_complex", f"{picture};{sound}"),
        *("-map", "[v]", "-map", "[a]", "-t", seconds),
        *_VIDEO_CODEC,
        *_AUDIO_CODEC,
        *_SAME_BYTES,
        *("-movflags", "+faststart", "-f", "mp4", f"file:{out}"),
    )


def loudness_arguments(
    source: Path, *, start_seconds: float, duration_seconds: float, gain_db: float | None = None
) -> tuple[str, ...]:
    """Return the arguments that print a stretch's loudness, as it is or after gain and limiter."""
    steps = [_STEREO, *_gain_steps(gain_db), "ebur128=peak=sample:framelog=quiet"]
    return (
        *_QUIET,
        *("-v", "info", "-nostats"),
        *_source(source, start_seconds, duration_seconds),
        *("-map", "0:a:0", "-af", ",".join(steps), "-f", "null", "-"),
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


def video_graph(plan: EditPlan, lead_seconds: float = 0.0) -> str:
    """Return the filters from the first real picture stream to `[v]`, at a constant frame rate."""
    rate = Fraction(plan.frame_rate).limit_denominator(1001)
    lead = _number(lead_seconds)
    late = f"trim=start={lead},setpts=PTS-{lead}/TB," if lead_seconds else ""
    held = f"tpad=stop_mode=clone:stop_duration={_TAIL_SECONDS}"
    steady = f"[0:V:0]{late}fps=fps={rate}:start_time=0,{held}"
    crop = _centre_crop(plan)
    fill = f"scale={plan.width}:{plan.height}:flags=bilinear:out_range=tv"
    if plan.layout is Layout.CENTRE:
        return f"{steady},{crop},{fill},setsar=1,format=yuv420p[v]"
    small = f"{plan.width // 20}:{plan.height // 20}"
    return (
        f"{steady},split[a][b];"
        f"[a]{crop},scale={small}:flags=area:out_range=tv,format=yuv420p,gblur=sigma=2,"
        f"eq=brightness=-0.1,{fill},setsar=1[bg];"
        f"[b]{_whole_picture(plan)},setsar=1,format=yuv420p[fg];"
        "[bg][fg]overlay=(W-w)/2:(H-h)/2,format=yuv420p[v]"
    )


def audio_graph(plan: EditPlan, lead_seconds: float = 0.0) -> str:
    """Return the filters from the first sound stream to `[a]`, or made silence where none is."""
    seconds = _number(plan.duration_seconds)
    if not plan.has_audio:
        return f"anullsrc=r=48000:cl=stereo,atrim=duration={seconds}[a]"
    steps = [_STEREO, *_gain_steps(plan.gain_db), f"apad=whole_dur={seconds}"]
    if lead_seconds:
        lead = _number(lead_seconds)
        steps.insert(0, f"atrim=start={lead},asetpts=PTS-{lead}/TB")
    return f"[0:a:0]{','.join(steps)}[a]"


def _source(source: Path, start_seconds: float, duration_seconds: float | None) -> tuple[str, ...]:
    length = () if duration_seconds is None else ("-t", _number(duration_seconds))
    return (
        *("-protocol_whitelist", INPUT_PROTOCOLS, "-format_whitelist", INPUT_FORMATS),
        *("-max_pixels", str(PIXELS_MAX)),
        *("-ss", _number(start_seconds), *length, "-i", f"file:{source}"),
    )


def _centre_crop(plan: EditPlan) -> str:
    shape = f"{plan.width}/{plan.height}"
    return f"crop=w='min(iw,ih*{shape}/sar)':h='min(ih,iw*sar/({shape}))'"


def _whole_picture(plan: EditPlan) -> str:
    width, height = plan.width, plan.height
    return (
        f"scale=w='max(2,2*trunc(min({width},{height}*dar)/2))'"
        f":h='max(2,2*trunc(min({height},{width}/dar)/2))':flags=bilinear:out_range=tv"
    )


def _gain_steps(gain_db: float | None) -> list[str]:
    if gain_db is None:
        return []
    return [f"volume={gain_db:.2f}dB", f"alimiter=limit={LIMIT}:level=false"]


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
