"""Smoothing: the path near a wanted one whose speed, acceleration and jerk are least, by HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from highspy import HighsLp

_WEIGHTS: Final = (1.0, 10.0, 100.0)
"""What a unit of speed, of its change and of the change of that costs."""
_STEPS: Final = ((-1.0, 1.0), (1.0, -2.0, 1.0), (-1.0, 3.0, -3.0, 1.0))
_SECONDS_MOST: Final = 5.0


def smooth_path(wanted: Sequence[float], reach: float, most: float) -> list[float]:
    """Minimise |Dp| + 10 |D2p| + 100 |D3p| with |p - wanted| <= reach and 0 <= p <= most.

    Returns the wanted path itself if the solver gives up.
    """
    import highspy  # noqa: PLC0415 - a tenth of a second to import, and most shots stand still

    # What lies under `highspy.Highs`, which prints whose it is to standard output, where tables go.
    solver = highspy._Highs()  # type: ignore[attr-defined]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", _SECONDS_MOST)
    solver.setOptionValue("threads", 1)
    bounds = [(max(0.0, x - reach), min(most, x + reach)) for x in wanted]
    solver.passModel(_state(highspy.HighsLp(), bounds))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return list(wanted)
    return [float(x) for x in solver.getSolution().col_value[: len(wanted)]]


def _state(lp: HighsLp, bounds: Sequence[tuple[float, float]]) -> HighsLp:
    """Write the problem down: each difference of the path lies between minus and plus its size.

    The columns are the path, then the sizes, which are what costs.
    """
    import highspy  # noqa: PLC0415 - as above

    count = len(bounds)
    costs = [0.0] * count
    starts, columns, values = [0], [], []
    for weight, step in zip(_WEIGHTS, _STEPS, strict=True):
        for first in range(count - len(step) + 1):
            for sign in (-1.0, 1.0):
                columns += [*range(first, first + len(step)), len(costs)]
                values += [*step, sign]
                starts.append(len(columns))
            costs.append(weight)
    sizes, free = len(costs) - count, highspy.kHighsInf
    lp.num_col_, lp.num_row_ = len(costs), 2 * sizes
    lp.col_cost_ = costs
    lp.col_lower_ = [low for low, _ in bounds] + [0.0] * sizes
    lp.col_upper_ = [high for _, high in bounds] + [free] * sizes
    # In turns: the difference less its size is at most 0, and with it at least 0.
    lp.row_lower_, lp.row_upper_ = [-free, 0.0] * sizes, [0.0, free] * sizes
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, columns, values
    return lp
