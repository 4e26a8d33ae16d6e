from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.irc_lines import (
    read_emotes,
    read_irc_line,
    read_sent_at,
    read_tags,
    translate,
)
from core.domain.chat.chat_message import NoticeKind
from core.domain.chat.live_chat import LiveLine, LiveNotice
from tests.builders import NOON

SENT = str(int(NOON.timestamp() * 1000))


def say(text, **tags):
    known = {"display-name": "Viewer32", "id": "m1", "room-id": "7", "tmi-sent-ts": SENT}
    written = ";".join(
        f"{k}={v}" for k, v in (known | {k.replace("_", "-"): v for k, v in tags.items()}).items()
    )
    line = f"@{written} :viewer32!viewer32@viewer32.tmi.twitch.tv PRIVMSG #streamer :{text}"
    return tell(line)


def tell(line, room_id=""):
    taken_apart = read_irc_line(line)
    assert taken_apart is not None
    return translate(taken_apart, at=read_sent_at(taken_apart, now=NOON), room_id=room_id)


def test_a_line_of_chat_says_who_said_what_where_and_when():
    assert say("clip it: now") == LiveLine(
        broadcaster_id="7",
        said_at=NOON,
        chatter="Viewer32",
        text="clip it: now",
        message_id="m1",
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r"a\sb", "a b"),
        (r"a\:b", "a;b"),
        (r"a\\sb", r"a\sb"),
        (r"a\r\nb", "a\r\nb"),
        (r"a\xb", "axb"),
        ("a\\", "a"),  # a backslash at the end is dropped
        ("", ""),
    ],
)
def test_tags_lose_their_escapes(written, value):
    assert read_tags(f"x={written};y=1") == {"x": value, "y": "1"}


@pytest.mark.parametrize(
    ("tags", "is_moderator"),
    [
        ({}, False),
        ({"mod": "1"}, True),
        ({"badges": "broadcaster/1,subscriber/12"}, True),
        ({"badges": "subscriber/12"}, False),
    ],
)
def test_moderators_and_the_broadcaster_are_known_by_their_tags(tags, is_moderator):
    assert say("hi", **tags).is_moderator is is_moderator


@pytest.mark.parametrize(
    ("shown", "chatter"), [("VIEWER32", "VIEWER32"), ("観客", "viewer32"), ("", "viewer32")]
)
def test_a_name_in_another_script_gives_way_to_the_login(shown, chatter):
    assert say("hi", display_name=shown).chatter == chatter


def test_what_somebody_does_is_said_without_its_wrapping():
    assert say("\x01ACTION dances\x01").text == "dances"


@pytest.mark.parametrize(("source", "is_heard"), [("7", True), ("8", False)])
def test_a_line_of_another_channel_of_a_shared_chat_is_not_ours(source, is_heard):
    assert (say("hi", source_room_id=source) is not None) is is_heard


@pytest.mark.parametrize(
    ("tags", "kind", "size"),
    [
        ("msg-id=raid;msg-param-viewerCount=900", NoticeKind.RAID, 900),
        ("msg-id=submysterygift;msg-param-mass-gift-count=20", NoticeKind.SUB_GIFT, 20),
        ("msg-id=subgift", NoticeKind.SUB_GIFT, 1),
        ("msg-id=announcement", NoticeKind.ANNOUNCEMENT, 1),
    ],
)
def test_raids_gifts_and_announcements_are_notices(tags, kind, size):
    notice = tell(f"@{tags};room-id=7;tmi-sent-ts={SENT} :tmi.twitch.tv USERNOTICE #streamer :hi")

    assert notice == LiveNotice(broadcaster_id="7", at=NOON, kind=kind, size=size)


def test_deletions_and_bans_say_whose_lines_are_gone():
    """A deletion does not say in which room it is: the channel does."""
    deleted = tell("@login=troll;room-id=;target-msg-id=m9 :tmi CLEARMSG #streamer :bad", "7")
    banned = tell("@room-id=7;target-user-id=9 :tmi.twitch.tv CLEARCHAT #streamer :troll")

    assert deleted == LiveNotice(
        broadcaster_id="7", at=NOON, kind=NoticeKind.DELETION, chatter="troll", message_id="m9"
    )
    assert banned == LiveNotice(
        broadcaster_id="7", at=NOON, kind=NoticeKind.TIMEOUT, chatter="troll"
    )


@pytest.mark.parametrize(
    "line",
    [
        "@room-id=7 :tmi.twitch.tv CLEARCHAT #streamer",
        "@room-id=7;login=x :tmi.twitch.tv CLEARMSG #streamer :x",
        "@room-id=7;msg-id=resub :tmi.twitch.tv USERNOTICE #streamer",
        "@room-id=7 :tmi.twitch.tv ROOMSTATE #streamer",
        "@room-id=7;id=1 :tmi.twitch.tv PRIVMSG #streamer",
        "@room-id=7;id=1 PRIVMSG #streamer :nobody says this",
        ":viewer!v@v PRIVMSG #streamer :in no room",
    ],
)
def test_what_says_nothing_to_us_is_passed_over(line):
    assert tell(line) is None


@pytest.mark.parametrize("line", ["", "   ", "@", "@a=b", ":x", "@a :b  "])
def test_what_is_not_a_line_is_none(line):
    assert read_irc_line(line) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (SENT, 0),
        (str(int(SENT) + 3000), 3),
        ("", 0),
        ("yesterday", 0),
        ("9" * 30, 0),
        (str(int(SENT) - 93_600_000), 0),  # the day before: not the time of this line
        ("٣", 0),
    ],
)
def test_a_wild_time_is_ours_instead(text, seconds):
    line = read_irc_line(f"@tmi-sent-ts={text} :a!a@a PRIVMSG #streamer :hi")
    assert line is not None

    at = read_sent_at(line, now=NOON)

    assert at == NOON + timedelta(seconds=seconds)
    assert at.tzinfo is UTC
    assert isinstance(at, datetime)


def test_the_emotes_of_a_line_are_those_of_its_tag():
    """Twitch counts characters, of which an emoji is one."""
    line = say("😂 Kappa Keepo Kappa", emotes="25:2-6,14-18/1902:8-12")

    assert isinstance(line, LiveLine)
    assert line.emotes == ("Kappa", "Kappa", "Keepo")


@pytest.mark.parametrize("tag", ["", "25", "25:a-b", "25:9999999-1", ":", "25:90-95"])
def test_a_broken_tag_of_emotes_tells_none(tag):
    assert not any(read_emotes(tag, "hi"))


def test_an_empty_source_is_no_other_channel():
    assert isinstance(say("hi", **{"source-room-id": ""}), LiveLine)


def test_more_spaces_than_needed_part_the_same_things():
    line = read_irc_line("@id=m;room-id=1  :ann!ann@x  PRIVMSG  #pancake  :hi there")

    assert line is not None
    assert (line.command, line.nick, line.channel, line.text) == (
        "PRIVMSG",
        "ann",
        "pancake",
        "hi there",
    )
