"""Review: cards for moderators, and the decisions that they make on them."""

from __future__ import annotations

from core.app.chat import Chat
from core.app.clips import Clips
from core.app.learning import Learning
from core.app.outside import Limits, Ports
from core.app.people import People
from core.app.publishing import Publishing
from core.app.videos import Videos
from core.domain.work.job import JobKind
from core.services.people.personal_preferences import PersonalPreferences
from core.services.review.caption_correction import CaptionCorrection
from core.services.review.card_closing import CardClosing
from core.services.review.card_laying import CardLaying
from core.services.review.card_news import CardNewsReading
from core.services.review.card_posting import CardPosting
from core.services.review.card_refreshing import CardRefreshing
from core.services.review.card_reminders import CardReminders
from core.services.review.card_troubles import CardTroubles
from core.services.review.clip_browsing import ClipBrowsing
from core.services.review.clip_covers import ClipCovers
from core.services.review.clip_editing import ClipEditing
from core.services.review.clip_review import ClipReview
from core.services.review.clip_workbench import ClipWorkbench
from core.services.review.decisions import Decisions
from core.services.review.early_reactions import EarlyReactions
from core.services.review.figure_cards import FigureCards
from core.services.review.owner_alerts import OwnerAlerts
from core.services.review.reactions import Reactions
from core.services.review.votes import Votes
from core.services.review.waiting_notices import WaitingNotices
from core.services.work.health import Health
from core.services.work.job_handlers import Handlers, handle
from core.services.work.recent_reads import RecentReads
from core.services.work.trouble_sharing import TroubleSharing


class Review:
    """The services for review, and their jobs."""

    def __init__(
        self,
        ports: Ports,
        limits: Limits,
        *,
        chat: Chat,
        videos: Videos,
        clips: Clips,
        people: People,
        publishing: Publishing,
        learning: Learning,
        health: Health,
        sharing: TroubleSharing,
    ) -> None:
        clock, stores = ports.clock, ports.stores
        notices = ports.review.notices
        self.clips = ClipReview(
            clock=clock,
            clips=stores.clips,
            publications=stores.publications,
            publication_creation=publishing.creation,
            channel_learning=chat.learning,
        )
        self.browsing = ClipBrowsing(clips=stores.clips, publications=stores.publications)
        self.editing = ClipEditing(
            clock=clock,
            ids=ports.ids,
            clips=stores.clips,
            assets=stores.assets,
            publications=stores.publications,
            channel_learning=chat.learning,
        )
        self.words = CaptionCorrection(
            clips=stores.clips,
            assets=stores.assets,
            transcripts=stores.transcripts,
            clip_captions=clips.captions,
            clip_editing=self.editing,
            framing=clips.framing,
        )
        self.workbench = ClipWorkbench(
            clips=stores.clips,
            assets=stores.assets,
            streams=stores.streams,
            histograms=stores.histograms,
            storage=ports.storage,
            signals=videos.signals,
            captions=clips.captions,
        )
        self.covers = ClipCovers(
            clock=clock,
            clips=stores.clips,
            storage=ports.storage,
            renderer=ports.clips.renderer,
            scratch=limits.scratch,
        )
        self.votes = Votes(
            clips=stores.clips,
            cards=stores.cards,
            ballots=stores.ballots,
            jobs=stores.jobs,
            card_jobs=clips.card_jobs,
        )
        self.decisions = Decisions(
            cards=stores.cards,
            clips=stores.clips,
            membership=people.membership,
            clip_review=self.clips,
            clip_editing=self.editing,
            scheduling=publishing.scheduling,
            publications=stores.publications,
            votes=self.votes,
        )
        early = EarlyReactions(gate=publishing.gate)
        self.reactions = Reactions(
            clock=clock,
            clips=stores.clips,
            cards=stores.cards,
            membership=people.membership,
            decisions=self.decisions,
            votes=self.votes,
            early=early,
        )
        self.troubles = CardTroubles(health=health, notices=notices)
        reminders = CardReminders(clock=clock, due=stores.due)
        self.laying = CardLaying(
            clock=clock,
            directory=stores.directory,
            due=stores.due,
            reminders=reminders,
            clips=stores.clips,
            jobs=stores.jobs,
            guilds=stores.guilds,
            cards=stores.cards,
            card_jobs=clips.card_jobs,
            troubles=self.troubles,
        )
        self.news = CardNewsReading(
            clock=clock,
            publications=stores.publications,
            ballots=stores.ballots,
            streams=stores.streams,
            assets=stores.assets,
            creation=publishing.creation,
            figures=learning.figures,
            wants=PersonalPreferences(preferences=stores.preferences, profiles=stores.profiles),
            recent=RecentReads(clock=clock),
        )
        closing = CardClosing(clock=clock, cards=stores.cards, board=ports.review.board)
        refreshing = CardRefreshing(
            clock=clock,
            guilds=stores.guilds,
            cards=stores.cards,
            board=ports.review.board,
            troubles=self.troubles,
            news=self.news,
            reminders=reminders,
            closing=closing,
        )
        self.cards = CardPosting(
            clock=clock,
            clips=stores.clips,
            storage=ports.storage,
            guilds=stores.guilds,
            cards=stores.cards,
            board=ports.review.board,
            troubles=self.troubles,
            news=self.news,
            reminders=reminders,
            early=early,
            refreshing=refreshing,
            closing=closing,
        )
        figures = FigureCards(
            clock=clock,
            clips=stores.clips,
            guilds=stores.guilds,
            cards=stores.cards,
            board=ports.review.board,
            news=self.news,
        )
        self.waiting = WaitingNotices(
            clock=clock,
            directory=stores.directory,
            due=stores.due,
            reminders=reminders,
            clips=stores.clips,
            cards=stores.cards,
            guilds=stores.guilds,
            profiles=stores.profiles,
            membership=people.membership,
            notices=notices,
            troubles=self.troubles,
        )
        self.alerts = OwnerAlerts(
            clock=clock,
            health=health,
            sharing=sharing,
            guilds=stores.guilds,
            notices=notices,
            home_creator_id=limits.home_creator_id,
        )
        self.handlers: Handlers = {
            JobKind.POST_CARD: handle(
                self.cards.post_card, self.cards.give_up, outlasts_outages=True
            ),
            JobKind.LAY_CARDS: handle(
                self.laying.lay_all, self.laying.give_up, outlasts_outages=True
            ),
            JobKind.SHOW_FIGURES: handle(figures.show_figures, figures.give_up),
        }
