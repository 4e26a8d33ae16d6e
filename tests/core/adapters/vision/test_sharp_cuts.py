import pytest

from core.adapters.vision.sharp_cuts import find_sharp_cuts


def find(differences, *, rate=30):
    times = [(index + 1) / rate for index in range(len(differences))]
    return [round(at * rate) for at in find_sharp_cuts(times, differences)]


@pytest.mark.parametrize(
    ("differences", "cuts"),
    [
        ([0.001] * 9 + [0.15] + [0.001] * 9, [10]),
        ([0.001] * 9 + [0.04] + [0.001] * 9, []),  # somebody moves
        ([0.001] * 9 + [0.15, 0.15] + [0.001] * 9, []),  # a flash: there and back
        ([0.03] * 9 + [0.08] + [0.03] * 9, []),  # not much more than the game itself
        ([0.03] * 9 + [0.13] + [0.03] * 9, [10]),
        (
            [0.001] * 9 + [0.15] + [0.001] * 5 + [0.2] + [0.001] * 9,
            [16],
        ),  # too close to be two: the clearer
        ([0.001] * 9 + [0.15] + [0.001] * 9 + [0.2] + [0.001] * 9, [10, 20]),
        ([0.2], [1]),
        ([], []),
    ],
)
def test_a_cut_is_one_frame_that_differs_far_more_than_its_neighbours(differences, cuts):
    assert find(differences) == cuts
