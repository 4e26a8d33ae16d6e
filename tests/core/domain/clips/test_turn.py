import pytest

from core.domain.clips.framing_wish import FramingWish
from core.domain.clips.turn import Turn, TurnTrait
from core.domain.learning.evidence.question import find_question


@pytest.mark.parametrize("trait", [TurnTrait.TITLE_ASKS, TurnTrait.EVENING])
def test_what_is_not_of_the_picture_leaves_it_alone(trait):
    wish = FramingWish(has_captions=True)

    assert Turn(trait=trait, has_it=False).change_wish(wish) == wish


@pytest.mark.parametrize("trait", list(TurnTrait))
def test_each_is_a_question_that_posts_answer(trait):
    assert find_question(trait)


@pytest.mark.parametrize(
    ("trait", "has_it", "asking", "chosen"),
    [
        (TurnTrait.TITLE_ASKS, True, "Who wins?", "Who wins?"),
        (TurnTrait.TITLE_ASKS, False, "Who wins?", "A win"),
        (TurnTrait.TITLE_ASKS, True, "", "A win"),
        (TurnTrait.EVENING, True, "Who wins?", "A win"),
    ],
)
def test_a_title_asks_on_its_side_alone(trait, has_it, asking, chosen):
    assert Turn(trait=trait, has_it=has_it).choose_title("A win", asking) == chosen
