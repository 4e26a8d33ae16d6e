import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.publishing.publish_target import (
    PostChoices,
    Privacy,
    PublishTarget,
    PublishTargets,
)
from core.domain.work.platform import Platform
from core.errors import Conflict
from tests.builders import CREATOR, NOON

TODAY = date(2026, 3, 1)
CHOSEN = PublishTarget(
    platform=Platform.TIKTOK,
    account_id="open-1",
    tags=("ace",),
    choices=PostChoices(
        privacy=Privacy.FRIENDS, allows_comments=True, chosen_by="discord:1", chosen_at=NOON
    ),
)


async def test_who_chose_nothing_has_the_defaults(stores):
    assert await stores.targets.get_targets(CREATOR) == PublishTargets(creator_id=CREATOR)


async def test_what_was_chosen_is_kept(stores):
    targets = PublishTargets(creator_id=CREATOR, targets=(CHOSEN,), uses_slots=False)

    saved = await stores.targets.save_targets(targets)

    assert saved == replace(targets, version=1)
    assert await stores.targets.get_targets(CREATOR) == saved


async def test_of_two_who_choose_at_once_one_is_told_what_the_other_chose(stores):
    targets = PublishTargets(creator_id=CREATOR, targets=(CHOSEN,))
    saved = await stores.targets.save_targets(targets)

    with pytest.raises(Conflict) as conflict:
        await stores.targets.save_targets(targets)

    assert conflict.value.current == saved


async def test_a_day_has_as_many_uploads_as_it_may_and_no_more(stores):
    takes = [
        stores.daily_counts.take_upload(Platform.YOUTUBE, "", on=TODAY, at_most=5, name=f"{number}")
        for number in range(12)
    ]

    assert sum(await asyncio.gather(*takes)) == 5


async def test_days_accounts_and_platforms_are_counted_apart(stores):
    names = iter("abcdefgh")

    async def take(platform=Platform.TIKTOK, account_id="a", on=TODAY):
        return await stores.daily_counts.take_upload(
            platform, account_id, on=on, at_most=1, name=next(names)
        )

    assert await take()
    assert not await take()
    assert await take(on=TODAY + timedelta(days=1))
    assert await take(account_id="b")
    assert await take(platform=Platform.YOUTUBE)


async def test_a_day_that_may_have_none_has_none(stores):
    assert not await stores.daily_counts.take_upload(
        Platform.YOUTUBE, "", on=TODAY, at_most=0, name="1"
    )


async def test_an_upload_is_counted_once_and_given_back_once(stores):
    """Whoever is killed in between, or does not hear the answer, does it again."""
    counts = stores.daily_counts

    async def take(name):
        return await counts.take_upload(Platform.TIKTOK, "a", on=TODAY, at_most=2, name=name)

    assert [await take("1"), await take("1"), await take("2"), await take("1")] == [True] * 4
    assert not await take("3")
    assert await counts.give_back(Platform.TIKTOK, "a", on=TODAY, name="1")
    assert not await counts.give_back(Platform.TIKTOK, "a", on=TODAY, name="1")
    assert await take("3")
    assert not await take("1")


async def test_what_was_never_counted_is_not_given_back(stores):
    assert not await stores.daily_counts.give_back(Platform.TIKTOK, "a", on=TODAY, name="1")
