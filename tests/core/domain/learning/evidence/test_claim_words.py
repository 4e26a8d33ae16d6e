from core.domain.learning.evidence.claim_words import (
    describe_answer,
    describe_evidence,
    describe_shortfall,
    describe_silence,
    describe_times,
)
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.looking import Answer, Look, Shortfall, look_at
from core.domain.learning.evidence.question import USUAL_QUESTIONS
from tests.history_generator import make_history
from tests.learned_posts import QUESTIONS

EVENING = USUAL_QUESTIONS[1]
ANSWER = Answer(
    question=EVENING,
    outcome=Outcome.VIEWS,
    ratio=3.04,
    low=1.62,
    high=12.3,
    with_it=14,
    without=20,
    p=0.001,
    is_claimed=True,
)


def make_shortfall(posts, needed):
    return Shortfall(question=USUAL_QUESTIONS[0], outcome=Outcome.VIEWS, posts=posts, needed=needed)


def test_a_claim_has_its_size_its_interval_and_its_posts():
    assert describe_answer(ANSWER) == (
        "Posts between 17:00 and 22:00 get about 3 times the views of posts at other hours "
        "(between 1.6 and 12 times)."
    )
    assert "34 posts" in describe_evidence(ANSWER)[0]


def test_sizes_are_short():
    assert [describe_times(ratio) for ratio in (0.5, 0.31, 1.27, 3.0, 14.4)] == [
        "half",
        "0.31 times",
        "1.3 times",
        "3 times",
        "14 times",
    ]


def test_what_is_missing_is_a_number():
    assert "120 more than the 30" in describe_shortfall(make_shortfall(30, 150))
    assert "would show three times" in describe_shortfall(make_shortfall(150, 150))


def test_silence_has_a_reason():
    def tell(posts, *shortfalls):
        return describe_silence(Look(posts=posts, level=0, answers=(), shortfalls=shortfalls))

    assert "No post has been measured" in tell(0)
    assert "1 post was measured, and all of them are alike" in tell(1)
    assert "120 are missing" in tell(30, make_shortfall(30, 150), make_shortfall(30, 900))
    assert "no difference stands out" in tell(160, make_shortfall(160, 150))
    look = look_at(make_history(0, 30), QUESTIONS)
    assert describe_silence(look).startswith("Nothing is claimed: 30 posts were measured")
