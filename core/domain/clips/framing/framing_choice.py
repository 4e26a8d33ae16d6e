"""Framing choices: which layout what was seen asks for, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH, Layout
from core.domain.clips.frame_plan import FramePlan, LayoutChoice, choose_layout
from core.domain.clips.framing.camera import Camera, Scene, TextSpread
from core.domain.clips.framing.camera_path import Shot, Track, choose_crop_width
from core.domain.clips.framing.head_camera import make_head_camera
from core.domain.clips.framing.stacking import PEOPLE_MAX
from core.domain.videos.asset import VideoFacts

FACE_SHARE_MIN = 0.5
GROUP_SHARE_MAX = 0.5
SMALL_FACE_SHARE = 0.08
_SHOT_FACE_SHARE_MIN = 0.25
_WIDE_SECONDS_MIN = 0.4
_STAYING_SHARE = 0.95
_COVERED_SHARE = 0.75
_TEXT_MARGIN = 0.02
# A camera that one look in five does not show may be hidden by an alert.
_GONE_SHARE, _SHOWN_SHARE = 0.2, 0.8
_NUMBERS = {2: "Two", 3: "Three"}
_COMES_SHARES = (0.2, 0.9)
_COMES_WORDS = (
    "Somebody is seen beside the middle for a part of the time, so the whole picture is shown."
)
_ASIDE_WORDS = (
    "Somebody small is seen at several places beside the middle, so the whole picture is shown."
)
_CROWD_WORDS = (
    f"More than {PEOPLE_MAX} cameras were found, so the whole picture is shown: nobody is left out."
)
_WIDTH_WORDS = "Text reaches across the picture, so its whole width is shown"


def comes_or_goes(shares: Sequence[float]) -> bool:
    """Return whether a camera is shown for a part of a window alone, by such shares of it."""
    return any(_is_partial(share) for share in shares)


def _is_partial(share: float) -> bool:
    return _GONE_SHARE < share < _SHOWN_SHARE


def keep_present(scene: Scene, shares: Sequence[float]) -> Scene:
    """Return the scene with those of its cameras that are shown in a window."""
    present = [c for c, share in zip(scene.cameras, shares, strict=True) if share > _GONE_SHARE]
    return replace(scene, cameras=tuple(present))


def show_who_comes(scene: Scene, shares: Sequence[float]) -> FramePlan:
    """Return the whole picture, for a camera whose panel would show what is behind it at times."""
    cameras = zip(scene.cameras, shares, strict=True)
    box = next(camera.box for camera, share in cameras if _is_partial(share))
    reason = (
        f"The camera at {box.x},{box.y} is shown for a part of the time, so the whole picture "
        "is shown."
    )
    return FramePlan(choice=LayoutChoice(layout=Layout.FIT, reason=reason))


def choose_with_cameras(scene: Scene) -> FramePlan:
    """Return the plan for a scene that has cameras: a stack, or all if that has too little room."""
    if len(scene.cameras) > PEOPLE_MAX:
        return FramePlan(choice=LayoutChoice(layout=Layout.FIT, reason=_CROWD_WORDS))
    return stack_cameras(scene)


def stack_cameras(scene: Scene) -> FramePlan:
    """Return the stack of a scene's first cameras, with the rest of the picture below."""
    cameras = scene.cameras[:PEOPLE_MAX]
    first, count = cameras[0], len(cameras)
    where = f"{first.box.x},{first.box.y}"
    below = "what is to be read" if scene.text.needs_width else "the game"
    if count > 1:
        reason = f"{_NUMBERS[count]} cameras were found, so they go side by side above {below}."
    elif first.is_framed:
        size = f"{first.box.width}x{first.box.height}"
        reason = f"A facecam of {size} was found at {where}, so it goes above {below}."
    else:
        reason = (
            f"A person without a frame around them was found at {where}, so the head goes above "
            f"{below}."
        )
    if scene.text.needs_width:
        reason += f" {_WIDTH_WORDS}."
    return FramePlan(
        choice=LayoutChoice(layout=Layout.STACK, reason=reason),
        cameras=cameras,
        keeps_width=scene.text.needs_width,
    )


def choose_without_camera(facts: VideoFacts, track: Track, text: TextSpread) -> FramePlan:
    """Return the plan where no camera lies over anything; a path for following is not in it.

    Text that reaches across is kept whole. Several people who do not fit side by side are stacked
    where they stay in place. A small face that stays far from the middle all the time is drawn over
    a game: nobody wants to lose the game for it. One that comes or goes is a camera that was
    switched on or off, and one that changes its place there is a camera that was moved.
    """
    if text.needs_width:
        return _keep_text(facts, track, text)
    share, crop = track.face_share, choose_crop_width(facts.width, facts.height)
    if _comes_or_goes(track, crop):
        return FramePlan(choice=LayoutChoice(layout=Layout.FIT, reason=_COMES_WORDS))
    if share < FACE_SHARE_MIN or _is_overlay(track, crop):
        return FramePlan(choice=choose_layout(facts))
    if track.group_share(crop) > GROUP_SHARE_MAX:
        return _show_group(facts, track)
    if _stays_aside(track, crop):
        return FramePlan(choice=LayoutChoice(layout=Layout.FIT, reason=_ASIDE_WORDS))
    reason = f"No facecam, but a face for {share:.0%} of the time, so the crop follows it."
    wide = list_wide(track, crop)
    if wide:
        reason += " Where it would show nobody, the whole picture is shown."
    return FramePlan(choice=LayoutChoice(layout=Layout.FOLLOW, reason=reason), wide=wide)


def list_wide(track: Track, crop_width: int) -> tuple[tuple[float, float], ...]:
    """Return the stretches, from the track's start, in which a crop would lose who is there.

    Small faces are a game's own: nobody misses them.
    """
    if _is_small(track):
        return ()
    start = track.shots[0].start_seconds if track.shots else 0.0
    return tuple(
        (shot.start_seconds - start, shot.end_seconds - start)
        for shot in track.shots
        if shot.seconds >= _WIDE_SECONDS_MIN
        and (shot.face_share < _SHOT_FACE_SHARE_MIN or shot.group_width > crop_width)
    )


def _keep_text(facts: VideoFacts, track: Track, text: TextSpread) -> FramePlan:
    """Return the text in its whole width, below the speaker if there is one beside it."""
    person = _find_lasting_person(track)
    whole = FramePlan(choice=LayoutChoice(layout=Layout.FIT, reason=f"{_WIDTH_WORDS}."))
    if person is None:
        return whole
    left = max(0, round((text.left - _TEXT_MARGIN) * facts.width))
    right = min(facts.width, round((text.right + _TEXT_MARGIN) * facts.width))
    if left < person.centre[0] < right:
        return whole
    is_left = person.centre[0] <= left
    left, right = (max(left, person.right), right) if is_left else (left, min(right, person.x))
    left, width = left + left % 2, (right - left) // 2 * 2 - 2
    if width < facts.width // 3:
        return whole
    beside = (0, left) if is_left else (right, facts.width)
    return FramePlan(
        choice=LayoutChoice(
            layout=Layout.STACK,
            reason="A speaker stays beside text, so the head goes above the whole text.",
        ),
        cameras=(_head_within(person, beside, facts.height),),
        keeps_width=True,
        content=Box(x=left, y=0, width=width, height=facts.height // 2 * 2),
    )


def _head_within(face: Box, columns: tuple[int, int], height: int) -> Camera:
    """Return the camera of a head in an upright strip of the picture."""
    first, last = columns
    strip = Box(x=face.x - first, y=face.y, width=face.width, height=face.height)
    box = make_head_camera(strip, last - first, height).box
    return Camera(
        box=Box(x=box.x + first, y=box.y, width=box.width, height=box.height),
        cover=Box(x=first, y=0, width=last - first, height=height),
        is_framed=False,
    )


def _find_lasting_person(track: Track) -> Box | None:
    """Return the face of the only person, if they stay in all shots."""
    people = {shot.people for shot in track.shots if shot.seconds >= _WIDE_SECONDS_MIN}
    if track.face_share < FACE_SHARE_MIN or len(people) != 1:
        return None
    only = next(iter(people))
    return only[0] if len(only) == 1 else None


def _show_group(facts: VideoFacts, track: Track) -> FramePlan:
    cameras = arrange_people(_find_lasting_group(track), facts.width, facts.height)
    if not cameras:
        return FramePlan(
            choice=LayoutChoice(
                layout=Layout.FIT,
                reason="Several faces do not fit side by side, so the whole picture is shown.",
            )
        )
    words = _NUMBERS[len(cameras)]
    reason = f"{words} people stay too far apart for one crop, so each has a panel."
    return FramePlan(
        choice=LayoutChoice(layout=Layout.STACK, reason=reason),
        cameras=cameras,
        has_content=False,
    )


def _find_lasting_group(track: Track) -> tuple[Box, ...]:
    """Return the faces of those who stay together nearly all the time, in one long shot."""
    total = sum(shot.seconds for shot in track.shots)
    longest: Shot | None = max(track.shots, key=lambda shot: shot.seconds, default=None)
    if longest is None or longest.seconds < _STAYING_SHARE * total:
        return ()
    return longest.people


def arrange_people(faces: Sequence[Box], width: int, height: int) -> tuple[Camera, ...]:
    """Return a crop for each of two or three people from left to right; none if one would be lost.

    No crop reaches the next face. Together they have to show most of the width, since somebody
    whose face was not recognised may stand in the rest.
    """
    if not 2 <= len(faces) <= PEOPLE_MAX:
        return ()
    people = sorted(faces, key=lambda face: face.x)
    shape = CLIP_WIDTH / (CLIP_HEIGHT / len(people))
    gaps = [b.centre[0] - a.centre[0] for a, b in pairwise(people)]
    wide = min([*gaps, float(width), height * shape])
    if wide < 2 * max(face.width for face in people):
        return ()
    boxes = [_around(face, wide, wide / shape, (width, height)) for face in people]
    if sum(box.width for box in boxes) < _COVERED_SHARE * width:
        return ()
    return tuple(Camera(box=box, is_framed=False) for box in boxes)


def _around(face: Box, wide: float, high: float, size: tuple[int, int]) -> Box:
    left = min(max(0.0, face.centre[0] - wide / 2), size[0] - wide)
    top = min(max(0.0, face.centre[1] - 0.45 * high), size[1] - high)
    return Box(x=round(left), y=round(top), width=int(wide), height=int(high))


def _comes_or_goes(track: Track, crop_width: int) -> bool:
    """True if a small still face far from the middle is seen for a part of an uncut window."""
    least, most = _COMES_SHARES
    return (
        len(track.shots) == 1
        and least <= track.face_share < most
        and any(shot.people for shot in track.shots)
        and _is_overlay(track, crop_width)
    )


def _is_overlay(track: Track, crop_width: int) -> bool:
    """True if all faces are small and still, and a crop of them would miss the middle."""
    xs = _list_points(track)
    if not _is_small(track) or not xs or max(xs) - min(xs) > SMALL_FACE_SHARE * track.width:
        return False
    return abs(sum(xs) / len(xs) - track.width / 2) > crop_width / 2


def _stays_aside(track: Track, crop_width: int) -> bool:
    """True if a small face jumps within a shot and never comes into a crop of the middle."""
    if not _is_small(track) or not any(_jumps(shot, track.width) for shot in track.shots):
        return False
    return all(abs(x - track.width / 2) > crop_width / 2 for x in _list_points(track))


def _jumps(shot: Shot, width: int) -> bool:
    """True if a face is elsewhere from one look to the next: nobody walks so fast."""
    return any(abs(b.x - a.x) > SMALL_FACE_SHARE * width for a, b in pairwise(shot.points))


def _is_small(track: Track) -> bool:
    return all(shot.group_width < SMALL_FACE_SHARE * track.width for shot in track.shots)


def _list_points(track: Track) -> list[float]:
    return [point.x for shot in track.shots for point in shot.points]
