"""Work: requesting, running and tracking jobs, and housekeeping."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.work.checkup import Checkup
from core.services.work.health import Health
from core.services.work.housekeeping import Housekeeping
from core.services.work.job_handlers import Handlers
from core.services.work.job_requests import JobRequests
from core.services.work.job_runner import JobRunner
from core.services.work.job_tracking import JobTracking
from core.services.work.ownership import OwnedNames
from core.services.work.queue_relay import QueueRelay
from core.services.work.readiness import Readiness
from core.services.work.trouble_sharing import TroubleSharing


class Work:
    """The services for jobs."""

    def __init__(
        self,
        ports: Ports,
        limits: Limits,
        handlers: Handlers,
        owned: OwnedNames,
        health: Health,
        sharing: TroubleSharing,
    ) -> None:
        clock, stores = ports.clock, ports.stores
        self.owned, self.health, self.sharing = owned, health, sharing
        self.runner = JobRunner(
            clock=clock,
            jobs=stores.jobs,
            queue=stores.queue,
            handlers=handlers,
            health=health,
            lease_seconds=limits.lease_seconds,
            retry_seconds=limits.retry_seconds,
            idle_seconds=limits.idle_seconds,
            wake_ups=ports.wake_ups,
        )
        self.requests = JobRequests(
            clock=clock,
            ids=ports.ids,
            assets=stores.assets,
            jobs=stores.jobs,
            queue=stores.queue,
            handlers=handlers,
        )
        self.tracking = JobTracking(
            clock=clock,
            jobs=stores.jobs,
            intakes=stores.intakes,
            assets=stores.assets,
            analyses=stores.analyses,
            clips=stores.clips,
            cards=stores.cards,
            followed=stores.followed,
        )
        self.housekeeping = Housekeeping(
            clock=clock, upkeep=ports.upkeep, due=stores.due, jobs=stores.jobs, queue=stores.queue
        )
        self.relay = (
            QueueRelay(clock=clock, relay=ports.relay, health=health) if ports.relay else None
        )
        self.checkup = Checkup(ports.checks, clock=clock, health=health)
        self.readiness = Readiness(clock=clock, directory=stores.directory, storage=ports.storage)
