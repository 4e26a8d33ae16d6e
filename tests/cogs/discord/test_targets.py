from typing import Any

import pytest

from cogs.discord.targets import PRIVACIES, TikTokForm, list_lines
from core.domain.publishing.publish_target import (
    PostChoices,
    Privacy,
    PublishTarget,
    PublishTargets,
)
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from tests.builders import CREATOR, NOON, make_actor

CHOICES = PostChoices(privacy=Privacy.FRIENDS, chosen_by="web", chosen_at=NOON)


def _lines(*targets):
    return list_lines(PublishTargets(creator_id=CREATOR, targets=targets))


def test_each_account_says_how_clips_are_seen_there():
    text = _lines(
        PublishTarget(platform=Platform.YOUTUBE, account_id="UC_1", privacy=Privacy.UNLISTED),
        PublishTarget(platform=Platform.TIKTOK, tags=("ace",)),
        PublishTarget(platform=Platform.TIKTOK, account_id="o", choices=CHOICES),
    )

    assert text.splitlines()[1:] == [
        r"- YouTube (UC\_1): unlisted",
        "- TikTok: into the inbox of the app; /where tiktok chooses how to post, with #ace",
        "- TikTok (o): posted for friends",
    ]


def test_who_publishes_nowhere_is_told_so():
    assert "nowhere" in _lines()


def test_a_long_list_fits_into_a_message():
    many = [PublishTarget(platform=Platform.DISCORD, account_id=str(n) * 20) for n in range(99)]

    assert len(_lines(*many)) <= 2000


def test_only_privacies_that_every_platform_knows_are_offered():
    assert {choice.value for choice in PRIVACIES} == {"public", "unlisted", "private"}


async def test_a_form_for_tiktok_that_is_sent_empty_is_answered_by_a_sentence():
    nobody: Any = None

    with pytest.raises(InvalidInput, match="who may see the posts"):
        TikTokForm(nobody, "").read_choices(make_actor(), NOON)


def test_a_channel_is_one_to_open():
    assert "- Discord (<#42>): public" in _lines(
        PublishTarget(platform=Platform.DISCORD, account_id="42")
    )
