import io

import pytest

from core.adapters.chat_logs.irc_log import is_plain_irc, is_raw_irc, read_plain_irc, read_raw_irc
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind


def _read(read, lines):
    skipped = []
    events = list(read(io.StringIO("\r\n".join(lines)), lambda: skipped.append(1)))
    return events, len(skipped)


def _said(events):
    return [(e.offset_seconds, e.chatter, e.text) for e in events if isinstance(e, ChatMessage)]


def _privmsg(sent_at, name, text, tags="mod=0"):
    login = name.lower()
    return (
        f"@display-name={name};{tags};id=m{sent_at};tmi-sent-ts={sent_at} "
        f":{login}!{login}@{login}.tmi.twitch.tv PRIVMSG #pancake :{text}"
    )


def _usernotice(sent_at, kind, more=""):
    return f"@msg-id={kind};{more}tmi-sent-ts={sent_at} :tmi.twitch.tv USERNOTICE #pancake"


def test_raw_lines_become_messages_and_notices():
    lines = [
        ":tmi.twitch.tv 001 justinfan1 :Welcome, GLHF!",
        _privmsg(1_000_000, "Ann", "hi : there", tags="mod=1"),
        "PING :tmi.twitch.tv",
        _privmsg(1_001_500, "Bob", "\x01ACTION waves\x01"),
        _usernotice(1_002_000, "raid", "msg-param-viewerCount=120;"),
        _usernotice(1_003_000, "submysterygift", "msg-param-mass-gift-count=5;"),
        _usernotice(1_003_500, "subgift"),
        _usernotice(1_004_000, "resub"),
        _privmsg(1_005_000, "", "said by the login"),
    ]

    events, skipped = _read(read_raw_irc, lines)

    assert is_raw_irc("\n".join(lines))
    assert _said(events) == [
        (0.0, "Ann", "hi : there"),
        (1.5, "Bob", "waves"),
    ]
    assert [e for e in events if isinstance(e, ChatNotice)] == [
        ChatNotice(offset_seconds=2.0, kind=NoticeKind.RAID, size=120),
        ChatNotice(offset_seconds=3.0, kind=NoticeKind.SUB_GIFT, size=5),
        ChatNotice(offset_seconds=3.5, kind=NoticeKind.SUB_GIFT, size=1),
    ]
    assert isinstance(events[0], ChatMessage)
    assert (events[0].is_moderator, events[0].message_id) == (True, "m1000000")
    assert skipped == 1  # a login of no characters


def test_broken_raw_lines_are_counted():
    lines = [
        _privmsg(1_000, "Ann", "hi"),
        "@display-name=Bob :bob!bob@bob PRIVMSG #pancake :no time",
        "@tmi-sent-ts=abc :bob!bob@bob PRIVMSG #pancake :no number",
        "@tmi-sent-ts=99999999999999999999 :bob!bob@bob PRIVMSG #pancake :absurd",
        "@tmi-sent-ts=1 PRIVMSG #pancake :no sender",
        "@tmi-sent-ts=2000 :bob!bob@bob PRIVMSG #pancake",
    ]

    events, skipped = _read(read_raw_irc, lines)

    assert (len(events), skipped) == (1, 5)


def test_raw_lines_of_another_age_are_counted():
    ages = 900_000_000_000_000
    lines = [
        _privmsg(1_000, "Ann", "hi"),
        _privmsg(ages, "Bob", "hi"),
        _usernotice(ages, "raid", "msg-param-viewerCount=120;"),
    ]

    events, skipped = _read(read_raw_irc, lines)

    assert (_said(events), len(events), skipped) == ([(0.0, "Ann", "hi")], 1, 2)


def test_a_chatter_goes_by_the_login_where_the_name_is_in_another_script():
    """As in live chat: only the login tells whose lines a timeout takes back."""
    line = _privmsg(1_000, "Ann", "hi").replace("display-name=Ann", r"display-name=\u00e1nn\s1")

    events, _ = _read(read_raw_irc, [line])

    assert _said(events) == [(0.0, "ann", "hi")]


def _tagged(sent_at, tags, rest):
    return f"@{tags};tmi-sent-ts={sent_at} {rest}"


def test_lines_of_a_shared_chats_other_channel_are_dropped():
    lines = [
        _privmsg(1_000, "Ann", "ours", tags="room-id=7"),
        _privmsg(2_000, "Bob", "ours, shared", tags="room-id=7;source-room-id=7"),
        _privmsg(3_000, "Cid", "theirs", tags="room-id=7;source-room-id=8"),
        _tagged(
            4_000,
            "msg-id=sharedchatnotice;source-msg-id=raid;room-id=7;source-room-id=8",
            ":tmi.twitch.tv USERNOTICE #pancake",
        ),
    ]

    events, skipped = _read(read_raw_irc, lines)

    assert _said(events) == [(0.0, "Ann", "ours"), (1.0, "Bob", "ours, shared")]
    assert (len(events), skipped) == (2, 0)


def test_timeouts_and_deletions_are_notices():
    lines = [
        _tagged(900, "room-id=7", ":tmi.twitch.tv CLEARCHAT #pancake :troll"),  # before any line
        _privmsg(1_000, "Troll", "slander", tags="room-id=7"),
        _tagged(
            2_000,
            "login=troll;room-id=;target-msg-id=m1000",
            ":tmi.twitch.tv CLEARMSG #pancake :slander",
        ),
        _tagged(3_000, "ban-duration=600;room-id=7", ":tmi.twitch.tv CLEARCHAT #pancake :troll"),
        _tagged(4_000, "room-id=7", ":tmi.twitch.tv CLEARCHAT #pancake"),  # the whole chat
        "@room-id=7 :tmi.twitch.tv CLEARCHAT #pancake :untimed",
    ]

    (line, deletion, timeout), skipped = _read(read_raw_irc, lines)

    assert deletion == ChatNotice(
        offset_seconds=1.0, kind=NoticeKind.DELETION, chatter="troll", message_id="m1000"
    )
    assert timeout == ChatNotice(offset_seconds=2.0, kind=NoticeKind.TIMEOUT, chatter="troll")
    assert deletion.takes_back(line)
    assert timeout.takes_back(line)
    assert skipped == 0


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
        (
            ["[23:59:58] <ann> hi", "[00:00:02] <bob> yo", "[00:00:01] <cid> late"],
            [(0, "ann", "hi"), (4, "bob", "yo"), (3, "cid", "late")],
        ),
        (["[0:01:05] ann: hi"], [(65, "ann", "hi")]),  # hours of one digit: it tells offsets
        (["[20:00:00] 名前(ann): hi"], [(0, "名前(ann)", "hi")]),
    ],
)
def test_text_logs_become_messages(lines, said):
    events, skipped = _read(read_plain_irc, lines)

    assert is_plain_irc("\n".join(lines))
    assert (_said(events), skipped) == (said, 0)


def test_what_is_no_line_of_chat_is_counted():
    lines = [
        "# Start logging at 2024-01-01 20:00:00",
        "[20:00:00] <ann> hi",
        "",
        "[20:00:05] 30 raiders from pancake have joined!",
        "[20:00:06] You have joined #pancake",
        "hello",
        "[2024-13-45 20:00:00] ann: hi",
    ]

    events, skipped = _read(read_plain_irc, lines)

    assert len(events) == 2
    assert events[1] == ChatNotice(offset_seconds=5.0, kind=NoticeKind.RAID, size=30)
    assert skipped == 3


@pytest.mark.parametrize("text", ["hello", "1,ann,hi", "[1, 2]", ":ann!a@b PRIVMSG #c :no tags"])
def test_other_text_is_not_irc(text):
    assert not is_raw_irc(text)
    assert not is_plain_irc(text)
