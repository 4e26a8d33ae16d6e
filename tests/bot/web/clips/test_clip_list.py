"""The list of clips: what it narrows, how it pages, and what is decided on in it."""

import re

import pytest

from bot.web.clips import clip_list
from core.domain.clips.clip import ClipStatus
from core.services.review import clip_browsing
from core.services.review.clip_browsing import ClipWish
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_score, make_spike, make_test_clip_id

S = ClipStatus
HOSTILE = "<script>alert(1)</script>"


async def fill(world, *statuses, **given):
    await world.add_stream()
    return [
        await world.add_clip(
            number=number,
            status=status,
            spike=make_spike(detected_at_seconds=100.0 * number),
            **given,
        )
        for number, status in enumerate(statuses, start=1)
    ]


async def read(page, address, status=200):
    answer = await page.get(address)
    assert answer.status == status
    return await answer.text()


def find(pattern, text):
    """Return the first group of a pattern that has to be there."""
    found = re.search(pattern, text, re.DOTALL)
    assert found, pattern
    return found[1]


def rows_of(text):
    return re.findall(r'<article class="row [a-z_]+" id="clip-([^"]+)"', text)


async def test_the_list_has_filters_and_every_clip_with_its_picture(page, world):
    clips = await fill(world, S.IN_REVIEW, S.APPROVED)

    text = await read(page, "/clips")

    assert sorted(rows_of(text)) == sorted(clip.id for clip in clips)
    assert f"/media/clips/{clips[0].id}/thumbnail" in text
    assert "Looked at 2 clips, to the end; 2 shown." in text


async def test_one_clip_is_one(page, world):
    await fill(world, S.IN_REVIEW)

    assert "Looked at 1 clip, to the end; 1 shown." in await read(page, "/clips")
    assert "Looked at 1 clip that is in review" in await read(page, "/clips?status=in_review")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("status=approved", [2]),
        ("status=in_review&score=99", []),
        ("score=70", [3, 2, 1]),
        ("status=", [3, 2, 1]),
        ("place=youtube", []),
    ],
)
async def test_filters_narrow_the_list(page, world, query, numbers):
    await fill(world, S.IN_REVIEW, S.APPROVED, S.REJECTED)

    text = await read(page, f"/clips?{query}")

    assert rows_of(text) == [make_test_clip_id(number) for number in numbers]


async def test_one_stream_is_shown_alone(page, world):
    (clip,) = await fill(world, S.IN_REVIEW)

    assert rows_of(await read(page, f"/clips?stream={clip.stream_id}")) == [clip.id]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("status=nothing", 400),
        ("score=x", 400),
        ("score=1000", 400),
        ("stream=..%2f", 400),
        ("place=<script>", 400),
        (f"stream={'0' * 26}", 404),
        ("after=forged", 400),
    ],
)
async def test_a_filter_that_there_is_not_is_said_in_a_sentence(page, world, query, status):
    await fill(world, S.IN_REVIEW)

    await read(page, f"/clips?{query}", status)


async def test_the_list_comes_in_pages_and_keeps_its_filter(page, world, monkeypatch):
    monkeypatch.setattr(clip_browsing, "INDEX_LOOKED_MAX", 2)
    await fill(world, *[S.IN_REVIEW] * 3)

    first = await read(page, "/clips?status=in_review")
    address = find(r'rel="next" href="([^"]+)"', first).replace("&amp;", "&")
    second = await read(page, address)

    assert (len(rows_of(first)), len(rows_of(second))) == (2, 1)
    assert "status=in_review" in address
    assert "Looked at 2 clips that are in review; 2 shown." in first


async def test_what_strangers_wrote_stays_words(page, world):
    await fill(world, S.IN_REVIEW, title=HOSTILE + '" onload="x')

    for address in ("/clips", "/review", f"/clips/{make_test_clip_id(1)}/row"):
        text = await read(page, address)
        assert "<script>alert" not in text
        assert '" onload="' not in text


async def decide(page, decision, seen, back="/clips?status=in_review", **given):
    token = find_token(await read(page, "/clips"))
    form = [("csrf_token", token), ("decision", decision), ("back", back)]
    form += [("clip", one) for one in seen]
    return await page.post("/clips/decide", data=form, **given)


async def test_many_are_decided_and_undone_at_once_without_javascript(page, world):
    clips = await fill(world, S.IN_REVIEW, S.IN_REVIEW)

    answer = await decide(page, "reject", [f"{clip.id}.{clip.version}" for clip in clips])

    text = await answer.text()
    assert "2 clips: rejected." in text
    assert rows_of(text) == []
    seen = re.findall(r'<input type="hidden" name="clip" value="([^"]+)">', text)
    assert [one.partition(".")[0] for one in seen] == [clip.id for clip in clips]
    answer = await decide(page, "undo", seen)
    assert len(rows_of(await answer.text())) == 2


async def test_those_that_changed_meanwhile_are_left_as_they_are(page, world):
    clips = await fill(world, S.IN_REVIEW, S.IN_REVIEW)
    old = [f"{clips[0].id}.{clips[0].version - 1}", f"{clips[1].id}.{clips[1].version}"]

    assert (await decide(page, "approve", old)).status == 200
    assert (await decide(page, "approve", old[:1])).status == 409

    stored = [await world.stores.clips.get_clip(CREATOR, clip.id) for clip in clips]
    assert [clip.status for clip in stored] == [S.IN_REVIEW, S.APPROVED]


@pytest.mark.parametrize(
    ("decision", "seen"),
    [("approve", []), ("approve", ["x"]), ("delete", [f"{make_test_clip_id()}.1"])],
)
async def test_a_form_that_names_nothing_is_refused(page, world, decision, seen):
    await fill(world, S.IN_REVIEW)

    assert (await decide(page, decision, seen)).status == 400


async def test_an_approval_counts_down_to_where_it_goes_out(page, world):
    (clip,) = await fill(world, S.IN_REVIEW)

    answer = await decide(page, "approve", [f"{clip.id}.{clip.version}"])

    text = await answer.text()
    assert "Approved: <bdi>" in text
    assert "data-countdown=" in text
    row = await read(page, f"/clips/{clip.id}/row")
    assert f"/clips/{clip.id}/undo" in row


async def test_a_page_of_clips_is_small(page, world):
    await fill(world, *[S.IN_REVIEW] * 24, title="W" * 100, score=make_score(20, 18))

    text = await read(page, "/clips")

    assert len(rows_of(text)) == 24
    assert len(text) < 80_000


def test_the_filters_offered_are_the_statuses_there_are():
    assert {one.value for one in clip_list._offer_statuses(ClipWish())} == {*S}
