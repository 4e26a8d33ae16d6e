"""Sharp cuts: exact to the frame, from how much each frame differs from the one before."""

from __future__ import annotations

from collections.abc import Sequence

_NEIGHBOURS = 4
_QUIET = 0.004
# (minimum brightness difference, minimum ratio to that of any neighbouring frame)
_RULES = ((0.05, 4.0), (0.1, 2.2))
_APART_SECONDS = 0.25


def find_sharp_cuts(times: Sequence[float], differences: Sequence[float]) -> tuple[float, ...]:
    """Return the times of the frames that begin a new shot.

    `differences` are mean absolute differences to the previous frame, 0 to 1. A lone flash differs
    twice in a row and is not a cut, and neither is a stretch that moves fast throughout.
    """
    cuts: list[float] = []
    for index, difference in enumerate(differences):
        near = (
            *differences[max(0, index - _NEIGHBOURS) : index],
            *differences[index + 1 : index + 1 + _NEIGHBOURS],
        )
        usual = max(*near, _QUIET) if near else _QUIET
        is_cut = any(difference >= least and difference >= k * usual for least, k in _RULES)
        if is_cut and (not cuts or times[index] - cuts[-1] >= _APART_SECONDS):
            cuts.append(times[index])
    return tuple(cuts)
