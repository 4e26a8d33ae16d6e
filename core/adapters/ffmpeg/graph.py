"""Filter graphs for a clip's picture and sound, as pure functions of a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from core.domain.clips.box import Box
from core.domain.clips.camera_path import choose_crop_width
from core.domain.clips.edit_plan import CLIP_HEIGHT, EditPlan, Layout
from core.domain.clips.stacking import plan_stack

LIMIT = 0.84
STEREO = "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo"
TONE_FILTERS = ("zscale", "tonemap")
# A source that ends at most this many seconds early is padded by holding its last picture.
_TAIL_SECONDS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLook:
    """What must be corrected in a source before framing it, at the window's start.

    `start_seconds` is the time of the window's first frame. `lead_seconds` more are read before it
    and dropped after decoding: that is the distance to the keyframe, for containers that cannot
    seek to one by themselves. `transfer` is the curve of an HDR picture, None for any other.
    """

    start_seconds: float
    lead_seconds: float = 0.0
    is_interlaced: bool = False
    transfer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionFiles:
    """Where the ASS document and the folder with its font are."""

    document: Path
    fonts: Path


def video_graph(plan: EditPlan, look: SourceLook, captions: CaptionFiles | None = None) -> str:
    """Return the filters from the first real video stream to `[v]`, at a constant frame rate."""
    steady = f"[0:V:0]{','.join(_steady_steps(plan, look))}"
    burnt = f"{_caption_step(captions)}," if captions else ""
    end = f"{burnt}format=yuv420p[v]"
    match plan.layout:
        case Layout.STACK if plan.facecam is not None:
            return f"{steady},split[a][b];{_stack(plan, plan.facecam)},{end}"
        case Layout.FOLLOW if plan.path:
            return f"{steady},{_follow(plan)},{_fill(plan)},{end}"
        case Layout.FIT:
            return f"{steady},split[a][b];{_fit(plan)},{end}"
        case _:
            return f"{steady},{_centre_crop(plan)},{_fill(plan)},{end}"


def audio_graph(plan: EditPlan, lead_seconds: float = 0.0) -> str:
    """Return the filters from the first audio stream to `[a]`, or generated silence without one."""
    seconds = write_number(plan.duration_seconds)
    if not plan.has_audio:
        return f"anullsrc=r=48000:cl=stereo,atrim=duration={seconds}[a]"
    steps = [STEREO, *gain_steps(plan.gain_db), f"apad=whole_dur={seconds}"]
    if plan.muted:
        spans = "+".join(f"between(t,{start:g},{end:g})" for start, end in plan.muted)
        steps.insert(1, f"volume=0:enable='{spans}'")
    if lead_seconds:
        lead = write_number(lead_seconds)
        steps.insert(0, f"atrim=start={lead},asetpts=PTS-{lead}/TB")
    return f"[0:a:0]{','.join(steps)}[a]"


def gain_steps(gain_db: float | None) -> list[str]:
    """Return gain and limiter, or nothing if the sound is left as it is."""
    if gain_db is None:
        return []
    return [f"volume={gain_db:.2f}dB", f"alimiter=limit={LIMIT}:level=false"]


def write_number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def quote_value(value: str) -> str:
    """Return a filter option's value, quoted against both the option's and the graph's syntax."""
    option = re.sub(r"([\\':])", r"\\\1", value)
    return re.sub(r"([\\'\[\],;])", r"\\\1", option)


def _steady_steps(plan: EditPlan, look: SourceLook) -> list[str]:
    """Return the filters that give whole, evenly spaced frames in ordinary colours."""
    rate = Fraction(plan.frame_rate).limit_denominator(1001)
    steps = []
    if look.lead_seconds:
        lead = write_number(look.lead_seconds)
        steps.append(f"trim=start={lead},setpts=PTS-{lead}/TB")
    if look.is_interlaced:
        steps.append("yadif=deint=interlaced")
    steps.append(f"fps=fps={rate}:start_time=0")
    steps.append(f"tpad=stop_mode=clone:stop_duration={_TAIL_SECONDS}")
    if look.transfer:
        steps.append(
            f"zscale=tin={look.transfer}:pin=bt2020:min=bt2020nc:t=linear:npl=100,"
            "format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,"
            "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
        )
    return steps


def _stack(plan: EditPlan, facecam: Box) -> str:
    stack = plan_stack(facecam, plan.source_width, plan.source_height)
    seam = 2 * round(stack.seam_y * plan.height / CLIP_HEIGHT / 2)
    return (
        f"[a]{_crop(stack.camera)},{_scale(plan.width, seam)},setsar=1,format=yuv420p[f];"
        f"[b]{_crop(stack.game)},{_scale(plan.width, plan.height - seam)},setsar=1,"
        "format=yuv420p[g];[f][g]vstack"
    )


def _follow(plan: EditPlan) -> str:
    """Return a crop whose position is set by a command at each frame where it moves."""
    left = plan.path[0][1]
    moves = [
        # Half a frame early, so that rounding cannot make a command miss its frame.
        f"{write_number(max(0.0, at - 0.5 / plan.frame_rate))} crop x {x}/sar"
        for (_, before), (at, x) in pairwise(plan.path)
        if x != before
    ]
    width = choose_crop_width(plan.source_width, plan.source_height)
    crop = _crop(Box(x=left, y=0, width=width, height=plan.source_height))
    return f"sendcmd=c='{';'.join(moves)}',{crop}" if moves else crop


def _fit(plan: EditPlan) -> str:
    small = f"{plan.width // 20}:{plan.height // 20}"
    return (
        f"[a]{_centre_crop(plan)},scale={small}:flags=area:out_range=tv,format=yuv420p,"
        f"gblur=sigma=2,eq=brightness=-0.1,{_fill(plan)}[bg];"
        f"[b]{_whole_picture(plan)},setsar=1,format=yuv420p[fg];"
        "[bg][fg]overlay=(W-w)/2:(H-h)/2"
    )


def _crop(box: Box) -> str:
    """Return the crop of a box in pixels as seen, whatever the shape of the file's own pixels."""
    return f"crop=w='min(iw,{box.width}/sar)':h='min(ih,{box.height})':x='{box.x}/sar':y={box.y}"


def _scale(width: int, height: int) -> str:
    return f"scale={width}:{height}:flags=bilinear:out_range=tv"


def _fill(plan: EditPlan) -> str:
    return f"{_scale(plan.width, plan.height)},setsar=1"


def _centre_crop(plan: EditPlan) -> str:
    shape = f"{plan.width}/{plan.height}"
    return f"crop=w='min(iw,ih*{shape}/sar)':h='min(ih,iw*sar/({shape}))'"


def _whole_picture(plan: EditPlan) -> str:
    width, height = plan.width, plan.height
    return (
        f"scale=w='max(2,2*trunc(min({width},{height}*dar)/2))'"
        f":h='max(2,2*trunc(min({height},{width}/dar)/2))':flags=bilinear:out_range=tv"
    )


def _caption_step(captions: CaptionFiles) -> str:
    document, fonts = quote_value(str(captions.document)), quote_value(str(captions.fonts))
    return f"ass=filename={document}:fontsdir={fonts}"
