"""Publishing: making publications for targets, scheduling them, and sending each once."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.domain.publishing.publish_setback import RetryTuning
from core.domain.work.job import PUBLISH_KINDS, JobKind
from core.ports.accounts import FreshTokens
from core.services.clips.renditions import Renditions
from core.services.learning.experiment_turns import ExperimentTurns
from core.services.publishing import publishing
from core.services.publishing.card_gate import CardGate
from core.services.publishing.daily_caps import DailyCaps
from core.services.publishing.due_sweep import DueSweep
from core.services.publishing.platform_troubles import PlatformTroubles
from core.services.publishing.publication_creation import PublicationCreation
from core.services.publishing.publish_orders import PublishOrders
from core.services.publishing.publish_settings import PublishSettings
from core.services.publishing.scheduling import Scheduling
from core.services.publishing.target_places import TargetPlaces
from core.services.work.health import Health
from core.services.work.job_handlers import Handlers, handle


class Publishing:
    """The services for publishing, and their jobs."""

    def __init__(
        self,
        ports: Ports,
        limits: Limits,
        renditions: Renditions,
        tokens: FreshTokens,
        health: Health,
    ) -> None:
        clock, ids, stores = ports.clock, ports.ids, ports.stores
        places = TargetPlaces(
            tokens=stores.tokens, guilds=stores.guilds, board=ports.review.announcements
        )
        self.creation = PublicationCreation(
            clock=clock,
            ids=ids,
            publications=stores.publications,
            targets=stores.targets,
            slots=stores.slots,
            profiles=stores.profiles,
            turns=ExperimentTurns(lessons=stores.lessons),
            grace_seconds=limits.grace_seconds,
        )
        self.scheduling = Scheduling(
            clock=clock,
            clips=stores.clips,
            publications=stores.publications,
            targets=stores.targets,
            slots=stores.slots,
            publishers=ports.publishers,
            publication_creation=self.creation,
            guilds=stores.guilds,
            places=places,
        )
        self.settings = PublishSettings(
            clock=clock, targets=stores.targets, slots=stores.slots, places=places
        )
        self.gate = CardGate(cards=stores.cards, ballots=stores.ballots, is_shared=limits.is_shared)
        self.sweep = DueSweep(
            clock=clock,
            ids=ids,
            clips=stores.clips,
            due=stores.due,
            claims=stores.claims,
            publications=stores.publications,
            gate=self.gate,
            health=health,
        )
        self.sending = publishing.Publishing(
            clock=clock,
            publications=stores.publications,
            publishers=ports.publishers,
            orders=PublishOrders(
                clock=clock,
                clips=stores.clips,
                storage=ports.storage,
                cipher=ports.accounts.cipher,
                tokens=tokens,
                targets=stores.targets,
                renditions=renditions,
            ),
            caps=DailyCaps(clock=clock, counts=stores.daily_counts),
            troubles=PlatformTroubles(health=health),
            retries=RetryTuning(seconds=limits.retry_seconds),
        )
        publish = handle(self.sending.publish_clip, self.sending.give_up)
        kinds = [JobKind.PUBLISH_CLIP, *PUBLISH_KINDS.values()]
        self.handlers: Handlers = dict.fromkeys(kinds, publish)
