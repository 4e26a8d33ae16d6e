"""Sharp cuts: exact to the frame, from how frames differ from those before and after them."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

from core.adapters.vision.followed_points import measure_lost
from core.adapters.vision.frame_look import FrameLook, measure_change, measure_unlikeness

_REACH = 4
# Frames across a cut that are compared, counted from it; a flash has passed by one of them.
_ACROSS = (0, 1, 2, 3, 7, 11)
_APART_SECONDS, _CLEARER = 0.4, 2.0
_LEAST = 0.03
_EVIDENCE = 3.0
# What a video ends with this soon may be a flash as well as a shot.
_SHOWN_FRAMES = 3
# From here on points are followed. Where none is found again, a cut is up to 21 times as likely.
_HINT = 0.5
_LOST_MIN, _UNSURE_SHARE = 0.85, 0.05
# A blast leaves so little of the picture that nothing can be followed through it.
_CONTRASTS_MAX = 4.0


class SharpCuts:
    """Finds the frames that begin a new shot, from looks at every frame in order.

    At a cut, shapes, shades and colours change more than they do nearby, however much the camera
    shakes. What comes back within a dozen frames was a flash, or something that passed. Where these
    leave doubt, as between two places of one game, a cut is where points cannot be followed.
    """

    def __init__(self) -> None:
        self._looks: deque[FrameLook] = deque(maxlen=2 * (_ACROSS[-1] + 1))
        self._times: list[float] = []
        self._unlike: list[float] = []
        self._changes: list[float] = []
        self._judged = 0
        self._found: list[tuple[float, float]] = []

    def see(self, look: FrameLook) -> None:
        """Take the next frame."""
        if self._looks:
            self._times.append(look.at_seconds)
            self._unlike.append(measure_unlikeness(self._looks[-1], look))
            self._changes.append(measure_change(self._looks[-1], look))
        self._looks.append(look)
        if len(self._times) - self._judged > _ACROSS[-1]:
            self._judge()

    def finish(self) -> tuple[float, ...]:
        """Return when the shots after the first begin; of cuts close together, one counts.

        It is the first, since a codec that saves bits in the dark draws a new shot over the old one
        and draws it again at the next keyframe, unless a later one is twice as clear.
        """
        while self._judged < len(self._times):
            self._judge()
        cuts: list[tuple[float, float]] = []
        for evidence, at_seconds in self._found:
            if not cuts or at_seconds - cuts[-1][1] >= _APART_SECONDS:
                cuts.append((evidence, at_seconds))
            elif evidence > _CLEARER * cuts[-1][0]:
                cuts[-1] = (evidence, at_seconds)
        return tuple(at_seconds for _, at_seconds in cuts)

    def _judge(self) -> None:
        """Keep the next frame if enough speaks for a cut before it."""
        index = self._judged
        self._judged += 1
        if self._is_at_end(index):
            return
        unlike, change = self._unlike[index], self._changes[index]
        if self._weigh(index, unlike, change) < _HINT:
            return
        pairs = self._pair(index)
        unlike = min(measure_unlikeness(*pair) for pair in pairs)
        change = min(measure_change(*pair) for pair in pairs)
        evidence = self._weigh(index, unlike, change)
        if _HINT <= evidence < _EVIDENCE:
            evidence *= self._compare_lost(pairs)
        if evidence >= _EVIDENCE:
            self._found.append((evidence, self._times[index]))

    def _is_at_end(self, index: int) -> bool:
        """Return whether a film that is long enough for a shot leaves none from here on."""
        left = len(self._times) - index
        return left <= _SHOWN_FRAMES < index

    def _weigh(self, index: int, unlike: float, change: float) -> float:
        """Return how much shapes and shades change here, relative to nearby and on the whole."""
        rise = (unlike + _LEAST) / (_usual(self._unlike, index) + _LEAST)
        rise *= (change + _LEAST) / (_usual(self._changes, index) + _LEAST)
        return float(rise * ((unlike + _LEAST) * (change + _LEAST)) ** 0.25)

    def _compare_lost(self, pairs: list[tuple[FrameLook, FrameLook]]) -> float:
        """Return how much less can be followed across a cut than nearby; 1 if that is unknown."""
        lost = 1.0
        for before, after in pairs:
            share = _measure_lost(before, after)
            lost = min(lost, 0.0 if share is None else share)
            if lost < _LOST_MIN:
                return 1.0
        looks = list(self._looks)
        cut = next(i for i, look in enumerate(looks) if look is pairs[0][1])
        near = looks[max(0, cut - _REACH - 1) : cut + _REACH + 1]
        known = [
            measure_lost(one.detail, other.detail) or 0.0
            for one, other in pairwise(near)
            if other is not looks[cut]
        ]
        usual = sorted(known)[-2:][0] if known else 1.0
        return max(1.0, (1 - usual + _UNSURE_SHARE) / (1 - lost + _UNSURE_SHARE))

    def _pair(self, index: int) -> list[tuple[FrameLook, FrameLook]]:
        """Return the pairs of frames that show different shots if there is a cut."""
        looks = list(self._looks)
        after = index + 1 - (len(self._times) + 1 - len(looks))
        before = after - 1
        later = [(looks[before], looks[after + n]) for n in _ACROSS if after + n < len(looks)]
        return later + [(looks[before - n], looks[after]) for n in _ACROSS[1:] if n <= before]


def _measure_lost(one: FrameLook, other: FrameLook) -> float | None:
    most, least = sorted((one.contrast, other.contrast), reverse=True)
    return measure_lost(one.detail, other.detail) if most <= _CONTRASTS_MAX * least else None


def _usual(values: list[float], index: int) -> float:
    """Return the second largest value nearby, since one may belong to another event."""
    near = sorted(
        (*values[max(0, index - _REACH) : index], *values[index + 1 : index + 1 + _REACH])
    )
    return near[-2:][0] if near else 0.0
