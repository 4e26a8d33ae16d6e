"""The same App that the bot builds, on fakes; a test replaces what it wants by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.app import App, Limits, Ports, build_app
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.work.platform import Platform
from core.services.publishing.publication_creation import PublicationCreation
from tests.builders import CREATOR, NOON
from tests.fakes.charts import FakePainter
from tests.fakes.chat_answers import FakeChatWords
from tests.fakes.chat_logs import FakeChatLogReader
from tests.fakes.chat_memory import FakeChatMemories
from tests.fakes.creators import (
    FakeDirectory,
    FakeFramings,
    FakePreferences,
    FakeProfiles,
    FakeTokens,
    FakeTunings,
    FakeTwitchBindings,
    FakeUploadProgress,
)
from tests.fakes.demo import FakeDemoStream
from tests.fakes.due import FakeDue
from tests.fakes.fetching import FakeFetcher
from tests.fakes.footage import FakeLiveMoments, FakeRings, FakeVods
from tests.fakes.insights import FakeAnalytics, FakeMetrics
from tests.fakes.intakes import FakeFollowedJobs, FakeIntakes
from tests.fakes.live_chat import FakePublicChat
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.outgoing import FakeDailyCounts, FakeTargets
from tests.fakes.people import (
    FakeBallots,
    FakeBoard,
    FakeCards,
    FakeGuilds,
    FakeMembers,
    FakeNotices,
)
from tests.fakes.plans import FakeSlots
from tests.fakes.publishing import FakePublisher
from tests.fakes.secrets import FakeCipher
from tests.fakes.sign_in import FakeSecrets
from tests.fakes.storage import FakeStorage
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.fakes.twitch import FakeTwitch
from tests.fakes.understanding import FakeAnalyses, FakeSpends, FakeTranscripts, FakeWindows
from tests.fakes.upkeep import FakeUpkeep
from tests.fakes.uploads import FakeReceiver, FakeUploads
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker


def make_app(folder: Path, **instead: Any) -> App:
    clock = instead.pop("clock", None) or FakeClock()
    stores = FakeStores(clock)
    profiles, bindings = FakeProfiles(stores.memory), FakeTwitchBindings(stores.memory)
    twitch = FakeTwitch()
    objects = folder / "objects"
    objects.mkdir(exist_ok=True)
    secrets = FakeSecrets(stores.memory)
    ports: dict[str, Any] = {
        "clock": clock,
        "ids": FakeIds(),
        "profiles": profiles,
        "preferences": FakePreferences(stores.memory),
        "framings": FakeFramings(stores.memory),
        "streams": stores.streams,
        "spikes": stores.spikes,
        "histograms": stores.histograms,
        "memories": FakeChatMemories(stores.memory),
        "analytics": FakeAnalytics(stores.memory),
        "tunings": FakeTunings(stores.memory),
        "bindings": bindings,
        "finder": twitch,
        "live_streams": twitch,
        "twitch_clips": twitch,
        "twitch_recordings": twitch,
        "chat_voice": twitch,
        "chat_words": FakeChatWords(),
        "public_chat": FakePublicChat(),
        "assets": stores.assets,
        "clips": stores.clips,
        "publications": stores.publications,
        "jobs": stores.jobs,
        "queue": stores.queue,
        "due": (due := FakeDue(stores.memory)),
        "claims": due,
        "targets": FakeTargets(stores.memory),
        "daily_counts": FakeDailyCounts(),
        "slots": FakeSlots(stores.memory),
        "cipher": FakeCipher(),
        "guilds": FakeGuilds(),
        "members": FakeMembers(),
        "cards": FakeCards(),
        "tokens": FakeTokens(stores.memory),
        "oauth": {},
        "ballots": FakeBallots(),
        "metrics": FakeMetrics(stores.memory),
        "metric_readers": {},
        "directory": FakeDirectory(stores.memory, profiles, bindings),
        "board": FakeBoard(),
        "notices": FakeNotices(),
        "links": secrets,
        "sessions": secrets,
        "intakes": FakeIntakes(stores.memory),
        "followed": FakeFollowedJobs(stores.memory),
        "uploads": FakeUploadProgress(stores.memory),
        "upload_tickets": FakeUploads(),
        "upload_receiver": FakeReceiver(),
        "fetcher": FakeFetcher(),
        "rings": FakeRings(),
        "vods": FakeVods(),
        "live_moments": FakeLiveMoments(stores.memory),
        "attachments": FakeFetcher(),
        "workspace": stores.workspace,
        "upkeep": FakeUpkeep(),
        "storage": FakeStorage(objects),
        "prober": FakeProber(),
        "signals": FakeSignalReader(),
        "renderer": FakeRenderer(),
        "facecams": FakeFacecamFinder(),
        "tracker": FakeSubjectTracker(),
        "listener": None,
        "analyst": FakeAnalyst(),
        "video_analyst": None,
        "windows": FakeWindows(),
        "spends": FakeSpends(),
        "analyses": FakeAnalyses(),
        "transcripts": FakeTranscripts(),
        "publishers": {Platform.FOLDER: FakePublisher()},
        "chat_logs": FakeChatLogReader({}),
        "charts": FakePainter(),
        "demo": FakeDemoStream(),
        "make_detector": lambda learned, memory: ChatSpikeDetector(learned=learned, memory=memory),
    }
    limits = Limits(
        scratch=folder / "scratch",
        demo_folder=folder / "generated",
        demo_published=folder / "published",
        demo_started_at=NOON,
        home_creator_id=CREATOR,
        page_url="https://clips.example.org",
        upload_bytes_max=100 * 1024**2,
        idle_seconds=0.01,
    )
    return build_app(Ports(**(ports | instead)), limits)


def make_addressing(stores: FakeStores, *, grace_seconds: float = 0.0) -> PublicationCreation:
    """Return the service that approvals need, for a creator with defaults."""
    return PublicationCreation(
        clock=stores.memory.clock,
        ids=FakeIds(),
        publications=stores.publications,
        targets=FakeTargets(stores.memory),
        slots=FakeSlots(stores.memory),
        profiles=FakeProfiles(stores.memory),
        grace_seconds=grace_seconds,
    )
