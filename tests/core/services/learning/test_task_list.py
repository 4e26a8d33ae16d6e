from dataclasses import replace

import pytest

from core.domain.clips.edit_plan import Layout
from core.domain.learning.task import TaskAction, TaskId, TaskStatus
from core.domain.publishing.posting_slot import write_slots
from core.errors import Conflict, Forbidden, NotFound
from tests.builders import CREATOR, NOON
from tests.core.services.learning.learning_world import (
    EDITOR,
    MODERATOR,
    OWNER,
    VIEWER,
    LearningWorld,
)
from tests.plan_builders import make_task


@pytest.fixture
def world(tmp_path):
    return LearningWorld(tmp_path)


async def add(world, about, action, number=1):
    task = replace(
        make_task(),
        id=TaskId(make_task().id[:-1] + str(number)),
        about=about,
        action=action,
        due_at=NOON,
    )
    await world.stores.tasks.add_task(task)
    return task


async def test_evenings_move_the_slots_and_say_what_they_were(world):
    await world.app.publishing.settings.set_slots(OWNER, "Mon 09:00")
    task = await add(world, "evening/views/more", TaskAction.CHANGE_SLOTS)

    done = await world.insights.tasks.do(EDITOR, task.id)

    slots = await world.app.publishing.settings.get_slots(OWNER)
    assert write_slots(slots.slots) == "Mon 19:00"
    assert done.outcome == "Posting slots: Mon 19:00 (before: Mon 09:00)."
    assert done.status is TaskStatus.DONE
    assert await world.insights.tasks.list_open(OWNER) == ()
    with pytest.raises(Conflict):
        await world.insights.tasks.do(EDITOR, task.id)


async def test_weekends_layout_captions_and_titles_are_changed_by_a_button(world):
    tasks = world.insights.tasks
    for number, (about, action) in enumerate(
        [
            ("weekend/views/less", TaskAction.CHANGE_SLOTS),
            ("stacked/views/more", TaskAction.CHANGE_LAYOUT),
            ("captioned/views/less", TaskAction.CHANGE_CAPTIONS),
            ("title asks/views/more", TaskAction.CHANGE_TITLES),
            ("short/views/more", TaskAction.NONE),
        ]
    ):
        task = await add(world, about, action, number)
        assert bool((await tasks.do(OWNER, task.id)).outcome) == bool(action)

    wish = (await world.app.clips.framing.get_wishes(OWNER)).usual
    profile = await world.stores.profiles.get_profile(CREATOR)
    assert (wish.layout, wish.has_captions) == (Layout.STACK, False)
    assert profile.titles_ask is True
    assert profile.voice.titles_ask is True


async def test_an_experiment_begins_once_and_can_be_stopped(world):
    task = await add(world, "experiment/stacked", TaskAction.BEGIN_EXPERIMENT)
    other = await add(world, "experiment/short", TaskAction.BEGIN_EXPERIMENT, 2)

    done = await world.insights.tasks.do(OWNER, task.id)
    assert "begins with the next clip" in done.outcome
    with pytest.raises(Conflict, match="under way"):
        await world.insights.tasks.do(OWNER, other.id)
    assert (await world.insights.tasks.read(OWNER, other.id)).status is TaskStatus.OPEN

    again = await add(world, "experiment/stacked", TaskAction.BEGIN_EXPERIMENT, 3)
    done = await world.insights.tasks.do(OWNER, again.id)  # as after a kill before it was closed
    assert done.status is TaskStatus.DONE
    assert len((await world.insights.lessons.read(OWNER)).experiments) == 1

    await world.insights.tasks.stop_experiment(OWNER)
    assert (await world.insights.lessons.read(OWNER)).running is None


async def test_what_waits_comes_back_in_a_week(world):
    task = await add(world, "short/views/more", TaskAction.NONE)

    await world.insights.tasks.snooze(OWNER, task.id)
    assert await world.insights.tasks.list_open(OWNER) == ()

    world.step(days=7)
    assert [one.id for one in await world.insights.tasks.list_open(OWNER)] == [task.id]


async def test_moderators_look_and_viewers_do_not(world):
    task = await add(world, "short/views/more", TaskAction.NONE)
    tasks = world.insights.tasks

    assert await tasks.list_open(MODERATOR)
    for act in (tasks.do, tasks.snooze, tasks.dismiss):
        with pytest.raises(Forbidden):
            await act(MODERATOR, task.id)
    with pytest.raises(Forbidden):
        await tasks.stop_experiment(MODERATOR)
    with pytest.raises(Forbidden):
        await tasks.list_open(VIEWER)
    with pytest.raises(NotFound):
        await tasks.do(OWNER, task.id[:-1] + "Z")


@pytest.mark.parametrize(
    ("trait", "slots", "is_by_us"),
    [
        ("stacked", "", True),
        ("captioned", "", True),
        ("title asks", "", False),  # no model writes titles here
        ("evening", "", False),  # posts go out when people say so
        ("evening", "Mon 09:00", True),
        ("short", "Mon 09:00", False),
    ],
)
async def test_turns_are_carried_out_where_they_are_decided_here(world, trait, slots, is_by_us):
    if slots:
        await world.app.publishing.settings.set_slots(OWNER, slots)
    task = await add(world, f"experiment/{trait}", TaskAction.BEGIN_EXPERIMENT)

    done = await world.insights.tasks.do(OWNER, task.id)

    running = (await world.insights.lessons.read(OWNER)).running
    assert running.is_by_us is is_by_us
    assert ("nothing has to be done" in done.outcome) is is_by_us
