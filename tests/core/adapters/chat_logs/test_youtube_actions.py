import json

from core.adapters.chat_logs.json_log import JsonFormat
from core.domain.chat.chat_message import ChatNotice, NoticeKind
from tests.core.adapters.chat_logs.reading import read_with


def _line(action, msec="7000", **more):
    return json.dumps(
        {"replayChatItemAction": {"actions": [action], "videoOffsetTimeMsec": msec}, **more}
    )


def _say(text, *, kind="liveChatTextMessageRenderer", name="ann", **more):
    renderer = {
        "message": {"runs": text if isinstance(text, list) else [{"text": text}]},
        "authorName": {"simpleText": name},
        "authorExternalChannelId": f"UC{name}",
        "id": f"m-{text}",
        "timestampUsec": "1779548575000000",
        **more,
    }
    return {"addChatItemAction": {"item": {kind: renderer}}}


def _read(*lines):
    return read_with(JsonFormat(), "\n".join(lines))


def test_messages_stand_at_their_offset_with_their_emotes():
    runs = [{"text": "so "}, {"emoji": {"emojiId": "UC1/2", "shortcuts": [":_hype:"]}}]

    read = _read(_line(_say(runs)), _line(_say("yo", name="bob"), "9500"))

    assert read.name == "yt-dlp live chat JSON"
    assert read.said == [(7.0, "ann", "so :_hype:"), (9.5, "bob", "yo")]
    assert read.emotes[0] == (":_hype:",)


def test_what_was_said_before_the_stream_is_not_at_its_start():
    """All such lines tell an offset of 0; hundreds of them would be an eruption."""
    early = _say("early", timestampText={"simpleText": "-1:05"})

    assert _read(_line(early, "0"), _line(_say("hi"))).said == [
        (-65.0, "ann", "early"),
        (7.0, "ann", "hi"),
    ]


def test_paid_and_member_messages_are_messages_and_tickers_are_not():
    paid = _say("take it", kind="liveChatPaidMessageRenderer")
    joined: dict[str, object] = {
        "addChatItemAction": {"item": {"liveChatMembershipItemRenderer": {"id": "x"}}}
    }
    ticker: dict[str, object] = {"addLiveChatTickerItemAction": {"item": {}}}
    notice: dict[str, object] = {
        "addChatItemAction": {"item": {"liveChatViewerEngagementMessageRenderer": {}}}
    }

    read = _read(*map(_line, (paid, joined, ticker, notice)))

    assert (read.said, read.skipped) == ([(7.0, "ann", "take it")], 0)


def test_gifts_and_removals_are_notices():
    header = {
        "liveChatSponsorshipsHeaderRenderer": {
            "primaryText": {"runs": [{"text": "Gifted "}, {"text": "5"}]}
        }
    }
    gift = {
        "addChatItemAction": {
            "item": {"liveChatSponsorshipsGiftPurchaseAnnouncementRenderer": {"header": header}}
        }
    }
    one = {"markChatItemAsDeletedAction": {"targetItemId": "m-hi"}}
    whole = {"markChatItemsByAuthorAsDeletedAction": {"externalChannelId": "UCann"}}

    read = _read(*map(_line, (_say("hi"), gift, one, whole)))

    assert read.events[1:] == [
        ChatNotice(offset_seconds=7.0, kind=NoticeKind.SUB_GIFT, size=5),
        ChatNotice(offset_seconds=7.0, kind=NoticeKind.DELETION, message_id="m-hi"),
        ChatNotice(offset_seconds=7.0, kind=NoticeKind.TIMEOUT, chatter="ann"),
    ]


def test_bare_actions_count_from_the_first_timestamp():
    second = _say("yo", timestampUsec="1779548577500000")

    read = _read(json.dumps(_say("hi")), json.dumps(second))

    assert [t for t, _, _ in read.said] == [0.0, 2.5]


def test_a_moderator_is_known_by_the_badge():
    badge = {"liveChatAuthorBadgeRenderer": {"icon": {"iconType": "MODERATOR"}}}

    (event,) = _read(_line(_say("hi", authorBadges=[badge]))).events

    assert event.is_moderator


def test_a_broken_message_is_skipped():
    assert _read(_line(_say("hi")), _line(_say("hi", name="")), _line(_say("hi"), "x")).skipped in {
        1,
        2,
    }
