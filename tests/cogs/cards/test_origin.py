from datetime import timedelta

import pytest

from cogs.cards.origin import (
    SOURCE_LENGTH_MAX,
    CardPlan,
    describe_plans,
    describe_source,
    join_names,
)
from core.domain.publishing.planned import Planned
from core.domain.review.clip_source import ClipSource
from core.domain.work.platform import Platform
from tests.builders import NOON

EPOCH = int(NOON.timestamp())


def plan(platform, at=None, account_id=""):
    return Planned(platform=platform, account_id=account_id, at=at)


def test_a_source_is_named_shortly_and_without_directions():
    told = describe_source(ClipSource(title="\u202e" + "long " * 40, at=NOON, is_stream=True))

    assert told is not None
    assert len(told.title) <= SOURCE_LENGTH_MAX
    assert "\u202e" not in told.title
    assert (told.epoch_seconds, told.is_stream) == (EPOCH, True)


@pytest.mark.parametrize("is_stream", [True, False])
def test_a_source_without_a_title_has_none_and_the_words_of_a_card_name_its_kind(is_stream):
    told = describe_source(ClipSource(title=" ", at=NOON, is_stream=is_stream))

    assert told is not None
    assert (told.title, told.is_stream) == ("", is_stream)


def test_what_goes_out_together_is_said_together_and_what_goes_at_once_first():
    later = NOON + timedelta(hours=1)

    told = describe_plans(
        [
            plan(Platform.YOUTUBE, later),
            plan(Platform.FOLDER),
            plan(Platform.TIKTOK, NOON),
            plan(Platform.TWITCH, later),
            plan(Platform.TWITCH, later, "another"),
        ]
    )

    assert told == (
        CardPlan(names=("the folder of published clips",), epoch_seconds=None),
        CardPlan(names=("TikTok",), epoch_seconds=EPOCH),
        CardPlan(names=("YouTube", "Twitch"), epoch_seconds=EPOCH + 3600),
    )
    assert describe_plans([]) == ()


def test_names_are_joined_as_in_a_sentence():
    assert join_names(["a", "b", "c"]) == "a, b and c"
    assert join_names(["a"]) == "a"
