import pytest

from cogs.plain_text import clean_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain words", "plain words"),
        ("  two\n\tlines \r\n", "two lines"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("left\u202eright\u2066x\u2069", "leftrightx"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("👩\u200d👩\u200d👧 family ❤\ufe0f", "👩\u200d👩\u200d👧 family ❤\ufe0f"),
        ("नमस्ते ไทยที่", "नमस्ते ไทยที่"),
        ("z" + "\u0301" * 40 + "!", "z" + "\u0301" * 3 + "!"),
        ("<script>", "<script>"),
        ("a" * 20, "a" * 20),
        ("a" * 21, "a" * 19 + "…"),
        ("word " * 9, "word word word word…"),
    ],
    ids=ascii,
)
def test_the_words_of_strangers_cannot_deceive(text, cleaned):
    assert clean_text(text, 20) == cleaned
