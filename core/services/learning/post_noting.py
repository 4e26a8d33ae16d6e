"""Post noting: what goes out is kept with its tags, and is due to be measured from then on."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.domain.clips.clip import Clip
from core.domain.learning.due_batch import DueBatch
from core.domain.learning.exports.post_rows import find_id_in_link
from core.domain.learning.measured_post import MeasuredPost, note_post
from core.domain.learning.post_tags import tag_post
from core.domain.people.creator_profile import find_zone
from core.domain.publishing.publication import OUT, Publication
from core.domain.work.ids import ClipId, CreatorId, PublicationId, make_ulid
from core.domain.work.job import Job
from core.domain.work.platform import Platform
from core.errors import NotFound
from core.ports.clips import ClipStore
from core.ports.learning import DueBatchStore, MeasuredPostStore
from core.ports.people import ProfileStore
from core.ports.publishing import PublicationStore
from core.services.clips.forwarding_stores import ForwardingPublications
from core.services.work.save_again import change_stored


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPost:
    """What a person posted on a platform at a time; `clip_id` is the clip in it, if any."""

    creator_id: CreatorId
    key: str
    platform: Platform
    link: str
    title: str
    at: datetime
    clip_id: ClipId | None = None

    @property
    def id(self) -> PublicationId:
        """Return the same id each time for what `key` names."""
        name = f"{self.creator_id}\0{self.platform.value}\0{self.key}"
        digest = hashlib.sha256(name.encode()).digest()
        return PublicationId(make_ulid(self.at, digest[:10]))


class PostNoting:
    """Notes a publication that is out; noting it again changes nothing."""

    def __init__(
        self,
        *,
        posts: MeasuredPostStore,
        batches: DueBatchStore,
        clips: ClipStore,
        profiles: ProfileStore,
    ) -> None:
        self._posts = posts
        self._batches = batches
        self._clips = clips
        self._profiles = profiles

    async def note(self, publication: Publication) -> None:
        made = await self.read(publication)
        # The batch comes first: a process that dies in between leaves one to be looked at in vain.
        if publication.post_id is not None:
            await self._batches.put_batches([make_batch(made)])
        await self._save(made)

    async def _save(self, made: MeasuredPost) -> None:
        """Store a post that is new; of one that is there, only its id may become known."""

        async def load() -> MeasuredPost:
            found = await self._posts.find_post(made.creator_id, made.id, made_on=made.made_on)
            return found or replace(made, version=-1)

        def note(stored: MeasuredPost) -> MeasuredPost:
            if stored.version < 0:
                return made
            return replace(stored, post_id=made.post_id or stored.post_id)

        await change_stored(load, note, self._posts.save_post)

    async def read(self, publication: Publication) -> MeasuredPost:
        """Return the post that a publication has become, with its tags."""
        profile = await self._profiles.get_profile(publication.creator_id)
        zone = await asyncio.to_thread(find_zone, profile.time_zone)
        clip = await self._find_clip(publication.creator_id, publication.clip_id)
        said = publication.wording.title if publication.wording else ""
        title = said or (clip.title if clip else "")
        tags = tag_post(clip, title, out_at=publication.updated_at, zone=zone)
        return note_post(publication, title, tags)

    async def note_by_hand(self, posted: HandPost) -> None:
        """Note what a person posted; its figures come by file or by hand."""
        profile = await self._profiles.get_profile(posted.creator_id)
        zone = await asyncio.to_thread(find_zone, profile.time_zone)
        clip = await self._find_clip(posted.creator_id, posted.clip_id)
        made = MeasuredPost(
            creator_id=posted.creator_id,
            id=posted.id,
            made_on=posted.at.astimezone(UTC).date(),
            platform=posted.platform,
            out_at=posted.at,
            post_id=find_id_in_link(posted.platform, posted.link),
            title=posted.title,
            tags=tag_post(clip, posted.title, out_at=posted.at, zone=zone),
        )
        await self._save(made)

    async def _find_clip(self, creator_id: CreatorId, clip_id: ClipId | None) -> Clip | None:
        if clip_id is None:
            return None
        try:
            return await self._clips.get_clip(creator_id, clip_id)
        except NotFound:
            return None


def make_batch(post: MeasuredPost) -> DueBatch:
    """Return the batch of a post that has just gone out: it is due at once."""
    return DueBatch(at=post.out_at, creator_id=post.creator_id, made_on=post.made_on)


class NotingPublications(ForwardingPublications):
    """A publication store that notes what is out, before it says so.

    A process that dies in between leaves a post that is measured although its publication does not
    say yet that it is out, never one that is not measured.
    """

    def __init__(self, publications: PublicationStore, noting: PostNoting) -> None:
        super().__init__(publications)
        self._noting = noting

    async def save_publication(
        self, publication: Publication, *, jobs: Sequence[Job] = ()
    ) -> Publication:
        await self._note(publication)
        return await self._publications.save_publication(publication, jobs=jobs)

    async def note_progress(self, publication: Publication) -> Publication:
        await self._note(publication)
        return await self._publications.note_progress(publication)

    async def _note(self, publication: Publication) -> None:
        if publication.status in OUT:
            await self._noting.note(publication)
