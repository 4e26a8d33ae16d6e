"""Videos: fetching them from an address, attachment or upload, and analysing them."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.domain.work.job import JobKind
from core.services.learning.experiment_turns import ExperimentTurns
from core.services.videos.clip_drafting import ClipDrafting
from core.services.videos.model_analysis import ModelAnalysis, ProfileVoices
from core.services.videos.model_budget import ModelBudget
from core.services.videos.model_watch import ModelWatch
from core.services.videos.multipart_uploads import MultipartUploads
from core.services.videos.speech_hearing import SpeechHearing
from core.services.videos.storage_quota import StorageQuota
from core.services.videos.upload_refusals import UploadRefusals
from core.services.videos.video_analysis import VideoAnalysis
from core.services.videos.video_fetching import VideoFetching
from core.services.videos.video_import import VideoImport
from core.services.videos.video_list import VideoList
from core.services.videos.video_signals import VideoSignals
from core.services.work.health import Health
from core.services.work.job_handlers import Handlers, handle


class Videos:
    """The services for videos, and their jobs."""

    def __init__(
        self, ports: Ports, limits: Limits, model: ModelWatch | None, health: Health
    ) -> None:
        clock, ids, stores, outside = ports.clock, ports.ids, ports.stores, ports.videos
        turns = ExperimentTurns(lessons=stores.lessons)
        self.model = model
        self.budget = ModelBudget(
            clock=clock, spends=stores.spends, profiles=stores.profiles, tuning=limits.model
        )
        asking = ModelAnalysis(
            windows=stores.windows,
            budget=self.budget,
            analyst=model,
            tuning=limits.model,
            turns=turns,
            find_voice=ProfileVoices(profiles=stores.profiles).find_voice,
        )
        quota = StorageQuota(
            assets=stores.assets,
            uploads=stores.uploads,
            objects=outside.tickets,
            bytes_max=limits.creator_bytes_max,
        )
        self.imports = VideoImport(
            ids=ids,
            assets=stores.assets,
            storage=ports.storage,
            prober=outside.prober,
            quota=quota,
        )
        self.uploads = MultipartUploads(
            clock=clock,
            ids=ids,
            uploads=stores.uploads,
            tickets=outside.tickets,
            receiver=outside.receiver,
            quota=quota,
            size_bytes_max=limits.upload_bytes_max,
        )
        self.upload_refusals = UploadRefusals(
            clock=clock, uploads=self.uploads, tickets=outside.tickets, health=health
        )
        self.fetching = VideoFetching(
            clock=clock,
            ids=ids,
            intakes=stores.intakes,
            assets=stores.assets,
            jobs=stores.jobs,
            storage=ports.storage,
            fetcher=outside.fetcher,
            attachments=outside.attachments,
            video_import=self.imports,
            multipart_uploads=self.uploads,
            scratch=limits.scratch,
            size_bytes_max=limits.upload_bytes_max,
        )
        self.hearing = SpeechHearing(transcripts=stores.transcripts, listener=ports.clips.listener)
        self.signals = VideoSignals(
            storage=ports.storage, signals=outside.signals, scratch=limits.scratch
        )
        self.analysis = VideoAnalysis(
            clock=clock,
            ids=ids,
            assets=stores.assets,
            streams=stores.streams,
            spikes=stores.spikes,
            analyses=stores.analyses,
            transcripts=stores.transcripts,
            storage=ports.storage,
            prober=outside.prober,
            signals=self.signals,
            asking=asking,
            hearing=self.hearing,
            clip_drafting=ClipDrafting(
                clock=clock, ids=ids, clips=stores.clips, profiles=stores.profiles, turns=turns
            ),
        )
        self.list = VideoList(
            assets=stores.assets, analyses=stores.analyses, jobs=stores.jobs, asking=asking
        )
        self.handlers: Handlers = {
            JobKind.FETCH_ASSET: handle(self.fetching.fetch_asset, self.fetching.give_up),
            JobKind.ANALYSE_ASSET: handle(self.analysis.analyse_asset, self.analysis.give_up),
        }
