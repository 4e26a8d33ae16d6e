from math import log

import pytest

from core.domain.chat.spike_score import CrowdCounts, score_crowd


@pytest.mark.parametrize(
    ("counts", "usual", "score"),
    [
        # 8 ln(8/2) - 6 = 5.090, half of it
        ((8, 2, 2, 2), (2, 2, 2, 2), (8 * log(4) - 6) / 2),
        # below its mean nothing surprises
        ((1, 1, 1, 1), (2, 2, 2, 2), 0.0),
        # the four surprises add up
        ((8, 8, 8, 8), (2, 2, 2, 2), 2 * (8 * log(4) - 6)),
    ],
)
def test_the_score_is_half_the_sum_of_four_surprises(counts, usual, score):
    assert score_crowd(CrowdCounts(*counts), CrowdCounts(*usual)) == pytest.approx(score)
