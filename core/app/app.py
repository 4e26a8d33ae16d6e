"""The app: a bundle of services for each subject, built from ports and limits."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from core.app.accounts import Accounts
from core.app.asking import Asking
from core.app.cards import Cards
from core.app.chat import Chat
from core.app.clips import Clips
from core.app.following import Following
from core.app.footage import Footage
from core.app.insights import Insights
from core.app.learning import Learning
from core.app.outside import Limits, Ports
from core.app.people import People
from core.app.plan import Plan
from core.app.publishing import Publishing
from core.app.review import Review
from core.app.streams import Streams
from core.app.videos import Videos
from core.app.work import Work
from core.domain.work.job import JobKind
from core.services.demo.demo_history import DemoHistory
from core.services.demo.demo_month import DemoMonth
from core.services.demo.demo_run import DemoRun
from core.services.videos.model_watch import ModelWatch
from core.services.work.health import Health
from core.services.work.ownership import OwnedNames
from core.services.work.storage_gate import StorageGate
from core.services.work.storage_watch import StorageWatch
from core.services.work.trouble_sharing import TroubleSharing

_COSTLY: Final = (JobKind.FETCH_ASSET, JobKind.ANALYSE_ASSET, JobKind.RENDER_CLIP)
"""Jobs that take minutes and end in storing a file."""


class App:
    """Everything a face can use, by subject; nothing is opened or started here."""

    def __init__(self, ports: Ports, limits: Limits) -> None:
        health = Health(clock=ports.clock)
        following = Following(ports, limits)
        ports, model = _watch(following.ports, health)
        self.ports, self.sweep_seconds = ports, limits.sweep_seconds
        owned = OwnedNames(
            store=ports.stores.ownerships,
            formats=ports.stores.formats,
            clock=ports.clock,
            holder=limits.holder,
            lease_seconds=limits.lease_seconds,
            is_shared=limits.is_shared,
        )
        self.streams = Streams(ports)
        self.accounts = Accounts(ports, limits)
        tokens = self.accounts.refresh
        self.chat = Chat(ports, limits, tokens, owned, health)
        self.footage = Footage(ports, limits, self.chat.live, tokens, owned)
        self.videos = Videos(ports, limits, model, health)
        self.clips = Clips(ports, limits, self.videos, following.card_jobs)
        self.people = People(ports, limits, self.clips.framing, self.chat, health)
        self.publishing = Publishing(ports, limits, self.clips.renditions, tokens, health)
        self.learning = Learning(ports, limits, following, tokens, health)
        self.insights = Insights(ports, limits, following, self.clips.framing)
        sharing = TroubleSharing(
            clock=ports.clock,
            store=ports.stores.troubles,
            health=health,
            owned=owned,
            holder=limits.holder,
            roles=limits.roles,
        )
        self.review = Review(
            ports,
            limits,
            chat=self.chat,
            videos=self.videos,
            clips=self.clips,
            people=self.people,
            publishing=self.publishing,
        )
        self.cards = Cards(
            ports,
            limits,
            clips=self.clips,
            people=self.people,
            publishing=self.publishing,
            learning=self.learning,
            review=self.review,
            health=health,
            sharing=sharing,
        )
        self.plan = Plan(ports, following, self.videos.budget)
        self.asking = Asking(
            ports,
            limits,
            chat=self.chat,
            people=self.people,
            accounts=self.accounts,
            videos=self.videos,
            publishing=self.publishing,
            cards=self.cards,
            plan=self.plan,
            insights=self.insights,
            health=health,
        )
        owners = (
            self.chat,
            self.footage,
            self.videos,
            self.clips,
            self.accounts,
            self.publishing,
            self.cards,
        )
        handlers = {kind: done for owner in owners for kind, done in owner.handlers.items()}
        gate = StorageGate(ports.storage)
        handlers |= {kind: gate.guard(handlers[kind]) for kind in _COSTLY}
        self.work = Work(ports, limits, handlers, owned, health, sharing)
        self._add_demo(limits)

    def _add_demo(self, limits: Limits) -> None:
        ports, stores, plan = self.ports, self.ports.stores, self.plan
        self.demo = DemoRun(
            demo=ports.demo,
            streams=stores.streams,
            clips=stores.clips,
            workspace=stores.workspace,
            storage=ports.storage,
            video_import=self.videos.imports,
            spike_detection=self.chat.detection,
            folder=limits.demo_folder,
            published=limits.demo_published,
            started_at=limits.demo_started_at,
        )
        self.demo_month = DemoMonth(
            filling=plan.filling, writing=plan.writing, variants=plan.variants, moving=plan.moving
        )
        self.demo_history = DemoHistory(
            clock=ports.clock,
            ids=ports.ids,
            posts=stores.measured_posts,
            look=self.insights.look,
        )


def _watch(ports: Ports, health: Health) -> tuple[Ports, ModelWatch | None]:
    """Return the ports with a storage and an analyst that tell health how they do; and the latter.

    There is an analyst only with a model.
    """
    ports = replace(ports, storage=StorageWatch(ports.storage, health=health))
    if (analyst := ports.videos.analyst) is None:
        return ports, None
    model = ModelWatch(analyst, health=health, clock=ports.clock)
    return replace(ports, videos=replace(ports.videos, analyst=model)), model
