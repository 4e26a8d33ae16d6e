"""The same App that the bot builds, on fakes; a test replaces ports by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from core.adapters.exports import ExportFiles
from core.app import App, Limits, Ports, outside
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.work.platform import Platform
from core.ports.work import Clock
from core.services.publishing.publication_creation import PublicationCreation
from tests.builders import CREATOR, NOON
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.archive import FakeArchive
from tests.fakes.charts import FakePainter
from tests.fakes.chat_answers import FakeChatWords
from tests.fakes.chat_logs import FakeChatLogReader
from tests.fakes.creators import FakeProfiles
from tests.fakes.demo import FakeDemoStream
from tests.fakes.fetching import FakeFetcher
from tests.fakes.footage import FakeRings, FakeVods
from tests.fakes.live_chat import FakePublicChat
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.outgoing import FakeTargets
from tests.fakes.people import FakeBoard, FakeMail, FakeNotices, FakeRoster
from tests.fakes.plans import FakeSlots
from tests.fakes.ports import with_ports
from tests.fakes.publishing import FakePublisher
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.fakes.turns import FakeTurns
from tests.fakes.twitch import FakeTwitch
from tests.fakes.upkeep import FakeUpkeep
from tests.fakes.uploads import FakeReceiver, FakeUploads
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker


def make_ports(folder: Path, clock: Clock) -> Ports:
    stores = FakeAllStores(clock)
    twitch = FakeTwitch()
    objects = folder / "objects"
    objects.mkdir(exist_ok=True)
    return Ports(
        clock=clock,
        ids=FakeIds(),
        stores=stores.bundle(),
        storage=FakeStorage(objects),
        upkeep=FakeUpkeep(),
        archive=FakeArchive(),
        streams=outside.StreamPorts(finder=twitch, live=twitch),
        chat=outside.ChatPorts(
            public=FakePublicChat(),
            logs=FakeChatLogReader({}),
            words=FakeChatWords(),
            charts=FakePainter(),
            make_detector=lambda learned, memory: ChatSpikeDetector(learned=learned, memory=memory),
            voice=twitch,
        ),
        footage=outside.FootagePorts(
            rings=FakeRings(), vods=FakeVods(), twitch_clips=twitch, twitch_recordings=twitch
        ),
        videos=outside.VideoPorts(
            fetcher=FakeFetcher(),
            attachments=FakeFetcher(),
            tickets=FakeUploads(),
            receiver=FakeReceiver(),
            prober=FakeProber(),
            signals=FakeSignalReader(),
        ),
        clips=outside.ClipPorts(
            renderer=FakeRenderer(),
            facecams=FakeFacecamFinder(),
            tracker=FakeSubjectTracker(),
            analyst=FakeAnalyst(),
        ),
        accounts=outside.AccountPorts(cipher=FakeCipher()),
        people=outside.PeoplePorts(roster=FakeRoster(), mail=FakeMail()),
        review=outside.ReviewPorts(board=FakeBoard(), notices=FakeNotices()),
        publishers={Platform.FOLDER: FakePublisher()},
        metric_readers={},
        exports=ExportFiles(),
        demo=FakeDemoStream(),
    )


def make_app(folder: Path, **instead: Any) -> App:
    """Return the app on fakes, but for the ports that are given by their names.

    `limits` may hold numbers and places by their names, too.
    """
    given = instead.pop("limits", {})
    ports = make_ports(folder, instead.pop("clock", None) or FakeClock())
    limits = replace(
        make_limits(folder), **({"owner_email": instead.pop("owner_email", "")} | given)
    )
    return App(with_ports(**instead)(ports), limits)


def make_limits(folder: Path) -> Limits:
    return Limits(
        scratch=folder / "scratch",
        demo_folder=folder / "generated",
        demo_published=folder / "published",
        demo_started_at=NOON,
        home_creator_id=CREATOR,
        page_url="https://clips.example.org",
        upload_bytes_max=100 * 1024**2,
        idle_seconds=0.01,
    )


def make_addressing(stores: FakeStores, *, grace_seconds: float = 0.0) -> PublicationCreation:
    """Return the service that creates publications, for a creator with defaults."""
    return PublicationCreation(
        clock=stores.memory.clock,
        ids=FakeIds(),
        publications=stores.publications,
        targets=FakeTargets(stores.memory),
        slots=FakeSlots(stores.memory),
        profiles=FakeProfiles(stores.memory),
        turns=FakeTurns(),
        grace_seconds=grace_seconds,
    )
