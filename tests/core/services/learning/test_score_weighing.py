from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.learning.lessons import Lessons
from core.errors import Forbidden
from core.services.learning.score_weighing import KEPT_SECONDS
from tests.builders import CREATOR, NOON, make_clip
from tests.core.domain.clips.test_score_weights import USUAL
from tests.core.services.learning.learning_world import MODERATOR, OWNER, LearningWorld


@pytest.fixture
async def world(tmp_path):
    world = LearningWorld(tmp_path)
    lessons = Lessons(creator_id=CREATOR, weights={"sound": 2.0}, weights_since=NOON)
    await world.stores.lessons.save_lessons(lessons)
    return world


async def test_new_scores_are_weighed_and_say_so(world):
    clip = make_clip(score=USUAL, status=ClipStatus.RENDERING)
    await world.stores.clips.add_clip(clip)

    kept = await world.stores.clips.get_clip(CREATOR, clip.id)

    assert kept.score.note == "Sound counts more here since March."
    sound = next(part for part in kept.score.parts if part.name == "sound")
    assert sound.out_of == 26  # 15 * 2 of 115
    again = await world.stores.clips.save_clip(kept)
    assert again.score == kept.score


async def test_what_was_decided_keeps_its_score(world):
    clip = make_clip(score=USUAL, status=ClipStatus.APPROVED, decided_by="discord:1")
    await world.stores.clips.add_clip(clip)

    assert (await world.stores.clips.get_clip(CREATOR, clip.id)).score == USUAL


async def test_the_usual_weights_come_back(world):
    assert (await world.insights.weighing.find_weights(CREATOR))[0] == {"sound": 2.0}
    with pytest.raises(Forbidden):
        await world.insights.weighing.reset(MODERATOR)

    await world.insights.weighing.reset(OWNER)

    assert await world.insights.weighing.find_weights(CREATOR) == ({}, "")
    assert (await world.insights.lessons.read(OWNER)).weights_rest_until > NOON


async def test_weights_are_read_again_after_ten_minutes(world):
    await world.insights.weighing.find_weights(CREATOR)
    lessons = await world.stores.lessons.get_lessons(CREATOR)
    await world.stores.lessons.save_lessons(replace(lessons, weights={"hook": 2.0}))

    assert (await world.insights.weighing.find_weights(CREATOR))[0] == {"sound": 2.0}
    world.clock.advance(KEPT_SECONDS + 1)
    assert (await world.insights.weighing.find_weights(CREATOR))[0] == {"hook": 2.0}
