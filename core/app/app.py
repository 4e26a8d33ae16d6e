"""The app: a bundle of services for each subject, built from ports and limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.app.accounts import Accounts, build_accounts
from core.app.asking import Asking, AskingNeeds, build_asking
from core.app.chat import Chat, build_chat
from core.app.clips import Clips, build_card_jobs, build_clips, update_cards
from core.app.demo import build_demo, build_demo_history, build_demo_month
from core.app.footage import Footage, build_footage
from core.app.insights import (
    Insights,
    arrange_looks,
    build_digests,
    build_insights,
    weigh_scores,
)
from core.app.learning import Learning, build_learning, build_noting, note_posts
from core.app.metering import meter
from core.app.outside import Limits, Ports
from core.app.people import People, build_people
from core.app.plan import Plan, build_clip_posts, build_plan, follow_plan
from core.app.publishing import Publishing, build_publishing
from core.app.review import Review, ReviewNeeds, build_review
from core.app.streams import Streams, build_streams
from core.app.videos import Videos, build_videos, watch_model
from core.app.work import Work, build_owned, build_work
from core.services.demo.demo_history import DemoHistory
from core.services.demo.demo_month import DemoMonth
from core.services.demo.demo_run import DemoRun
from core.services.work.health import Health
from core.services.work.storage_watch import StorageWatch


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything a face can use, by subject."""

    ports: Ports
    work: Work
    streams: Streams
    chat: Chat
    footage: Footage
    videos: Videos
    clips: Clips
    accounts: Accounts
    people: People
    publishing: Publishing
    learning: Learning
    insights: Insights
    review: Review
    plan: Plan
    asking: Asking
    demo: DemoRun
    demo_month: DemoMonth
    demo_history: DemoHistory
    sweep_seconds: float


def build_app(ports: Ports, limits: Limits) -> App:
    """Wire the services; nothing is opened or started here."""
    ports, weighing = weigh_scores(meter(ports))
    digests = build_digests(ports, limits)
    ports = arrange_looks(ports, digests)
    card_jobs = build_card_jobs(ports)
    ports = update_cards(ports, card_jobs)
    noting = build_noting(ports)
    ports = note_posts(ports, noting)
    clip_posts = build_clip_posts(ports)
    ports = follow_plan(ports, clip_posts)
    accounts = build_accounts(ports, limits)
    tokens = accounts.refresh
    owned = build_owned(ports, limits)
    health = Health(clock=ports.clock)
    ports, model = watch_model(ports, health)
    ports = replace(ports, storage=StorageWatch(ports.storage, health=health))
    chat = build_chat(ports, limits, tokens, owned, health)
    footage = build_footage(ports, limits, chat.live, tokens, owned)
    videos = build_videos(ports, limits, model)
    clips = build_clips(ports, limits, videos, card_jobs)
    people = build_people(ports, limits, clips.framing, chat, health)
    publishing = build_publishing(ports, limits, tokens, health)
    learning = build_learning(ports, limits, tokens, card_jobs, noting, health)
    review = build_review(
        ports,
        ReviewNeeds(
            membership=people.membership,
            learning=chat.learning,
            figures=learning.figures,
            captions=clips.captions,
            framing=clips.framing,
            publishing=publishing,
            card_jobs=card_jobs,
            health=health,
            signals=videos.signals,
            scratch=limits.scratch,
            home_creator_id=limits.home_creator_id,
        ),
    )
    owners = (chat, footage, videos, clips, accounts, publishing, review)
    handlers = {kind: done for owner in owners for kind, done in owner.handlers.items()}
    plan = build_plan(ports, clip_posts, noting, videos.budget)
    asking = build_asking(
        ports,
        limits,
        AskingNeeds(
            chat=chat,
            people=people,
            accounts=accounts,
            videos=videos,
            publishing=publishing,
            review=review,
            plan=plan,
            health=health,
        ),
    )
    insights = build_insights(ports, limits, digests, clips.framing, weighing)
    return App(
        ports=ports,
        work=build_work(ports, limits, handlers, owned, health),
        streams=build_streams(ports),
        chat=chat,
        footage=footage,
        videos=videos,
        clips=clips,
        accounts=accounts,
        people=people,
        publishing=publishing,
        learning=learning,
        insights=insights,
        review=review,
        plan=plan,
        asking=asking,
        demo=build_demo(ports, limits, videos, chat),
        demo_month=build_demo_month(plan),
        demo_history=build_demo_history(ports, insights),
        sweep_seconds=limits.sweep_seconds,
    )
