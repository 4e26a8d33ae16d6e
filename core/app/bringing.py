"""How videos come in: by address, by attachment, in parts by the upload page."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.fetching import Fetching
from core.services.importing import Importing
from core.services.tracking import Tracking
from core.services.uploading import Uploading
from core.services.visiting import Visiting


def build_uploading(ports: Ports, limits: Limits) -> Uploading:
    return Uploading(
        clock=ports.clock,
        ids=ports.ids,
        uploads=ports.uploads,
        tickets=ports.upload_tickets,
        receiver=ports.upload_receiver,
        size_bytes_max=limits.upload_bytes_max,
    )


def build_fetching(
    ports: Ports, limits: Limits, importing: Importing, uploading: Uploading
) -> Fetching:
    return Fetching(
        clock=ports.clock,
        ids=ports.ids,
        intakes=ports.intakes,
        assets=ports.assets,
        jobs=ports.jobs,
        storage=ports.storage,
        fetcher=ports.fetcher,
        attachments=ports.attachments,
        importing=importing,
        uploading=uploading,
        scratch=limits.scratch,
        size_bytes_max=limits.upload_bytes_max,
    )


def build_tracking(ports: Ports) -> Tracking:
    return Tracking(
        clock=ports.clock,
        jobs=ports.jobs,
        intakes=ports.intakes,
        assets=ports.assets,
        analyses=ports.analyses,
        clips=ports.clips,
        cards=ports.cards,
        followed=ports.followed,
    )


def build_visiting(ports: Ports, limits: Limits) -> Visiting:
    return Visiting(
        clock=ports.clock,
        links=ports.links,
        sessions=ports.sessions,
        page_url=limits.page_url,
    )
