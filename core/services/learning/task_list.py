"""Task list: what there is to do, and doing it, putting it off or dismissing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from core.domain.clips.edit_plan import Layout
from core.domain.clips.turn import TurnTrait
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import LENGTH, Experiment, describe_power
from core.domain.learning.lessons import Lessons
from core.domain.learning.task import Task, TaskAction, TaskId, TaskStatus
from core.domain.people.actor import Actor
from core.domain.publishing.posting_slot import write_slots
from core.domain.publishing.slot_change import move_to_evening, move_to_weekend
from core.ports.learning import LessonStore, TaskStore
from core.ports.people import ProfileStore
from core.ports.plan import SlotStore
from core.ports.work import Clock
from core.services.clips.framing_preferences import FramingPreferences
from core.services.work.save_again import change_stored

_PAGE = 50
_Change = Callable[[Task, datetime], Task]


class TaskList:
    """Shows tasks to whoever reviews; the owner and editors close them."""

    def __init__(
        self,
        *,
        clock: Clock,
        tasks: TaskStore,
        lessons: LessonStore,
        slots: SlotStore,
        profiles: ProfileStore,
        framing: FramingPreferences,
        writes_titles: bool = False,
    ) -> None:
        """With `writes_titles`, a model writes the titles of clips."""
        self._writes_titles = writes_titles
        self._clock = clock
        self._tasks = tasks
        self._lessons = lessons
        self._slots = slots
        self._profiles = profiles
        self._framing = framing

    async def list_open(self, actor: Actor) -> tuple[Task, ...]:
        """Return what is due, earliest first; what is put off comes when it is due again."""
        actor.require_reviewer()
        page = await self._tasks.list_tasks(actor.creator_id, TaskStatus.OPEN, limit=_PAGE)
        now = self._clock.now()
        return tuple(task for task in page.items if not task.about or task.due_at <= now)

    async def read(self, actor: Actor, task_id: TaskId) -> Task:
        actor.require_reviewer()
        return await self._tasks.get_task(actor.creator_id, task_id)

    async def do(self, actor: Actor, task_id: TaskId) -> Task:
        """Do what the task asks for, if there is a button for it, and close it."""
        actor.require_editor()
        task = await self._tasks.get_task(actor.creator_id, task_id)
        done = task.move_to(TaskStatus.DONE, at=self._clock.now())
        told = await self._act(actor, task) if task.action else ""
        return await self._tasks.save_task(replace(done, outcome=told))

    async def snooze(self, actor: Actor, task_id: TaskId) -> Task:
        """Put it off for a week."""
        actor.require_editor()
        return await self._change(actor, task_id, lambda task, now: task.snooze(at=now))

    async def dismiss(self, actor: Actor, task_id: TaskId) -> Task:
        """Close it undone; it does not come back for 90 days."""
        actor.require_editor()
        return await self._change(
            actor, task_id, lambda task, now: task.move_to(TaskStatus.DISMISSED, at=now)
        )

    async def stop_experiment(self, actor: Actor) -> None:
        """Stop the experiment under way; it is not read."""
        actor.require_editor()
        await change_stored(
            partial(self._lessons.get_lessons, actor.creator_id),
            lambda lessons: lessons.stop_experiment(),
            self._lessons.save_lessons,
        )

    async def _change(self, actor: Actor, task_id: TaskId, change: _Change) -> Task:
        task = await self._tasks.get_task(actor.creator_id, task_id)
        return await self._tasks.save_task(change(task, self._clock.now()))

    async def _act(self, actor: Actor, task: Task) -> str:
        """Do it and return what was changed, in a sentence."""
        trait, is_more = task.about.partition("/")[0], not task.about.endswith("/less")
        match task.action:
            case TaskAction.CHANGE_SLOTS:
                return await self._change_slots(actor, trait, is_more=is_more)
            case TaskAction.CHANGE_LAYOUT:
                layout = Layout.STACK if is_more else Layout.FOLLOW
                await self._framing.set_layout(actor, layout)
                return f"Clips are cut in the layout “{layout}” from now on."
            case TaskAction.CHANGE_CAPTIONS:
                await self._framing.set_captions(actor, is_more)
                return f"Captions are {'on' if is_more else 'off'} from now on."
            case TaskAction.CHANGE_TITLES:
                return await self._change_titles(actor, is_more=is_more)
            case TaskAction.BEGIN_EXPERIMENT:
                return await self._begin(actor, task.about.partition("/")[2])
            case TaskAction.NONE:
                return ""

    async def _change_slots(self, actor: Actor, trait: str, *, is_more: bool) -> str:
        slots = await self._slots.get_slots(actor.creator_id)
        if trait == "evening":
            moved = move_to_evening(slots.slots, is_evening=is_more)
        else:
            moved = move_to_weekend(slots.slots, is_weekend=is_more)
        await self._slots.save_slots(replace(slots, slots=moved))
        before = write_slots(slots.slots) or "none"
        return f"Posting slots: {write_slots(moved)} (before: {before})."

    async def _change_titles(self, actor: Actor, *, is_more: bool) -> str:
        await change_stored(
            partial(self._profiles.get_profile, actor.creator_id),
            lambda profile: replace(profile, titles_ask=is_more),
            self._profiles.save_profile,
        )
        how = "ask something" if is_more else "ask nothing"
        return f"Titles that a model writes {how} from now on."

    async def _begin(self, actor: Actor, trait: str) -> str:
        experiment = (await self._lessons.get_lessons(actor.creator_id)).running
        if experiment is None or experiment.trait != trait:  # else the task alone was not closed
            experiment = await self._plan(actor, trait, self._clock.now())
            await change_stored(
                partial(self._lessons.get_lessons, actor.creator_id),
                partial(Lessons.begin, experiment=experiment),
                self._lessons.save_lessons,
            )
        power = describe_power(experiment.outcome, experiment.length)
        if experiment.is_by_us:
            return (
                "The experiment begins with the next clip: a coin decides for each, and nothing "
                f"has to be done. {power}"
            )
        return f"The experiment begins with the next post. {power}"

    async def _plan(self, actor: Actor, trait: str, now: datetime) -> Experiment:
        """Return the experiment; what was watched is read where it is known, as it needs less."""
        lessons = await self._lessons.get_lessons(actor.creator_id)
        knows_watched = any(check.outcome is Outcome.WATCHED for check in lessons.checks)
        return Experiment(
            trait=trait,
            outcome=Outcome.WATCHED if knows_watched else Outcome.VIEWS,
            started_at=now,
            length=LENGTH,
            is_by_us=await self._can_carry_out(actor, trait),
        )

    async def _can_carry_out(self, actor: Actor, trait: str) -> bool:
        """Return whether what is tried is decided here, for each clip."""
        match trait:
            case TurnTrait.STACKED | TurnTrait.CAPTIONED:
                return True
            case TurnTrait.TITLE_ASKS:
                return self._writes_titles
            case TurnTrait.EVENING:
                return bool((await self._slots.get_slots(actor.creator_id)).slots)
            case _:
                return False
