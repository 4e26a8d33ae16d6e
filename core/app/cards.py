"""Cards: laying clips before the moderators, keeping what is shown up to date, and reminding."""

from __future__ import annotations

from core.app.clips import Clips
from core.app.learning import Learning
from core.app.outside import Limits, Ports
from core.app.people import People
from core.app.publishing import Publishing
from core.app.review import Review
from core.domain.work.job import JobKind
from core.services.people.personal_preferences import PersonalPreferences
from core.services.review.card_closing import CardClosing
from core.services.review.card_due_times import CardDueTimes
from core.services.review.card_laying import CardLaying
from core.services.review.card_news import CardNewsReading
from core.services.review.card_posting import CardPosting
from core.services.review.card_refreshing import CardRefreshing
from core.services.review.card_troubles import CardTroubles
from core.services.review.figure_cards import FigureCards
from core.services.review.owner_alerts import OwnerAlerts
from core.services.review.waiting_notices import WaitingNotices
from core.services.work.health import Health
from core.services.work.job_handlers import Handlers, handle
from core.services.work.recent_reads import RecentReads
from core.services.work.trouble_sharing import TroubleSharing


class Cards:
    """The services for cards, and their jobs."""

    def __init__(
        self,
        ports: Ports,
        limits: Limits,
        *,
        clips: Clips,
        people: People,
        publishing: Publishing,
        learning: Learning,
        review: Review,
        health: Health,
        sharing: TroubleSharing,
    ) -> None:
        clock, stores = ports.clock, ports.stores
        notices = ports.review.notices
        self.troubles = CardTroubles(health=health, notices=notices)
        due_times = CardDueTimes(clock=clock, due=stores.due)
        self.laying = CardLaying(
            clock=clock,
            directory=stores.directory,
            due=stores.due,
            due_times=due_times,
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
            due_times=due_times,
            closing=closing,
        )
        self.posting = CardPosting(
            clock=clock,
            clips=stores.clips,
            storage=ports.storage,
            guilds=stores.guilds,
            cards=stores.cards,
            board=ports.review.board,
            troubles=self.troubles,
            news=self.news,
            due_times=due_times,
            early=review.early,
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
            due_times=due_times,
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
                self.posting.post_card, self.posting.give_up, outlasts_outages=True
            ),
            JobKind.LAY_CARDS: handle(
                self.laying.lay_all, self.laying.give_up, outlasts_outages=True
            ),
            JobKind.SHOW_FIGURES: handle(figures.show_figures, figures.give_up),
        }
