import math
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from core.domain.clips.framing.smoothing import smooth_path

REACH, MOST = 60.8, 1312.0


def count_cost(path):
    steps, cost = list(path), 0.0
    for weight in (1, 10, 100):
        steps = [after - before for before, after in pairwise(steps)]
        cost += weight * sum(map(abs, steps))
    return cost


def find_least(wanted):
    """The same problem as SciPy states it: the path, then the size of each difference."""
    # Every worker imports this file, and one alone runs this.
    from scipy.optimize import linprog  # noqa: PLC0415 - as told

    path = np.eye(len(wanted))
    moves = [np.diff(path, n, axis=0) for n in (1, 2, 3)]
    costs = np.concatenate([np.full(len(m), w) for m, w in zip(moves, (1, 10, 100), strict=True)])
    rows, sizes = np.concatenate(moves), np.eye(len(costs))
    bounds = [(max(0, x - REACH), min(MOST, x + REACH)) for x in wanted]
    return linprog(
        np.concatenate([np.zeros(len(wanted)), costs]),
        A_ub=np.block([[rows, -sizes], [-rows, -sizes]]),
        b_ub=np.zeros(2 * len(costs)),
        bounds=[*bounds, *[(0, None)] * len(costs)],
    ).fun


@pytest.mark.parametrize("count", [4, 5, 30, 75])
def test_no_path_that_close_costs_less(count):
    wanted = [650 + 600 * math.sin(i / 5) * math.cos(i / 3) for i in range(count)]

    path = smooth_path(wanted, REACH, MOST)

    assert count_cost(path) == pytest.approx(find_least(wanted), abs=1e-3)
    assert all(abs(p - w) <= REACH + 1e-6 for p, w in zip(path, wanted, strict=True))
    assert all(-1e-6 <= p <= MOST + 1e-6 for p in path)


@pytest.mark.parametrize("wanted", [[5.0], [5.0, 900.0], [5.0, 900.0, 1300.0]])
def test_short_paths_have_fewer_differences(wanted):
    path = smooth_path(wanted, REACH, MOST)

    assert all(abs(p - w) <= REACH + 1e-6 for p, w in zip(path, wanted, strict=True))


def test_where_the_solver_gives_up_the_wanted_path_is_kept(monkeypatch):
    monkeypatch.setattr("highspy._Highs.getModelStatus", lambda _: None)

    assert smooth_path([0.0, 300.0, 900.0, 20.0], REACH, MOST) == [0.0, 300.0, 900.0, 20.0]


def test_nothing_is_printed():
    """HiGHS says whose it is on standard output, where commands print tables and JSON."""
    code = (
        "from core.domain.clips.framing.smoothing import smooth_path\n"
        "smooth_path([0.0, 300.0, 900.0, 20.0], 60.0, 1312.0)"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert (run.stdout, run.stderr) == (b"", b"")
