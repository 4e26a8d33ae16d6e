from datetime import timedelta

import numpy as np
import pytest

from core.domain.clips.score_weights import USUAL_POINTS
from core.domain.learning.checking.part_weights import (
    LEAST,
    MOST,
    Verdict,
    describe_weights,
    measure_verdicts,
    propose_weights,
)
from core.domain.learning.evidence.compared_post import ComparedPost, Outcome
from core.domain.work.platform import Platform
from tests.builders import NOON

NAMES = list(USUAL_POINTS)


def make_world(seed, count, true, noise=1.0):
    rng = np.random.default_rng(seed)
    earned = rng.beta(2, 2, (count, len(NAMES)))
    points = np.array(list(USUAL_POINTS.values()))
    pulls = earned @ (points * np.array([true.get(name, 1.0) for name in NAMES]))
    quality = (pulls - pulls.mean()) / pulls.std() + noise * rng.normal(size=count)
    return [
        ComparedPost(
            post_id=str(at),
            platform=(Platform.YOUTUBE, Platform.TIKTOK)[at % 2],
            published_at=NOON + timedelta(days=at),
            views=int(np.exp(6 + quality[at])),
            score=round(float(earned[at] @ points)),
            parts=dict(zip(NAMES, map(float, earned[at]), strict=True)),
        )
        for at in range(count)
    ]


def propose(posts, verdicts=()):
    return propose_weights(posts, Outcome.VIEWS, USUAL_POINTS, verdicts)


def test_weights_follow_where_sound_decides_and_stay_within_half_and_double():
    found = propose(make_world(1, 120, dict.fromkeys(NAMES, 0.2) | {"sound": 6.0}))

    assert found.holds
    assert found.weights["sound"] > 1.5
    assert all(LEAST <= weight <= MOST for weight in found.weights.values())
    assert found.better_by > 0


def test_weights_stay_where_the_usual_ones_are_right_or_nothing_predicts():
    for seed in range(3):
        assert not propose(make_world(seed, 80, {})).holds
        assert not propose(make_world(seed, 80, {}, noise=30)).holds


def test_59_posts_or_posts_without_parts_propose_nothing():
    assert propose(make_world(1, 59, {})) is None
    assert propose_weights(make_world(1, 80, {}), Outcome.VIEWS, {"luck": 100}) is None


def test_moderators_who_would_be_contradicted_keep_the_usual_weights():
    """Their yes and no are a second target: what they like may not sink for views alone."""
    posts = make_world(1, 120, dict.fromkeys(NAMES, 0.2) | {"sound": 6.0})
    rng = np.random.default_rng(5)
    verdicts = []
    for _ in range(80):
        parts = dict(zip(NAMES, map(float, rng.beta(2, 2, len(NAMES))), strict=True))
        verdicts.append(Verdict(is_approved=parts["sound"] < 0.5, parts=parts))

    assert not propose(posts, verdicts).holds


@pytest.mark.parametrize("flip", [True, False])
def test_verdicts_are_told_apart_by_pairs(flip):
    verdicts = [
        Verdict(is_approved=good is not flip, parts=dict.fromkeys(NAMES, 0.9 if good else 0.1))
        for good in (True, False, True)
    ]

    share = measure_verdicts(verdicts, dict.fromkeys(NAMES, 1.0), USUAL_POINTS)

    assert share == (0.0 if flip else 1.0)
    assert measure_verdicts([], {}, USUAL_POINTS) == 0.5


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"sound": 1.4, "hook": 1.0}, "Sound counts more here since March."),
        (
            {"sound": 1.4, "hook": 1.2, "pace": 0.6},
            "Sound and hook count more, pace counts less here since March.",
        ),
        ({"sound": 1.1}, ""),
    ],
)
def test_weights_are_told_in_words(weights, told):
    assert describe_weights(weights, "March") == told
