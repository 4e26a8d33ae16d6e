"""Video cutting: making a vertical clip of a window of a video."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.domain.clips.box import Box
from core.domain.clips.captions import make_ass
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH, CameraPath, EditPlan, Layout
from core.domain.clips.frame_plan import (
    FramePlan,
    LayoutChoice,
    choose_frame_rate,
    choose_layout,
    make_plan,
)
from core.domain.clips.framing.camera import Camera, Scene
from core.domain.clips.framing.camera_path import Track, choose_crop_width, plan_path, x_at
from core.domain.clips.framing.framing_choice import (
    choose_with_cameras,
    choose_without_camera,
    stack_cameras,
)
from core.domain.clips.framing.stacking import stack_plan
from core.domain.clips.framing_wish import check_facecam
from core.domain.clips.made.cut_record import CutRecord, FramingAsked
from core.domain.clips.words.caption_look import USUAL_LOOK, CaptionLook
from core.domain.videos.asset import VideoFacts
from core.domain.videos.moment import CLIP_SECONDS_MAX
from core.domain.videos.spoken_word import Word, words_in_window
from core.errors import InvalidInput
from core.ports.clips import (
    FacecamFinder,
    RenderedBefore,
    RenderedClip,
    Renderer,
    SubjectTracker,
)
from core.ports.work import OnProgress

SCENE_SECONDS = 300.0
_SCENES_KEPT = 16
MUTE_SECONDS = 0.08
"""A word is heard a little longer than it is known to last."""
_ASKED = "It was asked for."


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOrder:
    """What to cut: a window in offsets into the video, and how to fill the frame.

    `layout` None lets us choose. `facecam` and `path` are in the video's pixels as seen, and win
    over what would be found. `words` are offsets into the
    video, and so are those of `muted`, which are not to be heard: there is
    silence, or a tone where it `has_bleeps`. The file is no larger than
    `bytes_max`.
    """

    start_seconds: float
    end_seconds: float
    layout: Layout | None = None
    facecam: Box | None = None
    path: CameraPath = ()
    words: tuple[Word, ...] = ()
    look: CaptionLook = USUAL_LOOK
    muted: tuple[Word, ...] = ()
    has_bleeps: bool = False
    bytes_max: int | None = None
    longest_seconds: float = CLIP_SECONDS_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class CutBefore:
    """An earlier cut of a clip: its record, and its file if that is at hand."""

    record: CutRecord
    file: Path | None = None

    def describe(self) -> RenderedBefore:
        """Return what a renderer can take from it."""
        record = self.record
        return RenderedBefore(
            plan=record.plan, look=record.look, loudness_lufs=record.loudness_lufs, file=self.file
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A finished clip: its plan, what was rendered, how loud it is, and why it looks so.

    `record` is what the next cut can be made from, `before` the earlier one that this was made of.
    """

    plan: EditPlan
    rendered: RenderedClip
    loudness_lufs: float | None
    reason: str
    record: CutRecord | None = None
    before: CutBefore | None = None

    @property
    def is_captioned(self) -> bool:
        return bool(self.plan.captions) and not self.rendered.uncaptioned


class VideoCutting:
    """Frames, captions, levels and renders; the caller stores the file."""

    def __init__(
        self,
        *,
        renderer: Renderer,
        facecams: FacecamFinder,
        tracker: SubjectTracker,
    ) -> None:
        self._renderer = renderer
        self._facecams = facecams
        self._tracker = tracker
        self._scenes: dict[tuple[Path, VideoFacts, int, int], Scene] = {}
        self._tracks: dict[tuple[Path, VideoFacts, float, float, bool], Track] = {}

    async def cut(
        self,
        video: Path,
        facts: VideoFacts,
        order: CutOrder,
        out: Path,
        *,
        on_progress: OnProgress,
        before: CutBefore | None = None,
    ) -> Cut:
        """Write `out`; InvalidInput if the order does not fit this video.

        Where only captions and silenced words differ from the cut `before`, nothing is looked for
        again, and only these are made anew.
        """
        _require_sense(facts, order)
        asked = _ask(facts, order)
        if before is not None and (before.record.asked != asked or order.path):
            before = None
        if before is None:
            plan, reason = await self._plan(video, facts, order)
        else:
            plan, reason = before.record.plan, before.record.reason
        on_progress(0.1)
        plan = replace(
            plan,
            captions=write_captions(plan, order.words, order.look),
            muted=find_muted(plan, order.muted),
            has_bleeps=order.has_bleeps,
            bytes_max=order.bytes_max,
        )
        rendered = await self._renderer.render(
            video,
            plan,
            out,
            on_progress=lambda share: on_progress(0.1 + 0.9 * share),
            before=before.describe() if before else None,
        )
        cut = Cut(
            plan=replace(plan, width=rendered.width, height=rendered.height),
            rendered=rendered,
            loudness_lufs=rendered.loudness_lufs if facts.has_audio else None,
            reason=reason if before else f"{reason} {rendered.note}".strip(),
            before=before,
        )
        return replace(cut, record=_record(cut, asked))

    async def _plan(self, video: Path, facts: VideoFacts, order: CutOrder) -> tuple[EditPlan, str]:
        framing = await self._frame(video, facts, order)
        plan = make_plan(
            facts,
            start_seconds=order.start_seconds,
            end_seconds=order.end_seconds,
            is_levelled=True,
            framing=framing,
            longest_seconds=order.longest_seconds,
        )
        return plan, framing.choice.reason

    async def _frame(self, video: Path, facts: VideoFacts, order: CutOrder) -> FramePlan:
        match order.layout:
            case Layout.STACK:
                return await self._stack(video, facts, order)
            case Layout.FOLLOW:
                return await self._follow(video, facts, order)
            case None if order.facecam is not None:
                return _stack_given(order.facecam)
            case None:
                return await self._choose(video, facts, order)
            case _:
                return FramePlan(choice=LayoutChoice(layout=order.layout, reason=_ASKED))

    async def _stack(self, video: Path, facts: VideoFacts, order: CutOrder) -> FramePlan:
        if order.facecam is not None:
            return _stack_given(order.facecam)
        scene = await self._look(video, facts, order)
        if not scene.cameras:
            raise InvalidInput(
                "No facecam was found in this video: say where it is (x,y,width,height), or choose "
                "another layout."
            )
        return replace(
            stack_cameras(scene), choice=LayoutChoice(layout=Layout.STACK, reason=_ASKED)
        )

    async def _follow(self, video: Path, facts: VideoFacts, order: CutOrder) -> FramePlan:
        path = order.path
        if path:
            path = _fit_given_path(order, facts)
        else:
            track = await self._track(video, facts, order, needs_motion=True)
            path = _sample_path(track, order, facts)
        return FramePlan(choice=LayoutChoice(layout=Layout.FOLLOW, reason=_ASKED), path=path)

    async def _choose(self, video: Path, facts: VideoFacts, order: CutOrder) -> FramePlan:
        """Stack where a facecam lies over a game, follow where a face is seen, else show the rest.

        An upright picture fills the frame as it is.
        """
        if facts.height * CLIP_WIDTH >= facts.width * CLIP_HEIGHT:
            return FramePlan(choice=choose_layout(facts))
        scene = await self._look(video, facts, order)
        if scene.cameras:
            return choose_with_cameras(scene)
        track = await self._track(video, facts, order, needs_motion=False)
        plan = choose_without_camera(facts, track, scene.text)
        if plan.choice.layout is not Layout.FOLLOW:
            return plan
        return replace(plan, path=_sample_path(track, order, facts))

    async def _look(self, video: Path, facts: VideoFacts, order: CutOrder) -> Scene:
        """Look around the window: a stream changes its scenes over the hours.

        Clips of the same minutes share a look, so that a batch of them is looked at once.
        """
        first = max(0, math.floor(order.start_seconds / SCENE_SECONDS) - 1)
        last = math.ceil(order.end_seconds / SCENE_SECONDS) + 1
        key = (video, facts, first, last)
        if key not in self._scenes:
            while len(self._scenes) >= _SCENES_KEPT:
                self._scenes.pop(next(iter(self._scenes)))
            self._scenes[key] = await self._facecams.find_scene(
                video,
                start_seconds=first * SCENE_SECONDS,
                end_seconds=min(facts.duration_seconds, last * SCENE_SECONDS),
            )
        return self._scenes[key]

    async def _track(
        self, video: Path, facts: VideoFacts, order: CutOrder, *, needs_motion: bool
    ) -> Track:
        """Follow whoever moves; a window that is cut again, as with mended words, is known.

        Where nobody is seen, what moves matters only to who asked for a crop that follows.
        """
        start, end = _clamp(order, facts)
        key = (video, facts, start, end, needs_motion)
        if key not in self._tracks:
            while len(self._tracks) >= _SCENES_KEPT:
                self._tracks.pop(next(iter(self._tracks)))
            self._tracks[key] = await self._tracker.track_subject(
                video, start_seconds=start, end_seconds=end, needs_motion=needs_motion
            )
        return self._tracks[key]


def _ask(facts: VideoFacts, order: CutOrder) -> FramingAsked:
    return FramingAsked(
        facts=facts,
        start_seconds=order.start_seconds,
        end_seconds=order.end_seconds,
        longest_seconds=order.longest_seconds,
        layout=order.layout,
        facecam=order.facecam,
    )


def _record(cut: Cut, asked: FramingAsked) -> CutRecord | None:
    """Return what is known of a cut; None where its source was not looked at."""
    rendered = cut.rendered
    if rendered.look is None:
        return None
    captions = "" if rendered.uncaptioned else cut.plan.captions
    return CutRecord(
        asked=asked,
        plan=replace(cut.plan, captions=captions, gain_db=rendered.gain_db),
        look=rendered.look,
        loudness_lufs=rendered.loudness_lufs,
        reason=cut.reason,
    )


def find_muted(plan: EditPlan, words: Sequence[Word]) -> tuple[tuple[float, float], ...]:
    """Return when the sound is silent, in seconds of the clip: while these words are said."""
    end = plan.start_seconds + plan.duration_seconds
    return tuple(
        (
            round(max(0.0, word.start_seconds - MUTE_SECONDS), 2),
            round(word.end_seconds + MUTE_SECONDS, 2),
        )
        for word in words_in_window(words, plan.start_seconds, end)
    )


def write_captions(plan: EditPlan, words: Sequence[Word], look: CaptionLook = USUAL_LOOK) -> str:
    """Return the ASS document of the words in a plan's window, empty where there are none."""
    end = plan.start_seconds + plan.duration_seconds
    inside = words_in_window(words, plan.start_seconds, end)
    if not inside:
        return ""
    seam = None
    if plan.layout is Layout.STACK and plan.cameras:
        seam = stack_plan(plan).seam_y
    return make_ass(inside, duration_seconds=plan.duration_seconds, seam_y=seam, look=look)


def _stack_given(box: Box) -> FramePlan:
    reason = "The facecam's place was given."
    return FramePlan(
        choice=LayoutChoice(layout=Layout.STACK, reason=reason), cameras=(Camera(box=box),)
    )


def _sample_path(track: Track, order: CutOrder, facts: VideoFacts) -> CameraPath:
    """Return the path of a window's subject, a point for each frame.

    It is read in the middle of each frame, so that a cut falls between the right two frames even
    where the window begins between frames.
    """
    start, _ = _clamp(order, facts)
    knots = plan_path(track, choose_crop_width(track.width, track.height))
    if not knots:
        return ()
    rate = choose_frame_rate(facts.frame_rate)
    return tuple(
        (at, x_at(knots, start + at + 0.5 / rate)) for at in _list_frames(order, facts, rate)
    )


def _fit_given_path(order: CutOrder, facts: VideoFacts) -> CameraPath:
    """Return a point for each frame of a path whose times count from the clip's start."""
    most = facts.width - choose_crop_width(facts.width, facts.height)
    knots = [(at, max(0, min(most, x))) for at, x in order.path]
    rate = choose_frame_rate(facts.frame_rate)
    return tuple((at, x_at(knots, at)) for at in _list_frames(order, facts, rate))


def _list_frames(order: CutOrder, facts: VideoFacts, rate: float) -> Iterator[float]:
    start, end = _clamp(order, facts)
    return (round(index / rate, 6) for index in range(math.floor((end - start) * rate + 1e-6)))


def _clamp(order: CutOrder, facts: VideoFacts) -> tuple[float, float]:
    start = max(0.0, order.start_seconds)
    return start, min(order.end_seconds, facts.duration_seconds, start + order.longest_seconds)


def _require_sense(facts: VideoFacts, order: CutOrder) -> None:
    start, end = _clamp(order, facts)
    if end <= start:
        raise InvalidInput(
            f"The video lasts {facts.duration_seconds:g} s, so nothing lies between "
            f"{order.start_seconds:g} s and {order.end_seconds:g} s: choose another window."
        )
    if order.facecam is not None:
        check_facecam(order.facecam, width=facts.width, height=facts.height)
