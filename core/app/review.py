"""Review: cards for moderators, and the decisions that they make on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.app.outside import Ports
from core.app.publishing import Publishing
from core.domain.work.ids import CreatorId
from core.domain.work.job import JobKind
from core.services.chat.channel_learning import ChannelLearning
from core.services.clips.card_jobs import CardJobs
from core.services.clips.clip_captions import ClipCaptions
from core.services.clips.framing_preferences import FramingPreferences
from core.services.learning.figures import Figures
from core.services.people.membership import Membership
from core.services.review.card_laying import CardLaying
from core.services.review.card_news import CardNewsReading
from core.services.review.card_posting import CardPosting
from core.services.review.card_reminders import CardReminders
from core.services.review.card_troubles import CardTroubles
from core.services.review.clip_browsing import ClipBrowsing
from core.services.review.clip_covers import ClipCovers
from core.services.review.clip_editing import ClipEditing
from core.services.review.clip_review import ClipReview
from core.services.review.clip_workbench import ClipWorkbench
from core.services.review.decisions import Decisions
from core.services.review.figure_cards import FigureCards
from core.services.review.owner_alerts import OwnerAlerts
from core.services.review.reactions import Reactions
from core.services.review.votes import Votes
from core.services.review.waiting_notices import WaitingNotices
from core.services.review.word_mending import WordMending
from core.services.videos.video_signals import VideoSignals
from core.services.work.health import Health
from core.services.work.job_runner import Handlers, handle
from core.services.work.recent_reads import RecentReads


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The services for review, and their job."""

    clips: ClipReview
    browsing: ClipBrowsing
    editing: ClipEditing
    words: WordMending
    workbench: ClipWorkbench
    covers: ClipCovers
    decisions: Decisions
    reactions: Reactions
    cards: CardPosting
    news: CardNewsReading
    laying: CardLaying
    troubles: CardTroubles
    votes: Votes
    waiting: WaitingNotices
    alerts: OwnerAlerts
    handlers: Handlers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNeeds:
    """What review needs from the wings below it."""

    membership: Membership
    learning: ChannelLearning
    figures: Figures
    captions: ClipCaptions
    framing: FramingPreferences
    publishing: Publishing
    card_jobs: CardJobs
    health: Health
    signals: VideoSignals
    scratch: Path
    home_creator_id: CreatorId


def build_review(ports: Ports, needs: ReviewNeeds) -> Review:
    clips = ClipReview(
        clock=ports.clock,
        clips=ports.stores.clips,
        publications=ports.stores.publications,
        publication_creation=needs.publishing.creation,
        channel_learning=needs.learning,
    )
    editing = ClipEditing(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.stores.clips,
        assets=ports.stores.assets,
        publications=ports.stores.publications,
        channel_learning=needs.learning,
    )
    words = WordMending(
        clips=ports.stores.clips,
        assets=ports.stores.assets,
        transcripts=ports.stores.transcripts,
        clip_captions=needs.captions,
        clip_editing=editing,
        framing=needs.framing,
    )
    votes = _build_votes(ports, needs)
    decisions = Decisions(
        cards=ports.stores.cards,
        clips=ports.stores.clips,
        membership=needs.membership,
        clip_review=clips,
        clip_editing=editing,
        scheduling=needs.publishing.scheduling,
        publications=ports.stores.publications,
        votes=votes,
    )
    troubles = CardTroubles(health=needs.health, notices=ports.review.notices)
    reminders = CardReminders(clock=ports.clock, due=ports.stores.due)
    laying = _build_laying(ports, needs, troubles, reminders)
    news = _build_news(ports, needs)
    cards = _build_cards(ports, news, troubles, reminders)
    figures = _build_figures(ports, news)
    return Review(
        clips=clips,
        browsing=ClipBrowsing(clips=ports.stores.clips, publications=ports.stores.publications),
        editing=editing,
        words=words,
        workbench=_build_workbench(ports, needs),
        covers=ClipCovers(
            clock=ports.clock,
            clips=ports.stores.clips,
            storage=ports.storage,
            renderer=ports.clips.renderer,
            scratch=needs.scratch,
        ),
        decisions=decisions,
        reactions=Reactions(
            clock=ports.clock,
            clips=ports.stores.clips,
            cards=ports.stores.cards,
            membership=needs.membership,
            decisions=decisions,
            votes=votes,
        ),
        cards=cards,
        news=news,
        laying=laying,
        troubles=troubles,
        votes=votes,
        waiting=_build_waiting(ports, needs, troubles, reminders),
        alerts=OwnerAlerts(
            clock=ports.clock,
            health=needs.health,
            guilds=ports.stores.guilds,
            notices=ports.review.notices,
            home_creator_id=needs.home_creator_id,
        ),
        handlers={
            JobKind.POST_CARD: handle(cards.post_card, cards.give_up, outlasts_outages=True),
            JobKind.LAY_CARDS: handle(laying.lay_all, laying.give_up, outlasts_outages=True),
            JobKind.SHOW_FIGURES: handle(figures.show_figures, figures.give_up),
        },
    )


def _build_workbench(ports: Ports, needs: ReviewNeeds) -> ClipWorkbench:
    return ClipWorkbench(
        clips=ports.stores.clips,
        assets=ports.stores.assets,
        streams=ports.stores.streams,
        histograms=ports.stores.histograms,
        storage=ports.storage,
        signals=needs.signals,
        captions=needs.captions,
    )


def _build_votes(ports: Ports, needs: ReviewNeeds) -> Votes:
    return Votes(
        clips=ports.stores.clips,
        cards=ports.stores.cards,
        ballots=ports.stores.ballots,
        jobs=ports.stores.jobs,
        card_jobs=needs.card_jobs,
    )


def _build_laying(
    ports: Ports, needs: ReviewNeeds, troubles: CardTroubles, reminders: CardReminders
) -> CardLaying:
    return CardLaying(
        clock=ports.clock,
        directory=ports.stores.directory,
        due=ports.stores.due,
        reminders=reminders,
        clips=ports.stores.clips,
        jobs=ports.stores.jobs,
        guilds=ports.stores.guilds,
        cards=ports.stores.cards,
        card_jobs=needs.card_jobs,
        troubles=troubles,
    )


def _build_waiting(
    ports: Ports, needs: ReviewNeeds, troubles: CardTroubles, reminders: CardReminders
) -> WaitingNotices:
    return WaitingNotices(
        clock=ports.clock,
        directory=ports.stores.directory,
        due=ports.stores.due,
        reminders=reminders,
        clips=ports.stores.clips,
        cards=ports.stores.cards,
        guilds=ports.stores.guilds,
        profiles=ports.stores.profiles,
        membership=needs.membership,
        notices=ports.review.notices,
        troubles=troubles,
    )


def _build_news(ports: Ports, needs: ReviewNeeds) -> CardNewsReading:
    return CardNewsReading(
        publications=ports.stores.publications,
        ballots=ports.stores.ballots,
        streams=ports.stores.streams,
        assets=ports.stores.assets,
        creation=needs.publishing.creation,
        figures=needs.figures,
        recent=RecentReads(clock=ports.clock),
    )


def _build_figures(ports: Ports, news: CardNewsReading) -> FigureCards:
    return FigureCards(
        clock=ports.clock,
        clips=ports.stores.clips,
        guilds=ports.stores.guilds,
        cards=ports.stores.cards,
        board=ports.review.board,
        news=news,
    )


def _build_cards(
    ports: Ports, news: CardNewsReading, troubles: CardTroubles, reminders: CardReminders
) -> CardPosting:
    return CardPosting(
        clock=ports.clock,
        clips=ports.stores.clips,
        storage=ports.storage,
        guilds=ports.stores.guilds,
        cards=ports.stores.cards,
        board=ports.review.board,
        troubles=troubles,
        news=news,
        reminders=reminders,
    )
