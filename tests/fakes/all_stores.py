"""Every store of the table in memory, under the names that `open_stores` gives the real ones."""

from __future__ import annotations

from dataclasses import fields

from core.ports.stores import Stores
from core.ports.work import Clock
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
from tests.fakes.due import FakeDue
from tests.fakes.footage import FakeLiveMoments
from tests.fakes.formats import FakeFormats
from tests.fakes.insights import (
    FakeAnalytics,
    FakeDueBatches,
    FakeImports,
    FakeInsights,
    FakeLessons,
    FakeMeasuredPosts,
    FakeMetrics,
)
from tests.fakes.intakes import FakeFollowedJobs, FakeIntakes
from tests.fakes.outgoing import FakeDailyCounts, FakeTargets
from tests.fakes.ownerships import FakeOwnerships
from tests.fakes.people import FakeBallots, FakeCards, FakeEmails, FakeGuilds, FakeMembers
from tests.fakes.plans import FakeCalendar, FakePlans, FakePosts, FakeSlots, FakeTasks
from tests.fakes.sign_in import FakeSecrets
from tests.fakes.stores import FakeStores
from tests.fakes.troubles import FakeTroubles
from tests.fakes.understanding import FakeAnalyses, FakeSpends, FakeTranscripts, FakeWindows


class FakeAllStores(FakeStores):
    """The stores that services share, and those of single subjects."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.profiles = FakeProfiles(self.memory)
        self.preferences = FakePreferences(self.memory)
        self.framings = FakeFramings(self.memory)
        self.uploads = FakeUploadProgress(self.memory)
        self.intakes = FakeIntakes(self.memory)
        self.followed = FakeFollowedJobs(self.memory)
        self.tokens = FakeTokens(self.memory)
        self.plans = FakePlans(self.memory)
        self.slots = FakeSlots(self.memory)
        self.live_moments = FakeLiveMoments(self.memory)
        self.targets = FakeTargets(self.memory)
        self.daily_counts = FakeDailyCounts()
        self.posts = FakePosts(self.memory)
        self.tasks = FakeTasks(self.memory)
        self.calendar = FakeCalendar(self.memory, self.plans, self.posts, self.tasks)
        self.insights = FakeInsights(self.memory)
        self.analytics = FakeAnalytics(self.memory)
        self.metrics = FakeMetrics(self.memory)
        self.measured_posts = FakeMeasuredPosts(self.memory)
        self.lessons = FakeLessons(self.memory)
        self.imports = FakeImports(self.memory)
        self.due_batches = FakeDueBatches(self.memory)
        self.due = self.claims = FakeDue(self.memory)
        self.links = self.sessions = FakeSecrets(self.memory)
        self.bindings = FakeTwitchBindings(self.memory)
        self.tunings = FakeTunings(self.memory)
        self.memories = FakeChatMemories(self.memory)
        self._hold_understanding()
        self.guilds = FakeGuilds()
        self.members = FakeMembers()
        self.emails = FakeEmails()
        self.ballots = FakeBallots(clock)
        self.ownerships = FakeOwnerships()
        self.formats = FakeFormats()
        self.troubles = FakeTroubles(clock)
        self.cards = FakeCards(
            clock,
            clips=self.clips,
            ballots=self.ballots,
            guilds=self.guilds,
            members=self.members,
        )
        self.directory = FakeDirectory(self.memory, self.profiles, self.bindings)

    def _hold_understanding(self) -> None:
        self.analyses = FakeAnalyses()
        self.windows = FakeWindows()
        self.transcripts = FakeTranscripts()
        self.spends = FakeSpends()

    def bundle(self) -> Stores:
        """Return them as the `Stores` that the app takes."""
        return Stores(**{field.name: getattr(self, field.name) for field in fields(Stores)})
