"""Followed points: how much of one picture can be found again in another.

A camera that turns, or a game that spins, moves each corner and edge to another place, where it is
found again. At a cut all of them are gone, though the same walls may be seen from elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av import VideoFrame
    from numpy import bool_, float32, uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]
    Points = NDArray[float32]
    Found = NDArray[bool_]

_COLUMNS, _ROWS = 160, 90
_POINTS, _POINTS_LEAST = 80, 8
_QUALITY, _APART_PIXELS = 0.01, 4
_AREA_PIXELS, _HALVINGS = 11, 3
_BACK_PIXELS = 1.0
# Every picture is brought to the same contrast, so that points in the dark count as much.
_MIDDLE, _CONTRAST, _FLAT = 128.0, 40.0, 2.0


class FrameShrinker:
    """Shrinks frame after frame to a small grey picture; not for use by two threads at once."""

    def __init__(self) -> None:
        from av.video.reformatter import VideoReformatter  # noqa: PLC0415 - half a second to import

        self._reformatter = VideoReformatter()

    def shrink(self, frame: VideoFrame) -> Pixels:
        """Return a frame in grey, not rotated; kept settings make it three times as fast."""
        import numpy as np  # noqa: PLC0415 - a tenth of a second to import

        small = self._reformatter.reformat(
            frame, width=_COLUMNS, height=_ROWS, format="gray", interpolation="AREA"
        )
        return small.to_ndarray().astype(np.uint8, copy=False)


def measure_lost(one: Pixels, other: Pixels) -> float | None:
    """Return the share of points of one picture that the other does not have.

    None where the pictures have too few points to tell, or are of different sizes.
    """
    import cv2  # noqa: PLC0415 - a fifth of a second to import
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    if not one.size or one.shape != other.shape:
        return None
    before, after = _level(one), _level(other)
    corners = cv2.goodFeaturesToTrack(before, _POINTS, _QUALITY, _APART_PIXELS)
    # OpenCV gives None where there is nothing.
    points = np.zeros((0, 1, 2), np.float32) if corners is None else np.asarray(corners, np.float32)
    if len(points) < _POINTS_LEAST:
        return None
    found, seen = _follow(before, after, points)
    back, seen_again = _follow(after, before, found)
    strayed = np.hypot(*(back - points)[:, 0].T)
    return float(1 - (seen & seen_again & (strayed < _BACK_PIXELS)).mean())


def _follow(before: Pixels, after: Pixels, points: Points) -> tuple[Points, Found]:
    """Return where the points went, and for each whether it was found."""
    import cv2  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above

    area = (_AREA_PIXELS, _AREA_PIXELS)
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        before, after, points, np.empty_like(points), winSize=area, maxLevel=_HALVINGS
    )
    return np.asarray(moved, np.float32), np.asarray(found)[:, 0] > 0


def _level(picture: Pixels) -> Pixels:
    import numpy as np  # noqa: PLC0415 - as above

    values = picture.astype(np.float32)
    scale = _CONTRAST / max(float(values.std()), _FLAT)
    levelled: Pixels = np.clip((values - values.mean()) * scale + _MIDDLE, 0, 255).astype(np.uint8)
    return levelled
