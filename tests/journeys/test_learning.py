"""Learning, from posts that go out to what is done about it, on the table that Truss runs on.

Half of the posts go out in the evening, and bring nine times the views. The platform tells of most
of them, a file of one, and a person of another. Somebody does what follows, and tries out the next
thing by turns.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.charts import FilePainter
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.learning.evidence.experiment import ExperimentStatus
from core.domain.learning.exports.import_plan import ImportOptions
from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.people.voice import Tone
from core.domain.publishing.posting_slot import write_slots
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import PublicationId, make_clip_id, make_ulid
from core.domain.work.platform import Platform
from core.services.learning.figure_entry import Entry, name_post
from core.services.people.personal_preferences import PersonalWish
from tests.builders import (
    CREATOR,
    make_actor,
    make_binding,
    make_clip,
    make_publication,
    make_test_clip_id,
    make_test_ulid,
)
from tests.core.domain.clips.test_score_weights import USUAL
from tests.fakes.app import make_app
from tests.fakes.measuring import FakeMetricReader
from tests.fakes.people import FakeNotices
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_token

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
POSTS = 56
OWNER = make_actor()


class Channel:
    """A creator who publishes twice a day, and a platform that counts what it brings."""

    def __init__(self, app, clock, platform):
        self.app, self.clock, self.platform = app, clock, platform
        self.dice = random.Random(4)
        self.count = 0

    async def publish(
        self, at, *, clip_id=None, layout=Layout.FOLLOW, times=1.0, seconds_watched=9.0
    ):
        """Publish a clip, of which the platform counts all views at once."""
        self.clock.at, self.count = at, self.count + 1
        number, stores = self.count, self.app.ports.stores
        clip = make_clip(
            id=clip_id or make_test_clip_id(number),
            status=ClipStatus.APPROVED,
            title=f"Clip {number}",
            score=USUAL,
            cut_layout=layout,
            duration_seconds=20.0,
        )
        scheduled = make_publication(
            id=PublicationId(make_test_ulid(number)),
            clip_id=clip.id,
            platform=Platform.YOUTUBE,
            account_id="t1",
            created_at=at,
            updated_at=at,
            due_at=at,
        )
        await stores.clips.add_clip(clip)
        await stores.clips.save_clip(clip, publications=[scheduled])
        stored = await stores.publications.get_publication(CREATOR, scheduled.id)
        post_id = f"yt{number:09d}"
        await stores.publications.save_publication(
            replace(stored, status=PublicationStatus.PUBLISHED, post_id=post_id)
        )
        views = int(math.exp(6 + math.log(times) + self.dice.gauss(0, 0.8)))
        self.platform.totals[post_id] = PostTotals(views=views, likes=views // 20)
        watched = views * seconds_watched * math.exp(self.dice.gauss(0, 0.2))
        self.platform.days[post_id] = (
            PostDay(on=at.date(), views=views, engaged_views=views, watched_seconds=watched),
        )

    async def pass_days(self, days):
        """Let the hourly runs of some days happen, as far as anything is due."""
        for _ in range(days):
            self.clock.advance(24 * 3600)
            await self.app.learning.measurement.measure_posts()
            await self.app.insights.digests.sweep()


@pytest.fixture
async def journey(tmp_path):
    clock, notices, platform = FakeClock(MONDAY), FakeNotices(), FakeMetricReader()
    table = await SqliteTable.open(tmp_path / "truss.db")
    objects = tmp_path / "files"
    objects.mkdir()
    stores = open_stores(
        table,
        cursor_secret=b"a secret of the tests",
        clock=clock,
        cipher=FakeCipher(),
        storage=FakeStorage(objects),
    )
    app = make_app(
        tmp_path,
        clock=clock,
        stores=stores,
        notices=notices,
        charts=FilePainter(),
        metric_readers={Platform.YOUTUBE: platform},
    )
    await stores.guilds.add_guild(make_binding())
    token = make_token(platform=Platform.YOUTUBE, expires_at=MONDAY + timedelta(days=900))
    await stores.tokens.link_account(token)
    yield Channel(app, clock, platform), notices
    await table.close()


async def test_from_posts_to_what_is_done_about_it(journey):
    channel, notices = journey
    app, insights = channel.app, channel.app.insights
    await app.publishing.settings.set_slots(OWNER, "Tue 10:00")
    await insights.wants.change(
        OWNER, PersonalWish(tone=Tone.SARCASTIC, display_name="Ada", daily_clips=2), for_all=True
    )

    for day in range(POSTS // 2):
        at = MONDAY + timedelta(days=day)
        await channel.publish(at.replace(hour=10))
        await channel.publish(at.replace(hour=19), times=9)
        channel.clock.at = at
        await channel.pass_days(1)
    await channel.pass_days(9)

    lessons = await insights.lessons.read(OWNER)
    (claim,) = [one for one in lessons.claims if one.trait == "evening"]
    assert claim.low > 1.5
    assert "posts at the age of seven days" in claim.evidence[0]

    task = next(
        one for one in await insights.tasks.list_open(OWNER) if one.about.startswith("evening")
    )
    done = await insights.tasks.do(OWNER, task.id)
    assert done.outcome == "Posting slots: Tue 19:00 (before: Tue 10:00)."
    assert write_slots((await app.publishing.settings.get_slots(OWNER)).slots) == "Tue 19:00"

    await _try_layouts_by_turns(channel)
    (experiment,) = (await insights.lessons.read(OWNER)).experiments
    assert experiment.status is ExperimentStatus.READ
    assert experiment.told.startswith("Clips with the camera above the game brought more: about ")
    assert experiment.told.endswith("20 of 20 came out as their side says.")

    letters = [letter for _, letter in notices.letters.values()]
    assert len(letters) >= 6
    assert letters[0].paragraphs[0] == ("Behold, your week, Ada.",)
    assert any(claim.statement in letter.text for letter in letters)
    assert any("Experiment with" in letter.text for letter in letters)
    assert "Streak: " in letters[3].text

    check = lessons.checks[0] if lessons.checks else None
    assert check is not None
    assert (await insights.picture.paint(check)).startswith(b"\x89PNG")


async def _try_layouts_by_turns(channel):
    """Begin the experiment that is proposed, and publish clips as they are cut from then on."""
    insights = channel.app.insights
    task = next(
        one for one in await insights.tasks.list_open(OWNER) if one.about == "experiment/stacked"
    )
    await insights.tasks.do(OWNER, task.id)
    for number in range(24):
        clip_id = make_clip_id(make_ulid(channel.clock.at, bytes([number] * 10)))
        wish = await channel.app.clips.framing.choose_wish(make_clip(id=clip_id))
        stacked = wish.layout is Layout.STACK
        await channel.publish(
            channel.clock.at + timedelta(minutes=1),
            clip_id=clip_id,
            layout=Layout.STACK if stacked else Layout.FOLLOW,
            times=20 if stacked else 1,
            seconds_watched=16.0 if stacked else 5.0,
        )
    await channel.pass_days(15)


async def test_figures_by_file_and_by_hand_are_compared_too(journey):
    """What no platform tells is as good, if it was read at that age."""
    channel, _ = journey
    app = channel.app
    await channel.publish(MONDAY.replace(hour=10))
    await channel.publish(MONDAY.replace(hour=19))
    first, second = await app.learning.entry.list_posts(OWNER)
    channel.clock.at = MONDAY + timedelta(days=7, hours=20)
    file = f"Content,Video title,Views,Likes\n{first.post_id},One,500,20\n".encode()
    options = ImportOptions(platform=Platform.YOUTUBE)
    plan = await app.learning.file_import.preview(
        OWNER, file, file_name="Table data.csv", options=options
    )
    done = await app.learning.file_import.import_file(OWNER, plan.file.digest, options)
    await app.learning.entry.enter(OWNER, Entry(post=name_post(second), views="800", watched="45%"))

    lessons = await app.insights.look.look(CREATOR)

    assert done.changed == 1
    assert lessons.counted == 2
    assert "2 posts were measured" in lessons.silence
