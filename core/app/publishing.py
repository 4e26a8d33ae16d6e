"""Publishing: making publications for targets, scheduling them, and sending each once."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.clips import build_renditions
from core.app.outside import Limits, Ports
from core.domain.publishing.publish_setback import RetryTuning
from core.domain.work.job import JobKind
from core.ports.accounts import FreshTokens
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
from core.services.work.job_runner import Handlers, handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """The services for publishing, and their jobs."""

    creation: PublicationCreation
    scheduling: Scheduling
    settings: PublishSettings
    sweep: DueSweep
    gate: CardGate
    sending: publishing.Publishing
    handlers: Handlers


def build_publishing(
    ports: Ports, limits: Limits, tokens: FreshTokens, health: Health
) -> Publishing:
    creation = _build_creation(ports, limits)
    places = TargetPlaces(
        tokens=ports.stores.tokens,
        guilds=ports.stores.guilds,
        board=ports.review.announcements,
    )
    sending = _build_sending(ports, limits, tokens, health)
    gate = CardGate(
        cards=ports.stores.cards, ballots=ports.stores.ballots, is_shared=limits.is_shared
    )
    publish = handle(sending.publish_clip, sending.give_up)
    return Publishing(
        creation=creation,
        scheduling=_build_scheduling(ports, creation, places),
        settings=PublishSettings(
            clock=ports.clock,
            targets=ports.stores.targets,
            slots=ports.stores.slots,
            places=places,
        ),
        sweep=_build_sweep(ports, gate),
        gate=gate,
        sending=sending,
        handlers={
            JobKind.PUBLISH_CLIP: publish,
            JobKind.PUBLISH_TO_DISCORD: publish,
            JobKind.PUBLISH_TO_TWITCH: publish,
            JobKind.PUBLISH_TO_YOUTUBE: publish,
            JobKind.PUBLISH_TO_TIKTOK: publish,
        },
    )


def _build_sending(
    ports: Ports, limits: Limits, tokens: FreshTokens, health: Health
) -> publishing.Publishing:
    return publishing.Publishing(
        clock=ports.clock,
        publications=ports.stores.publications,
        publishers=ports.publishers,
        orders=PublishOrders(
            clock=ports.clock,
            clips=ports.stores.clips,
            storage=ports.storage,
            cipher=ports.accounts.cipher,
            tokens=tokens,
            targets=ports.stores.targets,
            renditions=build_renditions(ports, limits),
        ),
        caps=DailyCaps(clock=ports.clock, counts=ports.stores.daily_counts),
        troubles=PlatformTroubles(health=health),
        retries=RetryTuning(seconds=limits.retry_seconds),
    )


def _build_creation(ports: Ports, limits: Limits) -> PublicationCreation:
    return PublicationCreation(
        clock=ports.clock,
        ids=ports.ids,
        publications=ports.stores.publications,
        targets=ports.stores.targets,
        slots=ports.stores.slots,
        profiles=ports.stores.profiles,
        turns=ExperimentTurns(lessons=ports.stores.lessons),
        grace_seconds=limits.grace_seconds,
    )


def _build_scheduling(
    ports: Ports, creation: PublicationCreation, places: TargetPlaces
) -> Scheduling:
    return Scheduling(
        clock=ports.clock,
        clips=ports.stores.clips,
        publications=ports.stores.publications,
        targets=ports.stores.targets,
        slots=ports.stores.slots,
        publishers=ports.publishers,
        publication_creation=creation,
        guilds=ports.stores.guilds,
        places=places,
    )


def _build_sweep(ports: Ports, gate: CardGate) -> DueSweep:
    return DueSweep(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.stores.clips,
        due=ports.stores.due,
        claims=ports.stores.claims,
        publications=ports.stores.publications,
        gate=gate,
    )
