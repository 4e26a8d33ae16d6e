"""An index may be behind by any time: nothing but a list page may notice."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from core.adapters.table.items.due_items import due_of
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.learning.metrics import DayCounts
from core.domain.learning.task import TaskStatus
from core.domain.plan.post import PostStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.job import JobStatus, Queue
from core.domain.work.platform import Platform
from core.errors import Conflict
from core.ports.stores import Stores
from tests.builders import (
    CREATOR,
    NOON,
    make_asset,
    make_clip,
    make_job,
    make_publication,
    make_score,
    make_spike,
    make_stream,
)
from tests.contracts.conftest import SECRET
from tests.contracts.lagging_table import LaggingTable
from tests.fakes.secrets import FakeCipher
from tests.plan_builders import (
    DAY,
    MONTH,
    make_draft,
    make_magic_link,
    make_plan,
    make_post,
    make_task,
    make_token,
    make_variant,
)

INDEX_LISTS = {
    "clips by status": lambda s: s.clips.list_clips_by_status(CREATOR, ClipStatus.APPROVED),
    "clips by score": lambda s: s.clips.list_clips_by_score(CREATOR, at_least=1),
    "jobs": lambda s: s.jobs.list_jobs(CREATOR, JobStatus.DONE),
    "posts": lambda s: s.posts.list_posts(CREATOR, PostStatus.DRAFTING),
    "variants": lambda s: s.posts.list_variants(CREATOR, Platform.TIKTOK),
    "tasks": lambda s: s.tasks.list_tasks(CREATOR, TaskStatus.DONE),
    "month": lambda s: s.calendar.list_month(CREATOR, MONTH),
}


@pytest.fixture
async def lagging(engine, tmp_path) -> AsyncIterator[LaggingTable]:
    async with engine(tmp_path / "ahead") as table, engine(tmp_path / "behind") as behind:
        yield LaggingTable(table, behind)


def _open(table, clock) -> Stores:
    return open_stores(table, cursor_secret=SECRET, clock=clock, cipher=FakeCipher())


async def _live_a_life(stores: Stores) -> list[object]:
    """Do a bit of everything, and return all that was answered on the way."""
    seen: list[object] = []
    clip = make_clip(score=make_score())
    seen += [
        await stores.streams.add_stream(make_stream()),
        await stores.assets.add_asset(make_asset()),
        await stores.spikes.add_spike(make_stream(), make_spike(), clip=clip, job=make_job()),
        await stores.spikes.add_spike(make_stream(), make_spike(), clip=clip, job=make_job()),
    ]
    seen += await _work(stores)
    seen += await _review_and_publish(stores)
    seen += await _plan(stores)
    seen += await _sign_in(stores)
    seen += [
        await stores.clips.list_clips(CREATOR),
        await stores.assets.list_assets(CREATOR),
        await stores.publications.list_publications(CREATOR),
        await stores.directory.list_creators(),
    ]
    return seen


async def _work(stores: Stores) -> list[object]:
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=60)
    assert lease is not None
    job = await stores.jobs.get_job(CREATOR, lease.job_id)
    job = await stores.jobs.save_job(job.move_to(JobStatus.RUNNING, at=NOON))
    job = await stores.jobs.save_job(job.move_to(JobStatus.DONE, at=NOON))
    await stores.queue.delete(lease)
    return [lease, job, await stores.queue.receive(Queue.WORK, lease_seconds=60)]


async def _review_and_publish(stores: Stores) -> list[object]:
    clip = await stores.clips.get_clip(CREATOR, make_clip().id)
    for status in (ClipStatus.RENDERING, ClipStatus.IN_REVIEW):
        clip = await stores.clips.save_clip(clip.move_to(status, at=NOON))
    approved = clip.move_to(ClipStatus.APPROVED, at=NOON)
    await stores.clips.save_clip(approved, publications=[make_publication()])
    with pytest.raises(Conflict) as conflict:
        await stores.clips.save_clip(clip.move_to(ClipStatus.REJECTED, at=NOON))
    due = due_of(make_publication())
    claims = [await stores.claims.claim_publication(due, at=NOON) for _ in range(2)]
    publication = await stores.publications.get_publication(CREATOR, make_publication().id)
    done = publication.move_to(PublicationStatus.UPLOADING, at=NOON)
    return [conflict.value.current, *claims, await stores.publications.save_publication(done)]


async def _plan(stores: Stores) -> list[object]:
    await stores.plans.save_plan(make_plan(version=0))
    await stores.posts.add_post(make_post(), variants=[make_variant()])
    post = make_post().move_to(PostStatus.DRAFTING, at=NOON)
    post = await stores.posts.save_post(post, draft=make_draft())
    await stores.tasks.add_task(make_task())
    task = await stores.tasks.save_task(make_task().move_to(TaskStatus.DONE, at=NOON))
    await stores.analytics.put_local_day(CREATOR, "w1", DayCounts(on=DAY, counts={"clips": 1}))
    return [
        post,
        task,
        await stores.posts.get_whole_post(CREATOR, post.id),
        await stores.analytics.list_days(CREATOR, DAY, DAY),
    ]


async def _sign_in(stores: Stores) -> list[object]:
    await stores.links.add_magic_link("token", make_magic_link())
    token = await stores.tokens.link_account(make_token())
    return [
        await stores.links.use_magic_link("token"),
        await stores.links.use_magic_link("token"),
        await stores.tokens.save_token(replace(token, access_token="new")),
        await stores.tokens.list_tokens(CREATOR),
    ]


async def test_nothing_but_a_list_page_notices_that_the_indexes_stand_still(table, lagging, clock):
    expected = await _live_a_life(_open(table, clock))

    assert await _live_a_life(_open(lagging, clock)) == expected


async def test_list_pages_of_indexes_are_behind_and_then_right(table, lagging, clock):
    await _live_a_life(_open(table, clock))
    stores = _open(lagging, clock)
    await _live_a_life(stores)

    for read in INDEX_LISTS.values():
        assert (await read(stores)).items == ()
    await lagging.catch_up()
    for name, read in INDEX_LISTS.items():
        page = await read(stores)
        assert page.items, name
        assert page.items == (await read(_open(table, clock))).items, name


async def test_what_has_left_a_list_is_not_shown_though_its_index_still_says_so(lagging, clock):
    stores = _open(lagging, clock)
    await _live_a_life(stores)
    await lagging.catch_up()

    post = await stores.posts.get_post(CREATOR, make_post().id)
    await stores.posts.save_post(post.move_to(PostStatus.REVIEW, at=NOON))
    task = await stores.tasks.get_task(CREATOR, make_task().id)
    await stores.tasks.save_task(task.move_to(TaskStatus.OPEN, at=NOON))
    clip = await stores.clips.get_clip(CREATOR, make_clip().id)
    await stores.clips.save_clip(clip.move_to(ClipStatus.RENDERING, at=NOON))

    for name in ("posts", "tasks", "clips by status"):
        assert (await INDEX_LISTS[name](stores)).items == ()
