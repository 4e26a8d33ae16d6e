"""What importing needs: stores, storage, and posts that are out."""

from __future__ import annotations

from datetime import UTC, datetime

from core.adapters.exports import ExportFiles
from core.domain.learning.exports.import_plan import ImportOptions
from core.domain.learning.measured_post import MeasuredPost, note_post
from core.domain.people.actor import Actor
from core.domain.work.platform import Platform
from core.services.clips.card_jobs import CardJobs
from core.services.learning.day_totals import DayTotals
from core.services.learning.figure_entry import FigureEntry
from core.services.learning.figure_import import FigureImport
from core.services.learning.figure_keeping import FigureKeeping
from tests.builders import make_actor, make_binding, make_publication, make_test_ulid
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.formats import FakeFormats
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock, FakeIds

NOW = datetime(2026, 9, 20, 12, tzinfo=UTC)
OUT_AT = datetime(2026, 9, 2, 18, tzinfo=UTC)
NO_OPTIONS = ImportOptions()


class ImportDesk:
    def __init__(self, folder, clock=None):
        self.clock = clock or FakeClock(NOW)
        self.stores = FakeAllStores(self.clock)
        (folder / "objects").mkdir()
        self.storage = FakeStorage(folder / "objects")
        self.actor = make_actor()
        self.keeping = FigureKeeping(
            clock=self.clock,
            posts=self.stores.measured_posts,
            metrics=self.stores.metrics,
            day_totals=DayTotals(metrics=self.stores.metrics, analytics=self.stores.analytics),
            jobs=self.stores.jobs,
            card_jobs=CardJobs(
                clock=self.clock, ids=FakeIds(), guilds=self.stores.guilds, formats=FakeFormats()
            ),
        )
        self.imports = FigureImport(
            clock=self.clock,
            reader=ExportFiles(),
            imports=self.stores.imports,
            posts=self.stores.measured_posts,
            profiles=self.stores.profiles,
            storage=self.storage,
            keeping=self.keeping,
            scratch=folder / "scratch",
        )
        self.entry = FigureEntry(
            clock=self.clock,
            posts=self.stores.measured_posts,
            profiles=self.stores.profiles,
            keeping=self.keeping,
        )

    async def open(self):
        await self.stores.guilds.add_guild(make_binding())
        return self

    async def add_post(self, number=1, **given) -> MeasuredPost:
        values = {
            "id": make_test_ulid(number),
            "platform": Platform.YOUTUBE,
            "post_id": "-bcDEFghi_1",
            "created_at": OUT_AT,
            "updated_at": OUT_AT,
        }
        title = given.pop("title", "A post")
        made = note_post(make_publication(**(values | given)), title, None)
        return await self.stores.measured_posts.save_post(made)

    async def find(self, post):
        return await self.stores.measured_posts.find_post(
            post.creator_id, post.id, made_on=post.made_on
        )

    async def bring(
        self, data, options=NO_OPTIONS, *, name="Content.csv", actor: Actor | None = None
    ):
        return await self.imports.preview(
            actor or self.actor, data, file_name=name, options=options
        )

    async def take(self, data, options=NO_OPTIONS, *, name="Content.csv"):
        plan = await self.bring(data, options, name=name)
        return await self.imports.import_file(self.actor, plan.file.digest, options)

    def list_card_jobs(self):
        return [job.about for job in self.stores.memory.jobs.values()]
