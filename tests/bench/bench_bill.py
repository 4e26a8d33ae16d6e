"""What a month of 1,000 creators costs in the table: units counted over a creator's day.

Run `python -m tests.bench.bench_bill [--creators N] [--processes N] [--posts N]`. A creator is live
for four hours with two lines a second; ten clips come of it, each with a card, which are approved
by reactions and published in three places. Every unit is counted at the table's port, by what
DynamoDB bills, while the app's own services do this: chat, footage, rendering, cards, decisions,
publications and timers. To that come 90 days of figures (`bench_figures`), who owns which channel,
what waiting workers ask, and what all of it weighs.

Prices are those of AWS on demand in us-east-1, of November 2024: a million read units $0.125, a
million write units $0.625, a GB-month $0.25 and $0.20 for its recovery of DynamoDB
(aws.amazon.com/dynamodb/pricing/on-demand), and a million requests $0.40 of SQS
(aws.amazon.com/sqs/pricing). Files in S3 are no part of it: they are what the creators keep.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from bot.scheduler import list_timers
from core.adapters.table.formats import settle
from core.adapters.table.items.insight_items import METRICS_KEPT_DAYS, metric_item
from core.adapters.table.items.measured_items import KEPT_DAYS as POSTS_KEPT_DAYS
from core.adapters.table.limits import value_size
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.adapters.table.stores.processes.ownerships import OwnershipTable
from core.app import App
from core.domain.chat.live_chat import LiveLine, LiveStream
from core.domain.learning.metrics import PostMetric
from core.domain.publishing.publish_target import PostChoices, Privacy, PublishTarget
from core.domain.review.review_card import Verdict
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.job import Queue
from core.domain.work.platform import Platform
from core.ports.footage import CaughtVideo
from core.services.work.ownership import OwnedNames, name_channel
from tests.bench import bench_figures
from tests.bench.bench_figures import HOURS_A_MONTH, READ_DOLLARS, WRITE_DOLLARS
from tests.builders import CREATOR, NOON, make_actor, make_binding, make_person
from tests.chat_generator import GeneratedChat
from tests.fakes.app import make_limits, make_ports
from tests.fakes.formats import FakeFormats
from tests.fakes.publishing import FakePublisher
from tests.fakes.secrets import FakeCipher
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_token
from tests.unit_table import UnitTable

BILL_MAX: Final = 400.0
DAYS: Final = HOURS_A_MONTH / 24
SECONDS_A_MONTH: Final = HOURS_A_MONTH * 3600
GIGABYTE_DOLLARS: Final = 0.25
REQUEST_DOLLARS: Final = 0.40e-6
LIVE_HOURS: Final = 4
CLIPS: Final = 10
MOMENTS: Final = 6
"""Ordinary talk comes to some as well, so that there are ten clips of four hours."""
LINES_A_MINUTE: Final = 120
WORKERS: Final = 13
"""Of a process with all roles; each asks SQS once in twenty seconds."""
POLL_SECONDS: Final = 20
LEASE_SECONDS: Final = 30.0
RECOVERY_DOLLARS: Final = 0.20
KEPT_DAYS: Final = 90
"""Most rows expire sooner; docs/operating.md says what else is left out."""
MEASURED_ON: Final = 50
"""Days on which a post is measured: 30, and each third of 60 more."""
ROW_BYTES: Final = 100
"""What DynamoDB adds to each stored item."""
POST_BYTES: Final = 1024
"""A measured post takes less, as its contract test holds."""
FULL_METRIC: Final = PostMetric(
    platform=Platform.YOUTUBE,
    on=NOON.date(),
    post_id="dQw4w9WgXcQ",
    measured_at=NOON.replace(microsecond=123456),
    views=123_456,
    engaged_views=98_765,
    likes=12_345,
    comments=1_234,
    shares=123,
    watched_seconds=1_234_567.5,
    watched_share=0.8125,
    day_views=12_345,
    day_engaged_views=9_876,
    day_watched_seconds=123_456.5,
)
PLACES: Final = (Platform.FOLDER, Platform.YOUTUBE, Platform.TIKTOK)
CHANNEL: Final = TwitchBinding(
    broadcaster_id="7",
    creator_id=CREATOR,
    login="streamer",
    keeps_footage=True,
    created_at=NOON,
    updated_at=NOON,
)


class Rings:
    """Has every moment on film."""

    def __init__(self, video: Path) -> None:
        self._video = video

    async def open_ring(self, login: str) -> None: ...

    async def close_ring(self, login: str) -> None: ...

    def reach(self, login: str) -> datetime | None:
        return NOON + timedelta(days=9)

    @asynccontextmanager
    async def cut(
        self, login: str, *, start_at: datetime, peak_at: datetime, end_at: datetime
    ) -> AsyncIterator[CaughtVideo | None]:
        yield CaughtVideo(path=self._video, starts_at=start_at, ends_at=end_at)


@dataclass(slots=True)
class Tally:
    """Units by part of the work."""

    table: UnitTable
    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))

    @contextmanager
    def count(self, part: str) -> Iterator[None]:
        reads, writes = self.table.reads, self.table.writes
        yield
        self.spent[part][0] += self.table.reads - reads
        self.spent[part][1] += self.table.writes - writes


class Day:
    """One creator's day, done by the app on a real table with counted units."""

    def __init__(self, folder: Path, table: UnitTable) -> None:
        self.clock, self.table, self.tally = FakeClock(), table, Tally(table)
        stores = open_stores(table, cursor_secret=b"s" * 32, clock=self.clock, cipher=FakeCipher())
        video = folder / "caught.mp4"
        video.write_bytes(b"a video")
        (folder / "scratch").mkdir()
        ports = make_ports(folder, self.clock)
        ports = replace(
            ports,
            stores=stores,
            footage=replace(ports.footage, rings=Rings(video)),
            publishers={place: FakePublisher(place) for place in PLACES},
        )
        limits = replace(make_limits(folder), catches_footage=True)
        self.app = App(ports, limits)

    async def prepare(self) -> None:
        """Connect a channel, a server and the places, as a creator does once."""
        stores = self.app.ports.stores
        await settle(self.table, now=self.clock.now())
        await stores.guilds.add_guild(make_binding())
        await stores.bindings.add_binding(CHANNEL)
        for platform, account in ((Platform.YOUTUBE, "UC1"), (Platform.TIKTOK, "t1")):
            until = NOON + timedelta(days=60)
            token = make_token(platform=platform, account_id=account, expires_at=until)
            await stores.tokens.link_account(token)
        choices = PostChoices(privacy=Privacy.PUBLIC, chosen_by="web", chosen_at=NOON)
        for target in (
            PublishTarget(platform=Platform.FOLDER),
            PublishTarget(platform=Platform.YOUTUBE, account_id="UC1"),
            PublishTarget(platform=Platform.TIKTOK, account_id="t1", choices=choices),
        ):
            await self.app.publishing.settings.set_target(make_actor(), target)

    async def be_live(self) -> None:
        """Hear four hours of chat, second by second; what it sets off is done as it comes."""
        chat = GeneratedChat(2, duration_seconds=LIVE_HOURS * 3600.0)
        chat.talk(LINES_A_MINUTE)
        for number in range(MOMENTS):
            chat.erupt(900.0 + number * 1300.0, 40, ("laughter", "hype", "shock")[number % 3])
        live, began = self.app.chat.live, self.clock.now()
        live.add_channel(CHANNEL)
        with self.tally.count("a stream begins and ends"):
            await live.follow_stream(
                LiveStream(broadcaster_id="7", started_at=began, title="A stream", category="Chess")
            )
        lines = iter(enumerate(chat.events()))
        following = next(lines, None)
        for second in range(LIVE_HOURS * 3600):
            self.clock.advance(1.0)
            with self.tally.count("chat of four hours, and its moments"):
                while following and following[1].offset_seconds <= second:
                    await live.hear(_say(following[0], following[1], began))
                    following = next(lines, None)
                await live.pass_time()
            if second % 15 == 0:
                await self.work()
        with self.tally.count("a stream begins and ends"):
            await live.end_stream("7")
        await self.work()

    async def work(self) -> None:
        """Do what waits in each queue; a look that finds nothing is polling, and not counted."""
        for queue in Queue:
            is_at_work = True
            while is_at_work:
                before = (self.table.reads, self.table.writes)
                is_at_work = await self.app.work.runner.work_once(queue)
                if is_at_work:
                    self.tally.spent[f"jobs: {queue.value}"][0] += self.table.reads - before[0]
                    self.tally.spent[f"jobs: {queue.value}"][1] += self.table.writes - before[1]

    async def approve_all(self) -> int:
        """Approve each card by a reaction; what follows is done."""
        board: Any = self.app.ports.review.board
        for message_id in list(board.messages):
            self.clock.advance(60.0)
            with self.tally.count("approvals by reaction"):
                await self.app.review.reactions.hear(make_person(), message_id, Verdict.APPROVE)
            await self.work()
            self.clock.advance(300.0)
            with self.tally.count("publications come due"):
                await self.app.publishing.sweep.sweep_due()
            await self.work()
        return len(board.messages)

    async def rest(self) -> dict[str, tuple[float, float, float]]:
        """Run each timer once with nothing to do; return how often a month, and its units."""
        found = {}
        for timer in list_timers(self.app):
            self.clock.advance(7200.0)
            await timer.call()
            await self.work()
            self.clock.advance(timer.every_seconds)
            reads, writes = self.table.reads, self.table.writes
            await timer.call()
            spent = (self.table.reads - reads, self.table.writes - writes)
            found[timer.name] = (SECONDS_A_MONTH / timer.every_seconds, *spent)
        return found


def _say(number: int, event: Any, began: datetime) -> LiveLine:
    return LiveLine(
        broadcaster_id="7",
        said_at=began + timedelta(seconds=event.offset_seconds),
        chatter=event.chatter,
        text=event.text,
        message_id=f"m{number}",
    )


async def count_ownership(folder: Path, creators: int, processes: int) -> tuple[float, float]:
    """Return the units of a minute in which one of several processes owns all channels."""
    table, clock = UnitTable(await SqliteTable.open(folder / "owned.db")), FakeClock()
    crew = [
        OwnedNames(
            store=OwnershipTable(table),
            formats=FakeFormats(),
            clock=clock,
            holder=f"home-{number}",
            lease_seconds=LEASE_SECONDS,
            is_shared=True,
        )
        for number in range(processes)
    ]
    names = [name_channel(str(1_000_000 + number)) for number in range(creators)]
    crew[0].want(name_channel(""), names)
    for number in range(40):
        if number == 20:
            table.reads = table.writes = 0.0
        for owned in crew:
            await owned.tend()
        clock.advance(LEASE_SECONDS / 10)
    await table.close()
    return table.reads, table.writes


def _price(reads: float, writes: float) -> float:
    return reads * READ_DOLLARS + writes * WRITE_DOLLARS


def _tell(part: str, reads: float, writes: float, times: float) -> float:
    dollars = times * _price(reads, writes)
    sys.stdout.write(f"{part:44}{reads:11,.1f}{writes:11,.1f}{dollars:12,.2f}\n")
    return dollars


def _tell_sum(part: str, dollars: float) -> float:
    sys.stdout.write(f"{part:66}{dollars:12,.2f}\n")
    return dollars


def weigh_figures(posts: int) -> float:
    """Return the bytes of a creator's figures once as many rows expire as are written."""
    day = (value_size(metric_item(CREATOR, FULL_METRIC)) + ROW_BYTES) * MEASURED_ON
    return posts * (day * METRICS_KEPT_DAYS + (POST_BYTES + ROW_BYTES) * POSTS_KEPT_DAYS)


async def run(creators: int, processes: int, posts: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sqlite = await SqliteTable.open(folder / "truss.db")
        day = Day(folder, UnitTable(sqlite))
        await day.prepare()
        await day.be_live()
        clips = await day.approve_all()
        timers = await day.rest()
        await sqlite.close()
        stored = (folder / "truss.db").stat().st_size * KEPT_DAYS * creators / 1e9
        owning = await count_ownership(folder, creators, processes)
    assert clips == CLIPS, clips
    sys.stdout.write(f"{clips} clips of {LIVE_HOURS} hours, in {len(PLACES)} places each.\n")
    sys.stdout.write(f"{'part':44}{'read units':>11}{'write units':>11}{'$ a month':>12}\n")
    bill = 0.0
    for part, (reads, writes) in day.tally.spent.items():
        bill += _tell(part, reads, writes, creators * DAYS)
    for part, (times, reads, writes) in timers.items():
        bill += _tell(f"timer: {part}", reads, writes, times)
    bill += _tell("owning channels, a minute", *owning, SECONDS_A_MONTH / 60)
    polls = processes * WORKERS * SECONDS_A_MONTH / POLL_SECONDS
    bill += _tell_sum(
        f"waiting workers, {polls / 1e6:.1f} million requests", polls * REQUEST_DOLLARS
    )
    weighed = weigh_figures(posts) * creators / 1e9
    bill += _tell_sum(f"{stored:.0f} GB stored, by {KEPT_DAYS} days", stored * GIGABYTE_DOLLARS)
    bill += _tell_sum(f"{weighed:.0f} GB of figures stored", weighed * GIGABYTE_DOLLARS)
    bill += _tell_sum("point-in-time recovery of both", (stored + weighed) * RECOVERY_DOLLARS)
    figures = (
        await bench_figures.run(posts, bench_figures.HOURS, is_across=True)
        * creators
        / bench_figures.CREATORS
    )
    bill += figures
    sys.stdout.write(f"For {creators:,} creators a month: ${bill:,.2f}.\n")
    return bill


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=5)
    parser.add_argument("--posts", type=int, default=30)
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    bill = asyncio.run(run(given.creators, given.processes, given.posts))
    return int(bill > BILL_MAX)


if __name__ == "__main__":
    sys.exit(main())
