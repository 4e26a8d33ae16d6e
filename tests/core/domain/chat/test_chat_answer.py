import pytest

from core.domain.chat.chat_answer import AnswerSubject


def test_a_subject_comes_back_from_its_text():
    subject = AnswerSubject(broadcaster_id="7", stream_id="01ABC", detected_ms=131_500)

    assert AnswerSubject.from_text(subject.to_text()) == subject


@pytest.mark.parametrize("text", ["", "7", "7.01ABC", "7.01ABC.x", "7.8.9.10"])
def test_other_texts_are_no_subject(text):
    with pytest.raises(ValueError, match=r"unpack|literal"):
        AnswerSubject.from_text(text)
