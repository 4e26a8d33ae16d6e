import io

import pytest

from core.adapters.chat_records import (
    LINE_CHARACTERS_MAX,
    OFFSET_SECONDS_MAX,
    BrokenItem,
    make_message,
    make_notice,
    read_lines,
    read_notice_text,
    read_number,
    read_offset,
)
from core.domain.chat.chat_message import NoticeKind


@pytest.mark.parametrize("value", [None, "x", "nan", "inf", float("nan"), True, 10**400, [], {}])
def test_what_is_no_finite_number_is_refused(value):
    with pytest.raises(BrokenItem):
        read_number(value)


@pytest.mark.parametrize(("value", "number"), [("1.5", 1.5), (3, 3.0), (-2.0, -2.0)])
def test_numbers_are_read(value, number):
    assert read_number(value) == number


@pytest.mark.parametrize("seconds", [1e12, -1e12, 1e300, 2 * OFFSET_SECONDS_MAX])
def test_an_offset_of_ages_is_none(seconds):
    """Added to a date, it would overflow."""
    with pytest.raises(BrokenItem):
        read_offset(seconds)
    assert make_message(seconds, "ann", "hi") is None
    assert make_notice(seconds, NoticeKind.RAID, 1) is None


@pytest.mark.parametrize("seconds", [0.0, OFFSET_SECONDS_MAX, -OFFSET_SECONDS_MAX])
def test_offsets_are_read(seconds):
    assert read_offset(str(seconds)) == seconds


def test_half_of_an_emoji_can_be_stored():
    """JSON may hold one half of a surrogate pair, which no UTF-8 can."""
    message = make_message(1.0, "ann\ud83d", "\ud83d hi \ude00 \U0001f600", message_id="m\udc00")

    assert message is not None
    assert (message.chatter, message.text) == ("ann?", "? hi ? \U0001f600")
    assert message.message_id == "m?"


@pytest.mark.parametrize(
    ("chatter", "text"), [("", "hi"), (" ", "hi"), ("ann", None), (None, "hi"), (1, 2)]
)
def test_what_nobody_said_is_no_message(chatter, text):
    assert make_message(1.0, chatter, text) is None


def test_a_text_whose_emotes_were_stripped_is_still_a_message():
    message = make_message(1.0, "ann", "")

    assert message is not None
    assert message.text == ""


def test_a_message_is_cut_to_what_a_chat_allows():
    message = make_message(1.0, "n" * 500, "x" * 5_000, message_id=7)

    assert message is not None
    assert (len(message.chatter), len(message.text), message.message_id) == (100, 2_000, None)


@pytest.mark.parametrize(
    ("size", "expected"), [("12", 12), (None, 1), ("x", 1), (-5, 1), (1e12, 1_000_000)]
)
def test_a_notice_has_a_sane_size(size, expected):
    notice = make_notice(1.0, NoticeKind.RAID, size)

    assert notice is not None
    assert notice.size == expected


@pytest.mark.parametrize(
    ("text", "kind", "size"),
    [
        ("120 raiders from pancake have joined!", NoticeKind.RAID, 120),
        ("ann is gifting 5 Tier 1 Subs to pancake's community!", NoticeKind.SUB_GIFT, 5),
        ("ann gifted a Tier 1 sub to bob!", NoticeKind.SUB_GIFT, 1),
    ],
)
def test_notices_are_read_from_the_platforms_sentences(text, kind, size):
    notice = read_notice_text(2.0, text)

    assert notice is not None
    assert (notice.kind, notice.size) == (kind, size)


def test_other_sentences_are_no_notices():
    assert read_notice_text(2.0, "what a raid") is None


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_line_without_end_is_skipped_and_not_held_in_memory(end):
    skipped = []
    text = "a\n" + "x" * (3 * LINE_CHARACTERS_MAX) + end + ("b\n" if end else "")

    lines = list(read_lines(io.StringIO(text), lambda: skipped.append(1)))

    assert lines == (["a\n", "b\n"] if end else ["a\n"])
    assert len(skipped) == 1


def test_emotes_are_kept_where_they_can_be_stored():
    message = make_message(0.0, "ann", "Kappa", emotes=["Kappa", "", "x" * 500, "\ud83d"])

    assert message is not None
    assert message.emotes == ("Kappa", "x" * 100, "?")
