"""Refreshing by several processes on one table, and by one that is killed in the middle."""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from core.adapters.clock import SystemClock
from core.domain.accounts.platform_token import AccountStatus
from core.domain.work.job import JobKind, JobStatus
from core.domain.work.platform import Platform
from core.errors import ReconnectRequired
from tests.builders import CREATOR, make_binding
from tests.journeys.refresh_child import AT_ONCE, make_refreshing, open_table
from tests.plan_builders import make_token
from tests.servers.oauth import LoopbackGoogle, LoopbackSignIn, LoopbackTikTok, open_sign_in

SCOPES = frozenset({"video.publish"})
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def world(tmp_path, request):
    """A table with an account whose access has expired, and its platform."""
    kind = getattr(request, "param", LoopbackTikTok)
    server: LoopbackSignIn = kind(users={"open-1": "Ana"})
    async with open_sign_in(server):
        reply = server.issue("open-1", SCOPES, is_new=True)
        now = SystemClock().now()
        token = make_token(
            platform=server.platform,
            account_id="open-1",
            access_token=reply["access_token"],
            refresh_token=reply["refresh_token"],
            issued_at=now - timedelta(hours=2),
            expires_at=now - timedelta(seconds=1),
        )
        table, stores = await open_table(tmp_path)
        await stores.tokens.link_account(token)
        await stores.guilds.add_guild(make_binding())
        yield server, stores
        await table.close()


async def start(home, server):
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.journeys.refresh_child",
        str(home),
        server.platform.value,
        server.url,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_two_processes_with_eight_publishes_each_refresh_once(world, tmp_path):
    """16 who need an expired, rotating TikTok token: one refresh, no lost account."""
    server, stores = world

    async def pause():
        await asyncio.sleep(0.3)

    server.before_reply = pause
    children = [await start(tmp_path, server) for _ in range(2)]
    outputs = [await asyncio.wait_for(child.communicate(), 240) for child in children]

    assert [child.returncode for child in children] == [0, 0], outputs
    given = "".join(out.decode() for out, _ in outputs).split()
    assert len(given) == 2 * AT_ONCE
    assert server.refreshes == 1
    stored = await stores.tokens.get_token(CREATOR, Platform.TIKTOK)
    assert set(given) == {stored.access_token} == set(server.accesses)
    assert stored.refresh_token in server.refresh_tokens
    assert stored.status is AccountStatus.LINKED


@pytest.mark.parametrize(
    ("world", "is_lost"), [(LoopbackTikTok, True), (LoopbackGoogle, False)], indirect=["world"]
)
async def test_a_process_that_is_killed_before_it_heard_the_answer(world, tmp_path, is_lost):
    """Google still takes the old refresh token; TikTok does not, so the creator is asked, once."""
    server, stores = world
    killed = asyncio.Event()

    async def kill():
        server.before_reply = None
        child.kill()
        killed.set()
        await asyncio.sleep(5)

    server.before_reply = kill
    child = await start(tmp_path, server)
    await asyncio.wait_for(child.communicate(), 240)
    assert killed.is_set()
    left = await stores.tokens.get_token(CREATOR, server.platform)
    assert left.refreshing_until is not None

    # The minute of the dead one's turn passes.
    await stores.tokens.save_token(replace(left, refreshing_until=SystemClock().now()))
    async with aiohttp.ClientSession() as session:
        token_refresh = make_refreshing(stores, session, server.platform, server.url)
        asks = [token_refresh.get_fresh_token(CREATOR, server.platform) for _ in range(16)]
        outcomes = await asyncio.gather(*asks, return_exceptions=True)

    jobs = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    stored = await stores.tokens.get_token(CREATOR, server.platform)
    if is_lost:
        assert {type(outcome) for outcome in outcomes} == {ReconnectRequired}
        assert [job.kind for job in jobs] == [JobKind.ASK_RECONNECT]
        assert stored.status is AccountStatus.RECONNECT_REQUIRED
    else:
        assert {getattr(outcome, "access_token", None) for outcome in outcomes} == {
            stored.access_token
        }
        assert (stored.status, jobs) == (AccountStatus.LINKED, ())
    assert server.refreshes == (1 if is_lost else 2)
