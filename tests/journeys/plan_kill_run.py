"""A month of work, killed at its nth write; and a look at what is there afterwards.

The table is a file, or one of the DynamoDB double where AWS_ENDPOINT_URL names it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NoReturn

from core.adapters.aws import make_client, make_session
from core.adapters.clock import SystemClock
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.schema import create_table
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.plan.post import ClipWish, Post, PostId, PostStatus, WholePost
from core.domain.publishing.publication import OUT, PublicationStatus
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.services.plan.post_writing import NewPost
from tests.builders import CREATOR
from tests.contracts.dynamodb import keep_what_is_past
from tests.core.services.plan.plan_world import OWNER, PlanWorld
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock

WRITES = {"put_if", "update_if", "delete_if", "transact", "batch_put", "batch_delete"}
POSTS = 6


class KillingTable:
    """Passes everything on, and kills this process at the nth write: just before it, or after."""

    def __init__(self, inside: Any, nth: int) -> None:
        self._inside = inside
        self._left = nth
        self._is_before = nth % 2 == 1

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inside, name)
        if name not in WRITES:
            return found

        async def write(*given: Any, **named: Any) -> Any:
            self._left -= 1
            is_last = self._left == 0
            if is_last and self._is_before:
                os.kill(os.getpid(), signal.SIGKILL)
            done = await found(*given, **named)
            if is_last:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return write


async def open_table(folder: Path) -> SqliteTable | DynamoTable:
    """Open the table of this folder; it is made where there is none."""
    if "AWS_ENDPOINT_URL" not in os.environ:
        return await SqliteTable.open(folder / "truss.db")
    client = make_client(make_session(now=SystemClock().now), "dynamodb", resends=False)
    name = f"plan-{folder.parent.name}-{folder.name}"
    await asyncio.to_thread(create_table, client, name)
    await asyncio.to_thread(keep_what_is_past, client, name)
    return DynamoTable(client, name)


async def open_world(folder: Path, nth: int = 0) -> tuple[PlanWorld, SqliteTable | DynamoTable]:
    clock = FakeClock()
    table = await open_table(folder)
    stores = open_stores(
        KillingTable(table, nth),
        cursor_secret=b"a secret of the tests",
        clock=clock,
        cipher=FakeCipher(),
        storage=FakeStorage(folder),
    )
    return PlanWorld(folder, clock=clock, stores=stores), table


async def work(folder: Path, nth: int) -> None:
    """Do a bit of everything that changes several things at once."""
    world, table = await open_world(folder, nth)
    await world.send_to(Platform.YOUTUBE)
    await world.filling.fill(OWNER, count=POSTS, platforms=[Platform.YOUTUBE])
    clips = [await world.add_clip(number) for number in (1, 2)]
    approved = [await world.approve(clip) for clip in clips]
    post_id = await world.stores.posts.find_post_of_clip(CREATOR, approved[0].id)
    assert post_id
    post = await world.stores.posts.get_post(CREATOR, post_id)
    at = post.planned_at.replace(hour=20)
    await world.moving.reschedule(OWNER, post.id, at, seen_version=post.version)
    own = await world.writing.add_post(
        OWNER, NewPost(title="Own", wish=ClipWish(), platforms=(Platform.X,))
    )
    await world.variants.draft(OWNER, own.id)
    await world.writing.save_text(
        OWNER, own.id, Wording(title="Own", text="Two"), seen_version=own.version
    )
    (publication,) = await world.list_publications(approved[0].id)
    await world.publish(publication)
    await world.app.review.clips.undo(OWNER, approved[1].id, seen_version=approved[1].version)
    await world.plan.exchange.import_month(
        OWNER, b"time,title\n2026-03-09 18:00,A\n2026-03-10 18:00,B\n", dry_run=False
    )
    await table.close()


async def look(folder: Path) -> None:
    """Let a new process begin, and fail where anything is half moved."""
    world, table = await open_world(folder)
    await world.plan.sweep.sweep_creator(CREATOR)
    found: list[Post] = []
    for status in PostStatus:
        found += (await world.stores.posts.list_posts(CREATOR, status, limit=100)).items
    for one in found:
        await check(world, await world.stores.posts.get_whole_post(CREATOR, PostId(one.id)))
    imported = [post for post in found if post.title in {"A", "B"}]
    assert len(imported) in {0, 2}, "half imported"
    await world.filling.fill(OWNER, count=POSTS, platforms=[Platform.YOUTUBE])
    again = await world.filling.fill(OWNER, count=POSTS, platforms=[Platform.YOUTUBE])
    assert again.added == ()
    await table.close()


async def check(world: PlanWorld, whole: WholePost) -> None:
    post = whole.post
    assert [d.number for d in whole.drafts if d.platform is None] == [*range(1, post.drafts + 1)]
    assert all(variant.planned_at == post.planned_at for variant in whole.variants)
    if post.clip_id is None:
        assert post.status is not PostStatus.SCHEDULED
        return
    assert await world.stores.posts.find_post_of_clip(CREATOR, post.clip_id) == post.id
    clip = await world.stores.clips.get_clip(CREATOR, post.clip_id)
    assert clip.status is ClipStatus.APPROVED
    publications = await world.list_publications(post.clip_id)
    waiting = [p for p in publications if p.status is PublicationStatus.SCHEDULED]
    assert all(p.due_at == post.planned_at for p in waiting)
    is_out = all(p.status in OUT for p in publications)
    assert (post.status is PostStatus.PUBLISHED) == is_out


def _run(doing: Coroutine[Any, Any, None]) -> NoReturn:
    """Do it and end this process, which shares its parent's memory and must not go on in it."""
    code = 1
    try:
        asyncio.run(doing)
        code = 0
    finally:
        traceback.print_exc() if code else None
        os._exit(code)


def run(folder: Path, points: int) -> None:
    """Kill a process at each of these writes, and look at each from another process."""
    for nth in range(1, points + 1):
        place = folder / str(nth)
        place.mkdir()
        worker = os.fork()
        if worker == 0:
            _run(work(place, nth))
        _, how = os.waitpid(worker, 0)
        looker = os.fork()
        if looker == 0:
            _run(look(place))
        _, looked = os.waitpid(looker, 0)
        was_killed = os.WIFSIGNALED(how) and os.WTERMSIG(how) == signal.SIGKILL
        print("point", nth, "killed" if was_killed else how, "whole" if looked == 0 else "HALF")  # noqa: T201


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
