"""The access patterns of the data model, each with the calls that it may take."""

from datetime import timedelta

import pytest

from core.adapters.table.items.due_items import due_of
from core.adapters.table.keys import due_pk
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.learning.insight import InsightId
from core.domain.learning.metrics import DayCounts
from core.domain.learning.task import TaskId, TaskStatus
from core.domain.plan.post import PostId, PostStatus
from core.domain.work.ids import AssetId, JobId, PublicationId
from core.domain.work.job import JobStatus
from core.domain.work.platform import Platform
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
    make_test_clip_id,
    make_test_ulid,
)
from tests.core.adapters.table.conftest import SECRET
from tests.fakes.secrets import FakeCipher
from tests.plan_builders import (
    DAY,
    MONTH,
    make_draft,
    make_insight,
    make_magic_link,
    make_metric,
    make_plan,
    make_post,
    make_task,
    make_token,
    make_variant,
)

STREAM = make_stream()
PUBLICATION = make_publication(id=PublicationId(make_test_ulid(0)))
QUERY = {"query": 1}
INDEX_QUERY = {"query": 1, "batch_get": 1}
PATTERNS = {
    "1 library of assets": (QUERY, lambda s: s.assets.list_assets(CREATOR)),
    "3 clip by id": ({"get": 1}, lambda s: s.clips.get_clip(CREATOR, make_test_clip_id(0))),
    "4 all clips": (QUERY | {"get": 1}, lambda s: s.clips.list_clips(CREATOR)),
    "5 review queue": (
        INDEX_QUERY,
        lambda s: s.clips.list_clips_by_status(CREATOR, ClipStatus.IN_REVIEW),
    ),
    "6 score above 80": (
        INDEX_QUERY,
        lambda s: s.clips.list_clips_by_score(CREATOR, at_least=81),
    ),
    "8 month": (QUERY, lambda s: s.calendar.list_month(CREATOR, MONTH)),
    "9 posts": (INDEX_QUERY, lambda s: s.posts.list_posts(CREATOR, PostStatus.IDEA)),
    "9 tasks": (INDEX_QUERY, lambda s: s.tasks.list_tasks(CREATOR, TaskStatus.OPEN)),
    "9 jobs": (INDEX_QUERY, lambda s: s.jobs.list_jobs(CREATOR, JobStatus.QUEUED)),
    "10 posts of a platform": (
        INDEX_QUERY,
        lambda s: s.posts.list_variants(CREATOR, Platform.TIKTOK),
    ),
    "11 whole post": (QUERY, lambda s: s.posts.get_whole_post(CREATOR, make_post().id)),
    "12 due": (QUERY, lambda s: s.due.list_due(_shard(), until=NOON)),
    "13 claim": (
        {"get": 1, "transact": 1},
        lambda s: s.due.claim_publication(due_of(PUBLICATION), at=NOON),
    ),
    "14 job status": ({"get": 1}, lambda s: s.jobs.get_job(CREATOR, JobId(make_test_ulid(0)))),
    "15 spikes": (QUERY, lambda s: s.spikes.list_spikes(STREAM)),
    "16 analytics": (
        QUERY,
        lambda s: s.analytics.list_days(CREATOR, DAY, DAY + timedelta(days=30)),
    ),
    "17 magic link": ({"delete_if": 1}, lambda s: s.links.use_magic_link("token")),
    "18 tokens": (QUERY, lambda s: s.tokens.list_tokens(CREATOR)),
    "insights": (QUERY, lambda s: s.insights.list_insights(CREATOR)),
    "metrics": (
        QUERY,
        lambda s: s.metrics.list_metrics(CREATOR, Platform.YOUTUBE, first=DAY, last=DAY),
    ),
}


def _shard():
    return int(due_pk(CREATOR).removeprefix("DUE#"))


@pytest.fixture
def stores(table, clock):
    return open_stores(table, cursor_secret=SECRET, clock=clock, cipher=FakeCipher())


async def _fill(stores):
    """Store three of everything, so that each page has something to show."""
    for n in range(3):
        ulid = make_test_ulid(n)
        await stores.assets.add_asset(make_asset(id=AssetId(ulid)))
        clip = make_clip(
            id=make_test_clip_id(n),
            score=make_score(20, 20, 20, 20, 5),
            status=ClipStatus.IN_REVIEW,
        )
        spike = make_spike(detected_at_seconds=100.0 + n)
        await stores.spikes.add_spike(STREAM, spike, clip=clip, job=make_job(id=JobId(ulid)))
        publication = make_publication(id=PublicationId(ulid), clip_id=clip.id)
        await stores.clips.save_clip(clip, publications=[publication])
        await stores.posts.add_post(make_post(id=PostId(ulid)))
        await stores.tasks.add_task(make_task(id=TaskId(ulid)))
        await stores.insights.add_insight(make_insight(id=InsightId(ulid)))
        await stores.analytics.put_day(
            CREATOR, DayCounts(on=DAY + timedelta(days=n), counts={"views": n})
        )
        await stores.metrics.put_metrics(CREATOR, [make_metric(post_id=ulid)])
        await stores.tokens.link_account(make_token(account_id=f"t{n}"))
    await stores.posts.add_post(make_post(), variants=[make_variant()])
    await stores.posts.save_post(make_post(), draft=make_draft())
    await stores.plans.save_plan(make_plan(version=0))
    await stores.links.add_magic_link("token", make_magic_link())


@pytest.mark.parametrize("name", PATTERNS)
async def test_a_pattern_takes_no_more_calls_than_the_data_model_says(stores, table, name):
    await _fill(stores)
    calls, run = PATTERNS[name]
    table.calls.clear()

    answer = await run(stores)

    assert table.calls == calls
    items = getattr(answer, "items", answer)
    assert items
    assert not isinstance(items, tuple) or len(items) >= (1 if name[:2] in {"10", "2 "} else 3)
