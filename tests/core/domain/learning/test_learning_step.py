from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.score_weights import USUAL_POINTS
from core.domain.learning.checking.part_weights import Verdict
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.comparing import compare_post
from core.domain.learning.evidence.experiment import Experiment, ExperimentStatus
from core.domain.learning.insight import InsightId
from core.domain.learning.learning_step import learn, reset_weights
from core.domain.learning.lessons import Lessons
from core.domain.work.ids import make_clip_id, make_ulid
from tests.builders import CREATOR, NOON
from tests.core.domain.learning.checking.test_part_weights import NAMES, make_world
from tests.history_generator import Planted, make_history
from tests.learned_posts import make_out, make_tags

NEW = Lessons(creator_id=CREATOR)


def step(lessons, compared, *, out=(), verdicts=(), now=NOON):
    return learn(lessons, out, compared, verdicts, now=now, name_insight=InsightId)


@pytest.fixture(scope="module")
def evenings():
    history = make_history(6, 150, Planted(views=5))
    return [replace(post, traits={"evening": post.traits["trait 0"]}) for post in history]


def test_what_is_found_is_claimed_once_and_keeps_its_date(evenings):
    first = step(NEW, evenings)
    later = step(first.lessons, evenings, now=NOON + timedelta(days=7))

    (fresh,) = first.fresh
    assert fresh.about == fresh.claim.insight_id == "evening/views/more"
    assert later.fresh == ()
    assert later.lessons.claims == first.lessons.claims
    assert (first.lessons.counted, first.lessons.looked_at) == (150, 150)
    assert later.lessons.looked_at == 150


def test_only_new_posts_are_counted_again(evenings):
    first = step(NEW, evenings[:100]).lessons
    second = step(first, evenings[20:120]).lessons

    assert (first.counted, second.counted) == (100, 120)


def test_nothing_measured_is_a_lesson_too():
    lessons = step(NEW, []).lessons

    assert lessons.claims == ()
    assert "No post has been measured" in lessons.silence
    assert lessons.looked_on == NOON


def test_an_experiment_follows_the_posts_since_its_start():
    begun = NEW.begin(Experiment(trait="evening", outcome=Outcome.VIEWS, started_at=NOON))
    out = [
        make_out(1, NOON - timedelta(hours=1)),
        make_out(2, NOON + timedelta(hours=1)),
        make_out(3, NOON + timedelta(hours=2), tags=make_tags(hour=9)),
        make_out(4, NOON + timedelta(hours=3), tags=None),
    ]

    (experiment,) = step(begun, [], out=out).lessons.experiments

    assert (experiment.out_with, experiment.out_without) == (1, 1)
    assert experiment.status is ExperimentStatus.RUNNING


def test_weights_follow_posts_can_be_reset_and_then_rest():
    posts = make_world(1, 120, dict.fromkeys(NAMES, 0.2) | {"sound": 6.0})

    weighed = step(NEW, posts).lessons
    assert weighed.weights["sound"] > 1.5
    assert weighed.weights_since == NOON

    reset = reset_weights(weighed, now=NOON)
    assert reset.weights == {}
    again = step(replace(reset, weighed_at=0), posts, now=NOON + timedelta(days=89)).lessons
    assert again.weights == {}
    back = step(replace(reset, weighed_at=0), posts, now=NOON + timedelta(days=91)).lessons
    assert back.weights == weighed.weights


def test_moderators_agreement_with_the_score_is_told():
    verdicts = [
        Verdict(is_approved=at % 2 == 0, parts=dict.fromkeys(USUAL_POINTS, 0.8 - 0.3 * (at % 2)))
        for at in range(24)
    ]

    told = step(NEW, [], verdicts=verdicts).lessons.verdicts_told

    assert told.startswith("An approved clip has a higher score than a rejected one in 100%")
    assert step(NEW, [], verdicts=verdicts[:9]).lessons.verdicts_told == ""


def test_posts_without_figures_of_that_age_are_told():
    out = [make_out(1, NOON - timedelta(days=30)), make_out(2, NOON - timedelta(days=3))]

    assert "1 older post has no figures of that age" in step(NEW, [], out=out).lessons.silence


def test_an_experiment_that_is_carried_out_counts_the_sides_that_were_given():
    """A post by hand has no side, and a clip that did not take to its side keeps it."""
    begun = Experiment(trait="stacked", outcome=Outcome.VIEWS, started_at=NOON, is_by_us=True)
    clips = [make_clip_id(make_ulid(NOON, bytes([number] * 10))) for number in range(60)]
    layouts = [{"tags": make_tags(layout="stack")}, {"tags": make_tags(layout="fit")}]
    out = [
        make_out(at, NOON, clip_id=clip, at_week={"views": 100 + at}, **layouts[at % 2])
        for at, clip in enumerate(clips)
    ]
    by_hand = make_out(70, NOON, at_week={"views": 9}, **layouts[0])
    compared = [compare_post(post) for post in (*out, by_hand)]
    lessons = Lessons(creator_id=CREATOR, experiments=(begun,))

    (read,) = step(lessons, compared, out=[*out, by_hand]).lessons.experiments

    given = [begun.name_side(clip) for clip in clips]
    assert (read.out_with, read.out) == (given[:20].count(True), 20)
    kept = sum(side is (at % 2 == 0) for at, side in enumerate(given[:20]))
    assert f"{kept} of 20 came out as their side says" in read.told
