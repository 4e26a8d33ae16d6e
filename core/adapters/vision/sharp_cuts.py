"""Sharp cuts: exact to the frame, from how frames differ from those before and after them."""

from __future__ import annotations

from collections import deque

from core.adapters.vision.frame_look import FrameLook, measure_change, measure_unlikeness

_REACH = 4
# Frames across a cut that are compared, counted from it; a flash has passed by one of them.
_ACROSS = (0, 1, 2, 3, 7, 11)
_APART_SECONDS, _CLEARER = 0.4, 2.0
_LEAST = 0.03
_EVIDENCE = 4.0


class SharpCuts:
    """Finds the frames that begin a new shot, from looks at every frame in order.

    At a cut, shapes, shades and colours change more than they do nearby, however much the camera
    shakes. What comes back within a dozen frames was a flash, or something that passed.
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
        unlike, change = self._unlike[index], self._changes[index]
        if self._weigh(index, unlike, change) < _EVIDENCE:
            return
        pairs = self._pair(index)
        unlike = min(measure_unlikeness(*pair) for pair in pairs)
        change = min(measure_change(*pair) for pair in pairs)
        evidence = self._weigh(index, unlike, change)
        if evidence >= _EVIDENCE:
            self._found.append((evidence, self._times[index]))

    def _weigh(self, index: int, unlike: float, change: float) -> float:
        """Return how much shapes and shades change here, relative to nearby and on the whole."""
        rise = (unlike + _LEAST) / (_usual(self._unlike, index) + _LEAST)
        rise *= (change + _LEAST) / (_usual(self._changes, index) + _LEAST)
        return float(rise * ((unlike + _LEAST) * (change + _LEAST)) ** 0.25)

    def _pair(self, index: int) -> list[tuple[FrameLook, FrameLook]]:
        """Return the pairs of frames that show different shots if there is a cut."""
        looks = list(self._looks)
        after = index + 1 - (len(self._times) + 1 - len(looks))
        before = after - 1
        later = [(looks[before], looks[after + n]) for n in _ACROSS if after + n < len(looks)]
        return later + [(looks[before - n], looks[after]) for n in _ACROSS[1:] if n <= before]


def _usual(values: list[float], index: int) -> float:
    """Return the second largest value nearby, since one may belong to another event."""
    near = sorted(
        (*values[max(0, index - _REACH) : index], *values[index + 1 : index + 1 + _REACH])
    )
    return near[-2:][0] if near else 0.0
