"""Publish settings: the accounts that a creator's clips go to, and the weekly posting slots."""

from __future__ import annotations

from dataclasses import replace

from core.domain.people.actor import Actor
from core.domain.publishing.posting_slot import PostingSlots, read_slots
from core.domain.publishing.publish_target import PostChoices, PublishTarget, PublishTargets
from core.domain.work.platform import Platform
from core.ports.plan import SlotStore
from core.ports.publishing import TargetStore
from core.ports.work import Clock
from core.services.publishing.target_places import TargetPlaces


class PublishSettings:
    """Reads and changes where and in which slots approved clips are published."""

    def __init__(
        self, *, clock: Clock, targets: TargetStore, slots: SlotStore, places: TargetPlaces
    ) -> None:
        self._clock = clock
        self._places = places
        self._targets = targets
        self._slots = slots

    async def get_slots(self, actor: Actor) -> PostingSlots:
        return await self._slots.get_slots(actor.creator_id)

    async def set_slots(self, actor: Actor, text: str) -> PostingSlots:
        """Set the posting slots from text as people write it: `Mon 18:00, Fri 20:30 tiktok`."""
        actor.require_editor()
        slots = await self._slots.get_slots(actor.creator_id)
        return await self._slots.save_slots(replace(slots, slots=read_slots(text)))

    async def get_targets(self, actor: Actor) -> PublishTargets:
        return await self._targets.get_targets(actor.creator_id)

    async def set_target(self, actor: Actor, target: PublishTarget) -> PublishTargets:
        """Send approved clips to an account from now on, or change how they are posted there.

        The first account that is chosen replaces the folder, which can be chosen as well. Raises
        InvalidInput for a place that is not the creator's.
        """
        actor.require_editor()
        await self._places.require(actor.creator_id, target)
        kept = await self._targets.get_targets(actor.creator_id)
        others = [t for t in kept.targets if t.place != target.place] if kept.version else []
        return await self._targets.save_targets(replace(kept, targets=(*others, target)))

    async def choose_posting(
        self, actor: Actor, target: PublishTarget, choices: PostChoices
    ) -> PublishTargets:
        """Keep what a person chose for posts on an account, and send clips there from now on."""
        now = self._clock.now()
        said = replace(choices, chosen_by=actor.person_id, chosen_at=now)
        return await self.set_target(actor, replace(target, choices=said))

    async def remove_target(
        self, actor: Actor, platform: Platform, account_id: str = ""
    ) -> PublishTargets:
        """Stop sending clips to an account; what is scheduled already still goes out."""
        actor.require_editor()
        kept = await self._targets.get_targets(actor.creator_id)
        others = tuple(t for t in kept.targets if t.place != (platform, account_id))
        return await self._targets.save_targets(replace(kept, targets=others))
