from dataclasses import replace

import pytest

from core.domain.accounts.platform_token import AccountStatus
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import ExternalFailure
from core.ports.accounts import SealBroken
from core.services.accounts.token_validation import TokenValidation
from tests.builders import CREATOR
from tests.fakes.accounts import FakeFreshTokens, FakeOAuth
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_token

TWITCH = make_token(platform=Platform.TWITCH, account_id="77")


class Bench:
    def __init__(self):
        self.clock = FakeClock()
        self.stores = FakeAllStores(self.clock)
        self.oauth = FakeOAuth()
        self.fresh = FakeFreshTokens()

    async def link(self, *tokens):
        for token in tokens:
            await self.stores.tokens.link_account(token)
            self.fresh.tokens.append(token)

    async def validate(self, platform=Platform.TWITCH):
        token_validation = TokenValidation(
            clock=self.clock,
            directory=self.stores.directory,
            tokens=self.stores.tokens,
            fresh_tokens=self.fresh,
            oauth={platform: self.oauth},
        )
        return await token_validation.validate_accounts()


@pytest.fixture
def bench():
    return Bench()


async def test_each_twitch_account_is_validated_and_no_other(bench):
    lost = make_token(
        platform=Platform.TWITCH, account_id="78", status=AccountStatus.RECONNECT_REQUIRED
    )
    await bench.link(TWITCH, lost, make_token())

    assert await bench.validate() == 1
    assert bench.fresh.replaced == []


async def test_access_that_twitch_does_not_take_any_more_is_replaced(bench):
    await bench.link(TWITCH)
    bench.oauth.valid = False

    assert await bench.validate() == 0
    assert [token.account_id for token in bench.fresh.replaced] == ["77"]


async def test_one_account_in_trouble_does_not_keep_the_others(bench):
    await bench.link(TWITCH)
    bench.fresh.failing = ExternalFailure("Twitch cannot be reached.", retryable=True)

    assert await bench.validate() == 0


async def test_accounts_that_cannot_be_opened_do_not_keep_those_of_others(bench):
    await bench.link(TWITCH, replace(TWITCH, creator_id=CreatorId("ben")))
    read = bench.stores.tokens.list_tokens

    async def list_tokens(creator_id):
        if creator_id == CREATOR:
            raise SealBroken("The key is gone.")
        return await read(creator_id)

    bench.stores.tokens.list_tokens = list_tokens

    assert await bench.validate() == 1


async def test_nobody_is_asked_where_twitch_is_not_set_up(bench):
    await bench.link(TWITCH)

    assert await bench.validate(Platform.YOUTUBE) == 0
    assert (await bench.stores.tokens.list_tokens(CREATOR)) == (TWITCH,)


@pytest.mark.parametrize(("days", "asked"), [(6.9, 0), (7, 1)])
async def test_an_account_that_nobody_uses_is_kept_alive_once_a_week(bench, days, asked):
    """TikTok forgets a refresh token after 180 days, Google an account after six months."""
    await bench.link(make_token(platform=Platform.YOUTUBE, account_id="UC1"))
    bench.clock.advance(days * 24 * 3600)

    assert await bench.validate(Platform.YOUTUBE) == asked
