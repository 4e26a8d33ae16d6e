import pytest

from core.domain.work.plain_text import clean_text, clean_title, format_offset


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  two \n lines\t", "two lines"),
        ("a\x00b\x1b[31mc", "a b [31mc"),
        ("right\u202eleft", "right left"),
        ("z\u0336a\u0489lgo", "z a lgo"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("x" * 90, "x" * 79 + "…"),
        ("x" * 80, "x" * 80),
    ],
)
def test_text_becomes_one_clean_line(text, cleaned):
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (59.9, "0:59"), (61, "1:01"), (3600, "1:00:00"), (-3, "0:00")],
)
def test_offsets_read_as_people_write_them(seconds, text):
    assert format_offset(seconds) == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Last-lap \u202e overtake", "Last-lap overtake"),
        ("Free skins at evil.example", ""),
        ("@everyone look", ""),
        ("/ban ada", ""),
        ("<b>bold</b> “words”", "<b>bold</b> “words”"),  # each face escapes them
    ],
)
def test_a_title_of_a_models_holds_no_link_mention_or_command(text, title):
    assert clean_title(text) == title
