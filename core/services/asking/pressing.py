"""Pressing: a proposal that a person pressed becomes the ordinary command, with its checks."""

from __future__ import annotations

from core.domain.asking.answer import Deed, Proposal
from core.domain.people.actor import Actor
from core.domain.plan.post import PostId
from core.domain.work.ids import ClipId, PublicationId
from core.errors import InvalidInput
from core.services.asking.proposing import POST, SENSITIVITY, SLOTS
from core.services.people.creator_settings import CreatorSettings, SettingsWish
from core.services.plan.plan_reading import PlanReading
from core.services.plan.post_moving import PostMoving
from core.services.publishing.publish_settings import PublishSettings
from core.services.publishing.scheduling import Scheduling
from core.services.review.card_laying import CardLaying


class Pressing:
    """Does nothing that the person could not type as a command."""

    def __init__(
        self,
        *,
        scheduling: Scheduling,
        settings: CreatorSettings,
        publish_settings: PublishSettings,
        laying: CardLaying,
        reading: PlanReading,
        moving: PostMoving,
    ) -> None:
        self._scheduling = scheduling
        self._settings = settings
        self._publish_settings = publish_settings
        self._laying = laying
        self._reading = reading
        self._moving = moving

    async def press(self, actor: Actor, proposal: Proposal) -> str:
        """Do what a button says, in the name of whoever pressed it; return what was done."""
        match proposal.deed:
            case Deed.PUBLISH:
                return await self._publish(actor, proposal)
            case Deed.MOVE:
                return await self._move(actor, proposal)
            case Deed.SET:
                return await self._set(actor, proposal)

    async def _publish(self, actor: Actor, proposal: Proposal) -> str:
        clip_id = ClipId(proposal.subject_id)
        if proposal.at is None:
            sent = await self._scheduling.publish_clip(actor, clip_id)
        else:
            sent = await self._scheduling.schedule_clip(actor, clip_id, at=proposal.at)
        places = ", ".join(dict.fromkeys(one.platform.label for one in sent))
        return f"Done: the clip goes to {places}."

    async def _move(self, actor: Actor, proposal: Proposal) -> str:
        if proposal.at is None:
            raise InvalidInput("This button does not say when; ask again.")
        if proposal.value == POST:
            post_id = PostId(proposal.subject_id)
            seen = (await self._reading.get_post(actor, post_id)).post
            await self._moving.reschedule(actor, post_id, proposal.at, seen_version=seen.version)
            return "Done: the post is moved."
        await self._scheduling.reschedule(actor, PublicationId(proposal.subject_id), at=proposal.at)
        return "Done: it goes out at that time."

    async def _set(self, actor: Actor, proposal: Proposal) -> str:
        if proposal.subject_id == SLOTS:
            await self._publish_settings.set_slots(actor, proposal.value)
            await self._laying.lay_waiting(actor)
            return f"Done: posting slots are {proposal.value}."
        if proposal.subject_id == SENSITIVITY and proposal.value.isdigit():
            wish = SettingsWish(spikes_an_hour=float(proposal.value))
            await self._settings.change_settings(actor, wish)
            return f"Done: sensitivity is {proposal.value} spikes an hour."
        raise InvalidInput("This button sets nothing that is known; ask again.")
