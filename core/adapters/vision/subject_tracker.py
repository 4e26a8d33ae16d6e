"""The subject tracker: a window's cuts, its faces, and what moves where there are none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.vision.face_sights import SAMPLE_WIDTH, FaceSights, Sample, Sight, are_near
from core.adapters.vision.faces import find_model
from core.adapters.vision.followed_points import FrameShrinker
from core.adapters.vision.frame_look import look_at_frame
from core.adapters.vision.pictured_faces import drop_pictured
from core.adapters.vision.pictures import read_stretch
from core.adapters.vision.quiet_window import Keyframes, read_keyframes
from core.adapters.vision.sharp_cuts import SharpCuts
from core.domain.clips.framing.camera_path import STEP_SECONDS, Shot, SubjectPoint, Track
from core.domain.clips.framing.face_thread import (
    GAP_SECONDS,
    choose_subject,
    list_people,
    locate_subject,
    measure_group,
    measure_span,
    thread_faces,
)
from core.errors import InvalidInput

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

_KEYFRAMES_MIN = 3
# A fifth of a 9:16 crop is a sixteenth of the picture: a crop stands still for less.
_STAYS_SHARE = 0.04
_BEFORE_END_SECONDS = 0.001
_MOTION_STEP = 14
_MOTION_SHARE_MIN = 0.002
_MOTION_SHARE_MAX = 0.35
_DAMPING = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A decoded window: a small picture every 0.2 s, and its cuts, exact to the frame."""

    width: int
    height: int
    samples: tuple[Sample, ...]
    cuts: tuple[float, ...]


class VideoSubjectTracker:
    """Decodes a window once and follows its largest lasting face."""

    def __init__(self, *, time_limit_seconds: float = 60.0) -> None:
        self._time_limit_seconds = time_limit_seconds

    async def track_subject(
        self,
        video: Path,
        *,
        start_seconds: float,
        end_seconds: float,
        needs_motion: bool = True,
    ) -> Track:
        """Return a window's shots and their subject; InvalidInput if nothing decodes."""
        return await asyncio.to_thread(
            self._track, video, start_seconds, end_seconds, needs_motion=needs_motion
        )

    def _track(
        self, video: Path, start_seconds: float, end_seconds: float, *, needs_motion: bool
    ) -> Track:
        from av import FFmpegError  # noqa: PLC0415 - half a second to import

        deadline = time.monotonic() + self._time_limit_seconds
        window = (video, start_seconds, end_seconds, deadline)
        try:
            track = _track_by_keyframes(*window, needs_motion=needs_motion)
            track = track or _track_by_frames(*window)
        except FFmpegError:
            track = None
        if track is None:
            raise InvalidInput(
                f"No picture of {video.name} can be read from {start_seconds:g} s to "
                f"{end_seconds:g} s: choose another window."
            )
        return track


def _track_by_keyframes(
    video: Path, start: float, end: float, deadline: float, *, needs_motion: bool
) -> Track | None:
    """Return the track of a window of which its keyframes tell enough."""
    keyframes = read_keyframes(video, start_seconds=start, end_seconds=end, deadline=deadline)
    if keyframes is None:
        return None
    first = keyframes.frames[0]
    sights = FaceSights(find_model(), first.width, deadline)
    shot = _see_one_shot(start, end, keyframes, sights, needs_motion=needs_motion)
    return Track(width=first.width, height=first.height, shots=(shot,)) if shot else None


def _track_by_frames(video: Path, start: float, end: float, deadline: float) -> Track | None:
    """Return the track of a window whose frames are all decoded."""
    reading = _read(video, start, end, deadline)
    if reading is None:
        return None
    sights = FaceSights(find_model(), reading.width, deadline)
    starts, ends = (start, *reading.cuts), (*reading.cuts, max(end, start))
    shots = tuple(
        _track_shot(since, until, reading, sights)
        for since, until in zip(starts, ends, strict=True)
    )
    return Track(width=reading.width, height=reading.height, shots=shots)


def _read(
    video: Path, start_seconds: float, end_seconds: float, deadline: float
) -> _Reading | None:
    samples: list[Sample] = []
    cuts, size, shrinker = SharpCuts(), (0, 0), FrameShrinker()
    for frame in read_stretch(
        video,
        start_seconds=start_seconds,
        end_seconds=end_seconds,
        deadline=deadline,
        is_rough=True,
    ):
        cuts.see(look_at_frame(frame, shrinker))
        size = size if samples else (frame.width, frame.height)
        if frame.at_seconds >= start_seconds + len(samples) * STEP_SECONDS - 1e-6:
            samples.append(Sample(at_seconds=frame.at_seconds, picture=frame.shrink(SAMPLE_WIDTH)))
    if not samples:
        return None
    return _Reading(
        width=size[0],
        height=size[1],
        samples=tuple(samples),
        cuts=cuts.finish(),
    )


def _see_one_shot(
    start: float, end: float, keyframes: Keyframes, sights: FaceSights, *, needs_motion: bool
) -> Shot | None:
    """Return the shot of a window whose people stay in place, or of one without anybody.

    None where keyframes do not tell, or motion is followed where nobody is: every frame has to be
    looked at.
    """
    if len(keyframes.frames) < _KEYFRAMES_MIN:
        return None
    last = max(start, end - _BEFORE_END_SECONDS)
    seen: list[Sight] = []
    pictures: list[Pixels] = []
    for frame in keyframes.frames:
        at_seconds = min(max(start, frame.at_seconds), last)
        pictures.append(frame.shrink(SAMPLE_WIDTH))
        faces = sights.look(pictures[-1])
        is_told = keyframes.is_quiet if faces else not needs_motion
        if not is_told or (seen and not are_near(seen[0][1], faces, _STAYS_SHARE * frame.width)):
            return None
        seen.append((at_seconds, faces))
    living = drop_pictured(seen, pictures, keyframes.frames[0].width)
    if any(faces for _, faces in living):
        return _describe_shot(start, end, [at for at, _ in living], living)
    return None if needs_motion else Shot(start_seconds=start, end_seconds=end, points=())


def _track_shot(start: float, end: float, reading: _Reading, sights: FaceSights) -> Shot:
    samples = [s for s in reading.samples if start <= s.at_seconds < end]
    if not samples:
        return Shot(start_seconds=start, end_seconds=end, points=())
    seen = drop_pictured(sights.find(samples), [s.picture for s in samples], reading.width)
    shot = _describe_shot(start, end, [s.at_seconds for s in samples], seen)
    if shot.points:
        return shot
    xs = _follow_motion(samples, reading.width)
    points = [SubjectPoint(at_seconds=s.at_seconds, x=x) for s, x in zip(samples, xs, strict=True)]
    return replace(shot, points=tuple(points))


def _describe_shot(start: float, end: float, times: Sequence[float], seen: Sequence[Sight]) -> Shot:
    """Return a shot with a point at each of these times, and with none where no face was seen."""
    threads = thread_faces(seen)
    subject = choose_subject(threads)
    people = list_people(threads, len(seen))
    covered = sum(any(abs(s.at_seconds - t) <= GAP_SECONDS for s in subject) for t in times)
    return Shot(
        start_seconds=start,
        end_seconds=end,
        points=tuple(
            SubjectPoint(at_seconds=t, x=locate_subject(subject, t)) for t in times if subject
        ),
        face_share=covered / len(times),
        group_width=max(measure_group(seen), measure_span(people)),
        people=people,
    )


def _follow_motion(samples: Sequence[Sample], width: int) -> list[float]:
    """Return the damped centre of motion; the picture's middle if nothing or everything moves."""
    import numpy as np  # noqa: PLC0415 - as above

    x = width / 2
    xs = [x]
    for before, after in pairwise(samples):
        change = np.abs(after.picture.astype(np.int16) - before.picture).max(axis=2)
        moving = (change > _MOTION_STEP).mean(axis=0)
        target = width / 2
        if _MOTION_SHARE_MIN <= moving.mean() <= _MOTION_SHARE_MAX:
            columns = (np.arange(len(moving)) + 0.5) / len(moving)
            target = float((moving * columns).sum() / moving.sum()) * width
        x += _DAMPING * (target - x)
        xs.append(x)
    return xs
