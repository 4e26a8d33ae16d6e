"""What is left of a text that came from outside, and how wide it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.clips.caption_text import (
    clean_text,
    escape_ass,
    measure_text,
    split_clusters,
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("two\nlines\r\n and\ta  tab", "two lines and a tab"),
        ("line\u2028paragraph\u2029next", "line paragraph next"),
        ("\u202eevil\u202c \u2066iso\u2069", "evil iso"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("bell\x07 null\0", "bell null"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("party \U0001f525\U0001f389", "party"),
        ("\U0001f600 \u2764\ufe0f", "\U0001f600 \u2764"),
        ("\u200d", ""),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("e\u0301", "\u00e9"),
        ("\u65e5\u672c", "\u65e5\u672c"),
        ("", ""),
    ],
)
def test_what_is_not_read_is_left_out_and_letters_never_are(text, cleaned):
    assert clean_text(text) == cleaned


def test_piled_up_marks_are_cut_to_three():
    """Text that climbs out of its line would leave the safe area."""
    assert clean_text("x" + "\u0323" * 40) == "x" + "\u0323" * 3


def test_marks_that_the_font_lacks_are_left_out():
    """They would be drawn as boxes beside the letter that they sit on."""
    assert clean_text("a\u0363") == "a"


def test_a_book_is_cut():
    assert len(clean_text("a" * 5_000)) == 2_000


@pytest.mark.parametrize(
    ("text", "ems"),
    [
        ("Wi i", 1.10 + 0.34 + 0.35 + 0.34),
        ("\u00e9", 0.68),  # as wide as its e
        ("e\u0301\u0323", 0.68),  # marks take no place
        ("\\\u2060", 0.37),
        ("\u65e5", 1.00),
        ("\u0633", 1.16),
        ("\u0436", 1.10),
        ("\u0416", 1.35),
        ("\u2030", 1.90),
        ("\u2019", 0.46),
        ("\u01f1", 1.56),
        ("\uff0d", 1.90),
    ],
)
def test_widths_are_those_of_the_font_or_more(text, ems):
    assert measure_text(text) == pytest.approx(ems)


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("ab", ("a", "b")),
        ("a\u0323b", ("a\u0323", "b")),
        ("a\u200db", ("a\u200db",)),
        ("", ()),
    ],
)
def test_a_character_keeps_its_marks(text, clusters):
    assert split_clusters(text) == clusters


def test_a_chain_of_joiners_is_broken():
    """Without a bound, one made up character could be as wide as the text is long."""
    assert max(map(len, split_clusters("a\u200d" * 100))) == 12


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("{\\b1}", "\\{\\\u2060b1\\}"),
        ("\\N", "\\\u2060N"),
        ("\\{", "\\\u2060\\{"),
        ("\\\\n", "\\\u2060\\\u2060n"),
        ("plain, text", "plain, text"),
    ],
)
def test_markup_is_escaped(text, escaped):
    assert escape_ass(text) == escaped


@given(st.text())
def test_whatever_comes_leaves_one_line_that_can_be_written(text):
    cleaned = clean_text(text)

    cleaned.encode()
    assert len(cleaned.splitlines()) <= 1
    assert cleaned == " ".join(cleaned.split())
    assert not any(
        unicodedata.category(character) in {"Cc", "Cs", "Co"}
        or unicodedata.bidirectional(character) in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI"}
        for character in cleaned
    )


@given(st.text())
def test_clusters_lose_nothing(text):
    assert "".join(split_clusters(text)) == text
