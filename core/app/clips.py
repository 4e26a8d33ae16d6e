"""Clips: framing, captions, rendering, scores and the model's judgement."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.app.outside import Limits, Ports
from core.app.videos import Videos
from core.domain.work.job import JobKind
from core.services.clips.card_jobs import CardJobs, CardUpdatingClips, CardUpdatingPublications
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
from core.services.videos.video_signals import VideoSignals
from core.services.work.job_runner import Handlers, handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Clips:
    """The services that make clips, and their jobs."""

    rendering: ClipRendering
    captions: ClipCaptions
    framing: FramingPreferences
    preview: LookPreview
    judging: ClipJudging
    card_jobs: CardJobs
    handlers: Handlers


def update_cards(ports: Ports, jobs: CardJobs) -> Ports:
    """Return the ports with stores whose every change of a clip updates its cards."""
    stores = ports.stores
    return replace(
        ports,
        stores=replace(
            stores,
            clips=CardUpdatingClips(stores.clips, jobs),
            publications=CardUpdatingPublications(stores.publications, jobs),
        ),
    )


def build_card_jobs(ports: Ports) -> CardJobs:
    return CardJobs(clock=ports.clock, ids=ports.ids, guilds=ports.stores.guilds)


def build_clips(ports: Ports, limits: Limits, videos: Videos, card_jobs: CardJobs) -> Clips:
    turns = ExperimentTurns(lessons=ports.stores.lessons)
    framing = FramingPreferences(
        framings=ports.stores.framings, streams=ports.stores.streams, turns=turns
    )
    captions = ClipCaptions(transcripts=ports.stores.transcripts, hearing=videos.hearing)
    rendering = _build_rendering(ports, limits, videos.signals, framing, captions)
    judging = ClipJudging(
        clock=ports.clock,
        clips=ports.stores.clips,
        assets=ports.stores.assets,
        storage=ports.storage,
        budget=videos.budget,
        analyst=ports.videos.analyst,
        contexts=ClipContexts(streams=ports.stores.streams, analyses=ports.stores.analyses),
        find_voice=ProfileVoices(profiles=ports.stores.profiles).find_voice,
        turns=turns,
    )
    return Clips(
        preview=LookPreview(renderer=ports.clips.renderer, scratch=limits.scratch),
        rendering=rendering,
        captions=captions,
        framing=framing,
        judging=judging,
        card_jobs=card_jobs,
        handlers={
            JobKind.RENDER_CLIP: handle(rendering.render_clip, rendering.give_up),
            JobKind.JUDGE_CLIP: handle(judging.judge_clip, judging.give_up),
        },
    )


def _build_rendering(
    ports: Ports,
    limits: Limits,
    signals: VideoSignals,
    framing: FramingPreferences,
    captions: ClipCaptions,
) -> ClipRendering:
    cutting = VideoCutting(
        renderer=ports.clips.renderer,
        facecams=ports.clips.facecams,
        tracker=ports.clips.tracker,
    )
    return ClipRendering(
        spikes=ports.stores.spikes,
        clock=ports.clock,
        clips=ports.stores.clips,
        assets=ports.stores.assets,
        signals=signals,
        video_cutting=cutting,
        framing_preferences=framing,
        clip_captions=captions,
        cut_files=_build_files(ports, limits),
        analyst=ports.clips.analyst,
        judge_jobs=JudgeJobs(
            clock=ports.clock, ids=ports.ids, has_model=ports.videos.analyst is not None
        ),
        scratch=limits.scratch,
    )


def build_renditions(ports: Ports, limits: Limits) -> Renditions:
    return Renditions(
        storage=ports.storage,
        prober=ports.videos.prober,
        renderer=ports.clips.renderer,
        scratch=limits.scratch,
    )


def _build_files(ports: Ports, limits: Limits) -> CutFiles:
    return CutFiles(
        storage=ports.storage,
        renderer=ports.clips.renderer,
        renditions=build_renditions(ports, limits),
        platforms=frozenset(ports.publishers) | limits.shown_on,
    )
