import pytest

from core.domain.clips.words.spoken_hook import SaidInClip, judge_words
from core.domain.videos.spoken_word import Word


def say(*texts, at=10.0, each=0.4, gaps=None):
    """Return words that follow each other, after gaps of seconds where they are given by place."""
    words, now = [], at
    for place, text in enumerate(texts):
        now += (gaps or {}).get(place, 0.0)
        words.append(Word(text=text, start_seconds=now, end_seconds=now + each))
        now += each
    return words


def judge(words, start: float, end: float) -> SaidInClip:
    said = judge_words(words, start_seconds=start, end_seconds=end)
    assert said is not None
    return said


SENTENCES = say("Well.", "Nobody", "saw", "that", "coming.", "Right?", "So", "on", gaps={1: 1.0})


def test_a_clip_between_sentences_opens_with_what_is_said_and_stands_alone():
    said = judge(SENTENCES, 11.0, 13.4)

    assert (said.hook_share, said.alone_share) == (1.0, 1.0)
    assert said.hook_reason == "It opens with “Nobody saw that coming. Right? So on”."
    assert said.alone_reason == "It begins and ends between sentences."


def test_a_clip_that_begins_inside_a_sentence_is_worth_less():
    said = judge(SENTENCES, 11.8, 13.4)

    assert said.hook_reason == "It opens in the middle of a sentence."
    assert said.hook_share == 0.5
    assert said.alone_share == 0.5
    assert said.alone_reason == "It begins in the middle of a sentence."


def test_an_end_inside_a_word_is_seen():
    said = judge(SENTENCES, 11.0, 12.65)

    assert said.alone_reason == "It ends in the middle of a sentence."


def test_silence_in_the_first_two_seconds_is_no_hook():
    said = judge(SENTENCES, 8.5, 13.0)
    waiting = judge(say("One", "two", "three", at=12.2), 10, 20)

    assert said.hook_share == 1.0
    assert waiting.hook_share == 0.25
    assert waiting.hook_reason == "Nothing is said in its first 2 s."
    assert waiting.alone_share == 1.0


@pytest.mark.parametrize("words", [[], say("Two", "words")])
def test_where_hardly_anybody_speaks_words_say_nothing(words):
    assert judge_words(words, start_seconds=0.0, end_seconds=30.0) is None


def test_what_is_no_quote_is_not_quoted():
    said = judge(say("https://a.example", "is", "it", "now"), 9.9, 20.0)

    assert said.hook_reason == "It opens with a sentence."


def test_sentences_of_other_scripts_end_too():
    words = say("好的。", "我们", "走", "吧。", "然后")

    said = judge(words, 10.4, 11.6)

    assert (said.hook_share, said.alone_share) == (1.0, 1.0)
