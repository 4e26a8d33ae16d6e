"""Chat: live or from logs, its spikes, lessons, reports and answers."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Limits, Ports
from core.domain.work.job import JobKind
from core.ports.accounts import FreshTokens
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.chat_answers import ChatAnswers
from core.services.chat.chat_sending import ChatSending
from core.services.chat.chat_state import ChatStateStorage
from core.services.chat.clock_watch import ClockWatch
from core.services.chat.lag_measurement import LagMeasurement
from core.services.chat.listening_status import ListeningStatus
from core.services.chat.live_chat import LiveChat
from core.services.chat.live_clip import LiveClip
from core.services.chat.live_look import LiveLook
from core.services.chat.moment_links import ClipLinks
from core.services.chat.spike_detection import SpikeDetection
from core.services.chat.spike_storage import SpikeStorage
from core.services.chat.stream_reports import StreamReports
from core.services.streams.stream_opening import StreamOpening
from core.services.streams.stream_storage import StreamStorage
from core.services.work.health import Health
from core.services.work.job_runner import Handlers, handle
from core.services.work.ownership import OwnedNames, name_channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The services for chat, and their jobs."""

    detection: SpikeDetection
    learning: ChannelLearning
    live: LiveChat
    look: LiveLook
    sending: ChatSending
    answers: ChatAnswers
    reports: StreamReports
    status: ListeningStatus
    clip_now: LiveClip
    handlers: Handlers


def build_chat(
    ports: Ports, limits: Limits, tokens: FreshTokens, owned: OwnedNames, health: Health
) -> Chat:
    learning = _build_learning(ports)
    streams = StreamStorage(clock=ports.clock, ids=ports.ids, streams=ports.stores.streams)
    spikes = _build_spikes(ports, limits)
    detection = _build_detection(ports, limits, learning, streams, spikes)
    live = _build_live(ports, detection, streams, owned, health)
    sending = ChatSending(
        clock=ports.clock,
        live_chat=live,
        spike_detection=detection,
        tokens=tokens,
        voice=ports.chat.voice,
        speaker_id=limits.home_creator_id,
    )
    answers = _build_answers(ports, sending)
    live.add_follower(answers)
    lag = _build_lag(ports, learning)
    return Chat(
        detection=detection,
        learning=learning,
        live=live,
        look=LiveLook(clock=ports.clock, live_chat=live, live_streams=ports.streams.live),
        sending=sending,
        answers=answers,
        reports=_build_reports(ports, limits),
        status=_build_status(ports, limits, live),
        clip_now=LiveClip(
            clock=ports.clock,
            bindings=ports.stores.bindings,
            streams=ports.stores.streams,
            assets=ports.stores.assets,
            storage=spikes,
            live_chat=live,
        ),
        handlers={
            JobKind.ANSWER_CHAT: handle(answers.answer_chat, answers.give_up),
            JobKind.MEASURE_LAG: handle(lag.measure_lag, lag.give_up),
        },
    )


def _build_learning(ports: Ports) -> ChannelLearning:
    return ChannelLearning(
        streams=ports.stores.streams,
        tunings=ports.stores.tunings,
        bindings=ports.stores.bindings,
        profiles=ports.stores.profiles,
    )


def _build_spikes(ports: Ports, limits: Limits) -> SpikeStorage:
    return SpikeStorage(
        clock=ports.clock,
        ids=ports.ids,
        spikes=ports.stores.spikes,
        clips=ports.stores.clips,
        catches_footage=limits.catches_footage,
    )


def _build_status(ports: Ports, limits: Limits, live: LiveChat) -> ListeningStatus:
    return ListeningStatus(
        clock=ports.clock,
        bindings=ports.stores.bindings,
        streams=ports.stores.streams,
        spikes=ports.stores.spikes,
        profiles=ports.stores.profiles,
        live_chat=live,
        usual_spikes_an_hour=limits.spike.spikes_an_hour,
    )


def _build_detection(
    ports: Ports,
    limits: Limits,
    learning: ChannelLearning,
    streams: StreamStorage,
    spikes: SpikeStorage,
) -> SpikeDetection:
    return SpikeDetection(
        meters=ports.meters,
        stream_storage=streams,
        spike_storage=spikes,
        chat_states=ChatStateStorage(
            clock=ports.clock,
            histograms=ports.stores.histograms,
            memories=ports.stores.memories,
            analytics=ports.stores.analytics,
            stream_storage=streams,
            spike_storage=spikes,
            channel_learning=learning,
            make_detector=ports.chat.make_detector,
            call_tuning=limits.clip_calls,
        ),
    )


def _build_live(
    ports: Ports,
    detection: SpikeDetection,
    streams: StreamStorage,
    owned: OwnedNames,
    health: Health,
) -> LiveChat:
    return LiveChat(
        clock=ports.clock,
        opening=StreamOpening(
            clock=ports.clock, streams=ports.stores.streams, stream_storage=streams
        ),
        spike_detection=detection,
        is_ours=lambda broadcaster_id: owned.is_held(name_channel(broadcaster_id)),
        clock_watch=ClockWatch(health=health),
    )


def _build_answers(ports: Ports, sending: ChatSending) -> ChatAnswers:
    stores = ports.stores
    return ChatAnswers(
        clock=ports.clock,
        ids=ports.ids,
        jobs=stores.jobs,
        streams=stores.streams,
        spikes=stores.spikes,
        links=ClipLinks(
            clips=stores.clips, publications=stores.publications, moments=stores.live_moments
        ),
        words=ports.chat.words,
        chat_sending=sending,
    )


def _build_lag(ports: Ports, learning: ChannelLearning) -> LagMeasurement:
    return LagMeasurement(
        streams=ports.stores.streams,
        spikes=ports.stores.spikes,
        histograms=ports.stores.histograms,
        assets=ports.stores.assets,
        storage=ports.storage,
        signals=ports.videos.signals,
        channel_learning=learning,
    )


def _build_reports(ports: Ports, limits: Limits) -> StreamReports:
    return StreamReports(
        moments=ports.stores.live_moments,
        clock=ports.clock,
        streams=ports.stores.streams,
        spikes=ports.stores.spikes,
        histograms=ports.stores.histograms,
        analytics=ports.stores.analytics,
        charts=ports.chat.charts,
        scratch=limits.scratch,
    )
