"""How clips are made: videos understood, cut and drafted."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.clips.clip_captions import ClipCaptions
from core.services.clips.clip_judging import (
    ClipJudging,
    JudgeJobs,
)
from core.services.clips.clip_rendering import ClipRendering
from core.services.clips.cut_files import CutFiles
from core.services.clips.framing_preferences import FramingPreferences
from core.services.clips.video_cutting import VideoCutting
from core.services.videos.clip_drafting import ClipDrafting
from core.services.videos.model_analysis import (
    ModelAnalysis,
    ProfileVoices,
)
from core.services.videos.model_budget import ModelBudget
from core.services.videos.video_analysis import VideoAnalysis
from core.services.videos.video_import import VideoImport
from core.services.videos.video_list import VideoList
from core.services.videos.video_signals import VideoSignals


def build_asking(ports: Ports, limits: Limits) -> ModelAnalysis:
    return ModelAnalysis(
        windows=ports.windows,
        budget=build_model_budget(ports, limits),
        analyst=ports.video_analyst,
        tuning=limits.model,
        find_voice=ProfileVoices(profiles=ports.profiles).find_voice,
    )


def build_video_list(ports: Ports, limits: Limits) -> VideoList:
    return VideoList(
        assets=ports.assets,
        analyses=ports.analyses,
        jobs=ports.jobs,
        asking=build_asking(ports, limits),
    )


def build_video_analysis(ports: Ports, limits: Limits) -> VideoAnalysis:
    return VideoAnalysis(
        clock=ports.clock,
        ids=ports.ids,
        assets=ports.assets,
        streams=ports.streams,
        spikes=ports.spikes,
        analyses=ports.analyses,
        transcripts=ports.transcripts,
        storage=ports.storage,
        prober=ports.prober,
        signals=VideoSignals(storage=ports.storage, signals=ports.signals, scratch=limits.scratch),
        asking=build_asking(ports, limits),
        clip_drafting=ClipDrafting(clock=ports.clock, ids=ports.ids, clips=ports.clips),
    )


def build_model_budget(ports: Ports, limits: Limits) -> ModelBudget:
    return ModelBudget(
        clock=ports.clock, spends=ports.spends, profiles=ports.profiles, tuning=limits.model
    )


def build_video_import(ports: Ports) -> VideoImport:
    return VideoImport(
        ids=ports.ids, assets=ports.assets, storage=ports.storage, prober=ports.prober
    )


def build_framing_preferences(ports: Ports) -> FramingPreferences:
    return FramingPreferences(framings=ports.framings, streams=ports.streams)


def build_clip_rendering(
    ports: Ports, limits: Limits, framing_preferences: FramingPreferences
) -> ClipRendering:
    video_cutting = VideoCutting(
        signals=ports.signals,
        renderer=ports.renderer,
        facecams=ports.facecams,
        tracker=ports.tracker,
    )
    return ClipRendering(
        clock=ports.clock,
        clips=ports.clips,
        assets=ports.assets,
        storage=ports.storage,
        signals=ports.signals,
        video_cutting=video_cutting,
        framing_preferences=framing_preferences,
        clip_captions=ClipCaptions(transcripts=ports.transcripts, listener=ports.listener),
        keeping=CutFiles(
            storage=ports.storage,
            renderer=ports.renderer,
            video_cutting=video_cutting,
            platforms=frozenset(ports.publishers) | limits.shown_on,
        ),
        analyst=ports.analyst,
        judge_jobs=JudgeJobs(
            clock=ports.clock, ids=ports.ids, has_model=ports.video_analyst is not None
        ),
        scratch=limits.scratch,
    )


def build_clip_judging(ports: Ports, limits: Limits) -> ClipJudging:
    return ClipJudging(
        clock=ports.clock,
        clips=ports.clips,
        assets=ports.assets,
        storage=ports.storage,
        budget=build_model_budget(ports, limits),
        analyst=ports.video_analyst,
        find_voice=ProfileVoices(profiles=ports.profiles).find_voice,
    )
