"""Moment links: where viewers can watch what was clipped of a stream."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.chat.chat_answer import ClipLink, LinkStatus, MomentLink
from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.footage.live_moment import FootageStatus, to_ms
from core.domain.publishing.publication import PublicationStatus
from core.domain.streams.stream import Stream
from core.domain.work.ids import ClipId, CreatorId
from core.ports.clips import ClipStore
from core.ports.footage import LiveMomentStore
from core.ports.publishing import PublicationStore

CLIPS_LOOKED_AT = 50
PENDING = MomentLink(status=LinkStatus.PENDING)


class ClipLinks:
    """Finds links to our own published clips, and to Twitch's clips of the same moments."""

    def __init__(
        self, *, clips: ClipStore, publications: PublicationStore, moments: LiveMomentStore
    ) -> None:
        self._clips = clips
        self._publications = publications
        self._moments = moments

    async def find_link(self, stream: Stream, spike: ChatSpike) -> MomentLink:
        page = await self._clips.list_clips(stream.creator_id, limit=CLIPS_LOOKED_AT)
        for clip in page.items:
            if clip.stream_id == stream.id and _is_of(clip, spike):
                link = await self._link(clip)
                if link.status is LinkStatus.READY:
                    return link
                return await self._link_moment(stream, spike) or link
        return await self._link_moment(stream, spike) or PENDING

    async def list_links(self, creator_id: CreatorId, *, limit: int) -> Sequence[ClipLink]:
        urls = await self._read_urls(creator_id)
        page = await self._clips.list_clips(creator_id, limit=CLIPS_LOOKED_AT)
        found = {
            clip.id: (clip.created_at, ClipLink(title=clip.title, url=urls[clip.id]))
            for clip in page.items
            if clip.id in urls
        }
        for moment in await self._moments.list_newest(creator_id, limit=CLIPS_LOOKED_AT):
            if moment.twitch_clip_url:
                link = ClipLink(title=moment.twitch_clip_title, url=moment.twitch_clip_url)
                found.setdefault(moment.clip_id, (moment.created_at, link))
        newest = sorted(found.values(), key=lambda one: one[0], reverse=True)
        return [link for _, link in newest[:limit]]

    async def _link_moment(self, stream: Stream, spike: ChatSpike) -> MomentLink | None:
        """Return Twitch's clip, or why there will be none; None while there still may be one."""
        moment = await self._moments.find_moment(
            stream.creator_id, stream.id, to_ms(spike.detected_at_seconds)
        )
        if moment is None:
            return None
        if moment.twitch_clip_url:
            return MomentLink(
                status=LinkStatus.READY,
                url=moment.twitch_clip_url,
                title=moment.twitch_clip_title,
            )
        if moment.refusal and moment.footage is FootageStatus.MISSING:
            return MomentLink(status=LinkStatus.IMPOSSIBLE, reason=moment.refusal)
        return None

    async def _link(self, clip: Clip) -> MomentLink:
        if clip.status is ClipStatus.FAILED:
            reason = clip.failed_reason or "it could not be made"
            return MomentLink(status=LinkStatus.IMPOSSIBLE, reason=reason)
        url = (await self._read_urls(clip.creator_id)).get(clip.id)
        if url is None:
            return PENDING
        return MomentLink(status=LinkStatus.READY, url=url, title=clip.title)

    async def _read_urls(self, creator_id: CreatorId) -> dict[ClipId, str]:
        page = await self._publications.list_publications(creator_id)
        return {
            publication.clip_id: publication.link
            for publication in page.items
            if publication.status is PublicationStatus.PUBLISHED
            and publication.link
            and publication.link.startswith("https://")
        }


def _is_of(clip: Clip, spike: ChatSpike) -> bool:
    return clip.spike is not None and clip.spike.detected_at_seconds == spike.detected_at_seconds
