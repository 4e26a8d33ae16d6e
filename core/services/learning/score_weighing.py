"""Score weighing: new scores with the weights that a creator's posts have earned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from core.domain.clips.clip import Clip
from core.domain.clips.score_weights import reweigh
from core.domain.learning.checking.part_weights import describe_weights
from core.domain.learning.learning_step import reset_weights
from core.domain.learning.lessons import Lessons
from core.domain.people.actor import Actor
from core.domain.publishing.publication import Publication
from core.domain.work.ids import CreatorId
from core.domain.work.job import Job
from core.ports.clips import ClipStore
from core.ports.learning import LessonStore
from core.ports.work import Clock
from core.services.clips.forwarding_stores import ForwardingClips
from core.services.work.save_again import change_stored

KEPT_SECONDS: Final = 600.0
_KEPT_MAX: Final = 10_000
_Weights = tuple[Mapping[str, float], str]


class ScoreWeighing:
    """Knows each creator's weights; those that were read are good for ten minutes."""

    def __init__(self, *, clock: Clock, lessons: LessonStore) -> None:
        self._clock = clock
        self._lessons = lessons
        self._kept: dict[CreatorId, tuple[float, _Weights]] = {}

    async def find_weights(self, creator_id: CreatorId) -> _Weights:
        """Return the weights by part, empty for the usual ones, and what a card says of them."""
        now = self._clock.steady_seconds()
        kept = self._kept.get(creator_id)
        if kept is not None and now - kept[0] < KEPT_SECONDS:
            return kept[1]
        found = _read(await self._lessons.get_lessons(creator_id))
        if len(self._kept) >= _KEPT_MAX:
            self._kept.clear()
        self._kept[creator_id] = (now, found)
        return found

    async def reset(self, actor: Actor) -> Lessons:
        """Go back to the usual weights; clips keep the scores that they have."""
        actor.require_editor()
        self._kept.pop(actor.creator_id, None)
        return await change_stored(
            partial(self._lessons.get_lessons, actor.creator_id),
            partial(reset_weights, now=self._clock.now()),
            self._lessons.save_lessons,
        )


def _read(lessons: Lessons) -> _Weights:
    if not lessons.weights or lessons.weights_since is None:
        return {}, ""
    return lessons.weights, describe_weights(lessons.weights, f"{lessons.weights_since:%B}")


class WeighingClips(ForwardingClips):
    """A clip store in which new scores are weighed; those of older clips stay as they are."""

    def __init__(self, clips: ClipStore, weighing: ScoreWeighing) -> None:
        super().__init__(clips)
        self._weighing = weighing

    async def add_clip(self, clip: Clip, *, jobs: Sequence[Job] = ()) -> bool:
        return await self._clips.add_clip(await self._weigh(clip), jobs=jobs)

    async def save_clip(
        self,
        clip: Clip,
        *,
        publications: Sequence[Publication] = (),
        changed: Sequence[Publication] = (),
        jobs: Sequence[Job] = (),
    ) -> Clip:
        return await self._clips.save_clip(
            await self._weigh(clip), publications=publications, changed=changed, jobs=jobs
        )

    async def _weigh(self, clip: Clip) -> Clip:
        if clip.score is None or clip.decided_by is not None:
            return clip
        weights, note = await self._weighing.find_weights(clip.creator_id)
        return replace(clip, score=reweigh(clip.score, weights, note=note)) if weights else clip
