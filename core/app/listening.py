"""How chat is heard: watching, learning, and reporting what was heard."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.chat_state import ChatStateStorage
from core.services.chat.lag_measurement import LagMeasurement
from core.services.chat.spike_detection import SpikeDetection
from core.services.chat.spike_storage import SpikeStorage
from core.services.chat.stream_reports import StreamReports
from core.services.demo.demo_run import DemoRun
from core.services.streams.stream_storage import StreamStorage
from core.services.videos.video_import import VideoImport


def build_channel_learning(ports: Ports) -> ChannelLearning:
    return ChannelLearning(
        streams=ports.streams,
        tunings=ports.tunings,
        bindings=ports.bindings,
        profiles=ports.profiles,
    )


def build_lag_measurement(ports: Ports, channel_learning: ChannelLearning) -> LagMeasurement:
    return LagMeasurement(
        streams=ports.streams,
        spikes=ports.spikes,
        histograms=ports.histograms,
        assets=ports.assets,
        storage=ports.storage,
        signals=ports.signals,
        channel_learning=channel_learning,
    )


def build_stream_storage(ports: Ports) -> StreamStorage:
    return StreamStorage(clock=ports.clock, ids=ports.ids, streams=ports.streams)


def build_spike_detection(
    ports: Ports,
    limits: Limits,
    channel_learning: ChannelLearning,
    stream_storage: StreamStorage,
) -> SpikeDetection:
    spike_storage = SpikeStorage(
        clock=ports.clock,
        ids=ports.ids,
        spikes=ports.spikes,
        clips=ports.clips,
        catches_footage=limits.catches_footage,
    )
    return SpikeDetection(
        stream_storage=stream_storage,
        spike_storage=spike_storage,
        chat_states=ChatStateStorage(
            histograms=ports.histograms,
            memories=ports.memories,
            analytics=ports.analytics,
            stream_storage=stream_storage,
            spike_storage=spike_storage,
            channel_learning=channel_learning,
            make_detector=ports.make_detector,
            call_tuning=limits.clip_calls,
        ),
    )


def build_stream_reports(ports: Ports, limits: Limits) -> StreamReports:
    return StreamReports(
        moments=ports.live_moments,
        clock=ports.clock,
        streams=ports.streams,
        spikes=ports.spikes,
        histograms=ports.histograms,
        analytics=ports.analytics,
        charts=ports.charts,
        scratch=limits.scratch,
    )


def build_demo_run(
    ports: Ports, limits: Limits, video_import: VideoImport, spike_detection: SpikeDetection
) -> DemoRun:
    return DemoRun(
        demo=ports.demo,
        streams=ports.streams,
        clips=ports.clips,
        workspace=ports.workspace,
        storage=ports.storage,
        video_import=video_import,
        spike_detection=spike_detection,
        folder=limits.demo_folder,
        published=limits.demo_published,
        started_at=limits.demo_started_at,
    )
