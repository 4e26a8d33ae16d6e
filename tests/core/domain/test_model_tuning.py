from core.domain.model_tuning import ModelTuning
from core.domain.spend import estimate_use, find_price
from tests.builders import NOON


def test_the_budget_pays_for_some_hours_of_video_a_month():
    """Whoever sets a key should not be surprised on the first long stream."""
    tuning = ModelTuning()
    price = find_price(tuning.model, NOON.date())

    hour = 7.5 * price.count_cost(estimate_use(tuning.window_seconds, frame_rate=tuning.frame_rate))

    # 7.5 windows of 480 s: 7.5 * (0.75 * 51,460 + 3.75 * 9,600) = 559,463 micro-dollars.
    assert 0.5 < hour / 1_000_000 < 0.6
    assert tuning.budget_dollars / (hour / 1_000_000) > 5
