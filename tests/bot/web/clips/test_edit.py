"""The edit of a clip: the form, what it changes, and what it keeps when it cannot."""

from dataclasses import replace

import pytest

from bot.web.clips.time_line import write_time_line
from core.domain.clips.box import Box
from core.domain.clips.clip import ClipStatus
from core.domain.clips.earlier_cut import EarlierCut
from core.domain.clips.edit_plan import Layout
from core.domain.signals.signals import Signals
from core.domain.videos.spoken_word import Word
from core.services.review.clip_workbench import TimeLine
from tests.bot.web.world import VIDEO, find_token
from tests.builders import CREATOR, NOON, make_asset


@pytest.fixture
async def clip(world, tmp_path):
    await world.add_stream()
    await world.stores.assets.add_asset(make_asset())
    source = tmp_path / "source.mp4"
    source.write_bytes(VIDEO)
    await world.storage.put_file(make_asset().object_key, source)
    return await world.add_clip()


async def send(page, clip, where="edit", **given):
    text = await (await page.get(f"/clips/{clip.id}/edit")).text()
    form = {"csrf_token": find_token(text), "seen_version": str(clip.version)}
    if where == "edit":
        form |= {"title": clip.title, "start": "1:43", "end": "2:13", "layout": "", "facecam": ""}
    return await page.post(f"/clips/{clip.id}/{where}", data=form | given, allow_redirects=False)


async def stored(world, clip):
    return await world.stores.clips.get_clip(CREATOR, clip.id)


async def test_everything_is_changed_by_one_form(page, world, clip):
    answer = await send(
        page, clip, title="Mine", start="1:44.5", layout="stack", facecam="10,20,300,200"
    )

    assert (answer.status, answer.headers["Location"]) == (303, f"/clips/{clip.id}")
    changed = await stored(world, clip)
    assert (changed.title, changed.start_seconds) == ("Mine", 104.5)
    assert (changed.layout, changed.facecam) == (
        Layout.STACK,
        Box(x=10, y=20, width=300, height=200),
    )
    assert changed.status is ClipStatus.RENDERING
    assert [cut.title for cut in changed.earlier] == [clip.title]


async def test_a_layout_is_left_to_truss_together_with_other_changes(page, world, clip):
    kept = await world.stores.clips.save_clip(replace(clip, layout=Layout.STACK))

    assert (await send(page, kept, start="1:44")).status == 303

    changed = await stored(world, clip)
    assert (changed.start_seconds, changed.layout) == (104.0, None)


async def test_a_title_alone_needs_no_new_cut(page, world, clip):
    assert (await send(page, clip, title="Mine")).status == 303

    assert (await stored(world, clip)).status is ClipStatus.IN_REVIEW


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": "soon"}, "as in 1:43"),
        ({"start": "2:12"}, "a clip lasts"),
        ({"layout": "sideways"}, "no such layout"),
        ({"layout": "stack", "facecam": "1,2"}, "not a rectangle"),
        ({"layout": "stack", "facecam": "9000,0,100,100"}, "does not lie within"),
        ({"title": "<b>", "end": "<script>"}, "as in 1:43"),
        ({}, "Nothing would change"),
    ],
)
async def test_what_cannot_be_is_said_and_the_form_keeps_what_was_typed(
    page, world, clip, given, said
):
    answer = await send(page, clip, **given)

    text = await answer.text()
    assert answer.status == 400
    assert said in text
    assert "<script>" not in text.replace("<script src", "")
    if given.get("start"):
        assert f'value="{given["start"]}"' in text
    assert await stored(world, clip) == clip


async def test_who_comes_second_is_told_and_keeps_their_form(page, world, clip):
    world.stores.memory.clips[CREATOR, clip.id] = replace(clip, version=9)

    answer = await send(page, clip, title="Mine")

    assert answer.status == 409
    text = await answer.text()
    assert 'value="Mine"' in text
    assert 'name="seen_version" value="9"' in text


async def test_an_earlier_cut_fills_the_form(page, world, clip):
    cut = EarlierCut(version=2, title="Older", start_seconds=90.0, end_seconds=110.0, until=NOON)
    world.stores.memory.clips[CREATOR, clip.id] = replace(clip, earlier=(cut,))

    text = await (await page.get(f"/clips/{clip.id}/edit?as=2")).text()

    assert 'value="Older"' in text
    assert 'value="1:30"' in text
    assert f"/clips/{clip.id}/edit?as=2" in text


async def test_the_cover_is_chosen_from_the_sheet(page, world, clip):
    assert (await send(page, clip, "cover", at="7.5")).status == 303
    assert (await stored(world, clip)).cover_seconds == clip.start_seconds + 7.5
    for at in ("", "x", "nan", "1e9"):
        again = await stored(world, clip)
        assert (await send(page, again, "cover", at=at)).status == 400


async def test_the_time_line_and_the_source_are_there(page, clip):
    line = await (await page.get(f"/clips/{clip.id}/timeline")).json()
    answer = await page.get(f"/media/clips/{clip.id}/source", headers={"Range": "bytes=0-9"})

    assert (line["from"], line["words"]) == (73.0, [])
    assert max(line["levels"]) <= 100
    assert (answer.status, await answer.read()) == (206, VIDEO[:10])


async def test_a_clip_is_saved_under_its_title(page, world, clip):
    world.stores.memory.clips[CREATOR, clip.id] = replace(clip, title='../"ace"\r\n é')

    answer = await page.get(f"/media/clips/{clip.id}/video?save")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="ace.mp4"'


def test_a_time_line_is_numbers_and_plain_words():
    line = TimeLine(
        from_seconds=0.0,
        to_seconds=10.0,
        signals=Signals(
            start_seconds=0.0,
            end_seconds=0.3,
            loudness_db=(-100.0, -30.0, 0.0),
            cuts_at_seconds=(4,),
        ),
        words=(Word(text="a\u202eb", start_seconds=1.0, end_seconds=1.5),),
        gaps=((2.0, 3.0),),
        rates=(),
    )

    assert write_time_line(line) == {
        "from": 0.0,
        "to": 10.0,
        "levels": [0, 50, 100],
        "cuts": [4],
        "gaps": [[2.0, 3.0]],
        "words": [[1.0, 1.5, "ab"]],
        "rates": [],
    }
