from copy import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from twitchio.models.eventsub_ import create_event_instance

from cogs.twitch.chat import is_from_this_channel, make_line, read_notification
from core.domain.chat.chat_message import NoticeKind
from tests.servers.twitch_events import make_chat_message, make_gift_notice, make_notification
from tests.servers.twitch_state import Channel

STREAMER = Channel(id="7", login="streamer", name="Streamer")
SENT = "2026-03-01T12:00:00.500123456Z"


def make_event(kind: str, event: dict[str, Any]) -> Any:
    raw = {
        "metadata": {"message_id": "x", "message_timestamp": SENT, "subscription_type": kind},
        "payload": {"subscription": {}, "event": event},
    }
    return create_event_instance(kind, raw, http=None)


def make_message(text: str = "hi", **given: Any) -> Any:
    event = make_chat_message(STREAMER, "Ann", text, message_id="m1", chatter_id="9", **given)
    return make_event("channel.chat.message", event)


def test_a_line_says_who_said_what_when_and_where() -> None:
    line = make_line(make_message("clip it"))

    assert (line.broadcaster_id, line.chatter, line.text) == ("7", "Ann", "clip it")
    assert line.said_at == datetime(2026, 3, 1, 12, 0, 0, 500123, tzinfo=UTC)
    assert (line.message_id, line.is_moderator) == ("m1", False)


def test_what_was_paid_for_is_not_what_was_said() -> None:
    assert make_line(make_message("what a save", bits=100)).text == "what a save"


def test_a_line_tells_which_of_its_parts_are_emotes() -> None:
    payload = make_message("so annHype")
    payload.fragments[0].type = "text"
    payload.fragments[0].text = "so "
    payload.fragments.append(copy(payload.fragments[0]))
    payload.fragments[1].type = "emote"
    payload.fragments[1].text = "annHype"

    assert make_line(payload).emotes == ("annHype",)


@pytest.mark.parametrize(
    ("badges", "is_moderator"),
    [(("moderator",), True), (("broadcaster",), True), (("subscriber",), False)],
)
def test_moderators_are_known_by_their_badges(badges: tuple[str, ...], is_moderator: bool) -> None:
    assert make_line(make_message(badges=badges)).is_moderator is is_moderator


def test_a_shared_chats_other_channel_is_not_ours() -> None:
    other = Channel(id="8", login="other", name="Other")

    assert is_from_this_channel(make_message())
    assert is_from_this_channel(make_message(source=STREAMER))
    assert not is_from_this_channel(make_message(source=other))


def test_gifts_are_notices_and_other_things_are_not() -> None:
    kind = "channel.chat.notification"
    gift = make_event(
        kind, make_notification(STREAMER, "community_sub_gift", make_gift_notice(5), message_id="n")
    )
    unraid = make_event(kind, make_notification(STREAMER, "unraid", {}, message_id="n"))

    notice = read_notification(gift)
    assert notice is not None
    assert (notice.kind, notice.size) == (NoticeKind.SUB_GIFT, 5)
    assert read_notification(unraid) is None
