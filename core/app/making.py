"""How clips are made: videos understood, cut and drafted."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.analysing import Analysing
from core.services.browsing import Browsing
from core.services.budgeting import Budgeting
from core.services.captioning import Captioning
from core.services.clipping import Clipping
from core.services.cut_keeping import CutKeeping
from core.services.cutting import Cutting
from core.services.drafting import Drafting
from core.services.framing import Framing
from core.services.importing import Importing
from core.services.judging import JudgeJobs, Judging
from core.services.signal_keeping import SignalKeeping
from core.services.window_asking import ProfileVoices, WindowAsking


def build_asking(ports: Ports, limits: Limits) -> WindowAsking:
    return WindowAsking(
        windows=ports.windows,
        budget=build_budgeting(ports, limits),
        analyst=ports.video_analyst,
        tuning=limits.model,
        find_voice=ProfileVoices(profiles=ports.profiles).find_voice,
    )


def build_browsing(ports: Ports, limits: Limits) -> Browsing:
    return Browsing(
        assets=ports.assets,
        analyses=ports.analyses,
        jobs=ports.jobs,
        asking=build_asking(ports, limits),
    )


def build_analysing(ports: Ports, limits: Limits) -> Analysing:
    return Analysing(
        clock=ports.clock,
        ids=ports.ids,
        assets=ports.assets,
        streams=ports.streams,
        spikes=ports.spikes,
        analyses=ports.analyses,
        transcripts=ports.transcripts,
        storage=ports.storage,
        prober=ports.prober,
        signals=SignalKeeping(storage=ports.storage, signals=ports.signals, scratch=limits.scratch),
        asking=build_asking(ports, limits),
        drafting=Drafting(clock=ports.clock, ids=ports.ids, clips=ports.clips),
    )


def build_budgeting(ports: Ports, limits: Limits) -> Budgeting:
    return Budgeting(
        clock=ports.clock, spends=ports.spends, profiles=ports.profiles, tuning=limits.model
    )


def build_importing(ports: Ports) -> Importing:
    return Importing(ids=ports.ids, assets=ports.assets, storage=ports.storage, prober=ports.prober)


def build_framing(ports: Ports) -> Framing:
    return Framing(framings=ports.framings, streams=ports.streams)


def build_clipping(ports: Ports, limits: Limits, framing: Framing) -> Clipping:
    cutting = Cutting(
        signals=ports.signals,
        renderer=ports.renderer,
        facecams=ports.facecams,
        tracker=ports.tracker,
    )
    return Clipping(
        clock=ports.clock,
        clips=ports.clips,
        assets=ports.assets,
        storage=ports.storage,
        signals=ports.signals,
        cutting=cutting,
        framing=framing,
        captioning=Captioning(transcripts=ports.transcripts, listener=ports.listener),
        keeping=CutKeeping(
            storage=ports.storage,
            renderer=ports.renderer,
            cutting=cutting,
            platforms=frozenset(ports.publishers) | limits.shown_on,
        ),
        analyst=ports.analyst,
        judge_jobs=JudgeJobs(
            clock=ports.clock, ids=ports.ids, has_model=ports.video_analyst is not None
        ),
        scratch=limits.scratch,
    )


def build_judging(ports: Ports, limits: Limits) -> Judging:
    return Judging(
        clock=ports.clock,
        clips=ports.clips,
        assets=ports.assets,
        storage=ports.storage,
        budget=build_budgeting(ports, limits),
        analyst=ports.video_analyst,
        find_voice=ProfileVoices(profiles=ports.profiles).find_voice,
    )
