"""Chat: live or from logs, its spikes, lessons, reports and answers."""

from __future__ import annotations

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
from core.services.work.job_handlers import Handlers, handle
from core.services.work.ownership import OwnedNames, name_channel


class Chat:
    """The services for chat, and their jobs."""

    def __init__(
        self, ports: Ports, limits: Limits, tokens: FreshTokens, owned: OwnedNames, health: Health
    ) -> None:
        clock, ids, stores = ports.clock, ports.ids, ports.stores
        self.learning = ChannelLearning(
            streams=stores.streams,
            tunings=stores.tunings,
            bindings=stores.bindings,
            profiles=stores.profiles,
        )
        streams = StreamStorage(clock=clock, ids=ids, streams=stores.streams)
        spikes = SpikeStorage(
            clock=clock,
            ids=ids,
            spikes=stores.spikes,
            clips=stores.clips,
            profiles=stores.profiles,
            meters=ports.meters,
            catches_footage=limits.catches_footage,
        )
        self.detection = SpikeDetection(
            meters=ports.meters,
            stream_storage=streams,
            spike_storage=spikes,
            chat_states=ChatStateStorage(
                clock=clock,
                histograms=stores.histograms,
                memories=stores.memories,
                analytics=stores.analytics,
                stream_storage=streams,
                spike_storage=spikes,
                channel_learning=self.learning,
                make_detector=ports.chat.make_detector,
                call_tuning=limits.clip_calls,
            ),
        )
        self.live = LiveChat(
            clock=clock,
            opening=StreamOpening(clock=clock, streams=stores.streams, stream_storage=streams),
            spike_detection=self.detection,
            is_ours=lambda broadcaster_id: owned.is_held(name_channel(broadcaster_id)),
            clock_watch=ClockWatch(health=health),
        )
        self.look = LiveLook(clock=clock, live_chat=self.live, live_streams=ports.streams.live)
        self.status = ListeningStatus(
            clock=clock,
            bindings=stores.bindings,
            streams=stores.streams,
            spikes=stores.spikes,
            profiles=stores.profiles,
            live_chat=self.live,
            usual_spikes_an_hour=limits.spike.spikes_an_hour,
        )
        self.clip_now = LiveClip(
            clock=clock,
            bindings=stores.bindings,
            streams=stores.streams,
            assets=stores.assets,
            storage=spikes,
            live_chat=self.live,
        )
        self.reports = StreamReports(
            moments=stores.live_moments,
            clock=clock,
            streams=stores.streams,
            spikes=stores.spikes,
            histograms=stores.histograms,
            analytics=stores.analytics,
            charts=ports.chat.charts,
            scratch=limits.scratch,
        )
        self.sending = ChatSending(
            clock=clock,
            live_chat=self.live,
            spike_detection=self.detection,
            tokens=tokens,
            voice=ports.chat.voice,
            speaker_id=limits.home_creator_id,
        )
        self.answers = ChatAnswers(
            clock=clock,
            ids=ids,
            jobs=stores.jobs,
            streams=stores.streams,
            spikes=stores.spikes,
            links=ClipLinks(
                clips=stores.clips, publications=stores.publications, moments=stores.live_moments
            ),
            words=ports.chat.words,
            chat_sending=self.sending,
        )
        self.live.add_follower(self.answers)
        lag = LagMeasurement(
            streams=stores.streams,
            spikes=stores.spikes,
            histograms=stores.histograms,
            assets=stores.assets,
            storage=ports.storage,
            signals=ports.videos.signals,
            channel_learning=self.learning,
        )
        self.handlers: Handlers = {
            JobKind.ANSWER_CHAT: handle(self.answers.answer_chat, self.answers.give_up),
            JobKind.MEASURE_LAG: handle(lag.measure_lag, lag.give_up),
        }
