"""The app: every service, built from the ports it needs."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.bringing import (
    build_job_tracking,
    build_multipart_uploads,
    build_sign_in,
    build_video_fetching,
)
from core.app.doing import (
    build_due_sweep,
    build_job_requests,
    build_job_runner,
    build_keeping,
    build_publication_creation,
    build_publishing,
    build_scheduling,
)
from core.app.footage import build_moment_footage, build_ring_recording
from core.app.linking import (
    build_account_linking,
    build_post_measurement,
    build_reconnect_notices,
    build_token_refresh,
    build_token_validation,
)
from core.app.listening import (
    build_channel_learning,
    build_demo_run,
    build_lag_measurement,
    build_spike_detection,
    build_stream_reports,
    build_stream_storage,
)
from core.app.live import (
    build_channel_connections,
    build_chat_answers,
    build_chat_sending,
    build_live_chat,
)
from core.app.making import (
    build_clip_judging,
    build_clip_rendering,
    build_framing_preferences,
    build_video_analysis,
    build_video_import,
    build_video_list,
)
from core.app.outside import Limits, Ports
from core.app.settling import build_creator_settings
from core.app.showing import (
    build_card_posting,
    build_clip_editing,
    build_clip_review,
    build_decisions,
    build_membership,
    build_reactions,
    build_votes,
    follow,
)
from core.domain.work.job import JobKind
from core.services.accounts.account_linking import AccountLinking
from core.services.accounts.token_refresh import TokenRefresh
from core.services.accounts.token_validation import TokenValidation
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.chat_answers import ChatAnswers
from core.services.chat.chat_sending import ChatSending
from core.services.chat.live_chat import LiveChat
from core.services.chat.spike_detection import SpikeDetection
from core.services.chat.stream_reports import StreamReports
from core.services.clips.clip_judging import ClipJudging
from core.services.clips.clip_rendering import ClipRendering
from core.services.clips.framing_preferences import FramingPreferences
from core.services.demo.demo_run import DemoRun
from core.services.footage.ring_recording import RingRecording
from core.services.learning.post_measurement import PostMeasurement
from core.services.people.creator_settings import CreatorSettings
from core.services.people.membership import Membership
from core.services.people.sign_in import SignIn
from core.services.publishing.due_sweep import DueSweep
from core.services.publishing.publishing import Publishing
from core.services.publishing.scheduling import Scheduling
from core.services.review.card_posting import CardPosting
from core.services.review.clip_editing import ClipEditing
from core.services.review.clip_review import ClipReview
from core.services.review.decisions import Decisions
from core.services.review.reactions import Reactions
from core.services.streams.channel_connections import ChannelConnections
from core.services.videos.multipart_uploads import MultipartUploads
from core.services.videos.video_analysis import VideoAnalysis
from core.services.videos.video_fetching import VideoFetching
from core.services.videos.video_import import VideoImport
from core.services.videos.video_list import VideoList
from core.services.work.housekeeping import Housekeeping
from core.services.work.job_requests import JobRequests
from core.services.work.job_runner import (
    JobHandler,
    JobRunner,
)
from core.services.work.job_tracking import JobTracking


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What a face may call."""

    ports: Ports
    spike_detection: SpikeDetection
    channel_learning: ChannelLearning
    video_import: VideoImport
    video_fetching: VideoFetching
    multipart_uploads: MultipartUploads
    sign_in: SignIn
    job_tracking: JobTracking
    video_analysis: VideoAnalysis
    video_list: VideoList
    clip_rendering: ClipRendering
    framing_preferences: FramingPreferences
    clip_judging: ClipJudging
    clip_review: ClipReview
    clip_editing: ClipEditing
    membership: Membership
    decisions: Decisions
    reactions: Reactions
    card_posting: CardPosting
    publishing: Publishing
    due_sweep: DueSweep
    scheduling: Scheduling
    sweep_seconds: float
    stream_reports: StreamReports
    demo_run: DemoRun
    creator_settings: CreatorSettings
    job_requests: JobRequests
    job_runner: JobRunner
    keeping: Housekeeping
    token_refresh: TokenRefresh
    account_linking: AccountLinking
    token_validation: TokenValidation
    channel_connections: ChannelConnections
    live_chat: LiveChat
    ring_recording: RingRecording
    post_measurement: PostMeasurement
    chat_sending: ChatSending
    chat_answers: ChatAnswers


def build_app(ports: Ports, limits: Limits) -> App:
    """Wire the services; nothing is opened or started here."""
    ports = follow(ports)
    channel_learning = build_channel_learning(ports)
    stream_storage = build_stream_storage(ports)
    spike_detection = build_spike_detection(ports, limits, channel_learning, stream_storage)
    video_import = build_video_import(ports)
    multipart_uploads = build_multipart_uploads(ports, limits)
    video_fetching = build_video_fetching(ports, limits, video_import, multipart_uploads)
    video_analysis = build_video_analysis(ports, limits)
    framing_preferences = build_framing_preferences(ports)
    clip_rendering = build_clip_rendering(ports, limits, framing_preferences)
    clip_judging = build_clip_judging(ports, limits)
    token_refresh = build_token_refresh(ports)
    post_measurement = build_post_measurement(ports, token_refresh)
    publishing = build_publishing(ports, limits, token_refresh)
    publish = JobHandler(work=publishing.publish_clip, give_up=publishing.give_up)
    publication_creation = build_publication_creation(ports, limits)
    clip_review = build_clip_review(ports, publication_creation, channel_learning)
    membership = build_membership(ports, limits)
    clip_editing, votes = build_clip_editing(ports, channel_learning), build_votes(ports)
    scheduling = build_scheduling(ports, publication_creation)
    decisions = build_decisions(ports, membership, clip_review, clip_editing, scheduling, votes)
    card_posting = build_card_posting(ports, post_measurement)
    reconnect_notices = build_reconnect_notices(ports)
    lag_measurement = build_lag_measurement(ports, channel_learning)
    live_chat = build_live_chat(ports, spike_detection, stream_storage)
    chat_sending = build_chat_sending(ports, limits, live_chat, spike_detection, token_refresh)
    chat_answers = build_chat_answers(ports, live_chat, chat_sending)
    moment_footage = build_moment_footage(ports, limits, token_refresh)
    handlers = {
        JobKind.ANSWER_CHAT: JobHandler(
            work=chat_answers.answer_chat, give_up=chat_answers.give_up
        ),
        JobKind.CATCH_FOOTAGE: JobHandler(
            work=moment_footage.catch_footage, give_up=moment_footage.give_up
        ),
        JobKind.FETCH_ASSET: JobHandler(
            work=video_fetching.fetch_asset, give_up=video_fetching.give_up
        ),
        JobKind.ANALYSE_ASSET: JobHandler(
            work=video_analysis.analyse_asset, give_up=video_analysis.give_up
        ),
        JobKind.RENDER_CLIP: JobHandler(
            work=clip_rendering.render_clip, give_up=clip_rendering.give_up
        ),
        JobKind.JUDGE_CLIP: JobHandler(work=clip_judging.judge_clip, give_up=clip_judging.give_up),
        JobKind.MEASURE_LAG: JobHandler(
            work=lag_measurement.measure_lag, give_up=lag_measurement.give_up
        ),
        JobKind.PUBLISH_CLIP: publish,
        JobKind.PUBLISH_TO_DISCORD: publish,
        JobKind.PUBLISH_TO_TWITCH: publish,
        JobKind.POST_CARD: JobHandler(work=card_posting.post_card, give_up=card_posting.give_up),
        JobKind.ASK_RECONNECT: JobHandler(
            work=reconnect_notices.ask_reconnect, give_up=reconnect_notices.give_up
        ),
    }
    return App(
        ports=ports,
        spike_detection=spike_detection,
        channel_learning=channel_learning,
        video_import=video_import,
        video_fetching=video_fetching,
        multipart_uploads=multipart_uploads,
        sign_in=build_sign_in(ports, limits),
        job_tracking=build_job_tracking(ports),
        video_analysis=video_analysis,
        video_list=build_video_list(ports, limits),
        clip_rendering=clip_rendering,
        framing_preferences=framing_preferences,
        clip_judging=clip_judging,
        clip_review=clip_review,
        clip_editing=clip_editing,
        membership=membership,
        decisions=decisions,
        reactions=build_reactions(ports, membership, decisions, votes),
        card_posting=card_posting,
        publishing=publishing,
        due_sweep=build_due_sweep(ports),
        scheduling=scheduling,
        sweep_seconds=limits.sweep_seconds,
        stream_reports=build_stream_reports(ports, limits),
        creator_settings=build_creator_settings(
            ports, limits, framing_preferences, channel_learning
        ),
        demo_run=build_demo_run(ports, limits, video_import, spike_detection),
        job_requests=build_job_requests(ports, handlers),
        job_runner=build_job_runner(ports, limits, handlers),
        keeping=build_keeping(ports),
        token_refresh=token_refresh,
        account_linking=build_account_linking(ports, limits, token_refresh),
        token_validation=build_token_validation(ports, token_refresh),
        channel_connections=build_channel_connections(ports),
        ring_recording=build_ring_recording(ports, live_chat),
        post_measurement=post_measurement,
        live_chat=live_chat,
        chat_sending=chat_sending,
        chat_answers=chat_answers,
    )
