import asyncio
import os
import signal

import aiohttp
import pytest
from aiohttp import web

from bot.runner import (
    answers_any_host,
    bind_page,
    is_for_this_machine,
    page_address,
    run_ownership,
    run_workers,
    serve_page,
    stop_on_signals,
)
from config.settings import load_settings
from core.domain.accounts.platform_token import PlatformToken
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import ClipId, PublicationId
from core.domain.work.job import JobKind
from core.domain.work.platform import Platform
from core.errors import Busy, InvalidInput
from core.services.work.ownership import TIMERS
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_clip,
    make_job,
    make_publication,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.core.services.publishing.publishing_world import make_approved
from tests.fakes.app import make_app
from tests.fakes.media import FakeRenderer
from tests.fakes.ownerships import FakeOwnerships
from tests.fakes.publishing import FakePublisher

ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - what a container listens on


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def test_a_port_in_use_is_one_sentence():
    """The demo says so before it renders for a minute."""
    first = bind_page(load_settings(web_port=0))
    first.listen()
    port = first.getsockname()[1]

    with pytest.raises(Busy, match=f"Port {port} .* or set TRUSS_WEB_PORT to another port"):
        bind_page(load_settings(web_port=port))

    first.close()


def test_a_host_that_is_not_ours_is_one_sentence():
    with pytest.raises((Busy, InvalidInput)):
        bind_page(load_settings(web_host="no.such.host.invalid", web_port=0))
    with pytest.raises(Busy, match="TRUSS_WEB_HOST to an address of this machine"):
        bind_page(load_settings(web_host="203.0.113.9", web_port=0))


async def test_the_page_is_served_while_the_block_runs():
    async def hello(_request: web.Request) -> web.Response:
        return web.Response(text="hello")

    page = web.Application()
    page.router.add_get("/", hello)
    listener = bind_page(load_settings(web_port=0))

    async with (
        serve_page(page, listener),
        aiohttp.ClientSession() as client,
        client.get(page_address(listener)) as answer,
    ):
        assert await answer.text() == "hello"


async def test_a_signal_stops_instead_of_killing():
    with stop_on_signals() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 30)

    assert stop.is_set()


class _Silent(FakePublisher):
    """A platform that accepts what it is sent, and never answers."""

    async def advance(self, order, files):
        self.calls += 1
        await asyncio.Event().wait()


class _BusyRenderer(FakeRenderer):
    """Renders for ever from the moment it is told to."""

    def __init__(self):
        super().__init__()
        self.is_held = False
        self.is_busy = asyncio.Event()

    async def render(self, *given, **named):
        if self.is_held:
            self.is_busy.set()
            await asyncio.Event().wait()
        return await super().render(*given, **named)


async def _send(app, platform, number):
    """Let another approved clip go to a platform."""
    first = (await app.publishing.sending.list_publications(make_actor())).items[-1]
    seen = await app.review.clips.get_clip(make_actor(), first.clip_id)
    clip = make_clip(
        id=ClipId(make_test_clip_id(number)),
        status=seen.status,
        object_key=seen.object_key,
        thumbnail_key=seen.thumbnail_key,
        size_bytes=seen.size_bytes,
    )
    spike = make_spike(detected_at_seconds=float(number))
    await app.ports.stores.spikes.add_spike(make_stream(), spike, clip=clip)
    publication = make_publication(
        id=PublicationId(make_test_ulid(number)), clip_id=clip.id, platform=platform, due_at=NOON
    )
    await app.ports.stores.clips.save_clip(clip, publications=[publication])


async def _link(app, *platforms):
    for platform in platforms:
        token = PlatformToken(
            creator_id=CREATOR,
            platform=platform,
            account_id="one",
            access_token="access",
            created_at=NOON,
            updated_at=NOON,
        )
        await app.ports.stores.tokens.link_account(token)


async def _wait_for(app, platforms, seconds=10.0):
    async with asyncio.timeout(seconds):
        while True:
            page = await app.publishing.sending.list_publications(make_actor(), limit=100)
            left = [
                p
                for p in page.items
                if p.platform in platforms and p.status is not PublicationStatus.PUBLISHED
            ]
            if not left:
                return
            await asyncio.sleep(0.02)


async def test_a_clip_goes_out_while_the_only_render_worker_is_busy(tmp_path):
    """It stood behind renders for minutes."""
    renderer, publisher = _BusyRenderer(), FakePublisher()
    app = await make_approved(tmp_path, publisher, renderer=renderer)
    renderer.is_held = True
    other = make_clip(id=ClipId(make_test_clip_id(7)))
    job = make_job(kind=JobKind.RENDER_CLIP, subject_id=other.id, id=make_test_ulid(70))
    spike = make_spike(detected_at_seconds=7.0)
    await app.ports.stores.spikes.add_spike(make_stream(), spike, clip=other, job=job)

    async with run_workers(app, count=1):
        await asyncio.wait_for(renderer.is_busy.wait(), 10)
        await app.publishing.sweep.sweep_due()
        await _wait_for(app, {Platform.FOLDER})

    assert publisher.calls == 1


async def test_a_silent_platform_holds_its_own_workers_and_no_others(tmp_path):
    """One that accepted and never answered held up all the others."""
    silent, other = _Silent(Platform.YOUTUBE), FakePublisher(Platform.TIKTOK)
    folder = FakePublisher()
    publishers = {
        Platform.YOUTUBE: silent,
        Platform.TIKTOK: other,
        Platform.FOLDER: folder,
    }
    app = await make_approved(tmp_path, folder, publishers=publishers)
    await _link(app, Platform.YOUTUBE, Platform.TIKTOK)
    for number in range(10, 18):
        await _send(app, Platform.YOUTUBE, number)
    for number in range(20, 24):
        await _send(app, Platform.TIKTOK, number)

    async with run_workers(app, count=1):
        await app.publishing.sweep.sweep_due()
        await _wait_for(app, {Platform.TIKTOK, Platform.FOLDER})

    assert (other.calls, folder.calls) == (4, 1)
    assert silent.calls == 2


async def test_what_is_owned_is_given_up_with_the_block(tmp_path):
    """The next process need not wait for a lease."""
    ownerships = FakeOwnerships()
    app = make_app(tmp_path, ownerships=ownerships, limits={"is_shared": True})

    async with run_ownership(app):
        assert app.work.owned.is_held(TIMERS)

    assert ownerships.rows == {}


@pytest.mark.parametrize(
    ("host", "public_url", "any_host", "is_here"),
    [
        ("127.0.0.1", "", False, True),
        (ALL_ADDRESSES, "", True, False),
        (ALL_ADDRESSES, "https://clips.example.org", False, False),
    ],
)
def test_a_page_that_listens_everywhere_and_has_no_name_answers_to_any(
    host, public_url, any_host, is_here
):
    settings = load_settings(web_host=host, web_port=0, public_url=public_url)

    with bind_page(settings) as listener:
        assert answers_any_host(settings, listener) is any_host
        assert is_for_this_machine(listener) is is_here
        assert page_address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}/"
