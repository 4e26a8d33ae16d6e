"""Where the ship is at every moment: position along the track, steering and bends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.adapters.demo.story import (
    DURATION_SECONDS,
    HIGHLIGHTS,
    HighlightKind,
    count_past_highlights,
    seconds_since,
)

LAPS = 6
LAP_SECONDS = HIGHLIGHTS[-1].offset_seconds / LAPS
STEPS_PER_SECOND = 30
CUT_AFTER_SECONDS = 3.8  # the picture cuts to the next sector this long after a highlight

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The state of the race at one offset.

    `position` is in lengths of track, `speed` in lengths a second, `steering` in half widths of the
    road, `bend` from -1 to 1, `heading` in pixels of the skyline.
    """

    offset_seconds: float
    position: float
    speed: float
    steering: float
    bank: float
    bend: float
    heading: float
    theme: int


def _speeds(at: Curve) -> Curve:
    """Return the speed at each offset: it drops in a crash, and slows for the miracle."""
    speed = 11.0 + 1.2 * np.sin(at * 0.37) + 0.8 * np.sin(at * 1.13)
    speed *= np.interp(at, [0.0, 4.0], [0.1, 1.0])
    crash, save = (
        seconds_since(HighlightKind.CRASH, at[0]),
        seconds_since(HighlightKind.SAVE, at[0]),
    )
    finish = seconds_since(HighlightKind.FINISH, at[0])
    since = at - at[0]
    speed *= np.interp(since + crash, [-0.02, 0.0, 3.6, 6.5], [1.0, 0.0, 0.0, 1.0])
    speed *= np.interp(since + save, [-1.0, -0.7, 1.1, 1.6], [1.0, 0.28, 0.28, 1.0])
    speed *= np.interp(since + finish, [-9.0, -6.0, 0.5, 4.0], [1.0, 1.25, 1.25, 0.75])
    return speed


def _calm_near_highlights(at: Curve) -> Curve:
    """Return 0 around each highlight and 1 elsewhere, so that the action stays centred."""
    calm = np.ones_like(at)
    for highlight in HIGHLIGHTS:
        calm *= np.interp(np.abs(at - highlight.offset_seconds), [2.5, 6.0], [0.0, 1.0])
    return calm


class Timeline:
    """The whole race, computed once on a grid of 30 steps a second."""

    def __init__(self) -> None:
        self._at: Curve = np.arange(0, DURATION_SECONDS + 2, 1 / STEPS_PER_SECOND)
        self._speed = _speeds(self._at)
        self._position: Curve = np.cumsum(self._speed) / STEPS_PER_SECOND
        calm = _calm_near_highlights(self._at)
        wave = np.sin(self._at * 0.71) * 0.45 + np.sin(self._at * 1.37 + 1) * 0.25
        self._steering: Curve = wave * calm
        self._bank: Curve = np.gradient(self._steering) * STEPS_PER_SECOND
        self._bend: Curve = np.sin(self._position * 0.021) * np.sin(self._at * 0.11 + 0.7)
        self._heading: Curve = np.cumsum(self._bend * self._speed) * 0.16

    def at(self, offset_seconds: float) -> Moment:
        """Return the state at any offset, interpolated on the grid."""

        def read(curve: Curve) -> float:
            return float(np.interp(offset_seconds, self._at, curve))

        return Moment(
            offset_seconds=offset_seconds,
            position=read(self._position),
            speed=read(self._speed),
            steering=read(self._steering),
            bank=read(self._bank),
            bend=read(self._bend),
            heading=read(self._heading),
            theme=count_past_highlights(offset_seconds, delay_seconds=CUT_AFTER_SECONDS),
        )

    def position_at(self, offset_seconds: float) -> float:
        return float(np.interp(offset_seconds, self._at, self._position))

    def steering_at_position(self, position: float) -> float:
        """Return where on the road the ship is when it reaches a position."""
        return float(np.interp(position, self._position, self._steering))
