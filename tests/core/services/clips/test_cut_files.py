from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.clips.edit_plan import EditPlan, Layout
from core.domain.clips.made.cut_record import CutRecord, FramingAsked
from core.domain.clips.made.source_look import SourceLook
from core.domain.work.platform import BYTES_MAX, Platform, rendition_key
from core.errors import NotFound
from core.ports.clips import RenderedClip
from core.services.clips.cut_files import CutFiles
from core.services.clips.cut_order import Cut
from core.services.clips.cut_records import record_key
from core.services.clips.renditions import Renditions
from core.services.work.job_handlers import JobProgress
from tests.builders import make_clip, make_facts, make_spike
from tests.fakes.media import FakeProber, FakeRenderer
from tests.fakes.storage import FakeStorage

PLAN = EditPlan(
    start_seconds=103.0,
    duration_seconds=30.0,
    layout=Layout.CENTRE,
    frame_rate=30.0,
    has_audio=True,
    source_width=1280,
    source_height=720,
)
CUT = Cut(
    plan=PLAN,
    rendered=RenderedClip(duration_seconds=30.0, size_bytes=500, width=1080, height=1920),
    loudness_lufs=-14.0,
    reason="It was asked for.",
)

RECORD = CutRecord(
    asked=FramingAsked(
        facts=make_facts(), start_seconds=103.0, end_seconds=133.0, longest_seconds=60.0
    ),
    plan=PLAN,
    look=SourceLook(start_seconds=103.0),
)


class Renderer(FakeRenderer):
    """Keeps where the thumbnail was looked for."""

    def __init__(self):
        super().__init__()
        self.looked_at: list[float] = []

    async def make_thumbnail(self, video, out, *, at_seconds, is_exact=False):
        self.looked_at.append(at_seconds)
        await super().make_thumbnail(video, out, at_seconds=at_seconds)


class Shelf:
    """The service, and a cut that was just made."""

    def __init__(self, folder):
        self.folder = folder
        self.storage, self.renderer = FakeStorage(folder / "objects"), Renderer()
        (folder / "objects").mkdir()
        self.cut_files = CutFiles(
            storage=self.storage,
            renderer=self.renderer,
            renditions=Renditions(
                storage=self.storage,
                prober=FakeProber(),
                renderer=self.renderer,
                scratch=folder,
            ),
            platforms=frozenset({Platform.DISCORD, Platform.FOLDER}),
        )

    async def keep(self, clip, cut=CUT):
        out = self.folder / "clip.mp4"
        out.write_bytes(b"a clip")
        return await self.cut_files.store(
            clip, cut, source=self.folder / "source.mp4", out=out, progress=JobProgress()
        )

    async def has(self, key):
        try:
            async with self.storage.open_file(key):
                return True
        except NotFound:
            return False


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def make_rendering(**given):
    return make_clip(**({"status": ClipStatus.RENDERING, "version": 2} | given))


async def test_everything_of_a_cut_lies_in_one_place(shelf):
    clip = await shelf.keep(make_rendering())

    place = f"creators/ada/clips/{clip.id}/2"
    keys = (clip.object_key, clip.thumbnail_key, clip.sheet_key)
    assert keys == (f"{place}/clip.mp4", f"{place}/thumbnail.jpg", f"{place}/sheet.jpg")
    assert [await shelf.has(key) for key in keys] == [True, True, True]


async def test_a_limit_that_the_clip_exceeds_gets_a_rendition_of_its_own(shelf, monkeypatch):
    """The cut has 500 bytes."""
    monkeypatch.setitem(BYTES_MAX, Platform.DISCORD, 400)
    clip = await shelf.keep(make_rendering())
    assert await shelf.has(rendition_key(clip.object_key, 400))
    assert [plan.bytes_max for plan in shelf.renderer.plans] == [400]

    monkeypatch.setitem(BYTES_MAX, Platform.DISCORD, 500)
    await shelf.keep(make_rendering(version=4))
    assert len(shelf.renderer.plans) == 1


async def test_a_newer_cut_leaves_the_older_alone_until_that_is_forgotten(shelf, monkeypatch):
    monkeypatch.setitem(BYTES_MAX, Platform.DISCORD, 400)
    older = replace(await shelf.keep(make_rendering()), size_bytes=500)
    newer = await shelf.keep(replace(older, version=5))
    assert await shelf.has(older.object_key)

    await shelf.cut_files.delete(older)

    for key in (older.object_key, older.thumbnail_key, older.sheet_key):
        assert not await shelf.has(key)
    assert not await shelf.has(rendition_key(older.object_key, 400))
    assert await shelf.has(newer.object_key)


async def test_a_first_cut_has_nothing_to_be_forgotten(shelf):
    clip = await shelf.keep(make_rendering())

    await shelf.cut_files.delete(make_rendering())
    await shelf.cut_files.delete(replace(clip, sheet_key=None))  # made by an older program

    assert not await shelf.has(clip.object_key)


@pytest.mark.parametrize(
    ("spike", "at_seconds"),
    [
        (make_spike(peak_seconds=128.0), 25.0),
        (make_spike(peak_seconds=90.0), 0.0),
        (make_spike(peak_seconds=150.0), 29.5),
        (None, 15.0),
    ],
)
async def test_the_thumbnail_is_looked_for_near_the_peak(shelf, spike, at_seconds):
    await shelf.keep(make_rendering(spike=spike))

    assert shelf.renderer.looked_at == [at_seconds]


async def test_a_cut_leaves_a_record_that_goes_with_it(shelf):
    """A next cut is made out of it; nothing of it stays when the cut is gone."""
    clip = await shelf.keep(make_rendering(), replace(CUT, record=RECORD))
    async with shelf.cut_files.open_before(clip) as before:
        assert replace(before.record, digests=()) == RECORD
        assert before.file.read_bytes() == b"a clip"

    await shelf.cut_files.delete(clip)

    assert not await shelf.has(record_key(clip.object_key))
    async with shelf.cut_files.open_before(clip) as before:
        assert before is None


async def test_a_smaller_rendition_is_made_out_of_the_older_one(shelf, monkeypatch):
    monkeypatch.setitem(BYTES_MAX, Platform.DISCORD, 400)
    older = await shelf.keep(make_rendering(), replace(CUT, record=RECORD))
    async with shelf.cut_files.open_before(older) as before:
        newer = replace(older, version=4)
        await shelf.keep(newer, replace(CUT, record=RECORD, before=before))

    first, second = shelf.renderer.befores
    assert first.file is None
    assert second.file is not None
    assert second.plan == shelf.renderer.plans[-1]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.400.mp4"])
async def test_nothing_is_taken_out_of_a_file_that_was_damaged_since(shelf, monkeypatch, name):
    """What is copied unread would carry the damage on into every later cut."""
    monkeypatch.setitem(BYTES_MAX, Platform.DISCORD, 400)
    older = await shelf.keep(make_rendering(), replace(CUT, record=RECORD))
    key = older.object_key.replace("clip.mp4", name)
    async with shelf.storage.open_file(key) as file:
        file.write_bytes(b"A" + file.read_bytes()[1:])

    async with shelf.cut_files.open_before(older) as before:
        assert (before.file is None) is (name == "clip.mp4")
        newer = replace(older, version=4)
        await shelf.keep(newer, replace(CUT, record=RECORD, before=before))

    assert (shelf.renderer.befores[-1].file is None) is (name == "clip.400.mp4")
    assert shelf.renderer.befores[-1].look == RECORD.look
