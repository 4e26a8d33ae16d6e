"""Sharp cuts: exact to the frame, from how much each frame differs from the one before."""

from __future__ import annotations

from collections.abc import Sequence

_NEIGHBOURS = 4
_QUIET = 0.004
# (minimum brightness difference, minimum ratio to that of any neighbouring frame)
_RULES = ((0.05, 4.0), (0.1, 2.2))
_ALIKE = 0.02
# The same for unlikeness, which neither darkness nor a shaking camera hides.
_UNLIKE_RULES = ((0.15, 3.5), (0.5, 1.7), (0.8, 1.2))
_APART_SECONDS = 0.25


def find_sharp_cuts(
    times: Sequence[float], differences: Sequence[float], unlikes: Sequence[float] = ()
) -> tuple[float, ...]:
    """Return the times of the frames that begin a new shot.

    `differences` are mean absolute differences of brightness to the previous frame, `unlikes` how
    little the two have in common, 0 to 1. A lone flash differs twice in a row and is not a cut, and
    neither is a stretch that moves fast throughout.
    """
    found = [
        (max(differences[index], unlikes[index] if unlikes else 0.0), at_seconds)
        for index, at_seconds in enumerate(times)
        if _stands_out(differences, index, _QUIET, _RULES)
        or (unlikes and _stands_out(unlikes, index, _ALIKE, _UNLIKE_RULES))
    ]
    cuts: list[float] = []
    for _, at_seconds in sorted(found, key=lambda cut: (-cut[0], cut[1])):
        if all(abs(at_seconds - cut) >= _APART_SECONDS for cut in cuts):
            cuts.append(at_seconds)
    return tuple(sorted(cuts))


def _stands_out(
    values: Sequence[float], index: int, quiet: float, rules: Sequence[tuple[float, float]]
) -> bool:
    near = (
        *values[max(0, index - _NEIGHBOURS) : index],
        *values[index + 1 : index + 1 + _NEIGHBOURS],
    )
    usual = max((*near, quiet))
    return any(values[index] >= least and values[index] >= k * usual for least, k in rules)
