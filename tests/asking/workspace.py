"""A workspace to ask about: a week of streams, clips, publications, figures and plans.

Now is Wednesday 25 November 2026, 19:00 in Berlin. All of it is invented; the figures below are
written out so that whoever reads a question can see what the right answer is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from core.app import App
from core.domain.asking.answer import Answer
from core.domain.chat.chat_message import ChatHistogram
from core.domain.chat.chat_spike import ChatLine, ChatSpike
from core.domain.chat.hearing.missed_peaks import MissedPeak, MissReason
from core.domain.chat.reaction import Reaction
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.virality import ScorePart, ViralityScore
from core.domain.learning.measured_post import note_post
from core.domain.learning.metrics import DayCounts, PostMetric
from core.domain.learning.post_tags import tag_post
from core.domain.learning.task import Task, TaskId
from core.domain.people.actor import Actor
from core.domain.people.creator_profile import CreatorProfile
from core.domain.plan.post import Post, PostId, PostStatus
from core.domain.publishing.posting_slot import PostingSlots, read_slots
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.videos.model_spend import TokenUse
from core.domain.work.ids import CreatorId, JobId, PublicationId, StreamId
from core.domain.work.job import Job, JobKind, JobStatus
from core.domain.work.platform import Platform
from core.ports.stores import Stores
from tests.builders import CREATOR, make_actor, make_clip, make_test_clip_id, make_test_ulid
from tests.fakes.app import make_app
from tests.fakes.time_and_ids import FakeClock

NOW: Final = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
OTHER: Final = CreatorId("eve")
MONDAY: Final = StreamId(make_test_ulid(101, datetime(2026, 11, 23, 17, 0, tzinfo=UTC)))
TUESDAY: Final = StreamId(make_test_ulid(102, datetime(2026, 11, 24, 18, 0, tzinfo=UTC)))
EARLIER: Final = StreamId(make_test_ulid(103, datetime(2026, 11, 17, 18, 0, tzinfo=UTC)))
# Each with its title, its start in UTC (an hour later in Berlin) and its spikes.
_STREAMS: Final = (
    (TUESDAY, "Horror night", datetime(2026, 11, 24, 18, 0, tzinfo=UTC), 3),
    (MONDAY, "Boss rush marathon", datetime(2026, 11, 23, 17, 0, tzinfo=UTC), 2),
    (EARLIER, "Cosy farming", datetime(2026, 11, 17, 18, 0, tzinfo=UTC), 1),
)
_S: Final = ClipStatus
# Each with its number, title, status, score, when it was made, and its stream.
_CLIPS: Final = (
    (1, "The boss goes down", _S.APPROVED, 91, datetime(2026, 11, 23, 19, tzinfo=UTC), MONDAY),
    (
        2,
        "Jump scare in the attic",
        _S.APPROVED,
        84,
        datetime(2026, 11, 24, 19, tzinfo=UTC),
        TUESDAY,
    ),
    (3, "A cow stuck in a fence", _S.APPROVED, 55, datetime(2026, 11, 17, 19, tzinfo=UTC), EARLIER),
    (4, "Laughing at the door", _S.IN_REVIEW, 77, datetime(2026, 11, 24, 20, tzinfo=UTC), TUESDAY),
    (
        5,
        "Silence before the storm",
        _S.IN_REVIEW,
        62,
        datetime(2026, 11, 24, 21, tzinfo=UTC),
        TUESDAY,
    ),
    (6, "Second try", _S.REJECTED, 41, datetime(2026, 11, 23, 20, tzinfo=UTC), MONDAY),
    (7, "Lost save", _S.REJECTED, 38, datetime(2026, 11, 17, 20, tzinfo=UTC), EARLIER),
    (8, "Broken file", _S.FAILED, None, datetime(2026, 11, 24, 22, tzinfo=UTC), TUESDAY),
    (9, "Fresh and ready", _S.APPROVED, 88, datetime(2026, 11, 25, 9, tzinfo=UTC), TUESDAY),
)
_P: Final = PublicationStatus
# Each with its clip, platform, status, when it is due, its views, likes and the reason.
_PUBLICATIONS: Final = (
    (1, 1, Platform.YOUTUBE, _P.PUBLISHED, datetime(2026, 11, 24, 17, tzinfo=UTC), 5200, 410, None),
    (2, 1, Platform.TIKTOK, _P.PUBLISHED, datetime(2026, 11, 24, 17, tzinfo=UTC), 9100, 870, None),
    (3, 3, Platform.YOUTUBE, _P.PUBLISHED, datetime(2026, 11, 18, 17, tzinfo=UTC), 300, 12, None),
    (4, 2, Platform.YOUTUBE, _P.SCHEDULED, datetime(2026, 11, 26, 17, tzinfo=UTC), 0, 0, None),
    (5, 2, Platform.TIKTOK, _P.FAILED, datetime(2026, 11, 25, 12, tzinfo=UTC), 0, 0,
     "TikTok refused the file: too long."),
)  # fmt: skip
# Days with views on YouTube and TikTok, likes, chat messages, chatters and spikes.
_DAYS: Final = (
    (date(2026, 11, 17), 0, 0, 0, 2100, 80, 1),
    (date(2026, 11, 18), 250, 0, 10, 0, 0, 0),
    (date(2026, 11, 23), 50, 0, 2, 5400, 210, 2),
    (date(2026, 11, 24), 3000, 6000, 700, 8800, 340, 3),
    (date(2026, 11, 25), 2200, 3100, 580, 0, 0, 0),
)


@dataclass(slots=True, kw_only=True)
class AskWorld:
    """The app over that workspace, and who asks."""

    app: App
    clock: FakeClock
    actor: Actor
    asked: int = 1000

    async def ask(self, question: str) -> Answer:
        """Ask as somebody who has asked nothing yet."""
        self.asked += 1
        actor = replace(self.actor, person_id=f"discord:{self.asked}")
        return await self.app.asking.questions.ask(actor, question)


async def make_world(folder: Path, *, fills: bool = True, **instead: Any) -> AskWorld:
    """Return the world, filled unless its stores are already."""
    clock = FakeClock(NOW)
    app = make_app(folder, clock=clock, **instead)
    if fills:
        await fill_workspace(app.ports.stores, CREATOR)
        await fill_foreign(app.ports.stores)
    app.work.health.note_ok("Discord")
    return AskWorld(app=app, clock=clock, actor=make_actor(person_id="discord:20"))


async def fill_workspace(stores: Stores, creator_id: CreatorId) -> None:
    await stores.profiles.save_profile(
        CreatorProfile(creator_id=creator_id, time_zone="Europe/Berlin", display_name="Ada")
    )
    slots = PostingSlots(creator_id=creator_id, slots=read_slots("Wed 18:00, Fri 18:00, Sun 12:00"))
    await stores.slots.save_slots(slots)
    for stream_id, title, started_at, spikes in _STREAMS:
        await _add_stream(stores, creator_id, stream_id, title, started_at, spikes)
    for number, title, status, score, made_at, stream_id in _CLIPS:
        await stores.clips.add_clip(
            _make_clip(creator_id, number, title, status, score, made_at, stream_id)
        )
    await _add_publications(stores, creator_id)
    for on, youtube, tiktok, likes, messages, chatters, found in _DAYS:
        counts = {
            "views": youtube + tiktok,
            "youtube views": youtube,
            "tiktok views": tiktok,
            "likes": likes,
            "chat messages": messages,
            "chatters": chatters,
            "spikes": found,
        }
        await stores.analytics.put_day(creator_id, DayCounts(on=on, counts=counts))
    await _add_plan(stores, creator_id)
    await stores.spends.add_spend(
        creator_id, "2026-11", TokenUse(prompt=200_000, answer=10_000), 1_250_000
    )


async def fill_foreign(stores: Stores) -> None:
    """Give another creator things that nobody here may see."""
    await stores.clips.add_clip(
        _make_clip(OTHER, 901, "FOREIGN secret", _S.IN_REVIEW, 99, NOW, StreamId("x"))
    )
    stream = Stream(
        id=StreamId(make_test_ulid(902)), creator_id=OTHER, title="FOREIGN stream", started_at=NOW
    )
    await stores.streams.add_stream(stream)


def _make_clip(  # noqa: PLR0917
    creator_id: CreatorId,
    number: int,
    title: str,
    status: ClipStatus,
    score: int | None,
    made_at: datetime,
    stream_id: StreamId,
) -> Clip:
    return make_clip(
        id=make_test_clip_id(number),
        creator_id=creator_id,
        title=title,
        status=status,
        score=_make_score(score) if score else None,
        created_at=made_at,
        updated_at=made_at,
        stream_id=stream_id,
        spike=_make_spike(number) if number in {1, 2, 4} else None,
        failed_reason="The video file could not be read." if status is _S.FAILED else None,
        size_bytes=1000,
        object_key=f"creators/{creator_id}/clips/{number}.mp4",
    )


def _make_score(value: int) -> ViralityScore:
    crowd = min(21, value // 4)
    sound = min(15, value // 5)
    return ViralityScore(
        parts=(
            ScorePart(
                name="chat crowd",
                points=crowd,
                out_of=21,
                reason="31 people wrote in chat where 4 are usual: 3.1 times this channel's bar.",
            ),
            ScorePart(
                name="sound",
                points=sound,
                out_of=15,
                reason="The loudest second is 9 dB above the usual level around it.",
            ),
            ScorePart(
                name="hook",
                points=value - crowd - sound,
                out_of=64,
                reason="The peak comes 4 s into the clip.",
            ),
        )
    )


def _make_spike(number: int, reaction: Reaction = Reaction.HYPE) -> ChatSpike:
    # The boss goes down 4,200 s into Monday's stream; Tuesday's at 1,500 s and 5,000 s.
    peak = {1: 4200.0, 2: 1500.0, 4: 5000.0}[number]
    return ChatSpike(
        detected_at_seconds=peak + 3,
        start_seconds=peak - 25,
        end_seconds=peak + 5,
        peak_seconds=peak,
        score=14.5,
        threshold=8.0,
        messages=60,
        chatters=31,
        usual_chatters=4.2,
        reacting=22,
        reaction=reaction,
        strongest=(ChatLine(offset_seconds=peak, chatter="secretname", text="NO WAY"),),
        tokens=(("pog", 9),),
    )


async def _add_stream(
    stores: Stores,
    creator_id: CreatorId,
    stream_id: StreamId,
    title: str,
    started_at: datetime,
    spikes: int,
) -> None:
    stream = Stream(
        id=stream_id,
        creator_id=creator_id,
        title=title,
        started_at=started_at,
        status=StreamStatus.ENDED,
        duration_seconds=10_800.0,
        spikes=spikes,
        chat_peak=6.4,
    )
    await stores.streams.add_stream(stream)
    numbers = {MONDAY: (1,), TUESDAY: (2, 4)}.get(stream_id, ())
    for number in numbers:
        await stores.spikes.add_spike(stream, _make_spike(number))
    missed: tuple[MissedPeak, ...] = ()
    if stream_id == TUESDAY:
        # 20:14 in Berlin is 19:14 UTC, 4,440 s into the stream.
        missed = (
            MissedPeak(offset_seconds=4470.0, score=6.1, threshold=8.0, chatters=12, reacting=9,
                       reason=MissReason.UNDER_BUDGET),
            MissedPeak(offset_seconds=7300.0, score=5.5, threshold=8.0, chatters=40, reacting=30,
                       reason=MissReason.COPIES),
        )  # fmt: skip
    for row in range(18):
        starts_at = started_at + timedelta(minutes=10 * row)
        own = tuple(p for p in missed if row * 600 <= p.offset_seconds < (row + 1) * 600)
        await stores.histograms.put_histogram(
            creator_id,
            ChatHistogram(
                stream_id=stream_id,
                starts_at=starts_at,
                messages=(3,) * 120,
                chatters=40,
                missed=own,
            ),
        )


async def _add_publications(stores: Stores, creator_id: CreatorId) -> None:
    by_clip: dict[int, list[Publication]] = {}
    for number, clip, platform, status, due_at, views, likes, reason in _PUBLICATIONS:
        post_id = f"post{number}" if status is _P.PUBLISHED else None
        publication = Publication(
            id=PublicationId(make_test_ulid(200 + number)),
            creator_id=creator_id,
            clip_id=make_test_clip_id(clip),
            platform=platform,
            due_at=due_at,
            created_at=due_at - timedelta(hours=1),
            updated_at=due_at,
            status=status,
            post_id=post_id,
            reason=reason,
        )
        by_clip.setdefault(clip, []).append(publication)
        if post_id:
            metric = PostMetric(
                platform=platform,
                on=NOW.date(),
                post_id=post_id,
                measured_at=NOW,
                views=views,
                likes=likes,
            )
            _, title, _, score, _, _ = _CLIPS[clip - 1]
            made = _make_clip(creator_id, clip, title, _S.APPROVED, score, due_at, TUESDAY)
            tags = tag_post(made, title, out_at=due_at, zone=ZoneInfo("Europe/Berlin"))
            await stores.measured_posts.save_post(note_post(publication, title, tags).read(metric))
    for clip, publications in by_clip.items():
        kept = await stores.clips.get_clip(creator_id, make_test_clip_id(clip))
        await stores.clips.save_clip(kept, publications=publications)


async def _add_plan(stores: Stores, creator_id: CreatorId) -> None:
    posts = (
        (301, "Behind the scenes", PostStatus.REVIEW, datetime(2026, 11, 27, 17, tzinfo=UTC)),
        (302, "Weekly recap", PostStatus.IDEA, datetime(2026, 11, 29, 11, tzinfo=UTC)),
        (303, "Q and A", PostStatus.DRAFTING, datetime(2026, 12, 3, 17, tzinfo=UTC)),
    )
    for number, title, status, planned_at in posts:
        await stores.posts.add_post(
            Post(
                id=PostId(make_test_ulid(number)),
                creator_id=creator_id,
                month=f"{planned_at:%Y-%m}",
                planned_at=planned_at,
                title=title,
                created_at=NOW,
                updated_at=NOW,
                status=status,
                platforms=(Platform.X,),
            )
        )
    await stores.tasks.add_task(
        Task(
            id=TaskId(make_test_ulid(310)),
            creator_id=creator_id,
            month="2026-11",
            due_at=datetime(2026, 11, 28, 17, tzinfo=UTC),
            title="Link YouTube again",
            created_at=NOW,
            updated_at=NOW,
        )
    )
    jobs = (
        (320, JobStatus.RUNNING, None),
        (321, JobStatus.FAILED, "The disk is full."),
    )
    for number, state, reason in jobs:
        await stores.jobs.add_job(
            Job(
                id=JobId(make_test_ulid(number)),
                creator_id=creator_id,
                kind=JobKind.RENDER_CLIP,
                subject_id=make_test_clip_id(4),
                created_at=NOW,
                updated_at=NOW,
                status=state,
                progress=0.4,
                reason=reason,
            )
        )
