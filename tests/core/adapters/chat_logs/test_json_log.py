import json

import pytest

from core.adapters.chat_logs.json_log import JsonFormat
from core.adapters.chat_logs.log_format import Sample
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.errors import InvalidInput
from tests.core.adapters.chat_logs.reading import read_with


def _comment(offset, name, body, **message):
    return {
        "_id": f"id{offset}",
        "content_offset_seconds": offset,
        "commenter": {"display_name": name, "name": name.lower(), "_id": "1"},
        "message": {
            "body": body,
            "user_badges": [{"_id": "subscriber", "version": "3"}],
            **message,
        },
    }


def _item(offset, name, text, **more):
    return {"time_in_seconds": offset, "author": {"name": name}, "message": text, **more}


def _read(text):
    read = read_with(JsonFormat(), text)
    return read.events, read.skipped


def _said(events):
    return [(e.offset_seconds, e.chatter, e.text) for e in events if isinstance(e, ChatMessage)]


def test_twitch_downloader_comments_are_read():
    comments = [
        _comment(1.5, "Ann", "hi", user_badges=[{"_id": "moderator", "version": "1"}]),
        _comment(2, "Bob", "50 raiders from pancake have joined!"),
        _comment(3, "Cid", "thanks", user_notice_params={"msg-id": "subgift"}),
        {"content_offset_seconds": 4, "commenter": None, "message": {"body": "gone"}},
        _comment(5, "Dan", "bye", user_badges=None),
    ]
    text = json.dumps({"FileInfo": {}, "streamer": {"name": "x"}, "comments": comments, "end": 1})

    events, skipped = _read(text)

    assert _said(events) == [
        (1.5, "Ann", "hi"),
        (4.0, "deleted user 1", "gone"),
        (5.0, "Dan", "bye"),
    ]
    assert [e.is_moderator for e in events if isinstance(e, ChatMessage)] == [True, False, False]
    assert events[1:3] == [
        ChatNotice(offset_seconds=2.0, kind=NoticeKind.RAID, size=50),
        ChatNotice(offset_seconds=3.0, kind=NoticeKind.SUB_GIFT),
    ]
    assert skipped == 0


def test_chat_downloader_items_are_read():
    items = [
        _item(1, "ann", "hi", message_id="m1", message_type="text_message"),
        _item(2, "bob", None),  # a notice without a text
        _item(3, "bob", "x", message_type="mystery_subscription_gift", mass_gift_count=5),
        _item("x", "cid", "broken"),
        _item(4, "", "nobody"),
        7,
        {
            "time_in_seconds": 5,
            "author": {"name": "dan", "badges": [{"name": "moderator"}]},
            "message": "yo",
        },
    ]
    text = json.dumps(items, indent=1)

    events, skipped = _read(text)

    assert _said(events) == [(1.0, "ann", "hi"), (5.0, "dan", "yo")]
    assert events[1] == ChatNotice(offset_seconds=3.0, kind=NoticeKind.SUB_GIFT, size=5)
    assert skipped == 3


def test_json_lines_are_read():
    lines = [
        json.dumps(_item(1, "ann", "hi")),
        "",
        "{broken",
        "[" * 100_000,
        json.dumps(_item(2, "bob", None)),
    ]
    text = "\n".join(lines)

    events, skipped = _read(text)

    assert (_said(events), skipped) == ([(1.0, "ann", "hi")], 2)


def test_a_log_without_offsets_counts_from_its_first_timestamp():
    """chat-downloader's live logs tell microseconds since 1970."""
    items = [
        {
            "timestamp": 1_700_000_000_000_000 + n * 500_000,
            "author": {"name": "ann"},
            "message": "hi",
        }
        for n in range(3)
    ]

    events, _ = _read(json.dumps(items))

    assert [e.offset_seconds for e in events] == [0.0, 0.5, 1.0]


def test_a_long_list_is_read_in_chunks():
    items = [_item(n, "ann", "x" * 300) for n in range(2_000)]

    events, skipped = _read(json.dumps(items))

    assert (len(events), skipped) == (2_000, 0)


def test_a_truncated_file_gives_what_was_there():
    text = json.dumps({"comments": [_comment(n, "ann", "hi") for n in range(5)]})

    events, skipped = _read(text[:-120])

    assert (len(events), skipped) == (4, 1)


def test_reading_goes_on_behind_a_damaged_element():
    """The badges inside of it are no comments, and their list does not end the log."""
    whole = [json.dumps(_comment(n, "ann", "hi")) for n in range(4)]
    badges = '"user_badges": [{"_id": "a"}, {"_id": "b"}]}'
    whole[1] = '{"content_offset_seconds": 1, oops "message": {' + badges + "}"
    text = '{"comments": [' + ", ".join(whole) + "]}"

    events, skipped = _read(text)

    assert [e.offset_seconds for e in events] == [0.0, 2.0, 3.0]
    assert skipped == 1


def test_an_endless_element_is_given_up():
    text = '[{"a": "' + "x" * 3_000_000

    assert _read(text) == ([], 0)


@pytest.mark.parametrize("text", ["[]", "[ ]", "["])
def test_an_empty_list_holds_nothing(text):
    assert _read(text) == ([], 0)


def test_an_object_without_comments_holds_nothing():
    assert _read('{"video": {}}') == ([], 0)


@pytest.mark.parametrize("text", ["[1, 2]", "hello"])
def test_other_text_is_not_json_of_chat(text):
    assert JsonFormat().recognise(Sample(text)) is None


def test_lists_without_names_are_refused():
    with pytest.raises(InvalidInput, match="lists without names"):
        JsonFormat().recognise(Sample('[[7, "ann", "hi"]]'))


def test_objects_may_follow_one_another_over_many_lines():
    text = "\n".join(json.dumps(_item(n, "ann", "hi"), indent=1) for n in range(3))

    assert _said(_read(text)[0]) == [(float(n), "ann", "hi") for n in range(3)]


def test_pages_of_chat_are_one_log():
    pages = [{"data": {"comments": [_comment(n, "Ann", "hi")]}, "next": "x"} for n in range(3)]

    for text in (json.dumps(pages), "\n".join(map(json.dumps, pages))):
        assert _said(_read(text)[0]) == [(float(n), "Ann", "hi") for n in range(3)]


def test_what_stands_before_the_comments_may_be_long():
    """TwitchDownloader can put pictures and hundreds of chapters there."""
    before = {"embeddedData": {"data": "A" * 300_000, "x": [{"a": 1}] * 300}, "b": "[{"}
    text = json.dumps({**before, "comments": [_comment(1, "Ann", "hi")]})

    assert _said(_read(text)[0]) == [(1.0, "Ann", "hi")]


_ODD: tuple[object, ...] = (
    [],
    {},
    [{}],
    {"a": {}},
    7,
    -1.5,
    True,
    None,
    "x",
    "\ud83d",
    1e300,
    "9" * 5_000,
)


def _put_everywhere(item, odd):
    """Give the item with each of its values, however deep, replaced by `odd`."""
    yield odd
    pairs = list(item.items() if isinstance(item, dict) else enumerate(item))
    for key, value in pairs:
        inner = _put_everywhere(value, odd) if isinstance(value, dict | list) else (odd,)
        for changed in inner:
            copy = dict(item) if isinstance(item, dict) else list(item)
            copy[key] = changed
            yield copy


_WHOLE = [
    _comment(1, "ann", "hi", user_notice_params={"msg-id": "x", "msg_id": "y"}),
    _item(
        1,
        "ann",
        "hi",
        author={"name": "ann", "id": "1", "badges": [{"name": "moderator"}]},
        message_type="raid",
        viewer_count=5,
        message_id="m",
    ),
    {"timestamp": 1, "author": {"display_name": "ann"}, "message": "hi"},
]


@pytest.mark.parametrize("odd", _ODD, ids=lambda odd: repr(odd)[:20])
@pytest.mark.parametrize("whole", _WHOLE, ids=["comment", "item", "timestamp"])
def test_a_value_of_any_type_anywhere_never_ends_the_log(whole, odd):
    last = {"timestamp": 2_000_001, "author": {"name": "bob"}, "message": "still here"}
    if "timestamp" not in whole:
        last = _comment(2, "bob", "still here")
    items = [whole, *_put_everywhere(whole, odd), last]
    lines = [json.dumps(item) for item in items]

    listed, skipped = _read(f"[{','.join(lines)}]")
    by_line, skipped_lines = _read("\n".join(lines))

    assert _said(listed)[-1] == (2.0, "bob", "still here")
    assert _said(by_line)[-1] == (2.0, "bob", "still here")
    assert skipped == skipped_lines > 0
    for event in listed:
        assert isinstance(event, ChatNotice) or (event.chatter + event.text).encode()


@pytest.mark.parametrize("badge", [{}, [], [{"name": {}}], 7, None])
def test_a_badge_of_another_type_is_no_badge(badge):
    item = {"time_in_seconds": 1, "author": {"name": "ann", "badges": [{"name": badge}]}}

    events, skipped = _read(json.dumps([item | {"message": "hi"}]))

    assert (_said(events), skipped) == ([(1.0, "ann", "hi")], 0)


@pytest.mark.parametrize("key", ["time_in_seconds", "content_offset_seconds", "timestamp"])
@pytest.mark.parametrize("offset", [1e18, -1e18, 1e300])
def test_an_offset_of_ages_is_a_broken_item(key, offset):
    item = {"author": {"name": "ann"}, "message": "hi"}
    items = [item | {key: offset}, item | {"timestamp": 5_000_000}]

    events, skipped = _read(json.dumps(items))

    assert (_said(events), skipped) == ([(0.0, "ann", "hi")], 1)


def test_messages_of_two_channels_are_refused():
    lines = [
        {
            "timestamp": f"2026-03-02T20:00:{n:02}Z",
            "channel": name,
            "username": "ann",
            "message": "a",
        }
        for n, name in enumerate(["pancake", "waffle"] * 5)
    ]

    with pytest.raises(InvalidInput, match="mixes several channels"):
        JsonFormat().recognise(Sample("\n".join(map(json.dumps, lines))))


def test_lists_of_pages_of_comments_are_one_log():
    node = {
        "id": "c",
        "contentOffsetSeconds": 7,
        "commenter": {"login": "ann", "displayName": "Ann"},
        "message": {"fragments": [{"text": "hi", "emote": None}]},
    }
    page = [{"data": {"video": {"comments": {"edges": [{"node": node}]}}}}]

    read = read_with(JsonFormat(), json.dumps([page, page]))

    assert read.said == [(7, "Ann", "hi")] * 2


def test_social_stream_ninja_is_read():
    item = {"chatname": "ann", "chatmessage": "hi", "type": "twitch", "timestamp": 1772481607123}

    assert read_with(JsonFormat(), json.dumps([item])).said == [(0, "ann", "hi")]
