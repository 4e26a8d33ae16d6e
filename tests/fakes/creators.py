"""Profiles, preferences, uploads, accounts and the directory in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.framing_wish import FramingWishes
from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.preferences import Preferences
from core.domain.streams.twitch_channel import ChannelTuning, TwitchBinding
from core.domain.videos.multipart_upload import MultipartUpload, UploadId
from core.domain.work.ids import CreatorId
from core.domain.work.job import Job
from core.domain.work.platform import Platform
from core.errors import NotFound
from core.ports.accounts import TokenStore
from core.ports.clips import FramingStore
from core.ports.paging import Page
from core.ports.people import Directory, PreferencesStore, ProfileStore
from core.ports.streams import TuningStore, TwitchBindingStore
from core.ports.uploads import UploadStore
from tests.fakes.kept import Kept
from tests.fakes.stores import Memory, page_of


class FakeProfiles:
    def __init__(self, memory: Memory) -> None:
        self.kept: Kept[CreatorProfile] = Kept(memory, lambda p: (p.creator_id,))

    async def get_profile(self, creator_id: CreatorId) -> CreatorProfile:
        return self.kept.find(creator_id) or CreatorProfile(creator_id=creator_id)

    async def save_profile(self, profile: CreatorProfile) -> CreatorProfile:
        return self.kept.save(profile)


class FakePreferences:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[Preferences] = Kept(memory, lambda p: (p.creator_id, p.person_id))

    async def get_preferences(self, creator_id: CreatorId, person_id: str) -> Preferences:
        found = self._kept.find(creator_id, person_id)
        return found or Preferences(creator_id=creator_id, person_id=person_id)

    async def save_preferences(self, preferences: Preferences) -> Preferences:
        return self._kept.save(preferences)


class FakeFramings:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[FramingWishes] = Kept(memory, lambda w: (w.creator_id,))

    async def get_wishes(self, creator_id: CreatorId) -> FramingWishes:
        return self._kept.find(creator_id) or FramingWishes(creator_id=creator_id)

    async def save_wishes(self, wishes: FramingWishes) -> FramingWishes:
        return self._kept.save(wishes)


class FakeUploadProgress:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[MultipartUpload] = Kept(memory, lambda u: (u.creator_id, u.id), days=2)

    async def get_upload(self, creator_id: CreatorId, upload_id: UploadId) -> MultipartUpload:
        return self._kept.get(creator_id, upload_id)

    async def add_upload(self, upload: MultipartUpload) -> bool:
        return self._kept.add(upload)

    async def save_upload(self, upload: MultipartUpload) -> MultipartUpload:
        return self._kept.save(upload)

    async def list_uploads(
        self, creator_id: CreatorId, *, limit: int
    ) -> tuple[MultipartUpload, ...]:
        return tuple(self._kept.list(creator_id)[:limit])

    async def delete_upload(
        self, creator_id: CreatorId, upload_id: UploadId, *, begun_before: datetime | None = None
    ) -> bool:
        known = self._kept.find(creator_id, upload_id)
        if known and begun_before and known.created_at >= begun_before:
            return False
        return self._kept.take(creator_id, upload_id) is not None


class FakeDirectory:
    """Creators with a stored stream, video, profile or account; channels that are watched."""

    def __init__(self, memory: Memory, profiles: FakeProfiles, twitch: FakeTwitchBindings) -> None:
        self._memory = memory
        self._profiles = profiles
        self._twitch = twitch

    async def list_creators(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[CreatorId]:
        names = {key[0] for things in (self._memory.streams, self._memory.assets) for key in things}
        names |= self._memory.linked
        names |= {profile.creator_id for profile in self._profiles.kept.list()}
        creators = [CreatorId(name) for name in names]
        return page_of(("creators",), creators, lambda c: (c,), cursor=cursor, limit=limit)

    async def list_twitch_channels(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[str]:
        watched = [b.broadcaster_id for b in self._twitch.kept.list() if b.is_watched]
        return page_of(("twitch",), watched, lambda b: (b,), cursor=cursor, limit=limit)


class FakeTokens:
    """The first account of a platform is the one that was linked first."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._kept: Kept[PlatformToken] = Kept(
            memory, lambda t: (t.creator_id, t.platform, t.account_id)
        )

    async def link_account(self, token: PlatformToken) -> PlatformToken:
        older = self._kept.find(token.creator_id, token.platform, token.account_id)
        self._memory.linked.add(token.creator_id)
        linked = replace(token, version=older.version + 1 if older else 1)
        self._kept.put(linked)
        return linked

    async def get_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        found = self._kept.list(creator_id, platform, *([account_id] if account_id else []))
        if not found:
            raise NotFound("There is no such account.")
        return found[0]

    async def save_token(self, token: PlatformToken, *, jobs: Sequence[Job] = ()) -> PlatformToken:
        saved = self._kept.save(token)
        for job in jobs:
            self._memory.add_job(job)
        return saved

    async def list_tokens(self, creator_id: CreatorId) -> tuple[PlatformToken, ...]:
        return tuple(sorted(self._kept.list(creator_id), key=lambda t: t.platform))

    async def unlink_account(
        self, creator_id: CreatorId, platform: Platform, account_id: str
    ) -> bool:
        return self._kept.take(creator_id, platform, account_id) is not None


class FakeTwitchBindings:
    def __init__(self, memory: Memory) -> None:
        self.kept: Kept[TwitchBinding] = Kept(memory, lambda b: (b.creator_id, b.broadcaster_id))
        self._mark = 0

    async def read_mark(self) -> int:
        return self._mark

    async def find_binding(self, broadcaster_id: str) -> TwitchBinding | None:
        return next((b for b in self.kept.list() if b.broadcaster_id == broadcaster_id), None)

    async def list_bindings(self, creator_id: CreatorId) -> tuple[TwitchBinding, ...]:
        return tuple(sorted(self.kept.list(creator_id), key=lambda b: b.broadcaster_id))

    async def add_binding(self, binding: TwitchBinding) -> bool:
        if await self.find_binding(binding.broadcaster_id) is not None:
            return False
        self._mark += 1
        return self.kept.add(binding)

    async def save_binding(self, binding: TwitchBinding) -> TwitchBinding:
        self._mark += 1
        return self.kept.save(binding)

    async def delete_binding(self, binding: TwitchBinding) -> bool:
        self._mark += 1
        return self.kept.take(binding.creator_id, binding.broadcaster_id) is not None


class FakeTunings:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[ChannelTuning] = Kept(memory, lambda t: (t.creator_id, t.broadcaster_id))

    async def get_tuning(self, creator_id: CreatorId, broadcaster_id: str) -> ChannelTuning:
        found = self._kept.find(creator_id, broadcaster_id)
        return found or ChannelTuning(
            creator_id=creator_id, broadcaster_id=broadcaster_id, values={}
        )

    async def list_tunings(self, creator_id: CreatorId) -> tuple[ChannelTuning, ...]:
        return tuple(sorted(self._kept.list(creator_id), key=lambda t: t.broadcaster_id))

    async def save_tuning(self, tuning: ChannelTuning) -> ChannelTuning:
        return self._kept.save(tuning)


_profiles: type[ProfileStore] = FakeProfiles
_preferences: type[PreferencesStore] = FakePreferences
_framings: type[FramingStore] = FakeFramings
_uploads: type[UploadStore] = FakeUploadProgress
_directory: type[Directory] = FakeDirectory
_tokens: type[TokenStore] = FakeTokens
_twitch: type[TwitchBindingStore] = FakeTwitchBindings
_tunings: type[TuningStore] = FakeTunings
