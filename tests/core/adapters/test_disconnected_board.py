from pathlib import Path

import pytest

from core.adapters.disconnected_board import DisconnectedBoard
from core.errors import ExternalFailure
from core.ports.review import (
    Announcement,
    AnnouncementBoard,
    CardBoard,
    CardFiles,
    CardNews,
    NoticeBoard,
    WaitingNotice,
)
from tests.builders import NOON, make_binding, make_clip, make_posted_card
from tests.plan_builders import make_token

_: type[CardBoard] = DisconnectedBoard
_notices: type[NoticeBoard] = DisconnectedBoard
_announcements: type[AnnouncementBoard] = DisconnectedBoard
ANNOUNCEMENT = Announcement(channel_id="1", title="a", text="", hashtags="", filename="a.mp4")
NOTICE = WaitingNotice(count=1, channel_id="11", first_message_id="1", nonce="n")
NEWS = CardNews(clip=make_clip())
FILES = CardFiles(videos=(Path("clip.mp4"),), thumbnail=Path("clip.jpg"))


async def test_a_card_waits_for_a_process_that_is_connected():
    board, card = DisconnectedBoard(), make_posted_card()

    for work in (
        board.post_card(make_binding(), NEWS, FILES, nonce="n", since=None),
        board.edit_card(card, NEWS),
        board.close_card(card, newer=card),
        board.announce(ANNOUNCEMENT, Path("a"), guild_ids=frozenset(), nonce="n"),
        board.find_announced(ANNOUNCEMENT, guild_ids=frozenset(), since=NOON),
        board.tell_waiting(make_binding(), NOTICE),
        board.open_digest(make_binding()),
        board.ask_reconnect(make_binding(), make_token().account, nonce="n", may_be_there=False),
    ):
        with pytest.raises(ExternalFailure, match="TRUSS_DISCORD_TOKEN") as raised:
            await work
        assert raised.value.retryable
