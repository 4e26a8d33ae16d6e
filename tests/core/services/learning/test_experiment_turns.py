"""Turns that are carried out: in the picture, the title and the time of what goes out."""

from datetime import UTC, datetime

import pytest

from core.domain.clips.edit_plan import Layout
from core.domain.clips.turn import TurnTrait
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import Experiment
from core.domain.learning.lessons import Lessons
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.work.ids import make_clip_id, make_ulid
from core.domain.work.platform import Platform
from core.services.learning.experiment_turns import ExperimentTurns
from tests.builders import CREATOR, NOON, make_clip
from tests.core.services.learning.learning_world import OWNER, LearningWorld

TIKTOK = PublishTarget(platform=Platform.TIKTOK, account_id="o1")
CLIPS = [make_clip(id=make_clip_id(make_ulid(NOON, bytes([number] * 10)))) for number in range(8)]


@pytest.fixture
def world(tmp_path):
    return LearningWorld(tmp_path)


async def begin(world, trait, *, is_by_us=True):
    experiment = Experiment(trait=trait, outcome=Outcome.VIEWS, started_at=NOON, is_by_us=is_by_us)
    await world.stores.lessons.save_lessons(Lessons(creator_id=CREATOR).begin(experiment))
    return experiment


def find_both(experiment):
    """Return a clip of each side."""
    sides = {experiment.find_side(clip.id): clip for clip in CLIPS}
    return sides[True], sides[False]


async def test_without_an_experiment_that_is_carried_out_nothing_is_tried(world):
    turns = ExperimentTurns(lessons=world.stores.lessons)
    assert await turns.find_turn(CREATOR, CLIPS[0].id) is None

    await begin(world, "short", is_by_us=False)
    assert await turns.find_turn(CREATOR, CLIPS[0].id) is None


async def test_clips_are_stacked_by_turns(world):
    stacked, other = find_both(await begin(world, TurnTrait.STACKED))

    framing = world.app.clips.framing
    assert (await framing.choose_wish(stacked)).layout is Layout.STACK
    assert (await framing.choose_wish(other)).layout is Layout.FOLLOW

    await world.insights.tasks.stop_experiment(OWNER)
    assert (await framing.choose_wish(other)).layout is None


async def test_posts_go_out_in_the_evening_by_turns(world):
    """What the card says beforehand, what an approval does and a later move agree."""
    evening, other = find_both(await begin(world, TurnTrait.EVENING))
    await world.stores.targets.save_targets(
        PublishTargets(creator_id=CREATOR, targets=(TIKTOK,), uses_slots=True)
    )
    await world.app.publishing.settings.set_slots(OWNER, "Mon 09:00, Tue 18:00")
    creation = world.app.publishing.creation

    (made,) = await creation.make_publications(evening)
    assert made.due_at == datetime(2026, 3, 2, 19, tzinfo=UTC)
    (made,) = await creation.make_publications(other)
    assert made.due_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    (planned,) = await creation.plan(other, await creation.read_terms(other), known=())
    assert planned.at == made.due_at


async def test_what_is_tried_is_known_before_there_are_clips(world):
    turns = ExperimentTurns(lessons=world.stores.lessons)
    assert await turns.find_trait(CREATOR) is None

    await begin(world, TurnTrait.TITLE_ASKS)
    assert await turns.find_trait(CREATOR) is TurnTrait.TITLE_ASKS


async def test_what_people_try_themselves_is_not_tried_here(world):
    await begin(world, "short", is_by_us=False)

    assert await ExperimentTurns(lessons=world.stores.lessons).find_trait(CREATOR) is None
