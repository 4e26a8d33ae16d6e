from typing import Any

import pytest

from core.domain.learning.evidence import comparing
from core.domain.learning.evidence.comparing import name_traits
from core.domain.learning.evidence.question import USUAL_QUESTIONS
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.post_tags import CalledBy, PointsOfPart, TitleForm
from tests.learned_posts import make_out, make_tags


def compare_post(post: MeasuredPost) -> Any:
    return comparing.compare_post(post)


FULL = make_tags(
    length_seconds=25.0,
    layout="stack",
    captions="words",
    reaction="laughter",
    called_by=CalledBy.VIEWER,
    title_form=TitleForm.QUESTION,
    weekday=6,
)


def test_every_usual_question_has_its_answer_in_the_tags():
    assert name_traits(FULL) == dict.fromkeys((one.trait for one in USUAL_QUESTIONS), True)


def test_what_tags_do_not_say_is_not_answered():
    assert name_traits(make_tags(hour=22)) == {
        "evening": False,
        "weekend": False,
        "title asks": False,
    }


@pytest.mark.parametrize(
    ("figures", "share"),
    [
        ({"views": 100, "watched_share": 0.4, "watched_seconds": 9.0}, 0.4),
        ({"views": 100, "watched_seconds": 1250.0}, 0.5),
        ({"views": 0, "watched_seconds": 1250.0}, None),
        ({"views": 100}, None),
    ],
)
def test_the_share_watched_is_what_the_platform_says_or_follows_from_seconds(figures, share):
    compared = compare_post(make_out(1, at_week=figures, tags=FULL))

    assert compared.share_watched == share


def test_a_post_is_compared_at_seven_days_and_not_before():
    assert compare_post(make_out(1)) is None
    assert compare_post(make_out(1, at_week={"views": None})) is None
    bare = compare_post(make_out(1, at_week={"views": 12}, tags=None))
    assert (bare.views, bare.traits, bare.score) == (12, {}, None)


def test_the_parts_of_the_score_are_shares():
    tags = make_tags(score=70, score_parts=(PointsOfPart(name="sound", points=5, out_of=10),))

    compared = compare_post(make_out(1, at_week={"views": 1}, tags=tags))

    assert (compared.score, compared.parts) == (70, {"sound": 0.5})


def test_what_it_counts_as_is_its_clip():
    week = {"views": 12}
    alone = compare_post(make_out(1, at_week=week))
    posts = [compare_post(make_out(n, at_week=week, clip_id="a clip")) for n in (2, 3)]

    assert alone.subject == alone.post_id
    assert {post.subject for post in posts} == {"a clip"}
