from dataclasses import replace

import pytest

from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.looking import (
    POSTS_MAX,
    count_needed,
    find_ratio,
    look_at,
    read_once,
)
from tests.history_generator import HALF, Planted, make_history
from tests.learned_posts import QUESTIONS

PLANTED = make_history(1, 240, Planted(views=4))
NAME = (HALF, Outcome.VIEWS, True)


def find(look, name=NAME):
    return next((one for one in look.answers if one.name == name), None)


def test_a_size_has_an_interval_and_counts_both_sides():
    found = find(look_at(PLANTED, QUESTIONS))

    assert found.is_claimed
    assert found.low < found.ratio < found.high
    assert found.low > 1
    assert found.with_it + found.without == found.posts == 240


def test_one_viral_post_moves_no_claim():
    views = [post.views for post in PLANTED]
    viral = replace(PLANTED[7], views=max(views) * 1000)

    before, after = (
        find(look_at(posts, QUESTIONS)) for posts in (PLANTED, (*PLANTED[:7], viral, *PLANTED[8:]))
    )

    assert after.is_claimed == before.is_claimed
    assert after.ratio == pytest.approx(before.ratio, rel=0.1)


def test_the_order_in_which_posts_are_given_does_not_matter():
    assert look_at(PLANTED[::-1], QUESTIONS) == look_at(PLANTED, QUESTIONS)


def test_a_look_with_few_new_posts_claims_nothing_new_but_keeps_what_holds():
    again = look_at(PLANTED, QUESTIONS, looked_at=230)
    assert again.level == 0
    assert again.claims == ()

    kept = look_at(PLANTED, QUESTIONS, looked_at=230, held=[NAME])
    assert [claim.name for claim in kept.claims] == [NAME]


def test_what_is_held_goes_when_its_interval_touches_one():
    empty = make_history(2, 240)
    wrong = [one.name for one in look_at(empty, QUESTIONS).answers if not one.is_clear]

    kept = look_at(empty, QUESTIONS, looked_at=230, held=wrong)

    assert wrong
    assert kept.claims == ()


def test_posts_without_an_answer_are_left_out_of_that_question_alone():
    some = [replace(post, traits={HALF: post.traits[HALF]}) for post in PLANTED[:60]]

    look = look_at((*some, *PLANTED[60:]), QUESTIONS)

    assert find(look).posts == 240
    assert {one.posts for one in look.answers if one.question.trait != HALF} == {180}


def test_a_side_with_five_posts_is_not_asked_about():
    few = [replace(post, traits={HALF: at < 5}) for at, post in enumerate(PLANTED)]

    assert find(look_at(few, QUESTIONS)) is None


@pytest.mark.parametrize("count", [0, 1, 2, 19])
def test_few_posts_say_nothing(count):
    look = look_at(PLANTED[:count], QUESTIONS)

    assert look.answers == ()
    assert look.posts == count


def test_posts_that_are_all_alike_say_nothing():
    alike = [replace(post, views=100, likes=5, share_watched=0.5) for post in PLANTED[:80]]

    assert look_at(alike, QUESTIONS).claims == ()


def test_only_the_newest_posts_are_looked_at():
    old = make_history(3, POSTS_MAX + 50, Planted(views=4))

    assert find(look_at(old, QUESTIONS)).posts == POSTS_MAX


def test_a_ninth_question_is_refused():
    with pytest.raises(ValueError, match="at most 8"):
        look_at(PLANTED, (*QUESTIONS, QUESTIONS[0]))


def test_how_many_posts_show_three_times_the_views():
    assert count_needed(0.5, Outcome.VIEWS, 3) == 150
    assert count_needed(0.1, Outcome.VIEWS, 3) > 400
    assert find_ratio(20, 0.5, Outcome.WATCHED) < 2 < find_ratio(20, 0.5, Outcome.VIEWS)


def test_an_experiment_is_read_by_its_own_level():
    watched = make_history(4, 20, Planted(watched=3))

    found, luck = (
        read_once(posts, QUESTIONS[0], Outcome.WATCHED) for posts in (watched, make_history(5, 20))
    )
    assert found
    assert found.is_claimed
    assert luck
    assert not luck.is_claimed
    unknown = [replace(post, share_watched=None) for post in watched]
    assert read_once(unknown, QUESTIONS[0], Outcome.WATCHED) is None
