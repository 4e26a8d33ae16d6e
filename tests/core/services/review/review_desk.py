"""A clip in review on its card in a server, and the services that handle its verdicts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from core.domain.clips.clip import (
    Clip,
    ClipStatus,
)
from core.domain.publishing.publication import PublicationStatus
from core.services.chat.channel_learning import ChannelLearning
from core.services.clips.card_jobs import (
    CardJobs,
    CardUpdatingClips,
)
from core.services.people.membership import Membership
from core.services.publishing.publication_creation import PublicationCreation
from core.services.publishing.scheduling import Scheduling
from core.services.review.clip_editing import ClipEditing
from core.services.review.clip_review import ClipReview
from core.services.review.decisions import Decisions
from core.services.review.reactions import Reactions
from core.services.review.votes import Votes
from tests.builders import (
    CREATOR,
    make_asset,
    make_binding,
    make_clip,
    make_posted_card,
    make_spike,
    make_stream,
)
from tests.fakes.counting import Counting
from tests.fakes.creators import FakeProfiles, FakeTunings, FakeTwitchBindings
from tests.fakes.outgoing import FakeTargets
from tests.fakes.people import FakeBallots, FakeCards, FakeGuilds, FakeMembers
from tests.fakes.plans import FakeSlots
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds

_SLOW = (
    "find_card",
    "find_card_context",
    "find_ballot",
    "save_ballot",
    "get_clip",
    "save_clip",
)


class ReviewDesk:
    """Everything behind a card, on fakes."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.calls: Counter[str] = Counter()
        self.stores = FakeStores(self.clock)
        self.guilds, self.ballots, self.members = FakeGuilds(), FakeBallots(), FakeMembers()
        self.cards = FakeCards(
            clips=self.stores.clips,
            ballots=self.ballots,
            guilds=self.guilds,
            members=self.members,
        )
        self.targets = FakeTargets(self.stores.memory)
        self.slots = FakeSlots(self.stores.memory)
        self.profiles = FakeProfiles(self.stores.memory)
        self._count_calls()
        card_jobs = CardJobs(clock=self.clock, ids=FakeIds(), guilds=self.guilds)
        clips = CardUpdatingClips(self.stores.clips, card_jobs)
        membership = Membership(
            clock=self.clock,
            guilds=self.guilds,
            members=self.members,
            home_creator_id=CREATOR,
        )
        self.clip_review = ClipReview(
            clock=self.clock,
            clips=clips,
            publications=self.stores.publications,
            publication_creation=self._create(),
        )
        self.votes = Votes(
            clips=clips,
            cards=self.cards,
            ballots=self.ballots,
            jobs=self.stores.jobs,
            card_jobs=card_jobs,
        )
        self.decisions = Decisions(
            cards=self.cards,
            clips=clips,
            membership=membership,
            clip_review=self.clip_review,
            clip_editing=self._recut(clips),
            scheduling=self._schedule(clips),
            publications=self.stores.publications,
            votes=self.votes,
        )
        self.reactions = Reactions(
            clock=self.clock,
            clips=clips,
            cards=self.cards,
            membership=membership,
            decisions=self.decisions,
            votes=self.votes,
        )

    def _count_calls(self) -> None:
        """Count the services' calls of any store in `calls`."""
        for owner, names in (
            (self, "cards ballots guilds members targets slots profiles"),
            (self.stores, "clips publications jobs assets streams"),
        ):
            for name in names.split():
                setattr(owner, name, Counting(getattr(owner, name), calls=self.calls))

    def _create(self) -> PublicationCreation:
        return PublicationCreation(
            clock=self.clock,
            ids=FakeIds(),
            publications=self.stores.publications,
            targets=self.targets,
            slots=self.slots,
            profiles=self.profiles,
            grace_seconds=60,
        )

    def _schedule(self, clips: CardUpdatingClips) -> Scheduling:
        return Scheduling(
            clock=self.clock,
            clips=clips,
            publications=self.stores.publications,
            targets=self.targets,
            slots=self.slots,
            publishers={},
            publication_creation=self._create(),
            guilds=self.guilds,
        )

    def _recut(self, clips: CardUpdatingClips) -> ClipEditing:
        return ClipEditing(
            clock=self.clock,
            ids=FakeIds(),
            clips=clips,
            assets=self.stores.assets,
            publications=self.stores.publications,
            channel_learning=ChannelLearning(
                streams=self.stores.streams,
                tunings=FakeTunings(self.stores.memory),
                bindings=FakeTwitchBindings(self.stores.memory),
                profiles=self.profiles,
            ),
        )

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
        return await self.stores.clips.get_clip(CREATOR, make_clip().id)

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
