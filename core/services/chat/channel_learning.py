"""Channel learning: moderators' decisions and measured delay become a channel's own settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

import structlog

from core.domain.chat.channel_lessons import Learned, Lessons
from core.domain.chat.chat_lag import LagEstimate
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.streams.stream import Stream
from core.domain.work.ids import CreatorId
from core.errors import Conflict, InvalidInput, NotFound
from core.ports.people import ProfileStore
from core.ports.streams import StreamStore, TuningStore, TwitchBindingStore
from core.services.streams.channel_of_stream import find_channel
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)

_CHANNEL_NAME: Final = re.compile(r"[a-z0-9_]{1,25}")
_LAG_TOLD_BY: Final = "lag told by"
_DECIDED: Final = {ClipStatus.APPROVED: True, ClipStatus.REJECTED: False}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLessons:
    """What was learned of one channel, in sentences; `name` is its login, else its id."""

    name: str
    sentences: tuple[str, ...]


class ChannelLearning:
    """Stores what was learned of each Twitch channel; a stream without one teaches nothing."""

    def __init__(
        self,
        *,
        streams: StreamStore,
        tunings: TuningStore,
        bindings: TwitchBindingStore,
        profiles: ProfileStore,
    ) -> None:
        self._streams = streams
        self._profiles = profiles
        self._bindings = bindings
        self._tunings = tunings

    async def read_learned(self, creator_id: CreatorId, broadcaster_id: str | None) -> Learned:
        """Return what a new detector for this channel should take into account."""
        profile = await self._profiles.get_profile(creator_id)
        wanted = profile.find_spikes_an_hour(broadcaster_id)
        learned = await self._weigh(creator_id, broadcaster_id)
        return replace(learned, spikes_an_hour=wanted)

    async def _weigh(self, creator_id: CreatorId, broadcaster_id: str | None) -> Learned:
        if broadcaster_id is None:
            return Learned()
        values = (await self._tunings.get_tuning(creator_id, broadcaster_id)).values
        lag = LagEstimate.from_values(values)
        learned = Lessons.from_values(values).weigh()
        return replace(learned, earlier_seconds=lag.move_window()) if lag else learned

    async def note_decision(self, before: ClipStatus, clip: Clip) -> None:
        """Learn from an approval or rejection, or unlearn one that was undone."""
        spike, broadcaster_id = (
            clip.spike,
            await find_channel(self._streams, clip.creator_id, clip.stream_id),
        )
        if spike is None or broadcaster_id is None:
            return
        kind = spike.reaction

        def count(lessons: Lessons) -> Lessons:
            if before in _DECIDED:
                lessons = lessons.take_back(kind, is_approved=_DECIDED[before])
            if clip.status in _DECIDED:
                lessons = lessons.learn(kind, is_approved=_DECIDED[clip.status])
            return lessons

        await self._change(
            clip.creator_id,
            broadcaster_id,
            lambda values: {**values, **count(Lessons.from_values(values)).to_values()},
        )

    async def explain_channel(self, actor: Actor, broadcaster_id: str) -> tuple[str, ...]:
        """Return sentences: the measured precision, what was learned, and chat's delay."""
        return _explain((await self._tunings.get_tuning(actor.creator_id, broadcaster_id)).values)

    async def list_channels(self, actor: Actor) -> tuple[ChannelLessons, ...]:
        """Return what was learned of each channel, watched ones included."""
        bindings = await self._bindings.list_bindings(actor.creator_id)
        tunings = await self._tunings.list_tunings(actor.creator_id)
        names = {tuning.broadcaster_id: tuning.broadcaster_id for tuning in tunings}
        names |= {binding.broadcaster_id: binding.login for binding in bindings}
        values = {tuning.broadcaster_id: tuning.values for tuning in tunings}
        return tuple(
            ChannelLessons(name=name, sentences=_explain(values.get(broadcaster_id, {})))
            for broadcaster_id, name in sorted(names.items(), key=lambda item: item[1])
        )

    async def find_channel(self, actor: Actor, name: str) -> str:
        """Return the id of a channel by its login or id; for an unwatched one, the name itself.

        InvalidInput if it cannot be the name of a channel.
        """
        wanted = name.strip().removeprefix("@").lower()
        if not _CHANNEL_NAME.fullmatch(wanted):
            raise InvalidInput(
                "That is not the name of a Twitch channel; it has 1 to 25 letters, digits or _."
            )
        for binding in await self._bindings.list_bindings(actor.creator_id):
            if wanted in {binding.login.lower(), binding.broadcaster_id}:
                return binding.broadcaster_id
        return wanted

    async def forget_channel(self, actor: Actor, name: str) -> None:
        """Reset a channel to the settings' thresholds and windows.

        NotFound if nothing was learned of such a channel.
        """
        actor.require_owner()
        broadcaster_id = await self.find_channel(actor, name)
        if not (await self._tunings.get_tuning(actor.creator_id, broadcaster_id)).values:
            raise NotFound("Nothing was learned of this channel; /stream learned lists them.")
        await self._change(actor.creator_id, broadcaster_id, lambda _: {})
        _log.info("learning.forgotten", broadcaster_id=broadcaster_id, by=actor.person_id)

    async def save_lag(self, stream: Stream, estimate: LagEstimate) -> None:
        """Combine a stream's measured delay with that of the channel's older streams.

        Doing it again for the same stream, as after a crash, changes nothing.
        """
        if stream.broadcaster_id is None:
            return
        told_by = float(crc32(stream.id.encode()))

        def join(values: Mapping[str, float]) -> dict[str, float]:
            if values.get(_LAG_TOLD_BY) == told_by:
                return dict(values)
            older = LagEstimate.from_values(values)
            joined = estimate.join(older) if older else estimate
            return {**values, **joined.to_values(), _LAG_TOLD_BY: told_by}

        await self._change(stream.creator_id, stream.broadcaster_id, join)

    async def _change(
        self,
        creator_id: CreatorId,
        broadcaster_id: str,
        change: Callable[[Mapping[str, float]], dict[str, float]],
    ) -> None:
        """Save what `change` makes of the stored values, whoever else changes them meanwhile."""
        try:
            await change_stored(
                lambda: self._tunings.get_tuning(creator_id, broadcaster_id),
                lambda tuning: replace(tuning, values=change(tuning.values)),
                self._tunings.save_tuning,
            )
        except (Conflict, NotFound):
            _log.warning("learning.given_up", creator_id=creator_id, broadcaster_id=broadcaster_id)


def _explain(values: Mapping[str, float]) -> tuple[str, ...]:
    lag = LagEstimate.from_values(values)
    return (*Lessons.from_values(values).explain(), *([lag.explain()] if lag else []))
