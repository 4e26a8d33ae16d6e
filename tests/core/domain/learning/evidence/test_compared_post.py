import math
from typing import Any

from core.domain.learning.evidence.compared_post import ComparedPost, Outcome
from core.domain.work.platform import Platform
from tests.builders import NOON


def make(**given: Any) -> Any:
    values: dict[str, Any] = {
        "post_id": "1",
        "platform": Platform.YOUTUBE,
        "published_at": NOON,
        "views": 999,
    }
    return ComparedPost(**(values | given))


def test_equal_ratios_are_equal_distances():
    ten, hundred, thousand = (
        make(views=views).find_outcome(Outcome.VIEWS) for views in (9, 99, 999)
    )

    assert math.isclose(hundred - ten, thousand - hundred)


def test_what_nobody_knows_is_none_and_zero_is_a_figure():
    assert make().find_outcome(Outcome.WATCHED) is None
    assert make().find_outcome(Outcome.LIKED) is None
    assert math.isfinite(make(views=0, likes=0).find_outcome(Outcome.LIKED))
    assert math.isfinite(make(share_watched=0.0).find_outcome(Outcome.WATCHED))
    assert make(share_watched=1.5).find_outcome(Outcome.WATCHED) > 0
