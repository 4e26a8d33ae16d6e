"""Which report a question takes; that the answers are right is tested over a workspace."""

import pytest

from core.domain.asking.question import read_question
from core.domain.asking.report_choice import Report, choose_report
from tests.asking.questions import HELD_BACK, SEEN

# One of the forty names a title without quotes, which only the clips can tell.
FORTY = [asked for asked in SEEN + HELD_BACK if "attic" not in asked.text]


@pytest.mark.parametrize("asked", FORTY, ids=lambda asked: asked.text)
def test_the_forty_questions_take_their_reports(asked):
    assert choose_report(read_question(asked.text)) == Report(asked.report)


@pytest.mark.parametrize("text", ["tell me a joke", "asdf qwer", "\u732b\u306f\u597d\u304d"])
def test_what_nothing_speaks_for_takes_none(text):
    assert choose_report(read_question(text)) is None
