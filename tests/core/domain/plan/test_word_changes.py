import random

import pytest

from core.domain.plan.word_changes import ChangeKind, WordChange, compare_words, join_texts

KEPT, ADDED, REMOVED = ChangeKind.KEPT, ChangeKind.ADDED, ChangeKind.REMOVED


def test_words_are_compared_not_lines():
    assert compare_words("An ace on round five", "An ace on round six!") == (
        WordChange(KEPT, "An ace on round "),
        WordChange(REMOVED, "five"),
        WordChange(ADDED, "six!"),
    )
    assert compare_words("今天很好", "今天不好")[1:3] == (
        WordChange(REMOVED, "很"),
        WordChange(ADDED, "不"),
    )
    assert compare_words("", "") == ()


def test_both_texts_can_be_read_from_the_comparison():
    """Seeded: a failure repeats."""
    chance = random.Random(22)
    for _ in range(200):
        pieces = ["a", "b ", "\n", "ß", "字", "\U0001f600", "  ", "ب"]
        before, after = ("".join(chance.choices(pieces, k=chance.randint(0, 30))) for _ in "12")
        changes = compare_words(before, after)
        assert "".join(c.text for c in changes if c.kind is not ADDED) == before
        assert "".join(c.text for c in changes if c.kind is not REMOVED) == after


@pytest.mark.parametrize(
    ("theirs", "mine", "joined"),
    [
        ("A", "B", "A\n\nB"),
        ("A\nB", "B\nC", "A\nB\n\nC"),
        ("A", "A", "A"),
        ("", "B", "B"),
        ("A", "", "A"),
    ],
)
def test_joining_keeps_every_paragraph_once(theirs, mine, joined):
    assert join_texts(theirs, mine) == joined
