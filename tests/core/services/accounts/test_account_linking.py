from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.domain.accounts.account_scopes import list_scopes
from core.domain.accounts.platform_token import AccountOwner, AccountStatus, Grant
from core.domain.people.actor import Actor, Role
from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, Forbidden, InvalidInput, NotFound
from core.ports.accounts import DevicePending
from core.services.accounts.account_linking import AccountLinking, Arrival
from tests.builders import CREATOR, NOON
from tests.fakes.accounts import FakeFreshTokens, FakeOAuth
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_token

OWNER = Actor(person_id="discord:1", creator_id=CREATOR, role=Role.OWNER)
T = Platform.TIKTOK


class Bench:
    """The service, and a person who clicks through it."""

    def __init__(self, **given):
        self.clock = FakeClock()
        self.stores = FakeAllStores(self.clock)
        self.oauth = FakeOAuth()
        self.fresh = FakeFreshTokens()
        self.account_linking = self.another(**given)

    def another(self, *, public_url="https://truss.example", oauth=None):
        return AccountLinking(
            clock=self.clock,
            tokens=self.stores.tokens,
            fresh_tokens=self.fresh,
            links=self.stores.links,
            devices=self.stores.links,
            oauth={T: self.oauth, Platform.TWITCH: self.oauth} if oauth is None else oauth,
            public_url=public_url,
        )

    async def depart(self, actor=OWNER, platform=T):
        offer = await self.account_linking.start(actor, platform)
        return await self.account_linking.depart(platform, offer.address.rpartition("/")[2])

    def come_back(self, departure, **given):
        state = parse_qs(urlsplit(departure.address).query)["state"][0]
        values = {
            "state": state,
            "code": "code-1",
            "browser_secret": departure.browser_secret,
        }
        return Arrival(**(values | given))

    async def tokens(self):
        return await self.stores.tokens.list_tokens(CREATOR)


@pytest.fixture
def bench():
    return Bench()


async def test_a_link_leads_to_the_platform_and_back_to_a_stored_account(bench):
    offer = await bench.account_linking.start(OWNER, T)
    assert offer.address.startswith("https://truss.example/accounts/link/tiktok/")

    departure = await bench.account_linking.depart(T, offer.address.rpartition("/")[2])
    account = await bench.account_linking.arrive(T, bench.come_back(departure))

    assert (account.name, account.linked_by) == ("Ana", "discord:1")
    (token,) = await bench.tokens()
    assert (token.access_token, token.refresh_token) == ("access-0", "refresh-0")
    assert token.scopes == frozenset(list_scopes(T))
    ((code, redirect_uri, verifier),) = bench.oauth.redeemed
    assert (code, redirect_uri) == ("code-1", "https://truss.example/oauth/tiktok/callback")
    assert 43 <= len(verifier) <= 128
    assert await bench.account_linking.list_accounts(OWNER) == (account,)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.VIEWER])
async def test_only_owner_and_editor_link_and_unlink(bench, role):
    actor = replace(OWNER, role=role)

    with pytest.raises(Forbidden, match="creator or an editor"):
        await bench.account_linking.start(actor, T)
    with pytest.raises(Forbidden, match="creator or an editor"):
        await bench.account_linking.unlink(actor, T, "t1")

    await bench.account_linking.start(replace(OWNER, role=Role.EDITOR), T)


async def test_nothing_is_linked_to_the_demo(bench):
    with pytest.raises(Forbidden, match="demo"):
        await bench.account_linking.start(replace(OWNER, creator_id=DEMO_CREATOR_ID), T)


async def test_a_link_is_good_once_for_its_platform_and_for_ten_minutes(bench):
    async def use(platform=T, wait_seconds=0, times=1):
        token = (await bench.account_linking.start(OWNER, T)).address.rpartition("/")[2]
        bench.clock.advance(wait_seconds)
        for _ in range(times):
            await bench.account_linking.depart(platform, token)

    for given in ({"times": 2}, {"platform": Platform.TWITCH}, {"wait_seconds": 600}):
        with pytest.raises(Forbidden, match="used or over"):
            await use(**given)


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"state": "made up"}, "no link that was opened in this browser"),
        ({"state": ""}, "no link that was opened in this browser"),
        ({"browser_secret": "somebody else's"}, "no link that was opened in this browser"),
        ({"browser_secret": ""}, "no link that was opened in this browser"),
        ({"error": "access_denied"}, "You did not agree at TikTok; nothing was linked"),
        ({"error": "<b>server_error</b>"}, "TikTok did not link the account"),
        ({"code": ""}, "sent no code back"),
        ({"code": "c" * 5000}, "sent no code back"),
        ({"code": "forged"}, "does not take the code"),
    ],
)
async def test_what_comes_back_wrong_is_refused_and_nothing_is_stored(bench, given, match):
    arrival = bench.come_back(await bench.depart(), **given)

    with pytest.raises((Forbidden, InvalidInput), match=match) as raised:
        await bench.account_linking.arrive(T, arrival)

    assert "<b>" not in str(raised.value)
    assert await bench.tokens() == ()


async def test_an_answer_counts_once(bench):
    arrival = bench.come_back(await bench.depart())
    await bench.account_linking.arrive(T, arrival)
    bench.oauth.codes.add("code-1")

    with pytest.raises(Forbidden, match="no link that was opened"):
        await bench.account_linking.arrive(T, arrival)

    assert len(bench.oauth.redeemed) == 1


async def test_an_answer_of_another_platform_or_address_is_foreign(bench):
    one, two = await bench.depart(), await bench.depart()
    moved = bench.another(public_url="https://elsewhere.example")

    with pytest.raises(Forbidden, match="no link that was opened"):
        await bench.account_linking.arrive(Platform.TWITCH, bench.come_back(one))
    with pytest.raises(Forbidden, match="no link that was opened"):
        await moved.arrive(T, bench.come_back(two))

    assert await bench.tokens() == ()


async def test_an_answer_after_ten_minutes_is_too_late(bench):
    arrival = bench.come_back(await bench.depart())
    bench.clock.advance(600)

    with pytest.raises(Forbidden):
        await bench.account_linking.arrive(T, arrival)


async def test_an_unticked_right_that_is_needed_is_named_and_nothing_is_stored(bench):
    bench.oauth.granted = Grant(access_token="a", scopes=frozenset({"user.info.basic"}))

    with pytest.raises(Forbidden, match=r"right to send videos to the inbox; .* every box ticked"):
        await bench.account_linking.arrive(T, bench.come_back(await bench.depart()))

    assert await bench.tokens() == ()


async def test_an_unticked_right_that_is_not_needed_is_remembered(bench):
    granted = frozenset({"user.info.basic", "video.upload"})
    bench.oauth.granted = Grant(access_token="a", scopes=granted)

    account = await bench.account_linking.arrive(T, bench.come_back(await bench.depart()))

    assert account.scopes == granted


async def test_an_account_that_is_linked_again_is_mended(bench):
    lost = make_token(status=AccountStatus.RECONNECT_REQUIRED)
    await bench.stores.tokens.link_account(lost)
    bench.oauth.granted = Grant(access_token="new")

    await bench.account_linking.arrive(T, bench.come_back(await bench.depart()))

    (token,) = await bench.tokens()
    assert token.status is AccountStatus.LINKED
    # Nothing new was given, so the one that we have stays good.
    assert (token.access_token, token.refresh_token) == ("new", "refresh-1")


async def test_without_an_address_of_our_own_people_type_a_code(bench):
    bench.account_linking = bench.another(public_url="")
    bench.oauth.has_device_codes = True
    bench.oauth.owner = AccountOwner(account_id="77", name="Ana")
    bench.oauth.polls = [
        DevicePending.WAIT,
        ExternalFailure("Twitch cannot be reached.", retryable=True),
        Grant(access_token="a", refresh_token="r"),
    ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.services.accounts.account_linking.SLOWER_SECONDS", 0.01)
        offer = await bench.account_linking.start(OWNER, Platform.TWITCH)
        account = await bench.account_linking.wait_for_device(offer.device_code)

    assert (offer.user_code, account.account_id) == ("ABCD", "77")
    with pytest.raises(Forbidden, match="not typed in time"):
        await bench.account_linking.wait_for_device(offer.device_code)


async def test_a_code_that_nobody_types_is_over_when_its_time_is(bench):
    bench.account_linking = bench.another(public_url="")
    bench.oauth.has_device_codes = True
    offer = await bench.account_linking.start(OWNER, Platform.TWITCH)
    waits = []

    async def wait(seconds):
        waits.append(seconds)
        bench.clock.advance(100)

    bench.oauth.polls = [DevicePending.SLOW_DOWN]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.services.accounts.account_linking.asyncio.sleep", wait)
        with pytest.raises(Forbidden, match="not typed in time"):
            await bench.account_linking.wait_for_device(offer.device_code)

    assert waits == [0.01, 5.01, 5.01, 5.01, 5.01, 5.01]  # 600 s, by 100
    assert await bench.tokens() == ()


async def test_a_code_that_the_platform_refuses_ends_the_waiting(bench):
    bench.account_linking = bench.another(public_url="")
    bench.oauth.has_device_codes = True
    bench.oauth.polls = [Forbidden("Twitch does not take the code any more.")]
    offer = await bench.account_linking.start(OWNER, Platform.TWITCH)

    with pytest.raises(Forbidden, match="any more"):
        await bench.account_linking.wait_for_device(offer.device_code)


async def test_what_is_not_set_up_says_so(bench):
    with pytest.raises(InvalidInput, match="YouTube is not set up here"):
        await bench.account_linking.start(OWNER, Platform.YOUTUBE)
    with pytest.raises(InvalidInput, match="TRUSS_PUBLIC_URL"):
        await bench.another(public_url="").start(OWNER, T)
    assert bench.account_linking.platforms == (T, Platform.TWITCH)


async def test_an_unlinked_account_is_given_back_and_forgotten(bench):
    token = await bench.stores.tokens.link_account(make_token(account_name="Ana"))
    bench.fresh.tokens.append(token)

    account, is_revoked = await bench.account_linking.unlink(OWNER, T, "t1")

    assert (account.name, is_revoked) == ("Ana", True)
    assert bench.oauth.revoked == [token]
    assert await bench.tokens() == ()
    with pytest.raises(NotFound):
        await bench.account_linking.unlink(OWNER, T, "t1")


async def test_an_account_is_forgotten_even_if_the_platform_cannot_be_told(bench):
    token = await bench.stores.tokens.link_account(make_token())
    bench.fresh.tokens.append(token)
    bench.oauth.failing = [ExternalFailure("TikTok cannot be reached.", retryable=True)]

    _, is_revoked = await bench.account_linking.unlink(OWNER, T, "t1")

    assert not is_revoked
    assert await bench.tokens() == ()


async def test_accounts_of_others_are_neither_seen_nor_touched(bench):
    await bench.stores.tokens.link_account(make_token())
    other = replace(OWNER, creator_id=CreatorId("ben"))

    assert await bench.account_linking.list_accounts(other) == ()
    with pytest.raises(NotFound):
        await bench.account_linking.unlink(other, T, "t1")
    assert len(await bench.tokens()) == 1


async def test_a_grant_lasts_from_the_moment_it_came(bench):
    bench.oauth.granted = Grant(access_token="a", refresh_token="r", expires_seconds=7200)

    await bench.account_linking.arrive(T, bench.come_back(await bench.depart()))

    (token,) = await bench.tokens()
    assert (token.issued_at, token.expires_at) == (NOON, NOON + timedelta(hours=2))
