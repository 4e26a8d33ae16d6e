"""How videos come in: by address, by attachment, in parts by the upload page."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.people.sign_in import SignIn
from core.services.videos.multipart_uploads import MultipartUploads
from core.services.videos.video_fetching import VideoFetching
from core.services.videos.video_import import VideoImport
from core.services.work.job_tracking import JobTracking


def build_multipart_uploads(ports: Ports, limits: Limits) -> MultipartUploads:
    return MultipartUploads(
        clock=ports.clock,
        ids=ports.ids,
        uploads=ports.uploads,
        tickets=ports.upload_tickets,
        receiver=ports.upload_receiver,
        size_bytes_max=limits.upload_bytes_max,
    )


def build_video_fetching(
    ports: Ports, limits: Limits, video_import: VideoImport, multipart_uploads: MultipartUploads
) -> VideoFetching:
    return VideoFetching(
        clock=ports.clock,
        ids=ports.ids,
        intakes=ports.intakes,
        assets=ports.assets,
        jobs=ports.jobs,
        storage=ports.storage,
        fetcher=ports.fetcher,
        attachments=ports.attachments,
        video_import=video_import,
        multipart_uploads=multipart_uploads,
        scratch=limits.scratch,
        size_bytes_max=limits.upload_bytes_max,
    )


def build_job_tracking(ports: Ports) -> JobTracking:
    return JobTracking(
        clock=ports.clock,
        jobs=ports.jobs,
        intakes=ports.intakes,
        assets=ports.assets,
        analyses=ports.analyses,
        clips=ports.clips,
        cards=ports.cards,
        followed=ports.followed,
    )


def build_sign_in(ports: Ports, limits: Limits) -> SignIn:
    return SignIn(
        clock=ports.clock,
        links=ports.links,
        sessions=ports.sessions,
        page_url=limits.page_url,
    )
