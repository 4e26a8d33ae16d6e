"""The plan's services on the fakes and on both engines: races, a journey, and what pages cost."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.table.stores import open_stores
from core.domain.plan.post import ClipWish, PostId, PostStatus
from core.domain.plan.text_conflict import Answer, TextConflict
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import Conflict
from core.ports.stores import Stores
from core.services.plan.month_filling import Goals
from core.services.plan.post_writing import NewPost
from tests.builders import CREATOR, NOON, make_test_ulid
from tests.contracts.conftest import SECRET, open_sqlite_table
from tests.core.services.plan.plan_world import EDITOR, OWNER, PlanWorld, make_editor
from tests.fakes.counting import Counting
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.plan_builders import make_post, make_variant

EDITORS = 32
S = PostStatus


def _bundle(stores):
    return stores if isinstance(stores, Stores) else stores.bundle()


@pytest.fixture
def world(stores, clock, tmp_path):
    return PlanWorld(tmp_path, clock=clock, stores=_bundle(stores))


async def test_of_32_editors_one_wins_each_version_and_no_text_is_lost(world):
    seen = await world.writing.add_post(OWNER, NewPost(title="Ours", text="First"))

    async def save(number):
        try:
            return await world.writing.save_text(
                make_editor(number),
                seen.id,
                Wording(title="Ours", text=f"Text of {number}"),
                seen_version=seen.version,
            )
        except TextConflict as conflict:
            return conflict

    outcomes = await asyncio.gather(*map(save, range(EDITORS)))

    told = [one for one in outcomes if isinstance(one, TextConflict)]
    (winner,) = [one for one in outcomes if not isinstance(one, TextConflict)]
    assert len(told) == EDITORS - 1
    assert all(one.theirs == winner for one in told)
    whole = await world.reading.get_post(OWNER, seen.id)
    assert whole.post == winner
    assert (winner.version, winner.drafts) == (2, 2)
    lost = {(d.written_by, d.text) for d in whole.drafts if not d.is_taken}
    texts = {(f"discord:{100 + n}", f"Text of {n}") for n in range(EDITORS)}
    assert lost == texts - {(winner.written_by, winner.text)}
    await _answer_until_all_are_in(world, seen.id, told[:8])


async def _answer_until_all_are_in(world, post_id, told):
    """Let some who lost say `both` until they get through: their texts are in at the end."""
    wins: Counter[int] = Counter()

    async def insist(conflict):
        version, name = conflict.theirs.version, conflict.mine.name
        editor = replace(EDITOR, person_id=conflict.mine.written_by)
        for _ in range(200):
            try:
                saved = await world.writing.answer(
                    editor, post_id, name, Answer.BOTH, seen_version=version
                )
            except TextConflict as again:
                version = again.theirs.version
            else:
                wins[saved.version] += 1
                return

    await asyncio.gather(*map(insist, told))
    whole = await world.reading.get_post(OWNER, post_id)
    assert max(wins.values()) == 1
    assert {one.mine.text for one in told} <= set(whole.post.text.split("\n"))
    assert [d.number for d in whole.drafts if d.is_taken] == list(range(1, len(told) + 3))


async def test_of_32_who_move_a_post_one_does_and_31_are_told_where_it_is(world):
    seen = await world.writing.add_post(OWNER, NewPost(title="Ours"))

    async def move(number):
        try:
            return await world.moving.move_to(
                make_editor(number), seen.id, S.REVIEW, seen_version=seen.version
            )
        except Conflict as conflict:
            return conflict

    outcomes = await asyncio.gather(*map(move, range(EDITORS)))

    told = [one for one in outcomes if isinstance(one, Conflict)]
    assert len(told) == EDITORS - 1
    (winner,) = [one for one in outcomes if not isinstance(one, Conflict)]
    assert all(one.current == winner and winner.changed_by in str(one) for one in told)


async def test_of_many_clips_that_are_approved_at_once_each_takes_a_post_of_its_own(world):
    await world.send_to(Platform.YOUTUBE)
    for day in range(4):
        at = NOON + timedelta(days=day + 1)
        await world.writing.add_post(
            OWNER, NewPost(title=f"Post {day}", at=at, wish=ClipWish(), status=S.IDEA)
        )
    clips = [await world.add_clip(number) for number in range(6)]

    await asyncio.gather(*map(world.approve, clips))
    await world.clip_posts.settle_waiting(CREATOR)

    page = await world.reading.list_status(OWNER, S.SCHEDULED)
    filled = [post.clip_id for post in page.items]
    assert len(filled) == len(set(filled)) == 4
    for post in page.items:
        (publication,) = await world.list_publications(post.clip_id)
        assert publication.due_at == post.planned_at


async def test_a_month_from_the_first_idea_to_published(world, clock):
    clock.at = datetime(2026, 3, 20, 12, tzinfo=UTC)
    await world.live_in("Europe/Berlin")
    await world.send_to(Platform.YOUTUBE)
    await world.filling.set_goals(OWNER, "2026-03", Goals(themes=["chess"]))
    filled = await world.filling.fill(OWNER)
    again = await world.filling.fill(OWNER)
    assert (len(filled.added), len(again.added)) == (30, 0)
    own = await world.writing.add_post(
        OWNER,
        NewPost(title="My idea", text="One. Two.", platforms=(Platform.X, Platform.REDNOTE)),
    )
    await world.variants.draft(OWNER, own.id, (*own.platforms, Platform.LINKEDIN))
    own = await world.writing.save_text(
        OWNER, own.id, Wording(title="My idea", text="One. Three."), seen_version=own.version
    )
    changes = await world.reading.compare(OWNER, own.id, "1", "2")
    assert [c.text for c in changes if c.kind.value == "added"] == ["Three."]
    own = await world.writing.restore(OWNER, own.id, "1", seen_version=own.version)
    assert own.text == "One. Two."
    first = next(post for post in filled.added if post.wish)
    clip = await world.approve(await world.add_clip())
    whole = await world.reading.get_post(OWNER, first.id)
    assert (whole.post.clip_id, whole.post.status) == (clip.id, S.SCHEDULED)
    moved_to = datetime(2026, 3, 30, 16, tzinfo=UTC)  # six in the evening, in summer time
    post = await world.moving.reschedule(OWNER, first.id, moved_to, seen_version=whole.post.version)
    (publication,) = await world.list_publications(clip.id)
    assert publication.due_at == moved_to == post.planned_at

    await world.publish(publication)

    board = await world.reading.list_status(OWNER, S.PUBLISHED)
    assert [one.id for one in board.items] == [first.id]
    month = await world.reading.list_month(OWNER, "2026-03")
    (entry,) = [e for e in month.entries if e.kind == "post" and e.id == first.id]
    assert (entry.status, entry.clip_id) == ("published", clip.id)


async def _add_numbered(stores, number, month):
    at = datetime(2026, month, 1, tzinfo=UTC) + timedelta(minutes=7 * number)
    post = make_post(
        id=PostId(make_test_ulid(number)),
        planned_at=at,
        month=f"2026-{month:02d}",
        clip_id=None,
        status=list(S)[number % 5],
    )
    variant = make_variant(post_id=post.id, platform=Platform.X, planned_at=at)
    await stores.posts.add_post(post, variants=[variant])


async def _measure(table, clock, folder, posts, months):
    calls: Counter[str] = Counter()
    stores = open_stores(
        Counting(table, calls=calls),
        cursor_secret=SECRET,
        clock=clock,
        cipher=FakeCipher(),
        storage=FakeStorage(folder),
    )
    world = PlanWorld(folder, clock=clock, stores=stores)
    for start in range(0, posts, 200):
        numbers = range(start, min(start + 200, posts))
        await asyncio.gather(*(_add_numbered(stores, n, n % months + 1) for n in numbers))
    some = PostId(make_test_ulid(2))
    pages = {
        "calendar": lambda: world.reading.list_month(OWNER, "2026-03"),
        "board": lambda: world.reading.list_status(OWNER, S.REVIEW),
        "platform": lambda: world.reading.list_platform(OWNER, Platform.X),
        "post": lambda: world.reading.get_post(OWNER, some),
        "choices": lambda: world.reading.search(OWNER, "post", limit=25),
    }
    costs = {}
    for name, read in pages.items():
        calls.clear()
        await read()
        costs[name] = dict(calls)
    return costs


async def test_every_page_costs_the_same_at_a_year_of_posts_and_at_1500(tmp_path, clock):
    """The calendar reads the profile, for the zone, and then one query; the board one query."""
    costs = []
    for name, posts, months in (("year", 360, 12), ("many", 1500, 12)):
        folder = tmp_path / name
        folder.mkdir()
        async with open_sqlite_table(folder) as table:
            costs.append(await _measure(table, clock, folder, posts, months))

    assert costs[0] == costs[1]
    assert costs[0] == {
        "calendar": {"get": 1, "query": 1},
        "board": {"query": 1, "batch_get": 1},
        "platform": {"query": 1, "batch_get": 1},
        "post": {"query": 1},
        "choices": {"get": 1, "query": 2},
    }
