"""The costs that docs/data-model.md gives are those that DynamoDB's double reports."""

import math
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.adapters.table.dynamo_codec import decode_item
from core.adapters.table.items.due_items import due_of
from core.adapters.table.limits import value_size
from core.adapters.table.stores import open_stores
from core.adapters.table.stores.clips import ClipTable
from core.domain.chat.baseline import Bucket
from core.domain.chat.chat_message import ChatHistogram
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.learning.metrics import DayCounts
from core.domain.people.creator_profile import CreatorProfile
from core.domain.plan.post import PostId
from core.domain.work.ids import place_clip_id
from core.domain.work.job import JobStatus, Queue
from core.ports.stores import Stores
from tests.builders import (
    CREATOR,
    NOON,
    make_clip,
    make_job,
    make_publication,
    make_score,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.contracts.conftest import SECRET
from tests.contracts.dynamodb import open_dynamo_table
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.secrets import FakeCipher
from tests.plan_builders import (
    DAY,
    MONTH,
    make_draft,
    make_magic_link,
    make_post,
    make_token,
    make_variant,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "data-model.md"
SCORED = make_clip(score=make_score(), status=ClipStatus.IN_REVIEW)
JOB = make_job()
CARRIED = make_job(id="A" * 26, version=0)
MEMORY = DetectorMemory(
    heard_seconds=36_000,
    buckets=tuple(Bucket(1200 + n, 140, 70, 90, 45, 210, 6, 20) for n in range(26)),
    peaks=tuple(10.125 + n for n in range(60)),
)
COUNTS = DayCounts(on=DAY, counts={"chat messages": 12_000, "spikes": 9, "clips": 4})


class Meter:
    """Sums the units of every call while it runs.

    Writes are what the double reports, which knows items, indexes and transactions. It bills every
    read as one piece of 4 KB, so those are counted here from the sizes of what was read.
    """

    def __init__(self, client: Any) -> None:
        self.units = 0.0
        self._lock = threading.Lock()
        self._events = client.meta.events
        self._per_piece = 0.5

    def __enter__(self) -> "Meter":
        self._events.register("provide-client-params.dynamodb.*", self._ask)
        self._events.register("after-call.dynamodb.*", self._add)
        return self

    def __exit__(self, *_: object) -> None:
        self._events.unregister("provide-client-params.dynamodb.*", self._ask)
        self._events.unregister("after-call.dynamodb.*", self._add)

    def _ask(self, params: dict[str, Any], model: Any, **_: Any) -> dict[str, Any]:
        self._per_piece = 1.0 if params.get("ConsistentRead") else 0.5
        return params | {"ReturnConsumedCapacity": "TOTAL"}

    def _add(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        units = self._count(parsed, model.name)
        with self._lock:  # partitions are asked at once, by several threads
            self.units += units

    def _count(self, parsed: dict[str, Any], name: str) -> float:
        match name:
            case "GetItem":
                return self._pieces([parsed.get("Item", {})])
            case "Query":
                return self._pieces(parsed["Items"])
            case "BatchGetItem":
                (items,) = parsed["Responses"].values()
                return sum(self._pieces([item]) for item in items)
            case _:
                found = parsed["ConsumedCapacity"]
                tables = found if isinstance(found, list) else [found]
                return float(sum(table["CapacityUnits"] for table in tables))

    def _pieces(self, items: list[Any]) -> float:
        size = sum(value_size(decode_item(item)) for item in items)
        return max(1, math.ceil(size / 4096)) * self._per_piece


async def _spike(stores: Stores) -> object:
    return await stores.spikes.add_spike(make_stream(), make_spike(), clip=SCORED, job=JOB)


async def _twenty_clips(stores: Stores) -> None:
    for number in range(20):
        spike = make_spike(detected_at_seconds=200.0 + number)
        await stores.spikes.add_spike(make_stream(), spike, clip=_clip(number))


async def _spread(stores: Stores) -> None:
    assert isinstance(stores.clips, ClipTable)
    await stores.clips.spread_clips(CREATOR, shards=8)


async def _spread_clips(stores: Stores) -> None:
    await _spread(stores)
    for number in range(20):
        placed = place_clip_id(make_test_clip_id(number), shards=8)
        await stores.clips.add_clip(replace(_clip(number), id=placed, spike=make_spike()))


def _clip(number: int) -> Clip:
    return make_clip(id=make_test_clip_id(number), score=make_score(), status=ClipStatus.IN_REVIEW)


async def _post(stores: Stores) -> None:
    await stores.posts.add_post(make_post(), variants=[make_variant()])


async def _hundred_posts(stores: Stores) -> None:
    for number in range(100):
        await stores.posts.add_post(make_post(id=PostId(make_test_ulid(number))))


async def _approval(stores: Stores) -> None:
    await _spike(stores)
    approved = SCORED.move_to(ClipStatus.APPROVED, at=NOON)
    await stores.clips.save_clip(approved, publications=[make_publication()])


async def _magic_link(stores: Stores) -> None:
    await stores.links.add_magic_link("token", make_magic_link())


async def _token(stores: Stores) -> None:
    await stores.tokens.link_account(make_token())


async def _thirty_days(stores: Stores) -> None:
    for number in range(30):
        on = DAY + timedelta(days=number)
        for worker in ("w1", "w2"):
            counted = DayCounts(on=on, counts=COUNTS.counts)
            await stores.analytics.put_local_day(CREATOR, worker, counted)


async def _nothing(_: Stores) -> None:
    return None


Step = Callable[[Stores], Awaitable[object]]
ROW = ChatHistogram(stream_id=make_stream().id, starts_at=NOON, messages=(40,) * 120, chatters=99)
OPERATIONS: list[tuple[str, Step, Step]] = [
    ("a new stream", _nothing, lambda s: s.streams.add_stream(make_stream())),
    (
        "a chat spike alone",
        _nothing,
        lambda s: s.spikes.add_spike(make_stream(), make_spike()),
    ),
    ("a chat spike with its clip and job", _nothing, _spike),
    ("ten minutes of chat", _nothing, lambda s: s.histograms.put_histogram(CREATOR, ROW)),
    (
        "what is known of a live stream",
        _nothing,
        lambda s: s.memories.put_memory(CREATOR, make_stream().id, MEMORY, writer="one"),
    ),
    ("a new job", _nothing, lambda s: s.jobs.add_job(JOB)),
    (
        "a job's new status",
        _spike,
        lambda s: s.jobs.save_job(make_job(progress=0.5, status=JobStatus.RUNNING)),
    ),
    (
        "receiving a job",
        _spike,
        lambda s: s.queue.receive(Queue.WORK, lease_seconds=60),
    ),
    (
        "looking into an empty queue",
        _nothing,
        lambda s: s.queue.receive(Queue.WORK, lease_seconds=60),
    ),
    (
        "a clip's new status",
        _spike,
        lambda s: s.clips.save_clip(SCORED.move_to(ClipStatus.APPROVED, at=NOON)),
    ),
    (
        "an approval with publication and job",
        _spike,
        lambda s: s.clips.save_clip(
            SCORED.move_to(ClipStatus.APPROVED, at=NOON),
            publications=[make_publication()],
            jobs=[make_job(id="A" * 26)],
        ),
    ),
    (
        "an approval with publication and the card's job",
        _spike,
        lambda s: s.clips.save_clip(
            SCORED.move_to(ClipStatus.APPROVED, at=NOON),
            publications=[make_publication()],
            jobs=[CARRIED],
        ),
    ),
    (
        "receiving a carried job",
        lambda s: s.jobs.add_job(CARRIED),
        lambda s: s.queue.receive(Queue.WORK, lease_seconds=60),
    ),
    (
        "counting 20 clips of one status",
        _twenty_clips,
        lambda s: s.clips.count_clips(CREATOR, ClipStatus.IN_REVIEW, most=101),
    ),
    ("a clip by its id", _spike, lambda s: s.clips.get_clip(CREATOR, SCORED.id)),
    ("20 clips, newest first", _twenty_clips, lambda s: s.clips.list_clips(CREATOR)),
    (
        "spreading a creator's new clips",
        lambda s: s.profiles.save_profile(CreatorProfile(creator_id=CREATOR)),
        _spread,
    ),
    (
        "20 clips in 8 partitions, newest first",
        _spread_clips,
        lambda s: s.clips.list_clips(CREATOR),
    ),
    (
        "20 clips of one status",
        _twenty_clips,
        lambda s: s.clips.list_clips_by_status(CREATOR, ClipStatus.IN_REVIEW),
    ),
    (
        "20 clips by score",
        _twenty_clips,
        lambda s: s.clips.list_clips_by_score(CREATOR, at_least=1),
    ),
]

OPERATIONS += [
    ("a new post", _nothing, lambda s: s.posts.add_post(make_post())),
    ("a post's new text", _post, lambda s: s.posts.save_post(make_post(text="words"))),
    (
        "a post's new text with its draft",
        _post,
        lambda s: s.posts.save_post(make_post(text="words"), draft=make_draft()),
    ),
    (
        "a post with its variant",
        _post,
        lambda s: s.posts.get_whole_post(CREATOR, make_post().id),
    ),
    (
        "a month of 100 posts",
        _hundred_posts,
        lambda s: s.calendar.list_month(CREATOR, MONTH),
    ),
    (
        "looking for what is due where nothing is",
        _nothing,
        lambda s: s.due.list_due(0, until=NOON),
    ),
    (
        "claiming a publication",
        _approval,
        lambda s: s.claims.claim_publication(due_of(make_publication()), at=NOON),
    ),
    ("using a magic link", _magic_link, lambda s: s.links.use_magic_link("token")),
    ("a token's refresh", _token, lambda s: s.tokens.save_token(make_token())),
    (
        "30 days of two workers",
        _thirty_days,
        lambda s: s.analytics.list_days(CREATOR, DAY, DAY + timedelta(days=29)),
    ),
]


@pytest.mark.parametrize(
    ("name", "before", "operation"), OPERATIONS, ids=[o[0] for o in OPERATIONS]
)
async def test_an_operation_costs_what_the_data_model_says(
    dynamodb_client, name, before, operation
):
    async with open_dynamo_table(dynamodb_client) as table:
        stores = open_stores(table, cursor_secret=SECRET, clock=SteppedClock(), cipher=FakeCipher())
        await before(stores)

        with Meter(dynamodb_client) as meter:
            await operation(stores)

    assert f"| {name} | {meter.units:g} |" in DOCUMENT.read_text()
