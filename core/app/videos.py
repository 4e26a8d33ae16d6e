"""Videos: fetching them from an address, attachment or upload, and analysing them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.app.outside import Limits, Ports
from core.domain.work.job import JobKind
from core.services.videos.clip_drafting import ClipDrafting
from core.services.videos.model_analysis import ModelAnalysis, ProfileVoices
from core.services.videos.model_budget import ModelBudget
from core.services.videos.model_watch import ModelWatch
from core.services.videos.multipart_uploads import MultipartUploads
from core.services.videos.speech_hearing import SpeechHearing
from core.services.videos.storage_quota import StorageQuota
from core.services.videos.video_analysis import VideoAnalysis
from core.services.videos.video_fetching import VideoFetching
from core.services.videos.video_import import VideoImport
from core.services.videos.video_list import VideoList
from core.services.videos.video_signals import VideoSignals
from core.services.work.health import Health
from core.services.work.job_runner import Handlers, handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Videos:
    """The services for videos, and their jobs."""

    imports: VideoImport
    fetching: VideoFetching
    uploads: MultipartUploads
    analysis: VideoAnalysis
    hearing: SpeechHearing
    signals: VideoSignals
    list: VideoList
    budget: ModelBudget
    model: ModelWatch | None
    handlers: Handlers


def watch_model(ports: Ports, health: Health) -> tuple[Ports, ModelWatch | None]:
    """Return the ports with an analyst that tells health how its service does, and that analyst."""
    if (analyst := ports.videos.analyst) is None:
        return ports, None
    model = ModelWatch(analyst, health=health, clock=ports.clock)
    return replace(ports, videos=replace(ports.videos, analyst=model)), model


def build_videos(ports: Ports, limits: Limits, model: ModelWatch | None) -> Videos:
    budget = ModelBudget(
        clock=ports.clock,
        spends=ports.stores.spends,
        profiles=ports.stores.profiles,
        tuning=limits.model,
    )
    asking = _build_model_analysis(ports, limits, budget)
    quota = StorageQuota(
        assets=ports.stores.assets,
        uploads=ports.stores.uploads,
        objects=ports.videos.tickets,
        bytes_max=limits.creator_bytes_max,
    )
    imports = VideoImport(
        ids=ports.ids,
        assets=ports.stores.assets,
        storage=ports.storage,
        prober=ports.videos.prober,
        quota=quota,
    )
    uploads = _build_uploads(ports, limits, quota)
    fetching = _build_fetching(ports, limits, imports, uploads)
    hearing = SpeechHearing(transcripts=ports.stores.transcripts, listener=ports.clips.listener)
    signals = VideoSignals(
        storage=ports.storage, signals=ports.videos.signals, scratch=limits.scratch
    )
    analysis = _build_analysis(ports, asking, hearing, signals)
    return Videos(
        imports=imports,
        fetching=fetching,
        uploads=uploads,
        analysis=analysis,
        hearing=hearing,
        signals=signals,
        list=VideoList(
            assets=ports.stores.assets,
            analyses=ports.stores.analyses,
            jobs=ports.stores.jobs,
            asking=asking,
        ),
        budget=budget,
        model=model,
        handlers={
            JobKind.FETCH_ASSET: handle(fetching.fetch_asset, fetching.give_up),
            JobKind.ANALYSE_ASSET: handle(analysis.analyse_asset, analysis.give_up),
        },
    )


def _build_model_analysis(ports: Ports, limits: Limits, budget: ModelBudget) -> ModelAnalysis:
    return ModelAnalysis(
        windows=ports.stores.windows,
        budget=budget,
        analyst=ports.videos.analyst,
        tuning=limits.model,
        find_voice=ProfileVoices(profiles=ports.stores.profiles).find_voice,
    )


def _build_uploads(ports: Ports, limits: Limits, quota: StorageQuota) -> MultipartUploads:
    return MultipartUploads(
        clock=ports.clock,
        ids=ports.ids,
        uploads=ports.stores.uploads,
        tickets=ports.videos.tickets,
        receiver=ports.videos.receiver,
        quota=quota,
        size_bytes_max=limits.upload_bytes_max,
    )


def _build_fetching(
    ports: Ports,
    limits: Limits,
    imports: VideoImport,
    uploads: MultipartUploads,
) -> VideoFetching:
    return VideoFetching(
        clock=ports.clock,
        ids=ports.ids,
        intakes=ports.stores.intakes,
        assets=ports.stores.assets,
        jobs=ports.stores.jobs,
        storage=ports.storage,
        fetcher=ports.videos.fetcher,
        attachments=ports.videos.attachments,
        video_import=imports,
        multipart_uploads=uploads,
        scratch=limits.scratch,
        size_bytes_max=limits.upload_bytes_max,
    )


def _build_analysis(
    ports: Ports, asking: ModelAnalysis, hearing: SpeechHearing, signals: VideoSignals
) -> VideoAnalysis:
    return VideoAnalysis(
        clock=ports.clock,
        ids=ports.ids,
        assets=ports.stores.assets,
        streams=ports.stores.streams,
        spikes=ports.stores.spikes,
        analyses=ports.stores.analyses,
        transcripts=ports.stores.transcripts,
        storage=ports.storage,
        prober=ports.videos.prober,
        signals=signals,
        asking=asking,
        hearing=hearing,
        clip_drafting=ClipDrafting(clock=ports.clock, ids=ports.ids, clips=ports.stores.clips),
    )
