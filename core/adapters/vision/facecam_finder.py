"""The facecam finder: a streamer's camera picture in a video, from two dozen of its frames."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.vision.face_sheet import find_faces_in_sheet
from core.adapters.vision.faces import FaceModel, find_model
from core.adapters.vision.framed_faces import choose_around_faces, fills, list_full
from core.adapters.vision.looks import Look, Looker
from core.adapters.vision.streamers import choose_heads, moves_around
from core.domain.clips.box import Box
from core.domain.clips.edge_grid import EdgeMaps, FacecamTuning
from core.domain.clips.framing.camera import NO_TEXT, Camera, Scene, TextSpread
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

# Small faces are found in the wider pictures, drawn ones in the narrower.
# How faces are looked for, until one is framed: how wide, and in at most how many pictures.
_FACE_TURNS = ((640, 2), (640, 6), (448, 6))
_CLOSE_UP = 320
_FACE_SCORE = 0.45
_CLOSE_UP_SCORE = 0.6
_CLOSE_UP_TURNS = (0, -35, 35)
_CLOSE_UPS = 6
_CLOSE_UPS_SEEN_MIN = 3
_LOOKS_SURE = 6
_SHEET_PICTURES, _SHEET_WIDTH = 12, 640
_MOTION_MIN = 1.5
_SEEDED_TRIES = 3
_SEED_REACH = 12.0

Cameras = tuple[Camera, ...]


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

    async def measure_presence(
        self, video: Path, cameras: Cameras, *, start_seconds: float, end_seconds: float
    ) -> tuple[float, ...]:
        """Return the share of a window in which each camera is shown; 1 for those without sides."""
        from core.adapters.vision.present_cameras import measure_presence  # noqa: PLC0415 - numpy

        deadline = time.monotonic() + self._time_limit_seconds
        return await asyncio.to_thread(
            measure_presence, video, cameras, (start_seconds, end_seconds), deadline
        )

    def _find(self, video: Path, start_seconds: float, end_seconds: float) -> Scene:
        from av import FFmpegError  # noqa: PLC0415 - half a second to import

        deadline = time.monotonic() + self._time_limit_seconds
        looker = Looker(
            video, start_seconds=start_seconds, end_seconds=end_seconds, deadline=deadline
        )
        model = FaceModel(find_model())
        try:
            first = looker.glance()
            if first is not None and _shows_full_face(first, model, self._tuning):
                return Scene(text=_measure_text(first))
            look = looker.look()
        except FFmpegError:
            return Scene()
        if look is None or time.monotonic() > deadline:
            return Scene()
        if first is None and _shows_full_face(look, model, self._tuning):
            return Scene(text=_measure_text(look))
        return find_in_look(look, model, self._tuning)


def _measure_text(look: Look) -> TextSpread:
    from core.adapters.vision.lasting_text import measure_text  # noqa: PLC0415 - numpy

    return measure_text(look.pictures)


def _shows_full_face(look: Look, model: FaceModel, tuning: FacecamTuning) -> bool:
    """Return whether a lasting face is so large that its picture lies over nothing."""
    from core.adapters.vision.edges import measure_edges  # noqa: PLC0415 - numpy

    step = max(1, math.ceil(len(look.pictures) / _SHEET_PICTURES))
    seen = find_faces_in_sheet(
        look.pictures[::step], model, width=_SHEET_WIDTH, score_min=_FACE_SCORE
    )
    full = list_full(cluster_faces(seen, tuning), look.pictures)
    if not full or not moves_around(look.pictures, full):
        return bool(full)
    framed = choose_around_faces(look.pictures, full, measure_edges(look.pictures), tuning)
    return fills(look.pictures, full, framed)


def find_in_look(look: Look, model: FaceModel, tuning: FacecamTuning) -> Scene:
    """Return the cameras among pictures in source pixels, and the text of the pictures."""
    from core.adapters.vision.coming_cameras import find_coming  # noqa: PLC0415 - numpy
    from core.adapters.vision.edges import measure_edges  # noqa: PLC0415 - numpy

    text = _measure_text(look)
    if model.file is None:
        return Scene(text=text)
    edges = measure_edges(look.pictures)
    faces: list[tuple[Box, float]] = []
    framed: list[FacecamCandidate] = []
    known: dict[tuple[int, int], tuple[Face, ...]] = {}
    for width, looks in _FACE_TURNS:
        seen = _find_faces(look.pictures, model, width, looks, known)
        is_sure = looks >= _LOOKS_SURE
        lasting = cluster_faces(seen, tuning)
        known_by_now = faces
        faces = _add_new(faces, [(face, len(where) / len(seen)) for face, where in lasting])
        framed = choose_around_faces(look.pictures, [face for face, _ in faces], edges, tuning)
        if fills(look.pictures, list_full(lasting, look.pictures), framed):
            if is_sure:
                return Scene(text=text)
            faces, framed = known_by_now, []
            continue
        if framed and (is_sure or not _leaves_doubt(look, seen, framed, edges, tuning)):
            break
    sharp = {place: found for (width, place), found in known.items() if width == _FACE_TURNS[0][0]}
    coming = find_coming(look.pictures, sharp, [one.box for one in framed], tuning)
    framed = [*framed, *coming]
    heads = choose_heads(look.pictures, faces, [c.box for c in framed], edges, text)
    if not framed and not heads:
        found = _choose_without_faces(look, edges, model, tuning)
        framed = [found] if found else []
    cameras = _place(look, framed, heads) or _find_drawn(look, text)
    return Scene(cameras=cameras, text=text)


def _leaves_doubt(
    look: Look,
    seen: Sequence[Sequence[Face]],
    framed: Sequence[FacecamCandidate],
    edges: EdgeMaps,
    tuning: FacecamTuning,
) -> bool:
    """Return whether a face outside the rectangles, seen even once, may be another camera's."""
    boxes = [candidate.box for candidate in framed]
    others = [
        face.box
        for faces in seen
        for face in faces
        if not any(box.holds(face.box.centre) for box in boxes)
    ]
    if choose_around_faces(look.pictures, others, edges, tuning):
        return True
    lasting = [(face, 1.0) for face in others]
    return bool(choose_heads(look.pictures, lasting, boxes, edges, NO_TEXT))


def _find_drawn(look: Look, text: TextSpread) -> Cameras:
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


def _place(look: Look, framed: Sequence[FacecamCandidate], heads: Sequence[Box]) -> Cameras:
    """Return the cameras in source pixels: settled rectangles, and squares around heads."""
    from core.adapters.vision.edges import settle_box  # noqa: PLC0415 - numpy
    from core.adapters.vision.present_cameras import has_sides  # noqa: PLC0415 - as above

    columns = look.pictures[0].shape[1]
    fine_columns = look.fine[0].shape[1]
    factor = look.width / columns
    height = round(look.pictures[0].shape[0] * factor)
    settled = [settle_box(look.fine, c.box.scale(fine_columns / columns)) for c in framed]
    boxes = [box.scale(look.width / fine_columns) for box in settled]
    lasting = [all(has_sides(one, box, look.width) for one in look.pictures) for box in boxes]
    return (
        *(Camera(box=box, is_lasting=lasts) for box, lasts in zip(boxes, lasting, strict=True)),
        *(make_head_camera(head.scale(factor), look.width, height) for head in heads),
    )


def _find_faces(
    pictures: Sequence[Pixels],
    model: FaceModel,
    width: int,
    looks: int,
    known: dict[tuple[int, int], tuple[Face, ...]],
) -> list[tuple[Face, ...]]:
    """Return the faces in at most so many pictures; `known` are those found by now, and grow."""
    step = math.ceil(len(pictures) / looks)
    places = range(min(step // 2, len(pictures) - 1), len(pictures), step)
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


def _choose_without_faces(
    look: Look, edges: EdgeMaps, model: FaceModel, tuning: FacecamTuning
) -> FacecamCandidate | None:
    """Return the best rectangle whose close-up shows a face that was too small before."""
    anywhere = replace(
        tuning,
        reach_faces=_SEED_REACH,
        face_share_min=0.0,
        face_share_max=1.0,
        drawn_min=tuning.faceless_drawn_min,
        straight_min=math.inf,
    )
    found: dict[Box, FacecamCandidate] = {}
    for seed in list_seeds(edges):
        candidate = search_rectangle(seed, edges, anywhere)
        if candidate is not None and is_acceptable(candidate, anywhere):
            found[candidate.box] = candidate
    ranked = sorted(found.values(), key=lambda candidate: -candidate.score)
    return next((c for c in ranked[:_SEEDED_TRIES] if _shows_face(look, c.box, model)), None)


def _shows_face(look: Look, box: Box, model: FaceModel) -> bool:
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
