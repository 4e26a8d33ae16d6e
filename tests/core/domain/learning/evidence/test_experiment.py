from dataclasses import replace

import pytest

from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import (
    Experiment,
    ExperimentStatus,
    describe_experiment,
    describe_power,
)
from tests.builders import NOON
from tests.history_generator import HALF, Planted, make_history

BEGUN = Experiment(trait="evening", outcome=Outcome.WATCHED, started_at=NOON)


def by_turns(watched):
    history = make_history(9, 20, Planted(watched=1.0))
    return [
        replace(
            post,
            traits={"evening": at % 2 == 0},
            share_watched=(post.share_watched or 0.0) * (watched if at % 2 == 0 else 1),
        )
        for at, post in enumerate(history)
    ]


def test_it_says_which_side_is_next_so_that_both_stay_equal():
    assert BEGUN.next_has_it
    stands = BEGUN.follow([True, True, False], [], now=NOON)

    assert (stands.out_with, stands.out_without, stands.next_has_it) == (2, 1, False)
    assert "3 of 20 posts are out" in describe_experiment(stands)
    assert "Next: one of the posts at other hours." in describe_experiment(stands)


def test_it_is_read_when_all_are_measured_and_only_then():
    posts = by_turns(3)
    answers = [post.traits["evening"] for post in posts]

    waits = BEGUN.follow(answers, posts[:19], now=NOON)
    assert waits.status is ExperimentStatus.RUNNING
    assert "19 are a week old" in describe_experiment(waits)

    read = waits.follow(answers, posts, now=NOON)
    assert read.status is ExperimentStatus.READ
    assert "brought more" in read.told
    assert describe_experiment(read) == read.told


def test_it_is_read_once_whatever_comes_later():
    posts = by_turns(3)
    read = BEGUN.follow([True] * 10 + [False] * 10, posts, now=NOON)

    assert read.follow([True] * 50, by_turns(0.1), now=NOON) == read


def test_posts_beyond_its_length_do_not_count():
    posts = by_turns(1)
    read = BEGUN.follow([True, False] * 40, [*posts, *by_turns(9)], now=NOON)

    assert read.out == 20
    assert "No difference" in read.told


@pytest.mark.parametrize("side", [True, False])
def test_one_side_alone_cannot_be_read(side):
    posts = [replace(post, traits={"evening": side}) for post in by_turns(3)]

    assert "cannot be read" in BEGUN.follow([side] * 20, posts, now=NOON).told


def test_what_is_unknown_of_a_post_does_not_count():
    posts = [replace(post, traits={HALF: True}) for post in by_turns(3)]

    assert BEGUN.follow([], posts, now=NOON).measured == 0


def test_its_power_is_told_before_it_begins():
    assert describe_power(Outcome.WATCHED) == (
        "20 posts show it if the share watched differs by about 1.9 times."
    )
    assert "stopped" in describe_experiment(replace(BEGUN, status=ExperimentStatus.STOPPED))
    assert replace(BEGUN, trait="moon").question.posts == "posts with moon"
