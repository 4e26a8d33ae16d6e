"""Experiment turns: which side of the experiment under way a clip is on."""

from __future__ import annotations

from collections.abc import Callable

from core.domain.clips.turn import Turn, TurnTrait
from core.domain.work.ids import ClipId, CreatorId
from core.ports.learning import LessonStore


class ExperimentTurns:
    """Reads one row; nothing is written, for the side follows from the clip's id."""

    def __init__(self, *, lessons: LessonStore) -> None:
        self._lessons = lessons

    async def find_turn(self, creator_id: CreatorId, clip_id: ClipId) -> Turn | None:
        return (await self.find_sides(creator_id))(clip_id)

    async def find_trait(self, creator_id: CreatorId) -> TurnTrait | None:
        running = (await self._lessons.get_lessons(creator_id)).running
        return TurnTrait(running.trait) if running and running.is_by_us else None

    async def find_sides(self, creator_id: CreatorId) -> Callable[[ClipId], Turn | None]:
        running = (await self._lessons.get_lessons(creator_id)).running

        def find(clip_id: ClipId) -> Turn | None:
            has_it = running.find_side(clip_id) if running else None
            if running is None or has_it is None:
                return None
            return Turn(trait=TurnTrait(running.trait), has_it=has_it)

        return find
