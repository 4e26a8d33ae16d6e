"""Clips: framing, captions, rendering, scores and the model's judgement."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.app.videos import Videos
from core.domain.work.job import JobKind
from core.services.clips.card_jobs import CardJobs
from core.services.clips.clip_captions import ClipCaptions
from core.services.clips.clip_context import ClipContexts
from core.services.clips.clip_judging import ClipJudging, JudgeJobs
from core.services.clips.clip_rendering import ClipRendering
from core.services.clips.cut_files import CutFiles
from core.services.clips.framing_preferences import FramingPreferences
from core.services.clips.look_preview import LookPreview
from core.services.clips.renditions import Renditions
from core.services.clips.video_cutting import VideoCutting
from core.services.learning.experiment_turns import ExperimentTurns
from core.services.videos.model_analysis import ProfileVoices
from core.services.work.job_handlers import Handlers, handle


class Clips:
    """The services that make clips, and their jobs."""

    def __init__(self, ports: Ports, limits: Limits, videos: Videos, card_jobs: CardJobs) -> None:
        clock, stores = ports.clock, ports.stores
        renderer, analyst = ports.clips.renderer, ports.videos.analyst
        self.card_jobs = card_jobs
        turns = ExperimentTurns(lessons=stores.lessons)
        self.framing = FramingPreferences(
            framings=stores.framings, streams=stores.streams, turns=turns
        )
        self.captions = ClipCaptions(transcripts=stores.transcripts, hearing=videos.hearing)
        self.preview = LookPreview(renderer=renderer, scratch=limits.scratch)
        self.renditions = Renditions(
            storage=ports.storage,
            prober=ports.videos.prober,
            renderer=renderer,
            scratch=limits.scratch,
        )
        self.rendering = ClipRendering(
            spikes=stores.spikes,
            clock=clock,
            clips=stores.clips,
            assets=stores.assets,
            signals=videos.signals,
            video_cutting=VideoCutting(
                renderer=renderer, facecams=ports.clips.facecams, tracker=ports.clips.tracker
            ),
            framing_preferences=self.framing,
            clip_captions=self.captions,
            cut_files=CutFiles(
                storage=ports.storage,
                renderer=renderer,
                renditions=self.renditions,
                platforms=frozenset(ports.publishers) | limits.shown_on,
            ),
            analyst=ports.clips.analyst,
            judge_jobs=JudgeJobs(clock=clock, ids=ports.ids, has_model=analyst is not None),
            scratch=limits.scratch,
        )
        self.judging = ClipJudging(
            clock=clock,
            clips=stores.clips,
            assets=stores.assets,
            storage=ports.storage,
            budget=videos.budget,
            analyst=analyst,
            contexts=ClipContexts(streams=stores.streams, analyses=stores.analyses),
            find_voice=ProfileVoices(profiles=stores.profiles).find_voice,
            turns=turns,
        )
        self.handlers: Handlers = {
            JobKind.RENDER_CLIP: handle(self.rendering.render_clip, self.rendering.give_up),
            JobKind.JUDGE_CLIP: handle(self.judging.judge_clip, self.judging.give_up),
        }
