import pytest

from core.domain.clips.words.mending import (
    TEXT_CHARACTERS_MAX,
    apply_glossary,
    mend_words,
    read_glossary,
    write_text,
)
from core.domain.videos.spoken_word import Word
from core.errors import InvalidInput


def say(text, start=10.0):
    return tuple(
        Word(text=part, start_seconds=start + n, end_seconds=start + n + 0.5)
        for n, part in enumerate(text.split())
    )


def mend(words, text):
    return mend_words(words, text, start_seconds=10.0, end_seconds=30.0)


def show(words):
    return [(word.text, word.start_seconds) for word in words]


def test_a_corrected_word_keeps_its_time():
    mended = mend(say("we beat car six today"), "We beat Kha'Zix today.")

    assert show(mended) == [("We", 10.0), ("beat", 11.0), ("Kha'Zix", 12.0), ("today.", 14.0)]
    assert mended[2].end_seconds == 13.5


def test_words_that_nobody_heard_take_the_pause_where_they_belong():
    mended = mend(say("go now"), "go left now")

    assert [word.text for word in mended] == ["go", "left", "now"]
    assert 10.5 <= mended[1].start_seconds < mended[1].end_seconds <= 11.0


def test_words_can_be_added_at_both_ends_and_taken_out():
    mended = mend(say("one two three"), "well one three yes")

    assert [word.text for word in mended] == ["well", "one", "three", "yes"]
    assert mended[0].end_seconds <= mended[1].start_seconds
    assert mended[3].start_seconds >= mended[2].end_seconds


def test_a_clip_of_which_nothing_is_known_gets_its_words_over_its_length():
    mended = mend((), "hello there")

    assert (mended[0].start_seconds, mended[-1].end_seconds) == (10.0, 30.0)


def test_no_text_is_no_captions():
    assert mend(say("one two"), " ") == ()


@pytest.mark.parametrize(
    ("text", "said"), [("one two", "same as before"), ("x" * (TEXT_CHARACTERS_MAX + 1), "too long")]
)
def test_what_cannot_be_is_refused(text, said):
    with pytest.raises(InvalidInput, match=said):
        mend(say("one two"), text)


def test_the_text_has_a_line_for_each_sentence():
    assert write_text(say("No way! I hit it.")) == "No way!\nI hit it."


def test_a_glossary_puts_names_right():
    words = say("Car six, and neon drift")

    mended = apply_glossary(words, ("car six = Kha'Zix", "NEON Drift"))

    assert [word.text for word in mended] == ["Kha'Zix,", "and", "NEON", "Drift"]
    assert mended[0].end_seconds == 11.5


def test_a_glossary_is_a_line_for_each_entry():
    assert read_glossary("Kha'Zix\n\n car six = Kha'Zix ") == ("Kha'Zix", "car six = Kha'Zix")
    with pytest.raises(InvalidInput, match="at most 100"):
        read_glossary("\n".join(map(str, range(101))))
