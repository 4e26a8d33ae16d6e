from datetime import timedelta

import pytest

from core.domain.learning.task import REST, TaskStatus
from tests.builders import CREATOR
from tests.core.services.learning.learning_world import OWNER, LearningWorld


@pytest.fixture
async def world(tmp_path):
    world = LearningWorld(tmp_path)
    await world.add_history()
    return world


async def test_two_insights_hold_with_their_evidence_and_tasks(world):
    lessons = await world.insights.lessons.read(OWNER)
    page = await world.insights.lessons.list_insights(OWNER)

    assert {claim.trait for claim in lessons.claims} == {"evening", "short"}
    assert {one.insight_id for one in lessons.claims} == {insight.id for insight in page.items}
    assert all(insight.confidence > 0.99 and insight.evidence for insight in page.items)
    assert "title asks" in {one.trait for one in lessons.questions}
    tasks = await world.insights.tasks.list_open(OWNER)
    assert {task.insight_id for task in tasks[:2]} == {insight.id for insight in page.items}


async def test_looking_again_adds_nothing(world):
    before = await world.insights.lessons.read(OWNER)

    again = await world.insights.look.look(CREATOR)

    assert again.claims == before.claims
    assert len((await world.insights.lessons.list_insights(OWNER)).items) == 2
    assert len(await world.insights.tasks.list_open(OWNER)) == 3


async def test_what_was_dismissed_does_not_come_back_for_90_days(world):
    (task, *_) = await world.insights.tasks.list_open(OWNER)
    await world.insights.tasks.dismiss(OWNER, task.id)

    world.clock.advance((REST - timedelta(days=1)).total_seconds())
    await world.insights.look.look(CREATOR)
    closed = await world.insights.tasks.read(OWNER, task.id)
    assert closed.status is TaskStatus.DISMISSED

    world.clock.advance(timedelta(days=2).total_seconds())
    await world.insights.look.look(CREATOR)
    assert (await world.insights.tasks.read(OWNER, task.id)).status is TaskStatus.OPEN


async def test_nobodys_posts_are_looked_at_in_vain(tmp_path):
    lessons = await LearningWorld(tmp_path).insights.look.look(CREATOR)

    assert lessons.claims == ()
    assert "No post has been measured" in lessons.silence
