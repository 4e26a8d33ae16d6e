"""Framing a cut: what of the picture fills the frame, as it was asked for or as it is found."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH, CameraPath, Layout
from core.domain.clips.frame_plan import (
    FramePlan,
    LayoutChoice,
    choose_frame_rate,
    choose_layout,
)
from core.domain.clips.framing.camera import Camera, Scene
from core.domain.clips.framing.camera_path import Track, choose_crop_width, plan_path, x_at
from core.domain.clips.framing.framing_choice import (
    choose_with_cameras,
    choose_without_camera,
    comes_or_goes,
    keep_present,
    show_who_comes,
    stack_cameras,
)
from core.domain.videos.asset import VideoFacts
from core.errors import InvalidInput
from core.ports.clips import (
    FacecamFinder,
    SubjectTracker,
)
from core.services.clips.cut_order import CutOrder, clamp_window

SCENE_SECONDS = 300.0
_SCENES_KEPT = 16
_ASKED = "It was asked for."


class CutFraming:
    """Fills the frame of a cut; what was looked at is known for the next clips of these minutes."""

    def __init__(self, *, facecams: FacecamFinder, tracker: SubjectTracker) -> None:
        self._facecams = facecams
        self._tracker = tracker
        self._scenes: dict[tuple[Path, VideoFacts, int, int], Scene] = {}
        self._tracks: dict[tuple[Path, VideoFacts, float, float, bool], Track] = {}

    async def frame(self, video: Path, facts: VideoFacts, order: CutOrder) -> FramePlan:
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
        shares = await self._measure_presence(video, facts, order, scene)
        present = keep_present(scene, shares)
        return replace(
            stack_cameras(present if present.cameras else scene),
            choice=LayoutChoice(layout=Layout.STACK, reason=_ASKED),
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
            shares = await self._measure_presence(video, facts, order, scene)
            if comes_or_goes(shares):
                return show_who_comes(scene, shares)
            scene = keep_present(scene, shares)
        if scene.cameras:
            return choose_with_cameras(scene)
        track = await self._track(video, facts, order, needs_motion=False)
        plan = choose_without_camera(facts, track, scene.text)
        if plan.choice.layout is not Layout.FOLLOW:
            return plan
        return replace(plan, path=_sample_path(track, order, facts))

    async def _measure_presence(
        self, video: Path, facts: VideoFacts, order: CutOrder, scene: Scene
    ) -> tuple[float, ...]:
        start, end = clamp_window(order, facts)
        return await self._facecams.measure_presence(
            video, scene.cameras, start_seconds=start, end_seconds=end
        )

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
        start, end = clamp_window(order, facts)
        key = (video, facts, start, end, needs_motion)
        if key not in self._tracks:
            while len(self._tracks) >= _SCENES_KEPT:
                self._tracks.pop(next(iter(self._tracks)))
            self._tracks[key] = await self._tracker.track_subject(
                video, start_seconds=start, end_seconds=end, needs_motion=needs_motion
            )
        return self._tracks[key]


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
    start, _ = clamp_window(order, facts)
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
    start, end = clamp_window(order, facts)
    return (round(index / rate, 6) for index in range(math.floor((end - start) * rate + 1e-6)))
