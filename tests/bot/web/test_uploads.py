"""What each address asks for; the whole way is in tests/journeys/test_upload_page.py."""

import pytest

from core.domain.people.actor import Role
from core.domain.work.ids import DEMO_CREATOR_ID
from tests.bot.web.world import find_token
from tests.builders import make_actor

URL = "https://example.org/run.mp4"
HOME = {"Host": "127.0.0.1"}


async def test_videos_on_their_way_are_listed_and_each_has_a_page(page, world):
    intake = await world.app.videos.fetching.request_address(
        make_actor(), URL, title="The <b>run</b>"
    )

    listed = await (await page.get("/uploads", headers=HOME)).text()
    shown = await (await page.get(f"/uploads/{intake.id}", headers=HOME)).text()

    for text in (listed, shown):
        assert "The &lt;b&gt;run&lt;/b&gt;" in text
        assert "Step 1 of 3 · Waiting for its turn" in text
    assert f"/uploads/{intake.id}" in listed
    assert "Cancel" in shown


async def test_work_is_called_off_by_its_form(page, world):
    intake = await world.app.videos.fetching.request_address(make_actor(), URL)
    shown = await (await page.get(f"/uploads/{intake.id}", headers=HOME)).text()
    form = {"csrf_token": find_token(shown), "job_id": intake.fetch_job_id}

    answer = await page.post(f"/uploads/{intake.id}/cancel", data=form, headers=HOME)

    assert answer.status == 200
    assert "Called off" in await answer.text()


async def test_the_owner_finds_the_way_back_from_the_pages_of_uploads(page, world):
    intake = await world.app.videos.fetching.request_address(make_actor(), URL)

    for path in ("/uploads", f"/uploads/{intake.id}"):
        shown = await (await page.get(path, headers=HOME)).text()
        assert 'href="/videos"' in shown
        assert 'href="/settings"' in shown


async def test_the_demo_has_no_uploads(open_page):
    demo = await open_page(make_actor(creator_id=DEMO_CREATOR_ID))

    assert "/uploads" not in await (await demo.get("/")).text()
    assert (await demo.get("/uploads", headers=HOME)).status == 403


async def test_a_page_that_only_shows_takes_no_video(open_page):
    viewer = await open_page(make_actor(role=Role.VIEWER))

    answer = await viewer.get("/uploads", headers=HOME)

    assert answer.status == 403
    assert "add videos" in await answer.text()


@pytest.mark.parametrize("path", ["/uploads/nothing", "/uploads/01M7YKHW923G1TS5FDBS73B7VC"])
async def test_what_is_not_there_is_a_page_that_says_so(page, path):
    assert (await page.get(path, headers=HOME)).status == 404


async def test_a_page_may_send_files_where_their_storage_is_and_nowhere_else(
    page, world, monkeypatch
):
    async def find_origin():
        return "https://bucket.s3.example"

    monkeypatch.setattr(world.app.ports.videos.tickets, "find_origin", find_origin)

    policy = (await page.get("/uploads", headers=HOME)).headers["Content-Security-Policy"]
    others = (await page.get("/", headers=HOME)).headers["Content-Security-Policy"]

    assert "connect-src 'self' https://bucket.s3.example;" in policy
    assert "bucket" not in others
