"""Stills of a finished clip: its best frame, and ten of them on one sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import find_picture, start_seconds
from core.adapters.video_files.opening import open_video
from core.adapters.vision.faces import FaceModel, find_model
from core.errors import ExternalFailure

if TYPE_CHECKING:
    from av import VideoFrame
    from numpy import uint8
    from numpy.typing import NDArray

    Picture = NDArray[uint8]

_STILLS_MAX = 60
_WIDTH = 288
_SHEET_COLUMNS, _SHEET_ROWS = 5, 2
_SHEET_WIDTH = 216
_CANDIDATES = 5
_FACE_WORTH = 0.6
# Each second away from the moment costs a twentieth of the sharpness.
_DISTANCE_COST = 0.05
_QUALITY = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A small keyframe; rows x columns x BGR."""

    at_seconds: float
    picture: Picture


def find_best_still(clip: Path, near_seconds: float) -> float:
    """Return the time of the sharpest keyframe with a face, preferring those nearby.

    Returns `near_seconds` itself if the clip has no readable keyframe.
    """
    stills = _read(clip, _WIDTH)
    if not stills:
        return near_seconds
    sharpness = [_measure_sharpness(still.picture) for still in stills]
    most = max(sharpness) or 1.0
    worths = {
        index: value / most - _DISTANCE_COST * abs(stills[index].at_seconds - near_seconds)
        for index, value in enumerate(sharpness)
    }
    best = sorted(worths, key=lambda index: -worths[index])[:_CANDIDATES]
    model = FaceModel(find_model())
    for index in best:
        faces = model.find_faces(stills[index].picture)
        worths[index] += _FACE_WORTH * max((face.score for face in faces), default=0.0)
    return stills[max(best, key=lambda index: worths[index])].at_seconds


def make_sheet(clip: Path) -> bytes:
    """Return a JPEG of ten frames, spread over a clip, in two rows.

    Keyframes are used if there are enough; else the whole clip is decoded.
    """
    import cv2  # noqa: PLC0415 - a fifth of a second to import
    import numpy as np  # noqa: PLC0415 - as above

    count = _SHEET_COLUMNS * _SHEET_ROWS
    stills = _spread(_read(clip, _SHEET_WIDTH), count)
    if len(stills) < count:
        stills = _read(clip, _SHEET_WIDTH, evenly=count)
    if not stills:
        raise ExternalFailure(f"{clip.name} gave no frames for a sheet.", stage="sheet")
    pictures = [stills[min(place, len(stills) - 1)].picture for place in range(count)]
    rows = [
        np.hstack(pictures[first : first + _SHEET_COLUMNS])
        for first in range(0, count, _SHEET_COLUMNS)
    ]
    _, content = cv2.imencode(".jpg", np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(content)


def _spread(stills: list[Still], count: int) -> list[Still]:
    """Return `count` keyframes, evenly spread; fewer if there are not enough."""
    if len(stills) < count:
        return []
    step = stills[-1].at_seconds / (count - 1)
    nearest = {
        min(range(len(stills)), key=lambda index: abs(stills[index].at_seconds - place * step))
        for place in range(count)
    }
    return [stills[index] for index in sorted(nearest)]


def _read(clip: Path, width: int, *, evenly: int = 0) -> list[Still]:
    """Return a clip's readable keyframes, or a selection of all its frames."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    stills: list[Still] = []
    try:
        with open_video(clip) as container:
            stream = find_picture(container)
            if stream is None:
                return []
            start = start_seconds(container)
            step = (container.duration or 0) / 1_000_000 / evenly if evenly else 0.0
            stream.codec_context.skip_frame = "DEFAULT" if evenly else "NONKEY"
            for frame in container.decode(stream):
                if frame.time is None or frame.time - start < (len(stills) + 0.5) * step:
                    continue
                stills.append(Still(at_seconds=frame.time - start, picture=_shrink(frame, width)))
                if len(stills) == (evenly or _STILLS_MAX):
                    break
    except FFmpegError:
        return stills
    return stills


def _shrink(frame: VideoFrame, width: int) -> Picture:
    height = max(2, round(frame.height * width / frame.width))
    small = frame.reformat(width=width, height=height, format="bgr24", interpolation="AREA")
    picture: Picture = small.to_ndarray().astype("uint8", copy=False)
    return picture


def _measure_sharpness(picture: Picture) -> float:
    """Return the standard deviation of the Laplacian: low for blurred, dark and empty pictures."""
    import cv2  # noqa: PLC0415 - as above

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_64F).std())
