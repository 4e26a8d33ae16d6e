"""What every publisher must hold, whatever its platform: subclass `PublisherContract`.

A subclass gives a fixture `world`: a publisher on a platform that keeps what it is sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest

from core.domain.publishing.publication import OUT, POLLED, PUBLICATION_MOVES, PublicationStatus
from core.errors import Unconfirmed
from core.ports.publishing import ClipFiles, Publisher, PublishOrder, PublishStep

STEPS_MAX = 120


async def _nothing() -> None:
    return None


@dataclass(kw_only=True)
class PublisherWorld:
    """A publisher, an order that it can carry out, and what people can see at its platform.

    `wait` lets the platform get on with what it processes. Where `may_lose` is set, only a
    person can look up what became of a post.
    """

    publisher: Publisher
    order: PublishOrder
    files: ClipFiles
    count_posts: Callable[[], int]
    may_lose: bool = False
    wait: Callable[[], Awaitable[None]] = _nothing
    steps: list[PublishStep] = field(default_factory=list)

    async def run(self, order: PublishOrder, *, must_look: bool = False) -> PublishStep:
        """Carry out an order to its end as the service does; return the last step."""
        step = PublishStep(progress=order.progress)
        if must_look and order.progress.is_begun:
            step = await self.publisher.look(order)
            self.steps.append(step)
        for _ in range(STEPS_MAX):
            order = replace(order, progress=step.progress)
            if step.status is PublicationStatus.UPLOADING:
                step = await self.publisher.advance(order, self.files)
            elif step.status in POLLED and step.look_again_seconds is not None:
                await self.wait()
                step = await self.publisher.look(order)
            else:
                return step
            self.steps.append(step)
        raise AssertionError(f"no end after {STEPS_MAX} steps: {step}")


class PublisherContract:
    """A publication goes out once, wherever its process dies."""

    async def test_a_clip_goes_out_once(self, world: PublisherWorld) -> None:
        last = await world.run(world.order)

        assert last.status in OUT
        assert world.count_posts() == 1

    async def test_each_step_leads_where_the_table_of_moves_allows(
        self, world: PublisherWorld
    ) -> None:
        await world.run(world.order)

        status = PublicationStatus.UPLOADING
        for step in world.steps:
            assert step.status is status or step.status in PUBLICATION_MOVES[status]
            status = step.status

    async def test_secrets_are_kept_where_they_are_sealed_and_nowhere_else(
        self, world: PublisherWorld
    ) -> None:
        await world.run(world.order)

        secrets = {step.progress.secret for step in world.steps} - {""}
        for step in world.steps:
            shown = repr(step)
            assert not any(secret in shown for secret in secrets)

    async def test_nothing_can_be_seen_before_the_stored_progress_says_so(
        self, world: PublisherWorld
    ) -> None:
        """Otherwise a crash would leave something out there that nobody looks for."""
        order = world.order
        for _ in range(STEPS_MAX):
            step = await world.publisher.advance(order, world.files)
            if world.count_posts():
                was_said = order.progress.may_be_out or not order.progress.is_begun
                assert was_said
                return
            assert step.status is PublicationStatus.UPLOADING
            order = replace(order, progress=step.progress)
        raise AssertionError("nothing ever came out")

    @pytest.mark.parametrize("kept", range(8))
    async def test_a_crash_after_any_effect_gives_no_second_post(
        self, world: PublisherWorld, kept: int
    ) -> None:
        """The step after the `kept` stored ones happens, and what it said is lost."""
        order = world.order
        for number in range(kept + 1):
            step = await world.publisher.advance(order, world.files)
            if step.status is not PublicationStatus.UPLOADING or number == kept:
                break
            order = replace(order, progress=step.progress)

        try:
            last = await world.run(order, must_look=True)
        except Unconfirmed:
            assert world.may_lose
        else:
            assert last.status in OUT
        assert world.count_posts() == 1
