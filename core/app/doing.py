"""How work gets done: jobs asked for, worked on and kept, and clips sent out."""

from __future__ import annotations

from collections.abc import Mapping

from core.app.outside import Limits, Ports
from core.domain.publishing.publish_setback import RetryTuning
from core.domain.work.job import JobKind
from core.ports.accounts import FreshTokens
from core.services.clips.renditions import Renditions
from core.services.publishing.daily_caps import DailyCaps
from core.services.publishing.due_sweep import DueSweep
from core.services.publishing.publication_creation import PublicationCreation
from core.services.publishing.publish_orders import PublishOrders
from core.services.publishing.publishing import Publishing
from core.services.publishing.scheduling import Scheduling
from core.services.work.housekeeping import Housekeeping
from core.services.work.job_requests import JobRequests
from core.services.work.job_runner import (
    JobHandler,
    JobRunner,
)


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
            renditions=Renditions(
                storage=ports.storage,
                prober=ports.prober,
                renderer=ports.renderer,
                scratch=limits.scratch,
            ),
        ),
        caps=DailyCaps(clock=ports.clock, counts=ports.daily_counts),
        retries=RetryTuning(seconds=limits.retry_seconds),
    )


def build_publication_creation(ports: Ports, limits: Limits) -> PublicationCreation:
    return PublicationCreation(
        clock=ports.clock,
        ids=ports.ids,
        publications=ports.publications,
        targets=ports.targets,
        slots=ports.slots,
        profiles=ports.profiles,
        grace_seconds=limits.grace_seconds,
    )


def build_scheduling(ports: Ports, publication_creation: PublicationCreation) -> Scheduling:
    return Scheduling(
        clock=ports.clock,
        clips=ports.clips,
        publications=ports.publications,
        targets=ports.targets,
        slots=ports.slots,
        publishers=ports.publishers,
        publication_creation=publication_creation,
        guilds=ports.guilds,
    )


def build_due_sweep(ports: Ports) -> DueSweep:
    return DueSweep(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.clips,
        due=ports.due,
        claims=ports.claims,
        publications=ports.publications,
    )


def build_job_requests(ports: Ports, handlers: Mapping[JobKind, JobHandler]) -> JobRequests:
    return JobRequests(
        clock=ports.clock,
        ids=ports.ids,
        assets=ports.assets,
        jobs=ports.jobs,
        queue=ports.queue,
        handlers=handlers,
    )


def build_job_runner(
    ports: Ports, limits: Limits, handlers: Mapping[JobKind, JobHandler]
) -> JobRunner:
    return JobRunner(
        clock=ports.clock,
        jobs=ports.jobs,
        queue=ports.queue,
        handlers=handlers,
        lease_seconds=limits.lease_seconds,
        retry_seconds=limits.retry_seconds,
        idle_seconds=limits.idle_seconds,
    )


def build_keeping(ports: Ports) -> Housekeeping:
    return Housekeeping(
        clock=ports.clock,
        upkeep=ports.upkeep,
        due=ports.due,
        jobs=ports.jobs,
        queue=ports.queue,
    )
