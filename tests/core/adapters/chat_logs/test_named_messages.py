import json

import pytest

from core.adapters.chat_logs.json_log import JsonFormat
from core.domain.chat.chat_message import ChatNotice, NoticeKind
from tests.core.adapters.chat_logs.reading import read_with

AT = "2026-05-23T15:02:{:02d}Z"


def _kick(n, text="hi"):
    sender = {
        "id": 1,
        "slug": "ann",
        "username": "Ann",
        "identity": {"badges": [{"type": "moderator"}]},
    }
    return {"id": f"k{n}", "content": text, "created_at": AT.format(n), "sender": sender}


def _rustlog(n, **tags):
    return {
        "text": "hi Kappa",
        "displayName": "Ann",
        "timestamp": AT.format(n),
        "id": f"r{n}",
        "tags": {"room-id": "7", **tags},
    }


def _pytchat(n):
    return {
        "author": {"name": "Ann", "channelId": "UC"},
        "type": "textMessage",
        "timestamp": 1779548575000,
        "elapsedTime": f"0:{n:02d}",
        "message": "hi :_x:",
        "messageEx": ["hi ", {"id": "1", "txt": ":_x:"}],
    }


def _event_sub(n):
    return {
        "metadata": {"message_timestamp": AT.format(n)},
        "payload": {
            "subscription": {"created_at": "2020-01-01T00:00:00Z"},
            "event": {
                "broadcaster_user_name": "Streamer",
                "chatter_user_name": "Ann",
                "chatter_user_login": "ann",
                "message": {
                    "text": "hi Kappa",
                    "fragments": [
                        {"type": "text", "text": "hi "},
                        {"type": "emote", "text": "Kappa"},
                    ],
                },
            },
        },
    }


def _discord(n):
    return {
        "timestamp": AT.format(n),
        "timestampEdited": None,
        "content": "hi",
        "author": {"name": "Ann"},
    }


def _youtube_api(n):
    return {
        "snippet": {"publishedAt": AT.format(n), "displayMessage": "hi"},
        "authorDetails": {"displayName": "Ann", "isChatModerator": True},
    }


@pytest.mark.parametrize(
    ("make", "name", "text", "emotes"),
    [
        (lambda n: _kick(n, "[emote:1:KEKW]"), "Kick JSON", "[emote:1:KEKW]", ("[emote:1:KEKW]",)),
        (lambda n: _rustlog(n, emotes="25:3-7"), "rustlog or justlog JSON", "hi Kappa", ("Kappa",)),
        (_pytchat, "pytchat JSON", "hi :_x:", (":_x:",)),
        (_event_sub, "EventSub JSON", "hi Kappa", ("Kappa",)),
        (_discord, "DiscordChatExporter JSON", "hi", ()),
        (_youtube_api, "YouTube API JSON", "hi", ()),
    ],
    ids=["kick", "rustlog", "pytchat", "eventsub", "discord", "youtube"],
)
def test_messages_are_read_by_the_names_of_their_fields(make, name, text, emotes):
    first = 1 if make is _pytchat else 0
    items = [make(n) for n in (1, 3)]

    for written in (json.dumps({"data": {"messages": items}}), "\n".join(map(json.dumps, items))):
        read = read_with(JsonFormat(), written)
        assert read.name == name
        assert read.said == [(first, "Ann", text), (first + 2, "Ann", text)]
        assert read.emotes[0] == emotes


def test_kicks_socket_says_what_was_taken_back():
    lines = [
        {"event": "App\\Events\\ChatMessageEvent", "data": json.dumps(_kick(1))},
        {
            "event": "App\\Events\\MessageDeletedEvent",
            "data": json.dumps({"message": {"id": "k1"}}),
        },
        {
            "event": "App\\Events\\UserBannedEvent",
            "data": json.dumps({"user": {"username": "Ann"}}),
        },
    ]

    read = read_with(JsonFormat(), "\n".join(map(json.dumps, lines)))

    assert read.events[1:] == [
        ChatNotice(offset_seconds=0.0, kind=NoticeKind.DELETION, message_id="k1"),
        ChatNotice(offset_seconds=0.0, kind=NoticeKind.TIMEOUT, chatter="Ann"),
    ]


def test_a_logged_raw_line_is_read_as_live_chat_is():
    raw = "@room-id=7;source-room-id={};emotes=25:0-4 :ann!ann@ann PRIVMSG #a :Kappa"
    items = [_rustlog(n) | {"raw": raw.format(7 + n)} for n in (0, 1)]

    read = read_with(JsonFormat(), json.dumps({"messages": items}))

    assert (read.said, read.emotes) == ([(0.0, "ann", "Kappa")], [("Kappa",)])


def test_tags_tell_of_shared_chat_and_timeouts():
    items = [_rustlog(0), _rustlog(1, **{"source-room-id": "8"}), _rustlog(2) | {"type": 2}]

    read = read_with(JsonFormat(), json.dumps(items))

    assert len(read.said) == 1
    assert read.events[1] == ChatNotice(offset_seconds=2.0, kind=NoticeKind.TIMEOUT, chatter="Ann")
