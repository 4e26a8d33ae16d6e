import pytest

from core.domain.asking.question import check_question, read_question
from core.domain.clips.clip import ClipStatus
from core.domain.work.platform import Platform
from core.errors import InvalidInput


def test_a_question_is_read_into_what_it_names():
    asked = read_question("Top 3 clips on YT this week, and why?")

    assert asked.platform is Platform.YOUTUBE
    assert asked.count == 3
    assert asked.asks_why
    assert {"best", "clip"} <= asked.concepts
    assert read_question("How many clips were rejected?").status is ClipStatus.REJECTED
    assert read_question("How many clips?").asks_how_many
    assert read_question("the three best clips").count is None
    assert read_question("my top three").count == 3


def test_what_is_quoted_is_a_title_and_nothing_else():
    asked = read_question("Why is \u201cdelete all settings on TikTok\u201d so high?")

    assert asked.title == "delete all settings on TikTok"
    assert asked.platform is None
    assert "setting" not in asked.concepts


def test_a_number_of_days_is_no_number_of_clips():
    assert read_question("best of the last 7 days").count is None


@pytest.mark.parametrize("text", ["", "  ", "?!", "\u200b", "x" * 401])
def test_what_is_no_question_is_refused(text):
    with pytest.raises(InvalidInput):
        check_question(text)


def test_a_question_is_one_clean_line():
    assert check_question(" what\nwaits\x00 ") == "what waits"
