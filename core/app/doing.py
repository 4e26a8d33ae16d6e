"""How work gets done: jobs asked for, worked on and kept, and clips sent out."""

from __future__ import annotations

from collections.abc import Mapping

from core.app.outside import Limits, Ports
from core.domain.job import JobKind
from core.domain.publish_setback import RetryTuning
from core.ports.accounts import FreshTokens
from core.services.addressing import Addressing
from core.services.daily_caps import DailyCaps
from core.services.dispatching import Dispatching
from core.services.keeping import Keeping
from core.services.publish_orders import PublishOrders
from core.services.publishing import Publishing
from core.services.requesting import Requesting
from core.services.scheduling import Scheduling
from core.services.shrinking import Shrinking
from core.services.working import JobHandler, Working


def build_publishing(ports: Ports, limits: Limits, tokens: FreshTokens) -> Publishing:
    return Publishing(
        clock=ports.clock,
        publications=ports.publications,
        publishers=ports.publishers,
        orders=PublishOrders(
            clock=ports.clock,
            clips=ports.clips,
            storage=ports.storage,
            cipher=ports.cipher,
            tokens=tokens,
            targets=ports.targets,
            shrinking=Shrinking(
                storage=ports.storage,
                prober=ports.prober,
                renderer=ports.renderer,
                scratch=limits.scratch,
            ),
        ),
        caps=DailyCaps(clock=ports.clock, counts=ports.daily_counts),
        retries=RetryTuning(seconds=limits.retry_seconds),
    )


def build_addressing(ports: Ports, limits: Limits) -> Addressing:
    return Addressing(
        clock=ports.clock,
        ids=ports.ids,
        publications=ports.publications,
        targets=ports.targets,
        slots=ports.slots,
        profiles=ports.profiles,
        grace_seconds=limits.grace_seconds,
    )


def build_scheduling(ports: Ports, addressing: Addressing) -> Scheduling:
    return Scheduling(
        clock=ports.clock,
        clips=ports.clips,
        publications=ports.publications,
        targets=ports.targets,
        slots=ports.slots,
        publishers=ports.publishers,
        addressing=addressing,
        guilds=ports.guilds,
    )


def build_dispatching(ports: Ports) -> Dispatching:
    return Dispatching(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.clips,
        due=ports.due,
        claims=ports.claims,
        publications=ports.publications,
    )


def build_requesting(ports: Ports, handlers: Mapping[JobKind, JobHandler]) -> Requesting:
    return Requesting(
        clock=ports.clock,
        ids=ports.ids,
        assets=ports.assets,
        jobs=ports.jobs,
        queue=ports.queue,
        handlers=handlers,
    )


def build_working(ports: Ports, limits: Limits, handlers: Mapping[JobKind, JobHandler]) -> Working:
    return Working(
        clock=ports.clock,
        jobs=ports.jobs,
        queue=ports.queue,
        handlers=handlers,
        lease_seconds=limits.lease_seconds,
        retry_seconds=limits.retry_seconds,
        idle_seconds=limits.idle_seconds,
    )


def build_keeping(ports: Ports) -> Keeping:
    return Keeping(
        clock=ports.clock,
        upkeep=ports.upkeep,
        due=ports.due,
        jobs=ports.jobs,
        queue=ports.queue,
    )
