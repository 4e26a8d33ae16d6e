"""Work: jobs asked for, performed, looked at, and tidied up after."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Limits, Ports
from core.services.work.health import Health
from core.services.work.housekeeping import Housekeeping
from core.services.work.job_requests import JobRequests
from core.services.work.job_runner import Handlers, JobRunner
from core.services.work.job_tracking import JobTracking


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a face may ask of jobs."""

    runner: JobRunner
    requests: JobRequests
    tracking: JobTracking
    housekeeping: Housekeeping
    health: Health


def build_work(ports: Ports, limits: Limits, handlers: Handlers, health: Health) -> Work:
    stores = ports.stores
    return Work(
        runner=JobRunner(
            clock=ports.clock,
            jobs=stores.jobs,
            queue=stores.queue,
            handlers=handlers,
            lease_seconds=limits.lease_seconds,
            retry_seconds=limits.retry_seconds,
            idle_seconds=limits.idle_seconds,
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
    )
