"""A clip in review on its card in a server, and the services that handle its verdicts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from core.app import App
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.ports.stores import Stores
from tests.builders import (
    CREATOR,
    make_asset,
    make_binding,
    make_clip,
    make_posted_card,
    make_spike,
    make_stream,
)
from tests.fakes.app import make_limits, make_ports
from tests.fakes.counting import Counting
from tests.fakes.time_and_ids import FakeClock

GRACE_SECONDS = 60


class ReviewDesk:
    """The app on fakes, every call of a store counted in `calls`."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.calls: Counter[str] = Counter()
        ports = make_ports(folder, self.clock)
        counted = {
            field.name: Counting(getattr(ports.stores, field.name), calls=self.calls)
            for field in fields(Stores)
        }
        self.stores: Any = Stores(**counted)
        limits = replace(make_limits(folder), grace_seconds=GRACE_SECONDS)
        self.app = App(replace(ports, stores=self.stores), limits)
        self.cards, self.guilds = self.stores.cards, self.stores.guilds
        self.ballots, self.members = self.stores.ballots, self.stores.members
        review = self.app.review
        self.clip_review, self.votes = review.clips, review.votes
        self.decisions, self.reactions = review.decisions, review.reactions

    async def fill(self, *, approvals_needed: int = 1, **given: Any) -> ReviewDesk:
        """Post the first version of a clip as a card in a server."""
        clip = make_clip(**({"status": ClipStatus.IN_REVIEW} | given))
        await self.stores.assets.add_asset(make_asset())
        await self.stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)
        await self.guilds.add_guild(make_binding(approvals_needed=approvals_needed))
        await self.cards.add_card(make_posted_card(clip))
        return self

    def yield_between_operations(self) -> None:
        """Yield to other tasks before every read and write, as a real table does."""
        for store in (self.cards, self.ballots, self.stores.clips, self.stores.publications):
            for name in (
                "find_card",
                "find_card_context",
                "find_ballot",
                "save_ballot",
                "get_clip",
                "save_clip",
            ):
                if hasattr(store, name):
                    setattr(store, name, _yielding(getattr(store, name)))

    async def get_clip(self) -> Clip:
        clip: Clip = await self.stores.clips.get_clip(CREATOR, make_clip().id)
        return clip

    async def refresh_card(self) -> None:
        """Update the card to the clip as it is now, as its job does."""
        card = await self.cards.find_card("30")
        assert card is not None
        await self.cards.save_card(replace(card, clip_version=(await self.get_clip()).version))

    async def list_publications(self) -> list[PublicationStatus]:
        return [p.status for p in (await self.stores.publications.list_publications(CREATOR)).items]


def _yielding(operation: Callable[..., Awaitable[Any]]) -> Any:
    async def wait_and_do(*given: Any, **named: Any) -> Any:
        await asyncio.sleep(0)
        return await operation(*given, **named)

    return wait_and_do
