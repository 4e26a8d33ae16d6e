from core.domain.learning.evidence.question import QUESTIONS_MAX, USUAL_QUESTIONS, find_question


def test_there_are_eight_questions_and_each_has_advice_both_ways():
    assert len({one.trait for one in USUAL_QUESTIONS}) == QUESTIONS_MAX
    assert all(one.advice and one.against for one in USUAL_QUESTIONS)
    evening = find_question("evening")
    assert evening
    assert evening.posts == "posts between 17:00 and 22:00"
    assert find_question("moon") is None
