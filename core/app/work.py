"""Work: requesting, running and tracking jobs, and housekeeping."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Limits, Ports
from core.services.work.checkup import Checkup
from core.services.work.health import Health
from core.services.work.housekeeping import Housekeeping
from core.services.work.job_requests import JobRequests
from core.services.work.job_runner import Handlers, JobRunner
from core.services.work.job_tracking import JobTracking
from core.services.work.ownership import OwnedNames
from core.services.work.readiness import Readiness


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The services for jobs."""

    runner: JobRunner
    requests: JobRequests
    tracking: JobTracking
    housekeeping: Housekeeping
    owned: OwnedNames
    health: Health
    checkup: Checkup
    readiness: Readiness


def build_owned(ports: Ports, limits: Limits) -> OwnedNames:
    return OwnedNames(
        store=ports.stores.ownerships,
        clock=ports.clock,
        holder=limits.holder,
        lease_seconds=limits.lease_seconds,
        is_shared=limits.is_shared,
    )


def build_work(
    ports: Ports, limits: Limits, handlers: Handlers, owned: OwnedNames, health: Health
) -> Work:
    stores = ports.stores
    return Work(
        owned=owned,
        runner=JobRunner(
            clock=ports.clock,
            jobs=stores.jobs,
            queue=stores.queue,
            handlers=handlers,
            health=health,
            lease_seconds=limits.lease_seconds,
            retry_seconds=limits.retry_seconds,
            idle_seconds=limits.idle_seconds,
            wake_ups=ports.wake_ups,
        ),
        requests=JobRequests(
            clock=ports.clock,
            ids=ports.ids,
            assets=stores.assets,
            jobs=stores.jobs,
            queue=stores.queue,
            handlers=handlers,
        ),
        tracking=JobTracking(
            clock=ports.clock,
            jobs=stores.jobs,
            intakes=stores.intakes,
            assets=stores.assets,
            analyses=stores.analyses,
            clips=stores.clips,
            cards=stores.cards,
            followed=stores.followed,
        ),
        housekeeping=Housekeeping(
            clock=ports.clock,
            upkeep=ports.upkeep,
            due=stores.due,
            jobs=stores.jobs,
            queue=stores.queue,
        ),
        health=health,
        checkup=Checkup(ports.checks, clock=ports.clock, health=health),
        readiness=Readiness(clock=ports.clock, directory=stores.directory, storage=ports.storage),
    )
