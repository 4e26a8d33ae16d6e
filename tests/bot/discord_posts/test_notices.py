from dataclasses import replace

import pytest

from bot.discord_posts.notices import write_notice
from core.domain.people.card_habits import CardHabits
from core.ports.review import WaitingNotice
from tests.builders import make_binding

LINK = "https://discord.com/channels/10/11/77"


@pytest.mark.parametrize(
    ("count", "minutes", "text"),
    [
        (1, 0, f"One clip waits for a decision: {LINK}"),
        (3, 30, f"<@&12> 3 clips wait for a decision: {LINK}"),
    ],
)
def test_what_waits_is_one_sentence_with_a_link(count, minutes, text):
    place = replace(make_binding(), habits=CardHabits(ping_minutes=minutes))
    notice = WaitingNotice(count=count, channel_id="11", first_message_id="77", nonce="n")

    assert write_notice(place, notice) == text
