from dataclasses import replace

import pytest

from core.domain.footage.live_moment import FootageStatus
from core.domain.work.ids import CreatorId
from core.errors import Conflict
from tests.builders import CREATOR
from tests.contracts.moments import make_moment


async def test_a_moment_that_nobody_kept_is_not_there(stores):
    moment = make_moment()

    assert (
        await stores.live_moments.find_moment(CREATOR, moment.stream_id, moment.detected_ms) is None
    )


async def test_a_moment_is_kept_as_it_was_left(stores):
    saved = await stores.live_moments.save_moment(make_moment(refusal="not live"))
    again = await stores.live_moments.save_moment(replace(saved, footage=FootageStatus.MISSING))

    found = await stores.live_moments.find_moment(CREATOR, saved.stream_id, saved.detected_ms)

    assert found == again
    assert again.version == 2


async def test_of_two_who_write_at_once_one_is_told(stores):
    """Only one of two processes may ask a platform for a clip."""
    saved = await stores.live_moments.save_moment(make_moment())
    await stores.live_moments.save_moment(replace(saved, refusal="a"))

    with pytest.raises(Conflict):
        await stores.live_moments.save_moment(replace(saved, refusal="b"))
    with pytest.raises(Conflict):
        await stores.live_moments.save_moment(make_moment())


async def test_the_newest_moments_come_first_and_only_ones_own(stores):
    for detected_ms in (93_400, 105_000, 1_200_000):
        await stores.live_moments.save_moment(make_moment(detected_ms=detected_ms))
    other = CreatorId("ben")
    await stores.live_moments.save_moment(make_moment(creator_id=other, detected_ms=5))

    found = await stores.live_moments.list_newest(CREATOR, limit=2)

    assert [moment.detected_ms for moment in found] == [1_200_000, 105_000]
    assert len(await stores.live_moments.list_newest(other, limit=9)) == 1
    mine = await stores.live_moments.list_moments(CREATOR, make_moment().stream_id)
    assert [moment.detected_ms for moment in mine] == [93_400, 105_000, 1_200_000]
