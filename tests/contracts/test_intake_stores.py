from dataclasses import replace

import pytest

from core.domain.videos.intake import IntakeId
from core.domain.work.ids import CreatorId, JobId
from core.errors import Conflict, NotFound
from tests.builders import CREATOR, make_test_ulid
from tests.plan_builders import make_followed, make_intake

BEN = CreatorId("ben")


async def test_an_intake_comes_back_as_it_was_added_and_once(stores):
    assert await stores.intakes.add_intake(make_intake())

    assert not await stores.intakes.add_intake(make_intake(title="Another"))
    assert await stores.intakes.get_intake(CREATOR, make_intake().id) == make_intake()
    with pytest.raises(NotFound):
        await stores.intakes.get_intake(BEN, make_intake().id)


async def test_an_intake_is_saved_over_what_was_seen(stores):
    await stores.intakes.add_intake(make_intake())

    saved = await stores.intakes.save_intake(replace(make_intake(), title="Better", url=""))

    assert (saved.version, saved.title) == (2, "Better")
    with pytest.raises(Conflict):
        await stores.intakes.save_intake(make_intake())


async def test_the_newest_intakes_come_first_and_are_their_creators_alone(stores):
    for number in range(5):
        await stores.intakes.add_intake(make_intake(id=IntakeId(make_test_ulid(80 + number))))
    await stores.intakes.add_intake(make_intake(creator_id=BEN))

    listed = await stores.intakes.list_intakes(CREATOR, limit=3)

    assert [intake.id for intake in listed] == [
        make_test_ulid(84),
        make_test_ulid(83),
        make_test_ulid(82),
    ]


async def test_a_followed_job_is_kept_until_it_is_let_go(stores):
    await stores.followed.put_followed(make_followed())
    await stores.followed.put_followed(make_followed(message_id="700"))
    await stores.followed.put_followed(make_followed(job_id=JobId(make_test_ulid(9))))

    assert make_followed(message_id="700") in await stores.followed.list_followed(CREATOR)
    assert await stores.followed.list_followed(BEN) == ()
    assert await stores.followed.delete_followed(CREATOR, make_followed().job_id)
    assert not await stores.followed.delete_followed(CREATOR, make_followed().job_id)
    assert len(await stores.followed.list_followed(CREATOR)) == 1


async def test_both_go_with_time(stores, clock):
    await stores.intakes.add_intake(make_intake())
    await stores.followed.put_followed(make_followed())
    clock.step(days=2.5)

    assert await stores.followed.list_followed(CREATOR) == ()
    clock.step(days=28)
    assert await stores.intakes.list_intakes(CREATOR) == ()
