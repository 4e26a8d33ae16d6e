"""How work gets done: jobs asked for, worked on and kept, and clips sent out."""

from __future__ import annotations

from collections.abc import Mapping

from core.app.outside import Limits, Ports
from core.domain.job import JobKind
from core.services.keeping import Keeping
from core.services.publishing import Publishing
from core.services.requesting import Requesting
from core.services.working import JobHandler, Working


def build_publishing(ports: Ports) -> Publishing:
    return Publishing(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.clips,
        publications=ports.publications,
        jobs=ports.jobs,
        storage=ports.storage,
        publishers=ports.publishers,
    )


def build_requesting(ports: Ports, handlers: Mapping[JobKind, JobHandler]) -> Requesting:
    return Requesting(
        clock=ports.clock,
        ids=ports.ids,
        assets=ports.assets,
        jobs=ports.jobs,
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
