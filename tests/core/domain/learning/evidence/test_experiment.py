from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import (
    Experiment,
    ExperimentStatus,
    describe_experiment,
    describe_power,
)
from core.domain.work.ids import make_clip_id, make_ulid
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
    later = [replace(post, post_id=f"later {post.post_id}") for post in by_turns(9)]
    read = BEGUN.follow([True, False] * 40, [*posts, *later], now=NOON)

    assert read.out == 20
    assert "No difference" in read.told


@pytest.mark.parametrize("side", [True, False])
def test_one_side_alone_cannot_be_read(side):
    posts = [replace(post, traits={"evening": side}) for post in by_turns(3)]

    assert "cannot be read" in BEGUN.follow([side] * 20, posts, now=NOON).told


def test_a_clip_on_three_platforms_counts_once():
    posts = [
        replace(post, post_id=f"{post.post_id} {place}", clip_id=post.post_id)
        for post in by_turns(3)
        for place in range(3)
    ]

    waits = BEGUN.follow([True, False] * 10, posts[:57], now=NOON)
    assert (waits.status, waits.measured) == (ExperimentStatus.RUNNING, 19)

    read = waits.follow([True, False] * 10, posts, now=NOON)
    assert "from 20 posts by turns" in read.told


def test_a_platform_that_tells_nothing_does_not_make_it_unreadable():
    posts = [
        replace(post, post_id=f"{post.post_id} {share}", clip_id=post.post_id, share_watched=share)
        for post in by_turns(3)
        for share in (post.share_watched, None)
    ]

    assert "brought more" in BEGUN.follow([True, False] * 10, posts, now=NOON).told
    assert "cannot be read" in BEGUN.follow([True, False] * 10, posts[1:], now=NOON).told


def test_what_is_unknown_of_a_post_does_not_count():
    posts = [replace(post, traits={HALF: True}) for post in by_turns(3)]

    assert BEGUN.follow([], posts, now=NOON).measured == 0


def test_its_power_is_told_before_it_begins():
    assert describe_power(Outcome.WATCHED) == (
        "20 posts show it if the share watched differs by about 1.9 times."
    )
    assert "stopped" in describe_experiment(replace(BEGUN, status=ExperimentStatus.STOPPED))
    assert replace(BEGUN, trait="moon").question.posts == "posts with moon"


BY_US = replace(BEGUN, trait="stacked", is_by_us=True)


def name_clips(count, *, seed=1, at=NOON):
    random = Random(seed)
    return [make_clip_id(make_ulid(at, random.randbytes(10))) for _ in range(count)]


def test_a_coin_gives_each_clip_its_side_and_the_same_at_each_throw():
    clips = name_clips(1000)
    sides = [BY_US.find_side(clip) for clip in clips]

    assert 450 < sides.count(True) < 550
    assert [BY_US.find_side(clip) for clip in clips] == sides
    assert [replace(BY_US, trait="evening").find_side(clip) for clip in clips] != sides


def test_older_clips_and_those_of_experiments_by_hand_have_no_side():
    (older,) = name_clips(1, at=NOON - timedelta(seconds=1))
    (newer,) = name_clips(1)

    assert BY_US.find_side(older) is None
    assert BEGUN.find_side(newer) is None
    read = replace(BY_US, status=ExperimentStatus.READ)
    assert read.find_side(newer) is None
    assert read.name_side(newer) is not None


@pytest.mark.parametrize(("few", "read_at"), [(6, 20), (5, 21), (0, 26)])
def test_a_coin_that_falls_on_one_side_is_thrown_on(few, read_at):
    """Both sides need six posts; after twice its length it ends all the same."""
    sides = [True] * few + [False] * (20 - few) + [True] * 20
    posts = [
        replace(post, traits={"stacked": side})
        for post, side in zip(make_history(9, 40, Planted(watched=1.0)), sides, strict=True)
    ]

    kept = [True] * 15 + [False] * 25

    waits = BY_US.follow(sides, posts[: read_at - 1], now=NOON, carried_out=kept)
    read = BY_US.follow(sides, posts[:read_at], now=NOON, carried_out=kept)

    assert waits.status is ExperimentStatus.RUNNING
    assert read.status is ExperimentStatus.READ
    assert f"15 of {read_at} came out as their side says" in read.told


def test_it_says_that_nothing_has_to_be_done():
    assert "carried out by itself" in describe_experiment(BY_US)


@pytest.mark.parametrize(("watched", "least", "most"), [(1.0, 0, 10), (3.0, 85, 100)])
def test_by_coin_it_finds_what_is_there_and_seldom_what_is_not(watched, least, most):
    """A hundred experiments on share watched, each read once at .05."""
    claimed = 0
    for seed in range(100):
        clips = name_clips(40, seed=seed)
        history = make_history(seed, 40, Planted(watched=1.0))
        posts = []
        for post, clip in zip(history, clips, strict=True):
            side = BY_US.name_side(clip) is True
            share = (post.share_watched or 0.0) * (watched if side else 1.0)
            posts.append(replace(post, traits={"stacked": side}, share_watched=share))
        sides = [post.traits["stacked"] for post in posts]
        told = BY_US.follow(sides, posts, now=NOON).told
        claimed += "brought" in told

    assert least <= claimed <= most
