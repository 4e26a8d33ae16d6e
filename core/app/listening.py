"""How chat is heard: watching, learning, and reporting what was heard."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.importing import Importing
from core.services.lag_measuring import LagMeasuring
from core.services.learning import Learning
from core.services.rehearsing import Rehearsing
from core.services.reporting import Reporting
from core.services.spike_keeping import SpikeKeeping
from core.services.watching import Watching


def build_learning(ports: Ports) -> Learning:
    return Learning(
        streams=ports.streams,
        tunings=ports.tunings,
        bindings=ports.bindings,
        profiles=ports.profiles,
    )


def build_lag_measuring(ports: Ports, learning: Learning) -> LagMeasuring:
    return LagMeasuring(
        streams=ports.streams,
        spikes=ports.spikes,
        histograms=ports.histograms,
        assets=ports.assets,
        storage=ports.storage,
        signals=ports.signals,
        learning=learning,
    )


def build_watching(ports: Ports, limits: Limits, learning: Learning) -> Watching:
    return Watching(
        clock=ports.clock,
        ids=ports.ids,
        streams=ports.streams,
        histograms=ports.histograms,
        memories=ports.memories,
        analytics=ports.analytics,
        spike_keeping=SpikeKeeping(
            clock=ports.clock,
            ids=ports.ids,
            spikes=ports.spikes,
            clips=ports.clips,
            catches_footage=limits.catches_footage,
        ),
        learning=learning,
        make_detector=ports.make_detector,
        call_tuning=limits.clip_calls,
    )


def build_reporting(ports: Ports, limits: Limits) -> Reporting:
    return Reporting(
        moments=ports.live_moments,
        clock=ports.clock,
        streams=ports.streams,
        spikes=ports.spikes,
        histograms=ports.histograms,
        analytics=ports.analytics,
        charts=ports.charts,
        scratch=limits.scratch,
    )


def build_rehearsing(
    ports: Ports, limits: Limits, importing: Importing, watching: Watching
) -> Rehearsing:
    return Rehearsing(
        demo=ports.demo,
        streams=ports.streams,
        clips=ports.clips,
        workspace=ports.workspace,
        storage=ports.storage,
        importing=importing,
        watching=watching,
        folder=limits.demo_folder,
        published=limits.demo_published,
        started_at=limits.demo_started_at,
    )
