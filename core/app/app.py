"""The app: every service, built from the ports it needs."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.bringing import (
    build_fetching,
    build_tracking,
    build_uploading,
    build_visiting,
)
from core.app.doing import (
    build_addressing,
    build_dispatching,
    build_keeping,
    build_publishing,
    build_requesting,
    build_scheduling,
    build_working,
)
from core.app.footage import build_catching, build_ring_tending
from core.app.linking import (
    build_linking,
    build_measuring,
    build_notifying,
    build_refreshing,
    build_validating,
)
from core.app.listening import (
    build_lag_measuring,
    build_learning,
    build_rehearsing,
    build_reporting,
    build_watching,
)
from core.app.live import (
    build_answering,
    build_connecting,
    build_listening,
    build_speaking,
)
from core.app.making import (
    build_analysing,
    build_browsing,
    build_clipping,
    build_framing,
    build_importing,
    build_judging,
)
from core.app.outside import Limits, Ports
from core.app.settling import build_preferring
from core.app.showing import (
    build_carding,
    build_deciding,
    build_hearing,
    build_membership,
    build_recutting,
    build_reviewing,
    build_voting,
    follow,
)
from core.domain.job import JobKind
from core.services.analysing import Analysing
from core.services.answering import Answering
from core.services.browsing import Browsing
from core.services.carding import Carding
from core.services.clipping import Clipping
from core.services.connecting import Connecting
from core.services.deciding import Deciding
from core.services.dispatching import Dispatching
from core.services.fetching import Fetching
from core.services.framing import Framing
from core.services.hearing import Hearing
from core.services.importing import Importing
from core.services.judging import Judging
from core.services.keeping import Keeping
from core.services.learning import Learning
from core.services.linking import Linking
from core.services.listening import Listening
from core.services.measuring import Measuring
from core.services.membership import Membership
from core.services.preferring import Preferring
from core.services.publishing import Publishing
from core.services.recutting import Recutting
from core.services.refreshing import Refreshing
from core.services.rehearsing import Rehearsing
from core.services.reporting import Reporting
from core.services.requesting import Requesting
from core.services.reviewing import Reviewing
from core.services.ring_tending import RingTending
from core.services.scheduling import Scheduling
from core.services.speaking import Speaking
from core.services.tracking import Tracking
from core.services.uploading import Uploading
from core.services.validating import Validating
from core.services.visiting import Visiting
from core.services.watching import Watching
from core.services.working import JobHandler, Working


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What a face may call."""

    ports: Ports
    watching: Watching
    learning: Learning
    importing: Importing
    fetching: Fetching
    uploading: Uploading
    visiting: Visiting
    tracking: Tracking
    analysing: Analysing
    browsing: Browsing
    clipping: Clipping
    framing: Framing
    judging: Judging
    reviewing: Reviewing
    recutting: Recutting
    membership: Membership
    deciding: Deciding
    hearing: Hearing
    carding: Carding
    publishing: Publishing
    dispatching: Dispatching
    scheduling: Scheduling
    sweep_seconds: float
    reporting: Reporting
    rehearsing: Rehearsing
    preferring: Preferring
    requesting: Requesting
    working: Working
    keeping: Keeping
    refreshing: Refreshing
    linking: Linking
    validating: Validating
    connecting: Connecting
    listening: Listening
    ring_tending: RingTending
    measuring: Measuring
    speaking: Speaking
    answering: Answering


def build_app(ports: Ports, limits: Limits) -> App:
    """Wire the services; nothing is opened or started here."""
    ports = follow(ports)
    learning = build_learning(ports)
    watching = build_watching(ports, limits, learning)
    importing = build_importing(ports)
    uploading = build_uploading(ports, limits)
    fetching = build_fetching(ports, limits, importing, uploading)
    analysing = build_analysing(ports, limits)
    framing = build_framing(ports)
    clipping = build_clipping(ports, limits, framing)
    judging = build_judging(ports, limits)
    refreshing = build_refreshing(ports)
    measuring = build_measuring(ports, refreshing)
    publishing = build_publishing(ports, limits, refreshing)
    publish = JobHandler(work=publishing.publish_clip, give_up=publishing.give_up)
    addressing = build_addressing(ports, limits)
    reviewing = build_reviewing(ports, addressing, learning)
    membership = build_membership(ports, limits)
    recutting, voting = build_recutting(ports, learning), build_voting(ports)
    scheduling = build_scheduling(ports, addressing)
    deciding = build_deciding(ports, membership, reviewing, recutting, scheduling, voting)
    carding = build_carding(ports, measuring)
    notifying = build_notifying(ports)
    lag_measuring = build_lag_measuring(ports, learning)
    listening = build_listening(ports, watching)
    speaking = build_speaking(ports, limits, listening, watching, refreshing)
    answering = build_answering(ports, listening, speaking)
    catching = build_catching(ports, limits, refreshing)
    handlers = {
        JobKind.ANSWER_CHAT: JobHandler(work=answering.answer_chat, give_up=answering.give_up),
        JobKind.CATCH_FOOTAGE: JobHandler(work=catching.catch_footage, give_up=catching.give_up),
        JobKind.FETCH_ASSET: JobHandler(work=fetching.fetch_asset, give_up=fetching.give_up),
        JobKind.ANALYSE_ASSET: JobHandler(work=analysing.analyse_asset, give_up=analysing.give_up),
        JobKind.RENDER_CLIP: JobHandler(work=clipping.render_clip, give_up=clipping.give_up),
        JobKind.JUDGE_CLIP: JobHandler(work=judging.judge_clip, give_up=judging.give_up),
        JobKind.MEASURE_LAG: JobHandler(
            work=lag_measuring.measure_lag, give_up=lag_measuring.give_up
        ),
        JobKind.PUBLISH_CLIP: publish,
        JobKind.PUBLISH_TO_DISCORD: publish,
        JobKind.PUBLISH_TO_TWITCH: publish,
        JobKind.POST_CARD: JobHandler(work=carding.post_card, give_up=carding.give_up),
        JobKind.ASK_RECONNECT: JobHandler(work=notifying.ask_reconnect, give_up=notifying.give_up),
    }
    return App(
        ports=ports,
        watching=watching,
        learning=learning,
        importing=importing,
        fetching=fetching,
        uploading=uploading,
        visiting=build_visiting(ports, limits),
        tracking=build_tracking(ports),
        analysing=analysing,
        browsing=build_browsing(ports, limits),
        clipping=clipping,
        framing=framing,
        judging=judging,
        reviewing=reviewing,
        recutting=recutting,
        membership=membership,
        deciding=deciding,
        hearing=build_hearing(ports, membership, deciding, voting),
        carding=carding,
        publishing=publishing,
        dispatching=build_dispatching(ports),
        scheduling=scheduling,
        sweep_seconds=limits.sweep_seconds,
        reporting=build_reporting(ports, limits),
        preferring=build_preferring(ports, limits, framing, learning),
        rehearsing=build_rehearsing(ports, limits, importing, watching),
        requesting=build_requesting(ports, handlers),
        working=build_working(ports, limits, handlers),
        keeping=build_keeping(ports),
        refreshing=refreshing,
        linking=build_linking(ports, limits, refreshing),
        validating=build_validating(ports, refreshing),
        connecting=build_connecting(ports),
        ring_tending=build_ring_tending(ports, listening),
        measuring=measuring,
        listening=listening,
        speaking=speaking,
        answering=answering,
    )
