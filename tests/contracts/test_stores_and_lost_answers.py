"""What each store does and says is the same though answers are lost, on each engine."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from core.adapters.table.items.due_items import due_of
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.learning.metrics import DayCounts
from core.domain.videos.model_spend import TokenUse
from core.domain.work.job import JobStatus, Queue
from core.domain.work.platform import Platform
from core.errors import Conflict
from tests.builders import (
    CREATOR,
    NOON,
    make_clip,
    make_job,
    make_publication,
    make_score,
    make_spike,
    make_stream,
    make_test_ulid,
)
from tests.contracts.conftest import SECRET
from tests.contracts.lossy import open_lossy, sent_again
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.plan_builders import (
    DAY,
    make_device_code,
    make_draft,
    make_insight,
    make_magic_link,
    make_oauth_state,
    make_post,
    make_session,
    make_token,
)
from tests.servers.dynamodb import Faults

__all__ = ["open_lossy", "sent_again"]
pytestmark = pytest.mark.usefixtures("sent_again")


async def _add_clip(stores):
    await stores.clips.add_clip(CLIP)


async def _add_job(stores):
    await stores.jobs.add_job(make_job())


async def _approve(stores):
    await _add_clip(stores)
    return await stores.clips.save_clip(
        CLIP.move_to(ClipStatus.APPROVED, at=NOON),
        publications=[make_publication()],
        jobs=[make_job()],
    )


async def _add_links(stores):
    await stores.links.add_magic_link("token", make_magic_link())
    await stores.links.add_oauth_state("token", make_oauth_state())
    await stores.links.add_device_code("token", make_device_code())
    await stores.sessions.add_session(make_session())


async def _link(stores):
    await stores.tokens.link_account(make_token())


async def _work(stores):
    """Take a job, hold on to it, give it back, take it again and be done."""
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=60)
    job = make_job().move_to(JobStatus.RUNNING, at=NOON)
    running = await stores.jobs.save_job(job)
    lease = await stores.queue.extend(lease, lease_seconds=90)
    await stores.queue.release(lease, visible_at=NOON)
    again = await stores.queue.receive(Queue.WORK, lease_seconds=60)
    done = await stores.jobs.save_job(running.move_to(JobStatus.DONE, at=NOON))
    await stores.queue.delete(again)
    return lease, again, done


async def _take_uploads(stores):
    return [
        await stores.daily_counts.take_upload(
            Platform.YOUTUBE, "", on=DAY, at_most=2, name=f"upload {number}"
        )
        for number in range(3)
    ]


async def _use_twice(use):
    return [await use("token"), await use("token")]


async def _revoke_twice(stores):
    return [await stores.sessions.revoke_session(make_session()) for _ in range(2)]


async def _spread(stores):
    await stores.clips.spread_clips(CREATOR, shards=3)
    await stores.clips.spread_clips(CREATOR, shards=3)


async def _count(stores):
    day = DayCounts(on=DAY, counts={"spikes": 2, "clips": 1})
    for _ in range(2):
        await stores.analytics.put_local_day(CREATOR, "w1", day)
    return await stores.analytics.list_days(CREATOR, DAY, DAY)


async def _spend(stores):
    use = TokenUse(prompt=10, answer=2)
    return [await stores.spends.add_spend(CREATOR, "2026-11", use, 7) for _ in range(2)]


async def _claim(stores):
    due = due_of(make_publication())
    return [await stores.claims.claim_publication(due, at=NOON + HOUR) for _ in range(2)]


async def _delete_due(stores):
    due = due_of(make_publication())
    return [await stores.due.delete_due(due) for _ in range(2)]


async def _save_twice(save, thing):
    return await save(await save(thing))


HOUR = timedelta(hours=1)
CLIP = make_clip(score=make_score(), status=ClipStatus.IN_REVIEW)


async def _nothing(_):
    return None


OPERATIONS: dict[str, tuple[Any, Any]] = {
    "a spike, its clip and its job": (
        _nothing,
        lambda s: s.spikes.add_spike(make_stream(), make_spike(), clip=CLIP, job=make_job()),
    ),
    "a clip's new status": (
        _add_clip,
        lambda s: s.clips.save_clip(CLIP.move_to(ClipStatus.APPROVED, at=NOON)),
    ),
    "an approval": (_nothing, _approve),
    "a stream saved": (
        lambda s: s.streams.add_stream(make_stream()),
        lambda s: _save_twice(s.streams.save_stream, make_stream()),
    ),
    "a publication claimed": (_approve, _claim),
    "a due row deleted": (_approve, _delete_due),
    "a job's course": (_add_job, _work),
    "shards of clips": (_nothing, _spread),
    "uploads counted": (_nothing, _take_uploads),
    "a day's counts": (_nothing, _count),
    "a month's spend": (_nothing, _spend),
    "an insight": (_nothing, lambda s: s.insights.add_insight(make_insight())),
    "a magic link": (_add_links, lambda s: _use_twice(s.links.use_magic_link)),
    "an OAuth state": (_add_links, lambda s: _use_twice(s.links.use_oauth_state)),
    "a device code": (_add_links, lambda s: _use_twice(s.links.use_device_code)),
    "a session revoked": (_add_links, _revoke_twice),
    "links added": (_nothing, _add_links),
    "an account linked": (_nothing, lambda s: s.tokens.link_account(make_token())),
    "an account linked anew": (_link, lambda s: s.tokens.link_account(make_token())),
    "a token's refresh": (_link, lambda s: _save_twice(s.tokens.save_token, make_token())),
    "an account unlinked": (
        _link,
        lambda s: s.tokens.unlink_account(CREATOR, make_token().platform, make_token().account_id),
    ),
    "a new post": (_nothing, lambda s: s.posts.add_post(make_post())),
    "a post's draft": (
        lambda s: s.posts.add_post(make_post()),
        lambda s: s.posts.save_post(make_post(text="words"), draft=make_draft()),
    ),
    "a post's text": (
        lambda s: s.posts.add_post(make_post()),
        lambda s: _save_twice(s.posts.save_post, make_post(text="words")),
    ),
    "a creator forgotten": (_approve, lambda s: s.workspace.forget_creator(CREATOR)),
}


@dataclass
class Told:
    """What an operation answered, and all that is stored afterwards."""

    answer: Any
    stored: list[dict[str, Any]]


async def _tell(opened, tmp_path, before, operation, *, loses):
    clock = SteppedClock()

    def stores_on(table):
        return open_stores(
            table,
            cursor_secret=SECRET,
            clock=clock,
            cipher=FakeCipher(),
            storage=FakeStorage(tmp_path),
        )

    await before(stores_on(opened.other))
    opened.losses.loses_every_other = loses
    answer = await operation(stores_on(opened.table))
    return Told(answer, await opened.read_all())


@pytest.mark.parametrize("name", OPERATIONS)
async def test_a_store_does_and_says_the_same_though_every_first_answer_is_lost(
    open_lossy, tmp_path, name
):
    before, operation = OPERATIONS[name]

    calm = await _tell(await open_lossy(), tmp_path, before, operation, loses=False)
    lossy = await _tell(await open_lossy(), tmp_path, before, operation, loses=True)

    assert lossy == calm


async def test_of_many_who_come_with_one_link_over_bad_lines_one_gets_in(open_lossy, tmp_path):
    opened = await open_lossy()
    stores = open_stores(opened.table, cursor_secret=SECRET, clock=SteppedClock())
    opened.losses.faults = Faults(lost=0.3, throttled=0.05, conflicting=0.02)
    await stores.links.add_magic_link("token", make_magic_link())

    found = await asyncio.gather(*(stores.links.use_magic_link("token") for _ in range(32)))

    assert [one for one in found if one is not None] == [make_magic_link()]


async def test_uploads_and_spends_are_counted_exactly_over_bad_lines(open_lossy):
    opened = await open_lossy()
    stores = open_stores(opened.table, cursor_secret=SECRET, clock=SteppedClock())
    opened.losses.faults = Faults(lost=0.2, throttled=0.05, conflicting=0.02)
    use = TokenUse(prompt=10, answer=2)

    taken = await asyncio.gather(
        *(
            stores.daily_counts.take_upload(
                Platform.TIKTOK, "a", on=DAY, at_most=40, name=f"upload {number}"
            )
            for number in range(60)
        )
    )
    await asyncio.gather(*(stores.spends.add_spend(CREATOR, "2026-11", use, 7) for _ in range(60)))

    spent = await stores.spends.get_spend(CREATOR, "2026-11")
    assert (taken.count(True), taken.count(False)) == (40, 20)
    assert (spent.requests, spent.cost_micro_dollars) == (60, 420)
    assert not await stores.daily_counts.take_upload(
        Platform.TIKTOK, "a", on=DAY, at_most=40, name="one more"
    )


async def test_new_things_of_many_are_each_added_by_one_over_bad_lines(open_lossy):
    opened = await open_lossy()
    stores = open_stores(opened.table, cursor_secret=SECRET, clock=SteppedClock())
    opened.losses.faults = Faults(lost=0.2, throttled=0.05)
    posts = [make_post(id=make_test_ulid(number % 10)) for number in range(40)]

    added = await asyncio.gather(*(stores.posts.add_post(post) for post in posts))

    assert added.count(True) == 10


async def test_of_many_who_save_one_version_over_bad_lines_one_wins(open_lossy):
    opened = await open_lossy()
    stores = open_stores(opened.table, cursor_secret=SECRET, clock=SteppedClock())
    post = make_post()
    await stores.posts.add_post(post)
    opened.losses.faults = Faults(lost=0.2, throttled=0.05)

    saved = await asyncio.gather(
        *(stores.posts.save_post(post) for _ in range(24)), return_exceptions=True
    )

    assert sum(not isinstance(one, Exception) for one in saved) == 1
    assert sum(isinstance(one, Conflict) for one in saved) == 23
