"""What measuring posts costs on DynamoDB: units counted over one day of a creator, and the bill.

Run `python -m tests.bench.bench_figures [--posts N] [--hours N] [--across]`. A creator publishes
`--posts` a day to YouTube, whose days are read too, and has done so for 90 days; each post has a
card in Discord. With `--across` every clip is published to YouTube, TikTok and Twitch, so that
three posts share a card. All that the hourly run, the noting of new posts and the cards' edits read
and write on the table is counted as DynamoDB bills it, over `--hours` hours, and told for 1,000
such creators.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.review.card_terms import CardTerms
from core.domain.work.ids import ClipId, PublicationId, make_ulid
from core.domain.work.job import JobKind, JobStatus, Queue
from core.domain.work.platform import Platform
from core.services.clips.card_jobs import CardJobs
from core.services.learning.day_totals import DayTotals
from core.services.learning.figures import Figures
from core.services.learning.older_posts import OlderPosts
from core.services.learning.post_measurement import PostMeasurement
from core.services.learning.post_noting import PostNoting
from core.services.people.personal_preferences import PersonalPreferences
from core.services.publishing.publication_creation import PublicationCreation
from core.services.review.card_news import CardNewsReading
from core.services.review.figure_cards import FigureCards
from core.services.work.health import Health
from core.services.work.job_handlers import JobProgress
from core.services.work.recent_reads import RecentReads
from tests.builders import (
    CREATOR,
    NOON,
    make_binding,
    make_clip,
    make_posted_card,
    make_publication,
    make_score,
)
from tests.fakes.accounts import FakeFreshTokens
from tests.fakes.formats import FakeFormats
from tests.fakes.people import FakeBoard
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.fakes.turns import FakeTurns
from tests.plan_builders import make_token
from tests.unit_table import UnitTable

READ_DOLLARS: Final = 0.125e-6
WRITE_DOLLARS: Final = 0.625e-6
CREATORS: Final = 1000
HOURS_A_MONTH: Final = 720
BILL_MAX: Final = 400.0
DAYS_KEPT: Final = 90
HOURS: Final = 72
"""Old posts are measured every third day."""
YOUTUBE: Final = Platform.YOUTUBE
ACROSS: Final = (YOUTUBE, Platform.TIKTOK, Platform.TWITCH)


class Audience:
    """Watches each post as people do: much at first, then ever less, and never nothing for long."""

    def __init__(self, clock: FakeClock, platform: Platform, out_at: dict[str, datetime]) -> None:
        self._clock = clock
        self.platform = platform
        self.out_at = out_at

    def _views(self, post_id: str, at: datetime) -> int:
        days = max(0.0, (at - self.out_at[post_id]) / timedelta(days=1))
        week = 800 * random.Random(post_id).lognormvariate(0, 1.2)
        return int(week * (days / 7) ** 0.35)

    async def read_totals(self, token: Any, post_ids: Any) -> dict[str, PostTotals]:
        seen = {name: self._views(name, self._clock.now()) for name in post_ids}
        return {
            name: PostTotals(views=views, likes=views // 20, comments=views // 200, shares=None)
            for name, views in seen.items()
        }

    async def read_days(
        self, token: Any, post_id: str, *, first: date, last: date
    ) -> tuple[PostDay, ...]:
        """Say what each day brought, two days later, where that is told."""
        days: list[PostDay] = []
        if self.platform is not YOUTUBE:
            return ()
        for number in range((last - first).days - 1):
            on = first + timedelta(days=number)
            noon = datetime(on.year, on.month, on.day, 8, tzinfo=NOON.tzinfo)
            views = self._views(post_id, noon + timedelta(days=1)) - self._views(post_id, noon)
            days.append(
                PostDay(on=on, views=views, engaged_views=views // 2, watched_seconds=9.5 * views)
            )
        return tuple(days)


class Household:
    """One creator's table with all that measuring needs."""

    def __init__(self, table: UnitTable, platforms: tuple[Platform, ...] = (YOUTUBE,)) -> None:
        self.platforms = platforms
        self.out_at: dict[str, datetime] = {}
        self.table, self.clock, self.ids = table, FakeClock(), FakeIds()
        self.stores = open_stores(table, cursor_secret=b"a secret of the bench", clock=self.clock)
        stores = self.stores
        self.noting = PostNoting(
            posts=stores.measured_posts,
            batches=stores.due_batches,
            clips=stores.clips,
            profiles=stores.profiles,
        )
        readers: dict[Platform, Any] = {
            platform: Audience(self.clock, platform, self.out_at) for platform in platforms
        }
        self.measurement = PostMeasurement(
            clock=self.clock,
            fresh_tokens=FakeFreshTokens(
                *(make_token(platform=platform, account_id="UC1") for platform in platforms)
            ),
            readers=readers,
            posts=stores.measured_posts,
            batches=stores.due_batches,
            metrics=stores.metrics,
            day_totals=DayTotals(metrics=stores.metrics, analytics=stores.analytics),
            older_posts=OlderPosts(
                clock=self.clock,
                directory=stores.directory,
                publications=stores.publications,
                posts=stores.measured_posts,
                batches=stores.due_batches,
                metrics=stores.metrics,
                noting=self.noting,
                platforms=readers,
            ),
            jobs=stores.jobs,
            card_jobs=CardJobs(
                clock=self.clock, ids=self.ids, guilds=stores.guilds, formats=FakeFormats()
            ),
            health=Health(clock=self.clock),
        )
        self.cards = self._make_cards()
        self.spent: dict[str, tuple[float, float]] = {}
        self.edits = 0

    def _make_cards(self) -> FigureCards:
        stores = self.stores
        board: Any = FakeBoard()

        async def edit_card(card: Any, news: Any) -> bool:
            self.edits += 1
            return True

        board.edit_card = edit_card
        return FigureCards(
            clock=self.clock,
            clips=stores.clips,
            guilds=stores.guilds,
            cards=stores.cards,
            board=board,
            news=CardNewsReading(
                clock=self.clock,
                publications=stores.publications,
                ballots=stores.ballots,
                streams=stores.streams,
                assets=stores.assets,
                creation=PublicationCreation(
                    clock=self.clock,
                    ids=self.ids,
                    publications=stores.publications,
                    targets=stores.targets,
                    slots=stores.slots,
                    profiles=stores.profiles,
                    turns=FakeTurns(),
                ),
                figures=Figures(posts=stores.measured_posts),
                wants=PersonalPreferences(preferences=stores.preferences, profiles=stores.profiles),
                recent=RecentReads(clock=self.clock),
            ),
        )

    async def publish(self, at: datetime, number: int) -> Publication:
        """Publish the next post: of a new clip, with its card, or of one that is out elsewhere."""
        clip, publication = make_post(at, number)
        place = number % len(self.platforms)
        if place == 0:
            await self.stores.clips.add_clip(clip)
            message_id = str(1_200_000_000_000_000_000 + number)
            terms = CardTerms(
                read_at=at, language="en", publications=(publication.id,), of_version=2
            )
            card = replace(make_posted_card(clip), message_id=message_id, terms=terms)
            await self.stores.cards.add_card(card)
            self.newest = clip.id
        publication = replace(publication, clip_id=self.newest, platform=self.platforms[place])
        clip = await self.stores.clips.get_clip(CREATOR, self.newest)
        await self.stores.clips.save_clip(clip, publications=[publication])
        assert publication.post_id is not None
        self.out_at[publication.post_id] = at
        return publication

    async def count(self, part: str, work: Any) -> None:
        reads, writes = self.table.reads, self.table.writes
        await work
        before = self.spent.get(part, (0.0, 0.0))
        self.spent[part] = (
            before[0] + self.table.reads - reads,
            before[1] + self.table.writes - writes,
        )

    async def show(self) -> None:
        """Do the jobs as a worker does them: taken, begun, done, and dropped."""
        stores = self.stores
        while lease := await stores.queue.receive(Queue.DISCORD, lease_seconds=30):
            job = await stores.jobs.get_job(CREATOR, lease.job_id)
            begun = job.move_to(JobStatus.RUNNING, at=self.clock.now())
            job = await stores.jobs.save_job(replace(begun, attempts=1))
            if job.kind is JobKind.SHOW_FIGURES:
                await self.cards.show_figures(job, JobProgress())
            await stores.jobs.save_job(job.move_to(JobStatus.DONE, at=self.clock.now()))
            await stores.queue.delete(lease)


def make_post(at: datetime, number: int) -> tuple[Clip, Publication]:
    clip_id = ClipId(make_ulid(at, number.to_bytes(10, "big")) + "00")
    clip = make_clip(
        id=clip_id,
        status=ClipStatus.APPROVED,
        score=make_score(),
        measured=make_score(),
        duration_seconds=29.9,
        cut_layout=Layout.STACK,
        cut_captions="words",
        object_key="made/clip.mp4",
        created_at=at,
        updated_at=at,
    )
    publication = make_publication(
        id=PublicationId(make_ulid(at, (number + 1).to_bytes(10, "little"))),
        clip_id=clip_id,
        platform=YOUTUBE,
        account_id="UC1",
        status=PublicationStatus.PUBLISHED,
        post_id=f"v{number:010}",
        link=f"https://www.youtube.com/shorts/v{number:010}",
        created_at=at,
        updated_at=at,
    )
    return clip, publication


async def run(posts: int, hours: int, *, is_across: bool = False) -> float:
    with tempfile.TemporaryDirectory() as folder:
        sqlite = await SqliteTable.open(Path(folder) / "truss.db")
        home = Household(UnitTable(sqlite), ACROSS if is_across else (YOUTUBE,))
        await home.stores.guilds.add_guild(make_binding())
        await home.stores.due_batches.note_taken_up()
        number = await _fill(home, posts)
        home.edits = 0
        for hour in range(hours):
            home.clock.at = NOON + timedelta(hours=hour)
            for _ in range(posts * (hour + 1) // 24 - posts * hour // 24):
                publication = await home.publish(home.clock.now(), number)
                number += 1
                await home.count("noting", home.noting.note(publication))
            await home.count("measuring", home.measurement.measure_posts())
            await home.count("cards", home.show())
        await sqlite.close()
    return _tell(home, posts, hours)


async def _fill(home: Household, posts: int) -> int:
    """Publish for 90 days; the last days are measured, so that what they left is there."""
    number = 0
    for hour in range(-DAYS_KEPT * 24, 0):
        for _ in range(posts * (hour + 1) // 24 - posts * hour // 24):
            at = NOON + timedelta(hours=hour)
            await home.noting.note(await home.publish(at, number))
            number += 1
    for days in range(3, 0, -1):
        home.clock.at = NOON - timedelta(days=days, hours=1)
        await home.measurement.measure_posts()
        await home.show()
    return number


def _tell(home: Household, posts: int, hours: int) -> float:
    times = CREATORS * HOURS_A_MONTH / hours
    places = ", ".join(platform.label for platform in home.platforms)
    sys.stdout.write(
        f"{posts} posts a day on {places} for {DAYS_KEPT} days; {hours} hours were counted.\n"
    )
    sys.stdout.write(f"{'part':12}{'read units':>12}{'write units':>13}{'$ a month':>12}" + "\n")
    bill = 0.0
    for part, (reads, writes) in home.spent.items():
        dollars = times * (reads * READ_DOLLARS + writes * WRITE_DOLLARS)
        bill += dollars
        sys.stdout.write(f"{part:12}{reads:12,.0f}{writes:13,.0f}{dollars:12,.2f}" + "\n")
    sys.stdout.write(
        f"Cards edited: {home.edits:,}. For {CREATORS:,} creators a month: ${bill:,.2f}." + "\n"
    )
    return bill


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=30)
    parser.add_argument("--hours", type=int, default=HOURS)
    parser.add_argument("--across", action="store_true")
    given = parser.parse_args()
    bill = asyncio.run(run(given.posts, given.hours, is_across=given.across))
    return int(bill > BILL_MAX)


if __name__ == "__main__":
    sys.exit(main())
