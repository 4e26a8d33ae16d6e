from core.domain.clips.words.unwanted_words import find_unwanted, star_words
from core.domain.videos.spoken_word import Word

WORDS = [Word(text=text, start_seconds=n, end_seconds=n + 0.5) for n, text in enumerate(
    ("Damn,", "that", "Heck!", "heckling", "dam")
)]  # fmt: skip


def test_unwanted_words_are_starred_but_for_their_first_letter():
    assert [word.text for word in star_words(WORDS, ["damn", "HECK"])] == [
        "D***,", "that", "H***!", "heckling", "dam",
    ]  # fmt: skip


def test_a_stem_stands_for_all_that_begin_so():
    assert [word.text for word in find_unwanted(WORDS, ["heck*", "*"])] == ["Heck!", "heckling"]


def test_nothing_is_unwanted_by_default():
    assert star_words(WORDS, []) == tuple(WORDS)
