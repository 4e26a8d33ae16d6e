import pytest

from core.adapters.chat_logs.log_format import Sample
from core.adapters.chat_logs.untimed_log import NamelessFormat, UntimedLogFormat
from core.errors import InvalidInput


@pytest.mark.parametrize(
    "text", ["ann: hi\nbob: yo\n", "<ann> hi\n<bob> yo\n", "* ann hi\nbob: yo\n"]
)
def test_names_and_texts_without_times_are_refused(text):
    with pytest.raises(InvalidInput, match=r"text log without times.*Export it again"):
        UntimedLogFormat().recognise(Sample(text))


def test_times_without_names_are_refused():
    with pytest.raises(InvalidInput, match="where names end"):
        UntimedLogFormat().recognise(Sample("[0:00:07] ann hi\n[0:00:08] bob yo\n"))


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:01,000 --> 00:00:02,000\nhi\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n",
        "[Script Info]\nTitle: x\n",
        '<?xml version="1.0"?><i/>',
    ],
)
def test_subtitles_and_xml_are_refused(text):
    with pytest.raises(InvalidInput, match="does not tell who wrote"):
        NamelessFormat().recognise(Sample(text))


@pytest.mark.parametrize("text", ["once upon a time\n", "1,ann,hi\n", ""])
def test_other_text_is_left_to_others(text):
    assert UntimedLogFormat().recognise(Sample(text)) is None
    assert NamelessFormat().recognise(Sample(text)) is None
