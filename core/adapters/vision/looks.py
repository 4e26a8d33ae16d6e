"""Looks: two dozen pictures of a video, read in two halves, since the first often suffices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.vision.pictures import SeenFrame, read_spread, read_stretch

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

PICTURES = 24
_KEYFRAMES_MIN = 8
_DECODED_SECONDS_MAX = 20.0
_WIDTH = 960
_FINE_WIDTH = 1920
_FINE_EVERY = 2
# Wider frames are shrunk at once, so that a dozen of them do not fill the memory.
_KEPT_WIDTH_MAX = 4096


@dataclass(slots=True)
class _Glance:
    """One picture, and what its larger version is made of once somebody asks for it."""

    at_seconds: float
    width: int
    picture: Pixels
    source: SeenFrame | Pixels

    def enlarge(self) -> Pixels:
        if isinstance(self.source, SeenFrame):
            self.source = self.source.shrink(_FINE_WIDTH)
        return self.source


class Look:
    """Pictures of one video in the same size: all of them small, and every other one large."""

    def __init__(self, glances: Iterable[_Glance]) -> None:
        self._glances = sorted(glances, key=lambda glance: glance.at_seconds)
        size = self._glances[0].picture.shape
        self._glances = [one for one in self._glances if one.picture.shape == size]
        self.width = self._glances[0].width
        self.pictures = tuple(glance.picture for glance in self._glances)

    @property
    def fine(self) -> tuple[Pixels, ...]:
        """The larger pictures, made when they are first needed."""
        return tuple(glance.enlarge() for glance in self._glances[::_FINE_EVERY])


class Looker:
    """Reads the pictures of a stretch of a video; nothing after a deadline (monotonic seconds)."""

    def __init__(
        self, video: Path, *, start_seconds: float, end_seconds: float, deadline: float
    ) -> None:
        self._video = video
        self._start_seconds, self._end_seconds = start_seconds, end_seconds
        self._deadline = deadline
        self._seen: dict[float, _Glance] = {}

    def glance(self) -> Look | None:
        """Return a dozen keyframes; None where there are too few to judge by."""
        self._read(range(1, PICTURES, 2))
        return Look(self._seen.values()) if len(self._seen) >= _KEYFRAMES_MIN else None

    def look(self) -> Look | None:
        """Return two dozen keyframes; with too few, frames of the middle 20 s instead."""
        self._read(range(0, PICTURES, 2))
        if len(self._seen) < _KEYFRAMES_MIN:
            self._decode_evenly()
        return Look(self._seen.values()) if len(self._seen) > 1 else None

    def _read(self, places: Iterable[int]) -> None:
        for frame in read_spread(
            self._video,
            start_seconds=self._start_seconds,
            end_seconds=self._end_seconds,
            count=PICTURES,
            places=places,
            deadline=self._deadline,
            known=frozenset(self._seen),
        ):
            self._keep(frame)

    def _decode_evenly(self) -> None:
        spare = max(0.0, self._end_seconds - self._start_seconds - _DECODED_SECONDS_MAX) / 2
        start, end = self._start_seconds + spare, self._end_seconds - spare
        step = (end - start) / PICTURES
        self._seen = {}
        for frame in read_stretch(
            self._video,
            start_seconds=start,
            end_seconds=end,
            deadline=self._deadline,
            is_sparse=True,
        ):
            if frame.at_seconds >= start + len(self._seen) * step:
                self._keep(frame)

    def _keep(self, frame: SeenFrame) -> None:
        if frame.at_seconds not in self._seen:
            self._seen[frame.at_seconds] = _Glance(
                at_seconds=frame.at_seconds,
                width=frame.width,
                picture=frame.shrink(_WIDTH),
                source=frame if frame.width <= _KEPT_WIDTH_MAX else frame.shrink(_FINE_WIDTH),
            )
