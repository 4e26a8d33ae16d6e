"""Streams, places, slots, work and the team, as the page shows and changes them."""

from dataclasses import replace

import pytest

from bot.web.app import list_routes
from core.domain.publishing.publish_target import Privacy
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.work.job import JobKind, JobStatus
from core.domain.work.platform import Platform
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_job


async def read(page, address, status=200):
    answer = await page.get(address)
    assert answer.status == status
    return await answer.text()


async def send(page, address, **given):
    token = find_token(await read(page, "/targets"))
    data = {"csrf_token": token} | given
    return await page.post(address, data=data, allow_redirects=False)


async def test_streams_say_what_was_not_heard(page, world):
    gap = CoverageGap(start_seconds=60.0, end_seconds=120.0, reason="<b>offline</b>")
    stream = await world.add_stream(title="<i>", gaps=(gap,))

    listed = await read(page, "/streams")
    shown = await read(page, f"/streams/{stream.id}")

    assert "not heard once, 1:00 in all" in listed
    assert "&lt;i&gt;" in listed
    assert "1:00 to 2:00: &lt;b&gt;offline&lt;/b&gt;" in shown
    assert "Truss has heard no stream yet" not in listed


async def test_places_are_added_and_removed(page, world):
    targets = world.app.ports.stores.targets
    answer = await send(page, "/targets", platform="folder", privacy="private", tags="a, #b")

    assert answer.status == 303
    (target,) = (await targets.get_targets(CREATOR)).targets
    assert (target.privacy, target.tags) == (Privacy.PRIVATE, ("a", "b"))
    assert (await send(page, "/targets/remove", platform="folder")).status == 303
    assert (await targets.get_targets(CREATOR)).targets == ()


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("/targets", {"platform": "x" * 9, "privacy": "public", "tags": "kept"}),
        ("/targets", {"platform": "folder", "privacy": "friends", "tags": "kept"}),
        ("/targets", {"platform": "instagram", "privacy": "public", "tags": "kept"}),
        ("/targets", {"platform": "youtube", "privacy": "public", "tags": "kept"}),
        ("/targets/slots", {"slots": "kept on Someday"}),
        ("/targets/tiktok", {"privacy": ""}),
    ],
)
async def test_what_cannot_be_keeps_the_form(page, address, given):
    answer = await send(page, address, **given)

    text = await answer.text()
    assert answer.status == 400
    assert 'role="alert"' in text
    assert ("kept" in text) is ("kept" in str(given))


async def test_slots_are_set_and_emptied(page, world):
    slots = world.app.ports.stores.slots

    assert (await send(page, "/targets/slots", slots="Mon 18:00, Fri 20:30 tiktok")).status == 303
    assert [s.platform for s in (await slots.get_slots(CREATOR)).slots] == [None, Platform.TIKTOK]
    assert "Fri 20:30 tiktok" in await read(page, "/targets")
    assert (await send(page, "/targets/slots", slots="")).status == 303
    assert (await slots.get_slots(CREATOR)).slots == ()


async def test_work_is_shown_called_off_and_begun_anew(page, world):
    running = make_job(kind=JobKind.ANALYSE_ASSET, status=JobStatus.RUNNING, stage="<b>")
    world.stores.memory.add_job(running)

    text = await read(page, "/jobs")

    assert "Analysing a video: &lt;b&gt;" in text
    assert f"/jobs/{running.id}/cancel" in text
    failed = replace(running, status=JobStatus.FAILED, reason="because")
    world.stores.memory.jobs[CREATOR, running.id] = failed
    assert "Analysing a video: because" in await read(page, "/jobs")
    assert (await send(page, f"/jobs/{running.id}/retry")).status == 303
    assert (await send(page, f"/jobs/{running.id}/retry")).status == 409


async def test_the_team_says_who_decides_where(page):
    assert "No Discord server is set up." in await read(page, "/team")


async def test_every_page_without_an_id_can_be_reached_from_another(page):
    """A page to which nothing leads is not there for people."""
    led_to = "".join([await read(page, path) for path in ("/", "/clips", "/plan")])

    plain = [row.path for row in list_routes() if row.method == "GET" and "{" not in row.path]
    scripts = ("/api", "/events", "/uploads/events", "/healthz", "/livez", "/readyz", "/metrics")
    elsewhere = (*scripts, "/login", "/creators", "/streams/latest")
    missing = [
        path for path in plain if f'href="{path}"' not in led_to and not path.startswith(elsewhere)
    ]
    assert missing == []
