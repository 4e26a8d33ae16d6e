import pytest

from core.adapters.chat_logs.log_format import Sample
from core.adapters.chat_logs.text_log import TextLogFormat
from core.domain.chat.chat_message import ChatNotice, NoticeKind
from core.errors import InvalidInput
from tests.core.adapters.chat_logs.reading import read_with


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["[20:00:01] <ann> hi", "[20:00:03] <@bob> <3"], [(0, "ann", "hi"), (2, "bob", "<3")]),
        (
            ["[2024-01-01 23:59:59] ann: a: b", "[2024-01-02 00:00:01] bob: c"],
            [(0, "ann", "a: b"), (2, "bob", "c")],
        ),
        (["[2024-01-01 20:00:00] #pancake ann: hi"], [(0, "ann", "hi")]),
        (["[2024-01-01 20:00:00 UTC] ann: hi"], [(0, "ann", "hi")]),
        (["[0:01:05] ann: hi"], [(65, "ann", "hi")]),  # hours of one digit: it tells offsets
        (["[20:00:00] 名前(ann): hi"], [(0, "名前(ann)", "hi")]),
        (
            ["0:07 | (Moderator) ann: hi", "0:09 | *$5.00* bob x: yo"],
            [(7, "ann", "hi"), (9, "bob x", "yo")],
        ),
        (["May 23 15:02:55 <ann>\thi"], [(0, "ann", "hi")]),
        (["2026-05-23 15:02:55\t@ann\thi", "2026-05-23 15:02:56\t--\tno chat"], [(0, "ann", "hi")]),
        (["2026-05-23 15:02:55\t *\tann waves"], [(0, "ann", "waves")]),
        (
            ["[0:00:07] * ann waves", "[0:00:08] *bob waves]"],
            [(7, "ann", "waves"), (8, "bob", "waves")],
        ),
        (["[7.5] ann: hi"], [(7.5, "ann", "hi")]),
        (["ann (0:01:05): hi", "bob [0:01:06]: yo"], [(65, "ann", "hi"), (66, "bob", "yo")]),
        (
            ["[0:00:07] Ann Lee: hi", "[0:00:08] Bob B: yo"],
            [(7, "Ann Lee", "hi"), (8, "Bob B", "yo")],
        ),
        (["\x0314[15:02:55]\x03 <\x02ann\x02> hi"], [(0, "ann", "hi")]),
        (  # Chatterino writes a localized name before the login
            ["[20:00:01] 名前甲 ann: hi", "[20:00:02]  bob: yo"],
            [(0, "ann", "hi"), (1, "bob", "yo")],
        ),
        (  # marks of direction, and the narrow space of today's clocks
            ["\u200f[20:00:01] \u200fann\u200f: hi", "\u200f[20:00:03] bob: yo"],
            [(0, "ann", "hi"), (2, "bob", "yo")],
        ),
        (
            ["[12:59:59\u202fPM] ann: hi", "[1:00:01\u202fPM] bob: yo"],
            [(0, "ann", "hi"), (2, "bob", "yo")],
        ),
        (["[12:59:59] ann: hi", "[01:00:01] bob: yo"], [(0, "ann", "hi"), (2, "bob", "yo")]),
        (["[23:59:59] ann: hi", "[0:00:01] bob: yo"], [(0, "ann", "hi"), (2, "bob", "yo")]),
        (  # the night in which summer time ends
            ["[2026-10-25 02:59:59] ann: hi", "[2026-10-25 02:00:01] bob: yo"],
            [(0, "ann", "hi"), (2, "bob", "yo")],
        ),
        (["[0:00:07] ann: hi", "there"], [(7, "ann", "hi\nthere")]),  # a message of two lines
    ],
)
def test_lines_become_messages(lines, said):
    read = read_with(TextLogFormat(), "\r\n".join(lines))

    assert (read.said, read.skipped) == (said, 0)


def test_what_a_program_says_is_no_broken_line():
    lines = [
        "# Start logging at 2024-01-01 20:00:00",
        "[20:00:00] <ann> hi",
        "",
        "[20:00:05] 30 raiders from pancake have joined!",
        "[20:00:06] ann has been timed out for 10m.",
        "[20:00:06] You have joined #pancake",
        "hello",
        "[2024-13-45 20:00:00] ann: hi",
    ]

    read = read_with(TextLogFormat(), "\n".join(lines))

    assert read.events[1:] == [
        ChatNotice(offset_seconds=5.0, kind=NoticeKind.RAID, size=30),
        ChatNotice(offset_seconds=6.0, kind=NoticeKind.TIMEOUT, chatter="ann"),
    ]
    assert read.skipped == 2


def test_a_message_has_few_lines():
    read = read_with(TextLogFormat(), "[0:00:07] ann: a\n[0:00:08] bob: b\n" + "more\n" * 7)

    assert read.said[1] == (8.0, "bob", "b" + "\nmore" * 5)
    assert read.skipped == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[15:02] ann: a\n[15:02] bob: b\n[15:03] cid: c\n", "have no seconds"),
        ("[20:00:00] #a ann: hi\n[20:00:01] #b bob: hi\n", "several channels"),
    ],
)
def test_a_log_that_lacks_something_is_refused(text, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        TextLogFormat().recognise(Sample(text))


@pytest.mark.parametrize(
    "text", ["hello", "1,ann,hi", "[1, 2]", "ann: hi", "time\tuser\ttext\n0:07\ta\tb\n", ""]
)
def test_other_text_is_not_a_text_log(text):
    assert TextLogFormat().recognise(Sample(text)) is None


def test_what_chatty_and_mirc_write_of_people_is_not_said_by_them():
    lines = [
        "[20:00:00] <ann> hi",
        "[20:00:01] * Now talking in #pancake",
        "[20:00:01] * bob (~b@host) has joined #pancake",
        "[20:00:02] BAN: spammer (600s)",
        "[20:00:02] VIEWERS: 1,234",
        "[20:00:03] * bob waves",
        "[20:00:04] <bob> so: yes",
    ]

    read = read_with(TextLogFormat(), "\n".join(lines))

    assert read.said == [(0, "ann", "hi"), (3, "bob", "waves"), (4, "bob", "so: yes")]
    assert read.skipped == 0
