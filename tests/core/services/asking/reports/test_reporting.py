import pytest

from core.domain.asking.answer import Answer
from core.domain.asking.conversation import Turn
from core.domain.asking.question import read_question
from core.domain.asking.report_choice import Report
from core.domain.work.platform import Platform
from core.services.asking.reports.reporting import _REPORTS, choose
from tests.builders import NOON


def make_turn(text, report, title=""):
    return Turn(
        at=NOON,
        question=read_question(text),
        answer=Answer(text="", basis=""),
        report=report,
        title=title,
    )


def test_there_are_more_than_twenty_reports_and_each_can_be_taken():
    assert set(_REPORTS) == set(Report)
    assert len(Report) >= 20


@pytest.mark.parametrize("text", ["and on TikTok?", "what about TikTok?", "TikTok?"])
def test_a_question_that_names_a_platform_alone_goes_on(text):
    before = make_turn("How many views this week?", Report.FIGURES)

    report, merged = choose(read_question(text), (before,))

    assert report is Report.FIGURES
    assert merged.platform is Platform.TIKTOK
    assert "this week" in merged.folded


def test_a_whole_question_begins_anew():
    before = make_turn("How many views this week?", Report.FIGURES)

    report, _ = choose(read_question("What waits for me?"), (before,))

    assert report is Report.WAITING


def test_why_is_about_the_clip_that_was_told_of_first():
    before = make_turn("best clips", Report.BEST, title="The boss")

    report, question = choose(read_question("why?"), (before,))

    assert (report, question.title) == (Report.ONE_CLIP, "The boss")


def test_nothing_that_is_known_is_an_overview():
    assert choose(read_question("tell me a joke"), ())[0] is Report.OVERVIEW
