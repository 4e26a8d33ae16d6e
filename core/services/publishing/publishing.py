"""Publishing: performing publications, each clip on each account exactly once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from core.domain.people.actor import Actor
from core.domain.publishing.publication import (
    OUT,
    POLLED,
    UNDER_WAY,
    Publication,
    PublicationStatus,
    may_be_of,
)
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_setback import RetryTuning, plan_setback
from core.domain.work.ids import PublicationId
from core.domain.work.job import Job
from core.domain.work.platform import Platform
from core.errors import Conflict, ExternalFailure, InvalidInput, NoAnswer, TokenRefused, TrussError
from core.ports.paging import Page
from core.ports.publishing import ClipFiles, PublicationStore, Publisher, PublishOrder, PublishStep
from core.ports.work import Clock
from core.services.publishing.daily_caps import DailyCaps
from core.services.publishing.platform_troubles import PlatformTroubles
from core.services.publishing.publish_orders import PublishOrders
from core.services.work.job_handlers import JobProgress

_log = structlog.get_logger(__name__)

STEPS_MAX = 10_000
"""How many steps one job may take; the largest file has a thousand parts."""
_LOOK_AGAIN_SECONDS = 60.0
_TWIN = "It may be there, but another clip with the same text may be what was found: check there."
_S = PublicationStatus


class Publishing:
    """Performs the jobs that publish, with each platform's publisher.

    After each step what the publisher says is stored, before the next one is taken. A job that
    finds something begun asks the platform first.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        publications: PublicationStore,
        publishers: Mapping[Platform, Publisher],
        orders: PublishOrders,
        caps: DailyCaps,
        troubles: PlatformTroubles,
        retries: RetryTuning | None = None,
    ) -> None:
        self._clock = clock
        self._publications = publications
        self._publishers = publishers
        self._orders = orders
        self._caps = caps
        self._troubles = troubles
        self._retries = retries or RetryTuning()

    async def list_publications(
        self, actor: Actor, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]:
        return await self._publications.list_publications(
            actor.creator_id, cursor=cursor, limit=limit
        )

    async def list_by_status(
        self,
        actor: Actor,
        status: PublicationStatus,
        *,
        is_soonest_first: bool = False,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Publication]:
        """List the creator's publications of one status by when they are due."""
        return await self._publications.list_publications_by_status(
            actor.creator_id,
            status,
            is_soonest_first=is_soonest_first,
            cursor=cursor,
            limit=limit,
        )

    async def publish_clip(self, job: Job, progress: JobProgress) -> None:
        """Advance the job's publication until it is out, has to wait, or fails."""
        publication = await self._publications.get_publication(
            job.creator_id, PublicationId(job.subject_id)
        )
        if publication.status not in UNDER_WAY or publication.is_waiting:
            return
        if not publication.is_carried_by(job.id):
            return
        progress.enter("upload", 0.2)
        trip = _Trip(publication)
        try:
            await self._carry_on_or_set_back(trip)
        except Conflict as conflict:
            # Another worker is, or was, on the same job: start over from what is stored.
            raise ExternalFailure("Somebody else has this publication.", retryable=True) from (
                conflict
            )

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Mark the publication that this job carried as failed, or unconfirmed if it may be out.

        What waits, is out, or was claimed again for another job is left alone.
        """
        publication = await self._publications.get_publication(
            job.creator_id, PublicationId(job.subject_id)
        )
        if publication.status not in UNDER_WAY - OUT - {_S.UNCONFIRMED} or publication.is_waiting:
            return
        if not publication.is_carried_by(job.id):
            return
        status = _S.UNCONFIRMED if publication.progress.may_be_out else _S.FAILED
        moved = publication.move_to(status, at=self._clock.now())
        await self._publications.save_publication(
            replace(moved, next_at=None, reason=f"{stage}: {reason}" if stage else reason)
        )

    async def _carry_on_or_set_back(self, trip: _Trip) -> None:
        try:
            await self._carry_on(trip)
        except Conflict:
            raise
        except TrussError as failure:
            await self._set_back(trip.publication, failure)

    async def _carry_on(self, trip: _Trip) -> None:
        publisher = self._find_publisher(trip.publication)
        order = await self._orders.make(trip.publication)
        if trip.publication.status in POLLED:
            step = await self._look(publisher, order)
            await self._keep(trip, step, order.progress)
            return
        if not order.progress.is_begun and (problem := publisher.find_problem(order)):
            raise InvalidInput(problem)
        async with self._orders.open_files(order) as files:
            if trip.publication.status is _S.CLAIMED:
                moved = trip.publication.move_to(_S.UPLOADING, at=self._clock.now())
                trip.publication = await self._publications.save_publication(moved)
            if order.progress.is_begun:
                step = await self._look(publisher, self._renew(order, trip, order.progress))
                order = await self._keep_and_renew(trip, step, order)
            await self._send(trip, publisher, order, files)

    async def _send(
        self, trip: _Trip, publisher: Publisher, order: PublishOrder, files: ClipFiles
    ) -> None:
        for _ in range(STEPS_MAX):
            if trip.publication.status is not _S.UPLOADING:
                return
            step = await self._advance(publisher, order, files)
            if step.refused is not None:
                trip.publication = await self._orders.keep(trip.publication, step.progress)
                raise step.refused
            order = await self._keep_and_renew(trip, step, order)
        raise ExternalFailure("The upload does not come to an end; it was stopped.")

    async def _look(self, publisher: Publisher, order: PublishOrder) -> PublishStep:
        """Ask where it stands; what was only recognised must be no other publication's."""
        step = await self._ask(publisher.look, order)
        if not step.is_recognised:
            return step
        page = await self._publications.list_publications(order.publication.creator_id, limit=100)
        if not any(may_be_of(other, order.publication, step.post_id) for other in page.items):
            return step
        return PublishStep(
            progress=step.progress, status=_S.UNCONFIRMED, sentence=_TWIN, look_again_seconds=None
        )

    async def _advance(
        self, publisher: Publisher, order: PublishOrder, files: ClipFiles
    ) -> PublishStep:
        """Take the next step; what begins counts for the day, unless the platform refuses it."""
        is_new = not order.progress.is_begun
        if is_new:
            await self._caps.take(order)
        try:
            step = await self._ask(lambda given: publisher.advance(given, files), order)
        except NoAnswer:
            raise
        except TrussError:
            if is_new:
                await self._caps.give_back(order)
            raise
        if step.refused is not None:
            await self._caps.give_back(order)
        return step

    async def _ask(
        self, call: Callable[[PublishOrder], Awaitable[PublishStep]], order: PublishOrder
    ) -> PublishStep:
        """Repeat a call with a newer token if the token was refused: nothing had happened then."""
        try:
            step = await call(order)
        except TokenRefused:
            return await call(await self._orders.replace_token(order))
        if not isinstance(step.refused, TokenRefused):
            if step.refused is None:
                self._troubles.note_answer(order.publication.platform)
            return step
        try:
            renewed = await self._orders.replace_token(order)
        except TrussError as failure:
            return replace(step, refused=failure)
        return await call(renewed)

    async def _keep_and_renew(
        self, trip: _Trip, step: PublishStep, order: PublishOrder
    ) -> PublishOrder:
        await self._keep(trip, step, order.progress)
        return self._renew(order, trip, step.progress)

    def _renew(self, order: PublishOrder, trip: _Trip, progress: PublishProgress) -> PublishOrder:
        return replace(
            order, publication=trip.publication, progress=progress, now=self._clock.now()
        )

    async def _keep(self, trip: _Trip, step: PublishStep, before: PublishProgress) -> None:
        """Store the outcome of a step; visible changes also update the cards."""
        now = self._clock.now()
        seen = trip.publication
        moved = seen if seen.status is step.status else seen.move_to(step.status, at=now)
        is_further = (step.progress.step, step.progress.sent_bytes) != (
            before.step,
            before.sent_bytes,
        )
        kept = replace(
            moved,
            link=step.link or seen.link,
            post_id=step.post_id or seen.post_id,
            reason=step.sentence,
            tries=0 if is_further else seen.tries,
            begins=seen.begins + (step.progress.is_begun and not before.is_begun),
            next_at=_next_look(step, now),
            updated_at=now,
        )
        progress = replace(step.progress, secret="") if kept.status in OUT else step.progress
        kept = await self._orders.keep(kept, progress)
        shown = (kept.status, kept.link, kept.reason)
        if shown == (seen.status, seen.link, seen.reason):
            trip.publication = await self._publications.note_progress(kept)
        else:
            trip.publication = await self._publications.save_publication(kept)
        _log.info(
            "publication.moved",
            publication_id=kept.id,
            platform=kept.platform.value,
            status=kept.status.value,
            step=progress.step,
        )

    async def _set_back(self, publication: Publication, failure: TrussError) -> None:
        now = self._clock.now()
        planned = plan_setback(publication, failure, at=now, tuning=self._retries)
        self._troubles.note_failure(planned, failure, at=now)
        await self._publications.save_publication(planned)
        _log.warning(
            "publication.set_back",
            publication_id=planned.id,
            platform=planned.platform.value,
            status=planned.status.value,
            reason=planned.reason,
        )

    def _find_publisher(self, publication: Publication) -> Publisher:
        publisher = self._publishers.get(publication.platform)
        if publisher is None:
            raise ExternalFailure(
                f"Nothing can be published to {publication.platform} here: set it up first."
            )
        return publisher


class _Trip:
    """A publication during one job, as last stored."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication


def _next_look(step: PublishStep, now: datetime) -> datetime | None:
    """Return when to look at it again; a pending retry always has a time."""
    seconds = step.look_again_seconds
    if seconds is None and step.status in {_S.RETRY_AT, _S.QUOTA_WAIT}:
        seconds = _LOOK_AGAIN_SECONDS
    return None if seconds is None else now + timedelta(seconds=seconds)
