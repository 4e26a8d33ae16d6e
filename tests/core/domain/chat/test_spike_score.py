from math import exp, log

import pytest

from core.domain.chat.spike_score import CrowdCounts, score_crowd, weigh_shouting


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


@pytest.mark.parametrize(
    ("shouted", "voices", "share", "factor"),
    [
        (2, 10, 0.2, 1.0),  # as usual
        (10, 10, 0.2, exp(0.45)),  # 8 / sqrt(1.6) = 6.3 deviations, of which 3 count
        (0, 100, 0.5, exp(-0.3)),  # 10 deviations below, of which 2 count
        (3, 10, 0.2, exp(0.15 / 1.6**0.5)),
    ],
)
def test_shouting_weighs_a_little(shouted, voices, share, factor):
    weight = weigh_shouting(shouted=shouted, voices=voices, usual_share=share)

    assert weight == pytest.approx(factor)


@pytest.mark.parametrize(("voices", "usual_share"), [(0, 0.2), (9, 1.0), (9, 1.2)])
def test_shouting_says_nothing_where_there_is_nothing_to_compare(voices, usual_share):
    assert weigh_shouting(shouted=voices, voices=voices, usual_share=usual_share) == 1.0
