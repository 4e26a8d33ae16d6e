# ruff: noqa: RUF001, E501 - chat is written in many alphabets
import pytest

from core.domain.chat.hearing.call_phrases import asks_for_clip, strip_mentions


@pytest.mark.parametrize(
    "text",
    ["clip it", "CLIP THAT!!!", "someone clip this", "can someone clip that?", "clip it pls 😂",
     "@ann clip that", "clip", "clipéalo", "alguien clipee eso", "clipa isso", "alguém clipa",
     "clippt das", "kann das jemand clippen", "clippez ça", "quelqu'un clip ça", "клипните",
     "сделайте клип", "clippatelo", "クリップして", "誰かクリップお願いします", "클립 따줘", "剪下来",
     "klip alın", "zróbcie klipa", "كليب", "क्लिप करो", "tolong clip dong"],
)  # fmt: skip
def test_people_ask_for_a_clip_in_their_own_words(text):
    assert asks_for_clip(text)


@pytest.mark.parametrize(
    "text",
    ["i clipped it", "don't clip it", "nice clip", "did you see the clip", "eclipse", "paperclip",
     "no clip", "the clip is great", "https://clips.twitch.tv/Foo", "clips", "what a clip", ""],
)  # fmt: skip
def test_talk_of_clips_asks_for_none(text):
    assert not asks_for_clip(text)


def test_names_and_invisible_marks_are_left_out():
    assert strip_mentions("@ann, !clip \U000e0000") == "!clip"
