import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.accounts.platform_token import AccountStatus, Grant
from core.domain.work.ids import CreatorId
from core.domain.work.job import JobKind, Queue
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, NotFound, ReconnectRequired
from core.ports.accounts import FreshTokens
from core.services.accounts.token_refresh import TokenRefresh
from tests.builders import CREATOR, NOON, make_binding
from tests.fakes.accounts import FakeOAuth
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.plan_builders import make_token

_: type[FreshTokens] = TokenRefresh
EXPIRED = make_token(
    account_name="Ana", issued_at=NOON - timedelta(hours=2), expires_at=NOON - timedelta(seconds=1)
)
BEN = CreatorId("ben")
TIKTOK = (CREATOR, Platform.TIKTOK, "t1")


class Bench:
    """The service on fakes, with an account and a server of the creator."""

    def __init__(self):
        self.clock = FakeClock()
        self.stores = FakeAllStores(self.clock)
        self.oauth = FakeOAuth()
        self.token_refresh = self.another()

    def another(self, **given):
        """Return the service as another process would have it."""
        values: dict[str, Any] = {
            "clock": self.clock,
            "ids": FakeIds(),
            "tokens": self.stores.tokens,
            "guilds": self.stores.guilds,
            "oauth": {Platform.TIKTOK: self.oauth},
            "poll_seconds": 0.01,
        }
        return TokenRefresh(**(values | given))

    async def link(self, token=EXPIRED):
        return await self.stores.tokens.link_account(token)

    async def ask(self):
        return await self.token_refresh.get_fresh_token(*TIKTOK)

    async def stored(self):
        return await self.stores.tokens.get_token(*TIKTOK)

    def questions(self):
        return [j for j in self.stores.memory.jobs.values() if j.kind is JobKind.ASK_RECONNECT]


@pytest.fixture
async def bench():
    bench = Bench()
    await bench.stores.guilds.add_guild(make_binding())
    return bench


async def test_a_token_that_lasts_is_given_as_it_is(bench):
    await bench.link(make_token(issued_at=NOON))

    token = await bench.ask()

    assert (token.access_token, bench.oauth.refreshes) == ("access-1", 0)


async def test_an_account_that_is_not_linked_is_not_found(bench):
    with pytest.raises(NotFound):
        await bench.ask()


async def test_an_expired_token_is_refreshed_and_stored_before_it_is_given(bench):
    await bench.link()

    token = await bench.ask()

    assert token == await bench.stored()
    assert (token.access_token, token.refresh_token) == ("access-2", "refresh-2")
    assert token.expires_at == NOON + timedelta(hours=2)
    assert token.refreshing_until is None


async def test_16_who_ask_at_once_with_a_rotating_token_refresh_once(bench):
    """Two refreshes at once with a token that is good once lose the account."""
    await bench.link()
    bench.oauth.delay_seconds = 0.02

    tokens = await asyncio.gather(*(bench.ask() for _ in range(16)))

    assert {token.access_token for token in tokens} == {"access-2"}
    assert bench.oauth.refreshes == 1


async def test_two_processes_take_turns(bench):
    await bench.link()
    bench.oauth.delay_seconds = 0.05
    other = bench.another()

    tokens = await asyncio.gather(
        *(bench.ask() for _ in range(8)), *(other.get_fresh_token(*TIKTOK) for _ in range(8))
    )

    assert {token.access_token for token in tokens} == {"access-2"}
    assert bench.oauth.refreshes == 1


async def test_a_turn_whose_holder_died_is_taken_when_it_is_over(bench):
    await bench.link(replace(EXPIRED, refreshing_until=NOON + timedelta(seconds=60)))
    asked = asyncio.create_task(bench.ask())
    await asyncio.sleep(0.03)
    assert not asked.done()

    bench.clock.advance(60)

    assert (await asked).access_token == "access-2"


async def test_whoever_waits_for_a_turn_does_not_wait_for_ever(bench):
    await bench.link(replace(EXPIRED, refreshing_until=NOON + timedelta(hours=1)))
    impatient = bench.another(poll_seconds=45.0)

    async def never(_seconds):
        pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.services.accounts.token_refresh.asyncio.sleep", never)
        with pytest.raises(ExternalFailure, match="takes too long") as raised:
            await impatient.get_fresh_token(*TIKTOK)

    assert raised.value.retryable


async def test_a_caller_that_is_cancelled_loses_no_answer(bench):
    """A worker that stops in the middle must not throw the new refresh token away."""
    await bench.link()
    bench.oauth.delay_seconds = 0.02
    asked = asyncio.create_task(bench.ask())
    await asyncio.sleep(0.01)

    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    await bench.token_refresh.finish()

    assert (await bench.stored()).refresh_token == "refresh-2"


async def test_a_final_no_is_stored_and_asked_about_once(bench):
    await bench.link()
    bench.oauth.refresh_token = "taken back"

    async def ask():
        with pytest.raises(ReconnectRequired, match="TikTok has taken back the access to Ana"):
            await bench.ask()

    await asyncio.gather(*(ask() for _ in range(16)))
    await ask()

    assert (await bench.stored()).status is AccountStatus.RECONNECT_REQUIRED
    (question,) = bench.questions()
    assert (question.subject_id, question.queue) == ("tiktok:t1", Queue.DISCORD)


async def test_a_creator_without_a_server_is_told_by_the_list_alone(bench):
    await bench.link(replace(EXPIRED, creator_id=BEN))
    bench.oauth.refresh_token = "taken back"

    with pytest.raises(ReconnectRequired):
        await bench.token_refresh.get_fresh_token(BEN, Platform.TIKTOK)

    assert bench.questions() == []
    assert (await bench.stores.tokens.get_token(BEN, Platform.TIKTOK)).status == (
        AccountStatus.RECONNECT_REQUIRED
    )


async def test_a_no_that_was_an_error_is_asked_about_twice(bench):
    await bench.link()
    bench.oauth.failing = [ReconnectRequired("a slip")]

    assert (await bench.ask()).access_token == "access-2"


async def test_no_answer_keeps_the_account_for_the_next_try(bench):
    await bench.link()
    bench.oauth.failing = [ExternalFailure("TikTok cannot be reached.", retryable=True)]

    with pytest.raises(ExternalFailure, match="cannot be reached"):
        await bench.ask()

    assert (await bench.stored()).status is AccountStatus.LINKED
    assert (await bench.ask()).access_token == "access-2"


async def test_without_an_answer_the_old_access_is_given_while_it_lasts(bench):
    await bench.link(replace(EXPIRED, expires_at=NOON + timedelta(minutes=2)))
    bench.oauth.failing = [ExternalFailure("TikTok cannot be reached.", retryable=True)]

    assert (await bench.ask()).access_token == "access-1"
    assert (await bench.stored()).refreshing_until is None


async def test_a_platform_that_is_not_set_up_is_named(bench):
    await bench.link()

    with pytest.raises(ExternalFailure, match="TikTok is not set up here"):
        await bench.another(oauth={}).get_fresh_token(*TIKTOK)


async def test_an_account_without_a_refresh_token_ends_with_its_access(bench):
    await bench.link(replace(EXPIRED, refresh_token=None))

    with pytest.raises(ReconnectRequired):
        await bench.ask()

    assert len(bench.questions()) == 1


async def test_a_refused_token_is_replaced_once_for_all_who_held_it(bench):
    held = await bench.link(make_token(issued_at=NOON))
    bench.oauth.delay_seconds = 0.01

    tokens = await asyncio.gather(*(bench.token_refresh.replace_refused(held) for _ in range(8)))
    late = await bench.token_refresh.replace_refused(held)

    assert {token.access_token for token in (*tokens, late)} == {"access-2"}
    assert bench.oauth.refreshes == 1


class StumblingTokens:
    """Lets the first saves of a new refresh token fail."""

    def __init__(self, tokens, failures):
        self._tokens = tokens
        self._failures = failures

    def __getattr__(self, name):
        return getattr(self._tokens, name)

    async def save_token(self, token, *, jobs=()):
        if token.refresh_token == "refresh-2" and self._failures:
            raise self._failures.pop(0)
        return await self._tokens.save_token(token, jobs=jobs)


async def test_what_was_granted_is_stored_although_the_table_stumbles(bench):
    await bench.link()
    full = [ExternalFailure("The disk is full.", retryable=True) for _ in range(3)]
    token_refresh = bench.another(tokens=StumblingTokens(bench.stores.tokens, full))

    token = await token_refresh.get_fresh_token(*TIKTOK)

    assert token == await bench.stored()
    assert token.refresh_token == "refresh-2"


async def test_what_cannot_be_stored_is_given_to_nobody(bench):
    await bench.link()
    full = [ExternalFailure("The disk is full.", retryable=True) for _ in range(6)]
    token_refresh = bench.another(
        tokens=StumblingTokens(bench.stores.tokens, full), poll_seconds=0.001
    )

    with pytest.raises(ExternalFailure, match="could not be stored"):
        await token_refresh.get_fresh_token(*TIKTOK)


async def test_a_slow_answer_heals_what_the_next_in_turn_took_for_lost(bench):
    """The first holder's turn lapsed and the second was refused: the first one's answer counts."""
    linked = await bench.link()

    class SlowOAuth(FakeOAuth):
        async def refresh(self, token):
            lost = replace(token, refreshing_until=None)
            lost = lost.move_to(AccountStatus.RECONNECT_REQUIRED, at=NOON)
            await bench.stores.tokens.save_token(lost)
            return await super().refresh(token)

    token_refresh = bench.another(oauth={Platform.TIKTOK: SlowOAuth()})
    token = await token_refresh.get_fresh_token(*TIKTOK)

    assert (token.status, token.refresh_token) == (AccountStatus.LINKED, "refresh-2")
    assert linked.version < token.version


async def test_an_account_that_is_linked_anew_meanwhile_keeps_what_is_newer(bench):
    await bench.link()

    class InterruptedOAuth(FakeOAuth):
        async def refresh(self, token):
            await bench.link(
                make_token(access_token="anew", refresh_token="anew-r", issued_at=NOON)
            )
            return Grant(access_token="old", refresh_token="old-r", expires_seconds=7200)

    token = await bench.another(oauth={Platform.TIKTOK: InterruptedOAuth()}).get_fresh_token(
        *TIKTOK
    )

    assert token.access_token == "anew"
    assert (await bench.stored()).refresh_token == "anew-r"


async def test_an_account_that_is_unlinked_meanwhile_stays_so(bench):
    await bench.link()

    class UnlinkedOAuth(FakeOAuth):
        async def refresh(self, token):
            await bench.stores.tokens.unlink_account(*TIKTOK)
            return await super().refresh(token)

    with pytest.raises(NotFound):
        await bench.another(oauth={Platform.TIKTOK: UnlinkedOAuth()}).get_fresh_token(*TIKTOK)

    assert await bench.stores.tokens.list_tokens(CREATOR) == ()
