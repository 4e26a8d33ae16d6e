import asyncio

from structlog.testing import capture_logs

from bot.footage_role import run_footage
from core.domain.chat.live_chat import LiveStream
from core.domain.streams.twitch_channel import TwitchBinding
from core.errors import ExternalFailure
from tests.builders import CREATOR, NOON
from tests.core.services.footage.footage_world import (
    BROADCASTER,
    LOGIN,
    SPIKE,
    STREAM,
    make_catch_job,
)
from tests.fakes.app import make_app
from tests.fakes.footage import FakeRings


async def until(is_so):
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110 - the role tells nobody
            await asyncio.sleep(0.01)


async def until_true(is_so):
    async with asyncio.timeout(30):
        while not await is_so():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)


def bind(app, **given):
    app.chat.live.add_channel(
        TwitchBinding(
            broadcaster_id=BROADCASTER,
            creator_id=CREATOR,
            login=LOGIN,
            created_at=NOON,
            updated_at=NOON,
            **given,
        )
    )


async def test_a_live_channel_is_kept_while_the_role_runs(tmp_path):
    rings = FakeRings()
    app = make_app(tmp_path, rings=rings)
    bind(app, keeps_footage=True)
    await app.chat.live.follow_stream(LiveStream(broadcaster_id=BROADCASTER, started_at=NOON))

    async with run_footage(app, tend_seconds=0.01):
        await until(lambda: rings.opened)
        kept = set(rings.opened)

    assert kept == {LOGIN}
    assert rings.opened == set()


class _Full(FakeRings):
    """A disk without room for the first ring."""

    tries = 0

    async def open_ring(self, login):
        self.tries += 1
        if self.tries == 1:
            raise OSError(28, "No space left on device")
        if self.tries == 2:
            raise ExternalFailure("away", retryable=True)
        await super().open_ring(login)


async def test_a_ring_that_cannot_be_opened_is_tried_again(tmp_path):
    rings = _Full()
    app = make_app(tmp_path, rings=rings)
    bind(app, keeps_footage=True)
    await app.chat.live.follow_stream(LiveStream(broadcaster_id=BROADCASTER, started_at=NOON))

    with capture_logs() as logs:
        async with run_footage(app, tend_seconds=0.01):
            await until(lambda: rings.opened)

    reasons = [log["reason"] for log in logs if log["event"] == "rings.update_failed"]
    assert len(reasons) == 1, "one line a minute"
    assert "No space left" in reasons[0]


async def test_moments_are_caught_while_the_role_runs(tmp_path):
    app = make_app(tmp_path)
    await app.ports.stores.streams.add_stream(STREAM)
    await app.ports.stores.spikes.add_spike(STREAM, SPIKE, job=make_catch_job())

    async with run_footage(app):
        await until_true(lambda: app.ports.stores.live_moments.list_newest(CREATOR, limit=1))


async def test_moments_are_caught_where_no_ring_is_kept(tmp_path):
    rings = FakeRings()
    app = make_app(tmp_path, rings=rings)
    bind(app, keeps_footage=True)
    await app.chat.live.follow_stream(LiveStream(broadcaster_id=BROADCASTER, started_at=NOON))
    await app.ports.stores.streams.add_stream(STREAM)
    await app.ports.stores.spikes.add_spike(STREAM, SPIKE, job=make_catch_job())

    async with run_footage(app, tend_seconds=0.01, keeps_rings=False):
        await until_true(lambda: app.ports.stores.live_moments.list_newest(CREATOR, limit=1))
        await asyncio.sleep(0.05)
        assert rings.opened == set()
