"""Metering: stores that count what happens while this process runs."""

from __future__ import annotations

from dataclasses import replace

from core.app.outside import Ports
from core.services.chat.metered_chat import MeteredSpikes
from core.services.publishing.metered_publications import MeteredPublications
from core.services.work.metered_jobs import MeteredJobs


def meter(ports: Ports) -> Ports:
    """Return the ports with stores that count into their meters."""
    stores, meters = ports.stores, ports.meters
    counting = replace(
        stores,
        jobs=MeteredJobs(stores.jobs, meters),
        spikes=MeteredSpikes(stores.spikes, meters),
        publications=MeteredPublications(stores.publications, meters),
    )
    return replace(ports, stores=counting)
