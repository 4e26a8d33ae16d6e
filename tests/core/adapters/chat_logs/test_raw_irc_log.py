import pytest

from core.adapters.chat_logs.log_format import Sample
from core.adapters.chat_logs.raw_irc_log import RawIrcFormat
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.errors import InvalidInput
from tests.core.adapters.chat_logs.reading import read_with


def _read(lines):
    read = read_with(RawIrcFormat(), "\r\n".join(lines))
    return read.events, read.skipped


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

    events, skipped = _read(lines)

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

    events, skipped = _read(lines)

    assert (len(events), skipped) == (1, 5)


def test_raw_lines_of_another_age_are_counted():
    ages = 900_000_000_000_000
    lines = [
        _privmsg(1_000, "Ann", "hi"),
        _privmsg(ages, "Bob", "hi"),
        _usernotice(ages, "raid", "msg-param-viewerCount=120;"),
    ]

    events, skipped = _read(lines)

    assert (_said(events), len(events), skipped) == ([(0.0, "Ann", "hi")], 1, 2)


def test_a_chatter_goes_by_the_login_where_the_name_is_in_another_script():
    """As in live chat: only the login tells whose lines a timeout takes back."""
    line = _privmsg(1_000, "Ann", "hi").replace("display-name=Ann", r"display-name=\u00e1nn\s1")

    events, _ = _read([line])

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

    events, skipped = _read(lines)

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

    (line, deletion, timeout), skipped = _read(lines)

    assert deletion == ChatNotice(
        offset_seconds=1.0, kind=NoticeKind.DELETION, chatter="troll", message_id="m1000"
    )
    assert timeout == ChatNotice(offset_seconds=2.0, kind=NoticeKind.TIMEOUT, chatter="troll")
    assert deletion.takes_back(line)
    assert timeout.takes_back(line)
    assert skipped == 0


def _untagged(text):
    return f":ann!ann@ann.tmi.twitch.tv PRIVMSG #pancake :{text}"


@pytest.mark.parametrize(
    ("first", "second", "offset"),
    [
        ("2026-05-23T15:02:55Z ", "2026-05-23T15:02:57Z ", 2.0),
        ("2026-05-23_15:02:55 \u2014 ", "2026-05-24_00:00:00 \u2014 ", 32_225.0),
        ("[15:02:55] < ", "[15:02:56] < ", 1.0),
        ("1779548575 ", "1779548576.5 ", 1.5),
    ],
)
def test_a_time_before_a_line_counts_where_twitchs_is_missing(first, second, offset):
    read = read_with(RawIrcFormat(), f"{first}{_untagged('a')}\n\n{second}{_untagged('b')}\n")

    assert read.said == [(0.0, "ann", "a"), (offset, "ann", "b")]


def test_twitchs_time_counts_more_than_one_before_the_line():
    lines = [f"[00:00:0{n}] " + _privmsg(1_000 * n, "Ann", "hi") for n in (1, 3)]

    assert [e.offset_seconds for e in _read(lines)[0]] == [0.0, 2.0]


def test_emotes_are_those_of_the_tag():
    tags = "emotes=25:0-4/1902:6-10"

    (event,), _ = _read([_privmsg(1_000, "Ann", "Kappa Keepo hi", tags=tags)])

    assert isinstance(event, ChatMessage)
    assert event.emotes == ("Kappa", "Keepo")


def test_raw_lines_without_any_time_are_refused():
    with pytest.raises(InvalidInput, match="raw IRC without times"):
        RawIrcFormat().recognise(Sample("\n".join(_untagged(str(n)) for n in range(5))))


def test_lines_of_two_channels_are_refused():
    lines = [_privmsg(n, "Ann", "hi").replace("#pancake", f"#c{n % 2}") for n in range(10)]

    with pytest.raises(InvalidInput, match="mixes several channels"):
        RawIrcFormat().recognise(Sample("\n".join(lines)))


@pytest.mark.parametrize("text", ["hello", "1,ann,hi", "[1, 2]", "[0:00:01] ann: PRIVMSG me"])
def test_other_text_is_not_raw_irc(text):
    assert RawIrcFormat().recognise(Sample(text)) is None
