import pytest

from core.domain.videos.quotes import is_said
from core.domain.videos.spoken_word import Word


def _words(text, start=525.0):
    return tuple(
        Word(text=word, start_seconds=start + place, end_seconds=start + place + 0.5)
        for place, word in enumerate(text.split())
    )


@pytest.mark.parametrize(
    ("quote", "words", "found"),
    [
        ("", "anything", True),
        ("No WAY!", "no way", True),
        ("don't stop", "Dont stop", True),
        ("a b c d e", "a b x d e", True),  # 4 of 5
        ("a b c d e", "a x x d e", False),  # 3 of 5
        ("e d c b a", "a b c d e", False),
        ("anything", "", True),
    ],
)
def test_four_fifths_of_a_quote_in_order_are_enough(quote, words, found):
    assert is_said(quote, _words(words), start_seconds=525, end_seconds=545) is found


def test_words_five_seconds_away_still_count_and_those_further_do_not():
    words = _words("boom", start=516.0)  # it ends at 516.5

    assert is_said("boom", words, start_seconds=521.5, end_seconds=530)
    assert not is_said("boom", words, start_seconds=521.6, end_seconds=530)
