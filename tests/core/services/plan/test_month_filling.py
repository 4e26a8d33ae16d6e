import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest

from core.domain.learning.lessons import Lessons
from core.domain.plan.month_plan import Recurrence
from core.domain.plan.post import PostStatus
from core.domain.publishing.posting_slot import PostingSlot, PostingSlots
from core.domain.work.platform import Platform
from core.errors import Forbidden, InvalidInput
from core.services.plan.month_filling import Goals
from core.services.plan.post_writing import NewPost
from tests.builders import CREATOR
from tests.core.domain.learning.test_todo import CLAIM
from tests.core.services.plan.plan_world import EDITOR, MODERATOR, OWNER, PlanWorld
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_insight

LATE = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def world(tmp_path):
    return PlanWorld(tmp_path, clock=FakeClock(LATE))


async def list_all(world):
    found = []
    for month in ("2026-03", "2026-04", "2026-05"):
        page = await world.reading.list_month(OWNER, month)
        found += [entry for entry in page.entries if entry.kind == "post"]
    return found


async def test_thirty_posts_fill_the_coming_days_over_the_months_end(world):
    await world.live_in("Europe/Berlin")
    goals = Goals(niche="chess", themes=["endgames", "openings"], goals=["1,000 followers"])
    await world.filling.set_goals(OWNER, "2026-03", goals)

    filled = await world.filling.fill(OWNER, platforms=[Platform.X, Platform.YOUTUBE])

    assert (len(filled.added), filled.were_there) == (30, 0)
    assert Counter(p.platforms[0] for p in filled.added) == {Platform.X: 15, Platform.YOUTUBE: 15}
    assert {p.month for p in filled.added} == {"2026-03", "2026-04"}
    assert len({p.title for p in filled.added}) == 30
    # Berlin's clocks go forward on the 29th of March; six in the evening stays six.
    hours = {p.planned_at.hour for p in filled.added}
    assert hours == {16, 17}
    assert [entry.title for entry in await list_all(world)] == [p.title for p in filled.added]


async def test_only_what_still_holds_is_said_to_have_worked(world):
    await world.stores.insights.add_insight(make_insight(statement="Held once."))
    await world.stores.lessons.save_lessons(Lessons(creator_id=CREATOR, claims=(CLAIM,)))

    filled = await world.filling.fill(OWNER, platforms=[Platform.X])

    texts = " ".join(post.text for post in filled.added)
    assert f"What worked: {CLAIM.statement}" in texts
    assert "Held once." not in texts


async def test_filling_twice_is_equal_in_one_workspace_and_in_two(world, tmp_path):
    (tmp_path / "other").mkdir()
    other = PlanWorld(tmp_path / "other", clock=FakeClock(LATE))
    first = await world.filling.fill(OWNER)

    again = await world.filling.fill(EDITOR)

    assert (len(again.added), again.were_there) == (0, 30)
    assert (await other.filling.fill(OWNER)).added == first.added


async def test_two_who_fill_at_once_make_one_month(world):
    await asyncio.gather(*(world.filling.fill(OWNER) for _ in range(4)))
    assert len(await list_all(world)) == 30


async def test_what_a_person_wrote_or_moved_stays_and_only_what_is_missing_is_added(world):
    filled = await world.filling.fill(OWNER, count=10)
    first, second = filled.added[:2]
    moved_to = datetime(2026, 3, 20, 13, tzinfo=UTC)
    await world.moving.reschedule(OWNER, first.id, moved_to, seen_version=first.version)
    own = await world.writing.add_post(
        MODERATOR, NewPost(title="My own", at=filled.added[-1].planned_at.replace(hour=9))
    )

    again = await world.filling.fill(OWNER, count=30)

    assert again.were_there == 11
    assert len(again.added) == 19
    entries = {entry.id: entry for entry in await list_all(world)}
    assert len(entries) == 30
    assert entries[own.id].title == "My own"
    assert entries[first.id].at == moved_to
    assert entries[second.id].title == second.title


async def test_posts_go_to_the_posting_slots_and_their_platforms(world):
    slots = (
        PostingSlot(weekday=0, hour=9),
        PostingSlot(weekday=4, hour=20, platform=Platform.TIKTOK),
    )
    await world.stores.slots.save_slots(PostingSlots(creator_id=CREATOR, slots=slots))
    await world.send_to(Platform.YOUTUBE)

    filled = await world.filling.fill(OWNER, count=4)

    assert [(f"{p.planned_at:%a %H}", p.platforms[0].value) for p in filled.added] == [
        ("Fri 20", "tiktok"),
        ("Mon 09", "youtube"),
        ("Fri 20", "tiktok"),
        ("Mon 09", "youtube"),
    ]
    assert all(p.status is PostStatus.IDEA and p.drafts == 1 for p in filled.added)


async def test_only_editors_fill_and_set_goals_and_never_too_much(world):
    with pytest.raises(Forbidden):
        await world.filling.fill(MODERATOR)
    with pytest.raises(Forbidden):
        await world.filling.set_goals(MODERATOR, "2026-03", Goals())
    with pytest.raises(InvalidInput):
        await world.filling.fill(OWNER, count=101)
    with pytest.raises(InvalidInput):
        await world.filling.set_goals(OWNER, "March", Goals())


async def test_goals_that_are_not_named_stay(world):
    await world.filling.set_goals(OWNER, "2026-03", Goals(niche="chess", themes=["a", "a", " "]))
    plan = await world.filling.set_goals(EDITOR, "2026-03", Goals(goals=["grow"]))
    assert (plan.niche, plan.themes, plan.goals, plan.version) == ("chess", ("a",), ("grow",), 2)
    assert await world.reading.find_plan(OWNER, "2026-03") == plan


async def test_a_weekly_post_comes_each_week_and_goes_on_in_the_months_after(world):
    friday = Recurrence(weekday=4, title="Clip of the week", wants_clip=True)
    await world.filling.set_weekly(OWNER, "2026-03", 4, friday)
    await world.filling.set_weekly(OWNER, "2026-04", 0, Recurrence(weekday=0, title="Monday"))

    filled = await world.filling.fill(OWNER, count=14, platforms=[Platform.YOUTUBE])

    weekly = [post for post in filled.added if post.title == "Clip of the week"]
    assert [post.planned_at.weekday() for post in weekly] == [4, 4]
    assert all(post.wish is not None for post in weekly)
    plan = await world.filling.set_weekly(OWNER, "2026-04", 4, None)
    assert [one.title for one in plan.recurring] == ["Monday"]


async def test_a_weekly_post_has_a_title_and_is_an_editors(world):
    untitled = Recurrence(weekday=4, title=" ")
    with pytest.raises(InvalidInput, match="title"):
        await world.filling.set_weekly(OWNER, "2026-03", 4, untitled)
    with pytest.raises(Forbidden):
        await world.filling.set_weekly(MODERATOR, "2026-03", 4, None)
