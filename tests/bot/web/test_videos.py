"""The pages of videos, as a browser asks for them, without JavaScript."""

import re

import pytest

from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from core.domain.work.job import JobKind, JobStatus, Queue
from tests.bot.web.world import find_token
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_asset,
    make_job,
    make_spike,
    make_stream,
    make_test_ulid,
)

ASSET = make_asset(title="The <b>final</b>")
PAGE = f"/videos/{ASSET.id}"


@pytest.fixture
async def asset(world, tmp_path):
    source = tmp_path / "source.mp4"
    source.write_bytes(b"a video")
    await world.storage.put_file(ASSET.object_key, source)
    await world.stores.assets.add_asset(ASSET)
    return ASSET


async def read(page, address, status=200):
    answer = await page.get(address)
    text = await answer.text()
    assert answer.status == status, text
    return text


async def press(page, label):
    """Press the button of the video's page that is called so; return the page that follows."""
    text = await read(page, PAGE)
    forms = re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', text, re.DOTALL)
    (address,) = (address for address, inside in forms if f">{label}</button>" in inside)
    answer = await page.post(address, data={"csrf_token": find_token(text)})
    return await answer.text()


async def add_failed(world, reason):
    job = make_job(
        kind=JobKind.ANALYSE_ASSET,
        subject_id=ASSET.id,
        status=JobStatus.FAILED,
        stage="signals",
        reason=reason,
    )
    await world.stores.jobs.add_job(job)
    return job


async def test_without_a_video_the_list_says_so(page):
    assert "There is no video yet" in await read(page, "/videos")


async def test_the_list_leads_to_each_video_and_to_the_older_ones(page, world, asset):
    for number in range(100, 120):
        await world.stores.assets.add_asset(make_asset(id=make_test_ulid(number)))

    newest = await read(page, "/videos")
    older = await read(page, re.findall(r'href="(/videos\?after=[^"]+)"', newest)[0])

    assert newest.count(f'href="/videos/{make_test_ulid(119)[:10]}') == 20
    assert "The &lt;b&gt;final&lt;/b&gt;" in older
    assert "/videos?after=" not in older


async def test_a_video_that_was_never_analysed_offers_it_with_what_it_takes(page, asset):
    text = await read(page, PAGE)

    assert "Not analysed yet" in text
    assert "No model is used" in text
    assert "<h1><bdi>The &lt;b&gt;final&lt;/b&gt;</bdi></h1>" in text


async def test_an_analysis_is_asked_for_once_followed_and_shown(page, world, asset):
    stream = make_stream(asset_id=ASSET.id)
    await world.stores.streams.add_stream(stream)
    await world.stores.spikes.add_spike(stream, make_spike())

    waiting = await press(page, "Analyse")
    assert 'data-moving="1"' in waiting
    assert ">Cancel</button>" in waiting
    assert ">Analyse</button>" not in waiting
    await world.app.work.runner.work_once(Queue.ANALYSIS)

    text = await read(page, PAGE)
    assert ">Analyse again</button>" in text
    assert "1 moment<" in text
    (clip,) = (await world.stores.clips.list_clips(CREATOR)).items
    assert f'href="/clips/{clip.id}"' in text
    assert f"{clip.score.value} of 100" in text
    assert '<span class="quiet">0:00 ' in text
    assert "Looked at 6:00 of video" in text


async def test_where_nothing_stands_out_the_page_shows_the_best_parts_and_says_so(
    page, world, asset
):
    await press(page, "Analyse")
    await world.app.work.runner.work_once(Queue.ANALYSIS)

    text = await read(page, PAGE)

    assert "Nothing stands out" in text
    assert "Looked at" in text


async def test_an_analysis_is_called_off(page, world, asset):
    await press(page, "Analyse")

    text = await press(page, "Cancel")

    assert "Not analysed yet" in text
    jobs = (await world.stores.jobs.list_jobs(CREATOR, JobStatus.CANCELLED)).items
    assert [job.subject_id for job in jobs] == [ASSET.id]


async def test_a_failed_analysis_says_why_and_is_tried_again(page, world, asset):
    job = await add_failed(world, "The <disk> is full.")
    assert "The &lt;disk&gt; is full." in await read(page, PAGE)

    text = await press(page, "Try again")

    assert ">Cancel</button>" in text
    again = await world.stores.jobs.get_job(CREATOR, job.id)
    assert again.status is JobStatus.QUEUED


async def test_pressing_twice_asks_once(page, world, asset):
    token = find_token(await read(page, PAGE))
    for _ in range(2):
        await page.post(f"{PAGE}/analyse", data={"csrf_token": token})

    assert len((await world.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items) == 1


async def test_a_viewer_sees_and_asks_for_nothing(open_page, world, asset):
    await add_failed(world, "Full.")
    page = await open_page(make_actor(role=Role.VIEWER))

    text = await read(page, PAGE, status=403)

    assert "<button" not in text
    assert "Full." not in text


async def test_nothing_goes_without_the_token_or_for_another_creator(open_page, world, asset):
    page = await open_page()
    answer = await page.post(f"{PAGE}/analyse", data={"csrf_token": "guessed"})
    assert answer.status == 403

    stranger = await open_page(make_actor(creator_id=CreatorId("ben")))
    assert "final" not in await read(stranger, PAGE, status=404)
    assert ASSET.id not in await read(stranger, "/videos")
    assert (await world.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items == ()


async def test_an_ended_analysis_cannot_be_called_off(page, world, asset):
    job = await add_failed(world, "Full.")
    token = find_token(await read(page, PAGE))

    answer = await page.post(f"{PAGE}/jobs/{job.id}/cancel", data={"csrf_token": token})

    assert answer.status == 409
    assert job.created_at == NOON
