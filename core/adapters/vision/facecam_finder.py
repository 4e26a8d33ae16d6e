"""The facecam finder: a streamer's camera picture in a video, from two dozen of its frames."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.vision.faces import FaceModel, find_model
from core.adapters.vision.pictures import SeenFrame, read_spread, read_stretch
from core.adapters.vision.streamers import choose_heads
from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.edge_grid import EdgeMaps, FacecamTuning
from core.domain.clips.framing.camera import Camera, Scene, TextSpread
from core.domain.clips.framing.face import Face
from core.domain.clips.framing.facecam import (
    FacecamCandidate,
    cluster_faces,
    is_acceptable,
    list_seeds,
    search_rectangle,
)
from core.domain.clips.framing.head_camera import make_head_camera

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

_PICTURES = 24
_KEYFRAMES_MIN = 8
_DECODED_SECONDS_MAX = 20.0
_WIDTH = 960
# Small faces are found in the wider pictures, drawn ones in the narrower.
# How faces are looked for, until one is framed: how wide, and in every how many pictures.
_FACE_TURNS = ((640, 4), (640, 2), (448, 2))
_FINE_WIDTH = 1920
_FINE_EVERY = 2
_CLOSE_UP = 320
_FACE_SCORE = 0.45
_CLOSE_UP_SCORE = 0.6
_CLOSE_UP_TURNS = (0, -35, 35)
_CLOSE_UPS = 6
_CLOSE_UPS_SEEN_MIN = 3
_FULL_FACE_SHARE = 0.22
_FACE_STEP_SURE = 2
_MOTION_MIN = 1.5
_SEEDED_TRIES = 3
_SEED_REACH = 12.0
_SAME_PLACE = 0.05

Cameras = tuple[Camera, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Pictures of one video: all of them small, and some at full size."""

    width: int
    pictures: tuple[Pixels, ...]
    fine: tuple[Pixels, ...]


class VideoFacecamFinder:
    """Looks for lasting rectangles around lasting faces."""

    def __init__(
        self,
        *,
        tuning: FacecamTuning | None = None,
        time_limit_seconds: float = 60.0,
    ) -> None:
        self._tuning = tuning or FacecamTuning()
        self._time_limit_seconds = time_limit_seconds

    async def find_scene(self, video: Path, *, start_seconds: float, end_seconds: float) -> Scene:
        """Return the cameras in pixels as seen, the surest first, and how far text spreads."""
        return await asyncio.to_thread(self._find, video, start_seconds, end_seconds)

    def _find(self, video: Path, start_seconds: float, end_seconds: float) -> Scene:
        from av import FFmpegError  # noqa: PLC0415 - half a second to import

        deadline = time.monotonic() + self._time_limit_seconds
        try:
            look = _take_look(video, start_seconds, end_seconds, deadline)
        except FFmpegError:
            return Scene()
        if look is None or time.monotonic() > deadline:
            return Scene()
        return find_in_look(look, FaceModel(find_model()), self._tuning)


def _take_look(
    video: Path, start_seconds: float, end_seconds: float, deadline: float
) -> _Look | None:
    """Read keyframes; with too few of them, decode every frame of the middle 20 s."""
    frames: list[_Glance] = [
        _glance(frame, index)
        for index, frame in enumerate(
            read_spread(
                video,
                start_seconds=start_seconds,
                end_seconds=end_seconds,
                count=_PICTURES,
                deadline=deadline,
            )
        )
    ]
    if len(frames) < _KEYFRAMES_MIN:
        spare = max(0.0, end_seconds - start_seconds - _DECODED_SECONDS_MAX) / 2
        frames = _decode_evenly(video, start_seconds + spare, end_seconds - spare, deadline)
    if len(frames) < 2:
        return None
    size = frames[0].picture.shape
    same = [frame for frame in frames if frame.picture.shape == size]
    return _Look(
        width=frames[0].width,
        pictures=tuple(frame.picture for frame in same),
        fine=tuple(frame.fine for frame in same if frame.fine is not None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Glance:
    width: int
    picture: Pixels
    fine: Pixels | None


def _glance(frame: SeenFrame, index: int) -> _Glance:
    return _Glance(
        width=frame.width,
        picture=frame.shrink(_WIDTH),
        fine=frame.shrink(_FINE_WIDTH) if index % _FINE_EVERY == 0 else None,
    )


def _decode_evenly(
    video: Path, start_seconds: float, end_seconds: float, deadline: float
) -> list[_Glance]:
    step = (end_seconds - start_seconds) / _PICTURES
    glances: list[_Glance] = []
    for frame in read_stretch(
        video, start_seconds=start_seconds, end_seconds=end_seconds, deadline=deadline
    ):
        if frame.at_seconds >= start_seconds + len(glances) * step:
            glances.append(_glance(frame, len(glances)))
    return glances


def find_in_look(look: _Look, model: FaceModel, tuning: FacecamTuning) -> Scene:
    """Return the cameras among pictures in source pixels, and the text of the pictures."""
    from core.adapters.vision.edges import measure_edges  # noqa: PLC0415 - numpy
    from core.adapters.vision.lasting_text import measure_text  # noqa: PLC0415 - numpy

    text = measure_text(look.pictures)
    if model.file is None:
        return Scene(text=text)
    rows = look.pictures[0].shape[0]
    edges = measure_edges(look.pictures)
    faces: list[tuple[Box, float]] = []
    framed: list[FacecamCandidate] = []
    known: dict[tuple[int, int], tuple[Face, ...]] = {}
    for width, step in _FACE_TURNS:
        seen = _find_faces(look.pictures, model, width, step, known)
        lasting = cluster_faces(seen, tuning)
        if any(face.height >= _FULL_FACE_SHARE * rows for face, _ in lasting):
            if step == _FACE_STEP_SURE:
                return Scene(text=text)
            continue
        faces = _add_new(faces, [(face, len(where) / len(seen)) for face, where in lasting])
        framed = _choose_around_faces(look, [face for face, _ in faces], edges, tuning)
        if framed:
            break
    heads = choose_heads(look.pictures, faces, [c.box for c in framed], edges, text)
    if not framed and not heads:
        found = _choose_without_faces(look, edges, model, tuning)
        framed = [found] if found else []
    cameras = _place(look, framed, heads) or _find_drawn(look, text)
    return Scene(cameras=cameras, text=text)


def _find_drawn(look: _Look, text: TextSpread) -> Cameras:
    """Return the drawn figure of a video that has no person, in source pixels."""
    from core.adapters.vision.figures import find_figure  # noqa: PLC0415 - numpy

    figure = None if text.needs_width else find_figure(look.pictures)
    if figure is None:
        return ()
    factor = look.width / look.pictures[0].shape[1]
    cover = (figure.cover or figure.box).scale(factor)
    return (Camera(box=figure.box.scale(factor), cover=cover, is_framed=False),)


def _add_new(
    known: list[tuple[Box, float]], more: list[tuple[Box, float]]
) -> list[tuple[Box, float]]:
    return [*known, *(new for new in more if not any(_is_one(new[0], old) for old, _ in known))]


def _is_one(face: Box, other: Box) -> bool:
    (x, y), (u, v) = face.centre, other.centre
    return max(abs(x - u), abs(y - v)) < max(face.height, other.height)


def _place(look: _Look, framed: Sequence[FacecamCandidate], heads: Sequence[Box]) -> Cameras:
    """Return the cameras in source pixels: settled rectangles, and squares around heads."""
    from core.adapters.vision.edges import settle_box  # noqa: PLC0415 - numpy

    columns = look.pictures[0].shape[1]
    fine_columns = look.fine[0].shape[1]
    factor = look.width / columns
    height = round(look.pictures[0].shape[0] * factor)
    boxes = [settle_box(look.fine, c.box.scale(fine_columns / columns)) for c in framed]
    return (
        *(Camera(box=box.scale(look.width / fine_columns)) for box in boxes),
        *(make_head_camera(head.scale(factor), look.width, height) for head in heads),
    )


def _find_faces(
    pictures: Sequence[Pixels],
    model: FaceModel,
    width: int,
    step: int,
    known: dict[tuple[int, int], tuple[Face, ...]],
) -> list[tuple[Face, ...]]:
    """Return the faces in every `step`-th picture; `known` are those found by now, and grow."""
    places = range(0, len(pictures), step)
    missing = [place for place in places if (width, place) not in known]
    found = _find_faces_in([pictures[place] for place in missing], model, width)
    known.update({(width, place): faces for place, faces in zip(missing, found, strict=True)})
    return [known[width, place] for place in places]


def _find_faces_in(
    pictures: Sequence[Pixels], model: FaceModel, width: int
) -> list[tuple[Face, ...]]:
    if not pictures:
        return []
    import cv2  # noqa: PLC0415 - a fifth of a second to import

    rows, columns = pictures[0].shape[:2]
    width = min(width, columns)
    size = (width, round(rows * width / columns))
    found = []
    for picture in pictures:
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        faces = model.find_faces(small, score_min=_FACE_SCORE)  # type: ignore[arg-type]
        found.append(tuple(Face(box=f.box.scale(columns / width), score=f.score) for f in faces))
    return found


def _choose_around_faces(
    look: _Look, faces: Sequence[Box], edges: EdgeMaps, tuning: FacecamTuning
) -> list[FacecamCandidate]:
    """Return the acceptable rectangles around faces that move, best first, each place once."""
    from core.adapters.vision.edges import measure_motion  # noqa: PLC0415 - numpy

    living = [face for face in faces if measure_motion(look.pictures, face) >= _MOTION_MIN]
    found = [search_rectangle(face, edges, tuning) for face in living]
    accepted = [c for c in found if c is not None and is_acceptable(c, tuning)]
    apart: list[FacecamCandidate] = []
    for candidate in sorted(accepted, key=lambda c: -c.score):
        if all(measure_overlap(candidate.box, other.box) < _SAME_PLACE for other in apart):
            apart.append(candidate)
    return apart


def _choose_without_faces(
    look: _Look, edges: EdgeMaps, model: FaceModel, tuning: FacecamTuning
) -> FacecamCandidate | None:
    """Return the best rectangle whose close-up shows a face that was too small before."""
    anywhere = replace(
        tuning,
        reach_faces=_SEED_REACH,
        face_share_min=0.0,
        face_share_max=1.0,
        drawn_min=tuning.faceless_drawn_min,
    )
    found: dict[Box, FacecamCandidate] = {}
    for seed in list_seeds(edges):
        candidate = search_rectangle(seed, edges, anywhere)
        if candidate is not None and is_acceptable(candidate, anywhere):
            found[candidate.box] = candidate
    ranked = sorted(found.values(), key=lambda candidate: -candidate.score)
    return next((c for c in ranked[:_SEEDED_TRIES] if _shows_face(look, c.box, model)), None)


def _shows_face(look: _Look, box: Box, model: FaceModel) -> bool:
    from core.adapters.vision.edges import measure_motion  # noqa: PLC0415 - numpy

    if measure_motion(look.pictures, box) < _MOTION_MIN:
        return False
    inside = box.scale(look.fine[0].shape[1] / look.pictures[0].shape[1])
    pictures = look.fine[:: max(1, len(look.fine) // _CLOSE_UPS)]
    seen = sum(_has_face(_close_up(picture, inside), model) for picture in pictures)
    return seen >= min(_CLOSE_UPS_SEEN_MIN, len(pictures))


def _close_up(picture: Pixels, box: Box) -> Pixels:
    """Return a box of a picture, scaled to a fixed square."""
    import cv2  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above

    part = picture[box.y : box.bottom, box.x : box.right]
    factor = _CLOSE_UP / max(part.shape[:2])
    size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
    square = np.zeros((_CLOSE_UP, _CLOSE_UP, 3), np.uint8)
    top, left = (_CLOSE_UP - size[1]) // 2, (_CLOSE_UP - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = cv2.resize(part, size)
    return square


def _has_face(square: Pixels, model: FaceModel) -> bool:
    """Return whether a square shows a face, upright or tilted to either side."""
    import cv2  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above

    middle = (_CLOSE_UP / 2, _CLOSE_UP / 2)
    for degrees in _CLOSE_UP_TURNS:
        turn = cv2.getRotationMatrix2D(middle, degrees, 1.0)
        turned = cv2.warpAffine(square, turn, (_CLOSE_UP, _CLOSE_UP)).astype(np.uint8)
        if model.find_faces(turned, score_min=_CLOSE_UP_SCORE):
            return True
    return False
