import csv
import io
import json
from datetime import UTC, datetime

import pytest

from core.domain.plan.month_rows import COLUMNS
from core.domain.plan.post import PostStatus
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import Forbidden
from core.services.plan.post_writing import NewPost
from tests.core.services.plan.plan_world import EDITOR, MODERATOR, OWNER, VIEWER, PlanWorld
from tests.fakes.time_and_ids import FakeClock

GOOD = "2026-04-02 18:00"


@pytest.fixture
async def world(tmp_path):
    world = PlanWorld(tmp_path, clock=FakeClock(datetime(2026, 4, 1, tzinfo=UTC)))
    await world.live_in("Europe/Berlin")
    return world


async def count(world):
    page = await world.reading.list_month(OWNER, "2026-04")
    return len([entry for entry in page.entries if entry.kind == "post"])


async def bring(world, data, **given):
    data = data.encode() if isinstance(data, str) else data
    return await world.plan.exchange.import_month(OWNER, data, **given)


def rows(*more, header="time,title,text"):
    return "\n".join((header, *more))


async def test_what_was_exported_comes_back_and_changes_nothing(world):
    nasty = ["=1+1", "'quoted", "+a", "-b", "@c", 'q"uote, and\nline', "字", "'=x"]
    for number, title in enumerate(nasty):
        at = datetime(2026, 4, 2 + number, 16, 0, 30, tzinfo=UTC)
        await world.writing.add_post(
            OWNER,
            NewPost(title=title, text=title, tags=("a b",), at=at, platforms=(Platform.X,)),
        )
    for as_json in (False, True):
        text = await world.plan.exchange.export(EDITOR, "2026-04", as_json=as_json)
        done = await bring(world, text, dry_run=False)
        assert (done.errors, done.added, done.changed) == ((), 0, 0)
        assert done.unchanged == len(nasty)
    cells = [
        cell
        for line in csv.reader(io.StringIO(await world.plan.exchange.export(OWNER, "2026-04")))
        for cell in line
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


async def test_a_file_is_looked_at_first_and_importing_twice_adds_nothing(world):
    text = rows(f"{GOOD},One,Words", "2026-04-03 18:00,Two,")

    looked = await bring(world, text)
    assert (looked.added, looked.is_done, await count(world)) == (2, False, 0)
    done = await bring(world, text, dry_run=False)
    assert (done.added, done.is_done, await count(world)) == (2, True, 2)
    again = await bring(world, text, dry_run=False)
    assert (again.added, again.unchanged, await count(world)) == (0, 2, 2)


async def test_a_row_with_an_id_changes_its_post_as_a_new_draft(world):
    at = datetime(2026, 4, 2, 16, tzinfo=UTC)
    post = await world.writing.add_post(OWNER, NewPost(title="Old", at=at))
    await world.variants.draft(OWNER, post.id, [Platform.X])
    held = json.loads(await world.plan.exchange.export(OWNER, "2026-04", as_json=True))
    held["posts"][0] |= {"title": "=New", "time": "2026-04-05 09:00"}
    text = json.dumps(held)

    done = await bring(world, text, dry_run=False)

    whole = await world.reading.get_post(OWNER, post.id)
    assert (done.changed, whole.post.title, whole.post.drafts) == (1, "=New", 2)
    assert whole.variants[0].planned_at == whole.post.planned_at
    assert (await bring(world, text, dry_run=False)).unchanged == 1


async def test_a_post_that_somebody_changed_since_is_an_error_of_its_row(world):
    at = datetime(2026, 4, 2, 16, tzinfo=UTC)
    post = await world.writing.add_post(OWNER, NewPost(title="Old", at=at))
    text = (await world.plan.exchange.export(OWNER, "2026-04")).replace("Old", "Mine")
    await world.writing.save_text(
        EDITOR, post.id, Wording(title="Theirs"), seen_version=post.version
    )

    done = await bring(world, text + f",,{GOOD},,,Another,,\r\n", dry_run=False)

    (error,) = done.errors
    assert (error.row, error.column) == (1, "version")
    assert "discord:2" in error.problem
    assert await count(world) == 1


async def test_nothing_goes_out_by_an_import(world):
    header = "time,title,status"
    for status in ("scheduled", "published"):
        done = await bring(world, rows(f"{GOOD},One,{status}", header=header), dry_run=False)
        assert done.errors[0].column == "status"
    at = datetime(2026, 4, 2, 16, tzinfo=UTC)
    await world.writing.add_post(OWNER, NewPost(title="Old", at=at, status=PostStatus.SCHEDULED))
    text = (await world.plan.exchange.export(OWNER, "2026-04")).replace("Old", "Mine")
    assert (await bring(world, text, dry_run=False)).errors[0].column == "id"


async def test_who_may(world):
    for actor in (MODERATOR, VIEWER):
        with pytest.raises(Forbidden):
            await world.plan.exchange.import_month(actor, b"")
    with pytest.raises(Forbidden):
        await world.plan.exchange.export(VIEWER)


BROKEN = {
    "nothing": b"",
    "only a header": b"time,title\n",
    "no header": b"2026-04-02 18:00,One\n",
    "zero bytes": b"time,title\n2026-04-02 18:00,\x00\n",
    "latin 1": "time,title\n2026-04-02 18:00,Café\n".encode("latin-1"),
    "utf 16": "time,title\n2026-04-02 18:00,One\n".encode("utf-16"),
    "an open quote": b'time,title\n2026-04-02 18:00,"One\n',
    "a column too many": rows(f"{GOOD},One,x,y").encode(),
    "a column too few": rows(f"{GOOD}").encode(),
    "a column twice": rows(f"{GOOD},a,b", header="time,title,title").encode(),
    "an unknown column": rows(f"{GOOD},a,b", header="time,title,=cmd()").encode(),
    "no time": rows(",One,").encode(),
    "a wrong time": rows("2026-13-45 99:99,One,").encode(),
    "the skipped hour": rows("2026-03-29 02:30,One,").encode(),
    "before any clock": rows("0001-01-01 00:00,One,").encode(),
    "after all time": rows("9999-12-31 23:59,One,").encode(),
    "no title": rows(f"{GOOD}, ,x").encode(),
    "a title too long": rows(f"{GOOD},{'a' * 301},x").encode(),
    "a text too long": rows(f"{GOOD},One,{'a' * 5001}").encode(),
    "an unknown platform": rows(f"{GOOD},One,myspace", header="time,title,platforms").encode(),
    "an unknown status": rows(f"{GOOD},One,done", header="time,title,status").encode(),
    "a key as id": rows(f"{GOOD},One,POST#1#DRAFT", header="time,title,id").encode(),
    "another's id": rows(f"{GOOD},One,{'0' * 26}", header="time,title,id").encode(),
    "a version of words": rows(f"{GOOD},One,one", header="time,title,version").encode(),
    "half of json": b'{"posts": [',
    "json of something else": b'{"posts": {"a": 1}}',
    "json of numbers": b"[1, 2, 3]",
    "deep json": b"[" * 100_000,
    "a number without end": b'[{"time": "2026-04-02 18:00", "title": ' + b"9" * 5000 + b"}]",
    "json of lists": json.dumps([{"time": [1], "title": {"a": 1}, "tags": [1]}]).encode(),
    "json of floats": json.dumps([{"time": GOOD, "title": "a", "version": 1.5}]).encode(),
    "too many rows": rows(*[f"{GOOD},{n}," for n in range(501)]).encode(),
    "too many to do at once": rows(*[f"{GOOD},{n}," for n in range(60)]).encode(),
    "too large": b"time,title\n" + b"a" * (1024 * 1024),
    "a cell too long": rows(f"{GOOD},One,{'a' * 200_000}").encode(),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
async def test_a_broken_file_ends_in_errors_and_nothing_is_imported(world, data):
    head = rows(f"{GOOD},Fine,").encode()
    for file in (data, head + b"\n" + data.partition(b"\n")[2]):
        done = await bring(world, file, dry_run=False)
        if file is data:
            assert done.errors
        if done.errors:
            assert not done.is_done
            assert await count(world) == 0
            assert all(error.problem for error in done.errors)


def test_the_columns_are_those_of_a_post():
    assert len(COLUMNS) == 8
