"""Filter graphs for a clip's picture and sound, as pure functions of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from core.adapters.ffmpeg.panels import COLOURS, SCALING, crop_box, scale_to, stack_steps
from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CameraPath, EditPlan, Layout
from core.domain.clips.framing.camera_path import choose_crop_width
from core.domain.clips.made.caption_changes import Frames
from core.domain.clips.made.source_look import (
    EARLIER_SECONDS,
    HOLD_SPARE_SECONDS,
    SoundTaken,
    SourceLook,
)

LIMIT = 0.84
_STEREO = "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo"
_BLEEP_HERTZ = 1000
_FADE_SECONDS = 0.02
_REPEATED = 2
# Players show HDR's reference white (ITU-R BT.2408) as white, and roll off what is brighter: up to
# 1000 nits, which is what recordings are mastered for.
_WHITE_NITS = 203
_PEAK = round(1000 / _WHITE_NITS, 2)
_TAGS = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
TONE_FILTERS = ("zscale", "tonemap")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionFiles:
    """Where the ASS document and the folder with its font are."""

    document: Path
    fonts: Path


def video_graph(
    plan: EditPlan,
    look: SourceLook,
    captions: CaptionFiles | None = None,
    *,
    stretches: Sequence[Frames] = (),
) -> str:
    """Return the filters from the first real video stream to `[v]`, at a constant frame rate.

    With `stretches`, only these frames are drawn, one stretch right after the other.
    """
    steady = f"[0:V:0]{','.join(_steady_steps(plan, look))}"
    burnt = f"{caption_step(captions)}," if captions else ""
    end = f"{burnt}format=yuv420p,{_TAGS}[v]"
    if stretches:
        # Later filters go by the time in the clip, so frames keep theirs until all is drawn.
        wanted = f"select='{'+'.join(f'between(n,{a},{b - 1})' for a, b in stretches)}'"
        rate = _write_rate(plan)
        end = f"{burnt}format=yuv420p,settb={1 / rate},setpts=N,fps=fps={rate},{_TAGS}[v]"
        if plan.layout is Layout.FOLLOW and plan.wide:
            end = f"{wanted},{end}"  # it counts all frames by itself
        else:
            steady = f"{steady},{wanted}"
    match plan.layout:
        case Layout.STACK if plan.cameras:
            return f"{steady},{stack_steps(plan)},{end}"
        case Layout.FOLLOW if plan.path and plan.wide:
            return f"{steady},{_follow_and_widen(plan)},{end}"
        case Layout.FOLLOW if plan.path:
            return f"{steady},{_follow(plan, plan.path)},{fill_frame(plan)},{end}"
        case Layout.FIT:
            return f"{steady},{_fit(plan)},{end}"
        case _:
            return f"{steady},{_centre_crop(plan)},{fill_frame(plan)},{end}"


def audio_graph(plan: EditPlan, look: SourceLook) -> str:
    """Return the filters from the source's sound to `[a]`, or generated silence without one.

    Both ends fade for 20 ms, since a wave that is cut through clicks.
    """
    seconds = write_number(plan.duration_seconds)
    if not plan.has_audio:
        return f"anullsrc=r=48000:cl=stereo,atrim=duration={seconds}[a]"
    end = write_number(max(0.0, plan.duration_seconds - _FADE_SECONDS))
    steps = [
        *side_steps(look.sound),
        *gain_steps(plan.gain_db, is_peaky=look.sound.is_peaky),
        *_bleep_steps(plan, seconds),
        f"afade=t=in:d={_FADE_SECONDS}",
        f"afade=t=out:st={end}:d={_FADE_SECONDS}",
        f"apad=whole_dur={seconds}",
    ]
    if plan.muted:
        steps.insert(len(side_steps(look.sound)), f"volume=0:enable='{_write_spans(plan)}'")
    lead = ""
    if look.lead_seconds:
        number = write_number(look.lead_seconds)
        lead = f"atrim=start={number},asetpts=PTS-{number}/TB,"
    return f"{take_sound(look.sound, lead)}{''.join(f',{step}' for step in steps)}[a]"


def _bleep_steps(plan: EditPlan, seconds: str) -> list[str]:
    """Return the tone that is heard where unwanted words were; its level is that of the result."""
    if not plan.muted or not plan.has_bleeps:
        return []
    tone = f"sine=frequency={_BLEEP_HERTZ}:sample_rate=48000:duration={seconds}"
    gate = f"volume=0:enable='not({_write_spans(plan)})'"
    mix = "[said][bleep]amix=inputs=2:duration=first:normalize=0"
    return [f"anull[said];{tone},aformat=channel_layouts=stereo,{gate}[bleep];{mix}"]


def _write_spans(plan: EditPlan) -> str:
    return "+".join(f"between(t,{start:g},{end:g})" for start, end in plan.muted)


def take_sound(taken: SoundTaken, lead: str = "") -> str:
    """Return the filters from a source's sound tracks to one in stereo, beginning with `lead`."""
    if not taken.others:
        return f"[0:a:{taken.track}]{lead}{_STEREO}"
    parts = [f"[0:a:{track}]{lead}{_STEREO}[t{track}]" for track in taken.tracks]
    labels = "".join(f"[t{track}]" for track in taken.tracks)
    mixed = f"{labels}amix=inputs={len(parts)}:normalize=0:dropout_transition=0"
    return ";".join([*parts, mixed])


def side_steps(taken: SoundTaken) -> list[str]:
    """Return the filter that puts a stereo sound's only side on both, if it has only one."""
    if taken.only_side is None:
        return []
    side = f"c{taken.only_side}"
    return [f"pan=stereo|c0={side}|c1={side}"]


def gain_steps(gain_db: float | None, *, is_peaky: bool = False) -> list[str]:
    """Return gain and limiter, or nothing if the sound is left as it is."""
    if gain_db is None:
        return []
    speed = ":attack=0.1:release=1" if is_peaky else ""
    return [f"volume={gain_db:.2f}dB", f"alimiter=limit={LIMIT}:level=false{speed}"]


def write_number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def quote_value(value: str) -> str:
    """Return a filter option's value, quoted against both the option's and the graph's syntax."""
    option = re.sub(r"([\\':])", r"\\\1", value)
    return re.sub(r"([\\'\[\],;])", r"\\\1", option)


def _steady_steps(plan: EditPlan, look: SourceLook) -> list[str]:
    """Return the filters that give whole, evenly spaced frames in ordinary colours."""
    steps = _place_frames(plan, look)
    if look.assumed_matrix:
        steps.append(f"setparams=colorspace={look.assumed_matrix}")
    if look.is_interlaced:
        steps.append("yadif=deint=interlaced")
    steps.append(f"fps=fps={_write_rate(plan)}:start_time=0")
    steps.append(f"tpad=stop_mode=clone:stop_duration={write_number(look.hold_seconds)}")
    if look.transfer:
        steps.append(
            f"zscale=tin={look.transfer}:pin=bt2020:min=bt2020nc:t=linear:npl={_WHITE_NITS},"
            f"format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=mobius:param=0.5:desat=0:peak={_PEAK},"
            "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
        )
    return steps


def _place_frames(plan: EditPlan, look: SourceLook) -> list[str]:
    """Return the filters that put the window's first picture to 0, and hold the last one a little.

    Some files say that the last frame ends at once, and `fps` drops one that short. So one that is
    held is repeated, for as long as two frames of the source and two of the clip.
    """
    steps = []
    if look.hold_seconds - HOLD_SPARE_SECONDS > _REPEATED / plan.frame_rate:
        repeated = "tpad=stop_mode=clone:stop"
        seconds = write_number(_REPEATED / plan.frame_rate)
        steps += [f"{repeated}={_REPEATED}", f"{repeated}_duration={seconds}"]
    age = look.hold_seconds - HOLD_SPARE_SECONDS - plan.duration_seconds
    if age >= 0:
        # No frame comes within the window, so the one from before it is its first.
        begin = max(0.0, look.lead_seconds - age - EARLIER_SECONDS)
        steps += [f"trim=start={write_number(begin)}", "setpts=PTS-STARTPTS"]
    elif look.lead_seconds:
        # Frames from before the start are dropped by `fps`, all but the one still shown there.
        steps.append(f"setpts=PTS-{write_number(look.lead_seconds)}/TB")
    return steps


def _write_rate(plan: EditPlan) -> Fraction:
    return Fraction(plan.frame_rate).limit_denominator(1001)


def _follow(plan: EditPlan, path: CameraPath) -> str:
    """Return a crop whose position is set by a command at each frame where it moves."""
    left = path[0][1]
    moves = [
        # Half a frame early, so that rounding cannot make a command miss its frame.
        f"{write_number(max(0.0, at - 0.5 / plan.frame_rate))} crop x {x}/sar"
        for (_, before), (at, x) in pairwise(path)
        if x != before
    ]
    width = choose_crop_width(plan.source_width, plan.source_height)
    crop = crop_box(Box(x=left, y=0, width=width, height=plan.source_height))
    return f"sendcmd=c='{';'.join(moves)}',{crop}" if moves else crop


def _follow_and_widen(plan: EditPlan) -> str:
    """Return following, with the whole picture in stretches that would show nobody."""
    stretches = list_stretches(plan)
    labels = "".join(f"[w{index}]" for index in range(len(stretches)))
    parts = []
    for index, (first, last, is_wide) in enumerate(stretches):
        cut = f"[w{index}]trim=start_frame={first}:end_frame={last},setpts=PTS-STARTPTS"
        path = tuple((at - plan.path[first][0], x) for at, x in plan.path[first:last])
        shown = _fit(plan, f"{index}") if is_wide else f"{_follow(plan, path)},{fill_frame(plan)}"
        parts.append(f"{cut},{shown},format=yuv420p[v{index}]")
    ends = "".join(f"[v{index}]" for index in range(len(stretches)))
    return f"split={len(stretches)}{labels};{';'.join(parts)};{ends}concat=n={len(stretches)}"


def list_stretches(plan: EditPlan) -> list[tuple[int, int, bool]]:
    """Return the clip's stretches as first frame, frame after the last, and whether it is wide."""
    count = len(plan.path)
    marks = [False] * count
    for start, end in plan.wide:
        first, last = (round(at * plan.frame_rate) for at in (start, end))
        marks[max(0, first) : min(count, last)] = [True] * max(0, min(count, last) - max(0, first))
    changes = [0, *(i for i in range(1, count) if marks[i] != marks[i - 1]), count]
    return [(first, last, marks[first]) for first, last in pairwise(changes)]


def _fit(plan: EditPlan, name: str = "") -> str:
    small = f"{plan.width // 20}:{plan.height // 20}"
    return (
        f"split[a{name}][b{name}];"
        f"[a{name}]{_centre_crop(plan)},scale={small}:flags=area:{COLOURS},format=yuv420p,"
        f"gblur=sigma=2,eq=brightness=-0.1,{fill_frame(plan)}[bg{name}];"
        f"[b{name}]{_whole_picture(plan)},setsar=1,format=yuv420p[fg{name}];"
        f"[bg{name}][fg{name}]overlay=(W-w)/2:(H-h)/2"
    )


def fill_frame(plan: EditPlan) -> str:
    return f"{scale_to(plan.width, plan.height)},setsar=1"


def _centre_crop(plan: EditPlan) -> str:
    shape = f"{plan.width}/{plan.height}"
    return f"crop=w='min(iw,ih*{shape}/sar)':h='min(ih,iw*sar/({shape}))'"


def _whole_picture(plan: EditPlan) -> str:
    width, height = plan.width, plan.height
    return (
        f"scale=w='max(2,2*trunc(min({width},{height}*dar)/2))'"
        f":h='max(2,2*trunc(min({height},{width}/dar)/2))':{SCALING}"
    )


def caption_step(captions: CaptionFiles) -> str:
    """Return the filter that burns a document in."""
    document, fonts = quote_value(str(captions.document)), quote_value(str(captions.fonts))
    return f"ass=filename={document}:fontsdir={fonts}"
