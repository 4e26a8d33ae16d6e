"""Publish orders: collecting everything that a publisher needs for one publication."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from core.domain.accounts.platform_token import PlatformToken
from core.domain.publishing.publication import Publication
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_rules import NEEDS_ACCOUNT
from core.domain.publishing.wording import clean_wording
from core.domain.work.platform import choose_object_key
from core.errors import ExternalFailure, NotFound, ReconnectRequired
from core.ports.accounts import Cipher, FreshTokens, Sealed
from core.ports.clips import ClipStore
from core.ports.publishing import ClipFiles, PublishOrder, TargetStore
from core.ports.storage import ObjectStorage
from core.ports.work import Clock
from core.services.clips.renditions import Renditions


class PublishOrders:
    """Makes orders, and encrypts the secrets in their progress before it is stored."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        storage: ObjectStorage,
        cipher: Cipher,
        tokens: FreshTokens,
        targets: TargetStore,
        renditions: Renditions,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._storage = storage
        self._cipher = cipher
        self._tokens = tokens
        self._targets = targets
        self._renditions = renditions

    async def make(self, publication: Publication) -> PublishOrder:
        """Return the order for a publication in progress.

        Raises ReconnectRequired where its account is not linked.
        """
        clip = await self._clips.get_clip(publication.creator_id, publication.clip_id)
        if clip.object_key is None:
            raise ExternalFailure("The clip has no video yet; render it again.")
        chosen = await self._targets.get_targets(publication.creator_id)
        target = chosen.find(publication.platform, publication.account_id)
        return PublishOrder(
            publication=publication,
            clip=clip,
            wording=publication.wording or clean_wording(title=clip.title, tags=target.tags),
            target=replace(target, privacy=publication.privacy or target.privacy),
            object_key=choose_object_key(
                publication.platform, clip.object_key, clip.size_bytes or 0
            ),
            size_bytes=clip.size_bytes or 0,
            token=await self._find_token(publication),
            progress=replace(publication.progress, secret=await self._unseal(publication)),
            now=self._clock.now(),
        )

    async def replace_token(self, order: PublishOrder) -> PublishOrder:
        """Return the order with a newer token, after the platform refused the old one."""
        if order.token is None:
            return order
        return replace(order, token=await self._tokens.replace_refused(order.token))

    @asynccontextmanager
    async def open_files(self, order: PublishOrder) -> AsyncIterator[ClipFiles]:
        """Open the files of an order for the duration of the block."""
        if order.clip.thumbnail_key is None:
            raise ExternalFailure("The clip has no picture yet; render it again.")
        await self._renditions.ensure(order.clip, order.publication.platform)
        async with (
            self._storage.open_file(order.object_key) as video,
            self._storage.open_file(order.clip.thumbnail_key) as thumbnail,
        ):
            yield ClipFiles(video=video, thumbnail=thumbnail)

    async def keep(self, publication: Publication, progress: PublishProgress) -> Publication:
        """Return the publication with this progress, its secret encrypted."""
        bare = replace(progress, secret="")
        if not progress.secret:
            return replace(publication, progress=bare, sealed_secret="", secret_key_id="")
        sealed = await self._cipher.seal(
            progress.secret, pk=publication.creator_id, sk=publication.id
        )
        return replace(
            publication, progress=bare, sealed_secret=sealed.text, secret_key_id=sealed.key_id
        )

    async def _unseal(self, publication: Publication) -> str:
        if not publication.sealed_secret:
            return ""
        sealed = Sealed(key_id=publication.secret_key_id, text=publication.sealed_secret)
        return await self._cipher.unseal(sealed, pk=publication.creator_id, sk=publication.id)

    async def _find_token(self, publication: Publication) -> PlatformToken | None:
        if publication.platform not in NEEDS_ACCOUNT:
            return None
        try:
            return await self._tokens.get_fresh_token(
                publication.creator_id, publication.platform, publication.account_id
            )
        except NotFound:
            raise ReconnectRequired("No such account is linked: use /account link.") from None
