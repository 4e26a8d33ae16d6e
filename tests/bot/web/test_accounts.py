import pytest

from bot.web.accounts import describe_account
from core.domain.accounts.account_scopes import list_scopes
from core.domain.accounts.platform_token import AccountStatus, Grant
from core.domain.work.platform import Platform
from tests.bot.web.world import World
from tests.builders import CREATOR
from tests.fakes.accounts import FakeOAuth
from tests.fakes.app import make_app
from tests.plan_builders import make_token

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def oauth():
    return FakeOAuth()


@pytest.fixture
def world(tmp_path, oauth):
    world = World(tmp_path)
    world.app = make_app(tmp_path, oauth={Platform.TWITCH: oauth})
    return world


async def read(page, address):
    async with page.get(address) as response:
        assert response.status == 200
        return await response.text()


async def press(page, address, **form):
    text = await read(page, "/accounts")
    token = text.partition('name="csrf_token" value="')[2].partition('"')[0]
    return await page.post(address, data={"csrf_token": token, **form}, headers=OURS)


async def test_accounts_are_listed_with_what_they_lack(page, world):
    await world.app.ports.stores.tokens.link_account(
        make_token(account_name="<b>Ana", status=AccountStatus.RECONNECT_REQUIRED)
    )

    text = await read(page, "/accounts")

    assert "&lt;b&gt;Ana" in text
    assert "must be linked again" in text
    assert "Link Twitch" in text
    assert "Link YouTube" not in text


async def test_a_code_is_shown_and_whoever_types_it_is_linked(page, world, oauth):
    oauth.has_device_codes = True
    oauth.polls = [Grant(access_token="a", refresh_token="r")]

    response = await press(page, "/accounts/link", platform="twitch")

    assert '<strong id="code">ABCD</strong>' in await response.text()
    for _ in range(100):
        if await world.app.ports.stores.tokens.list_tokens(CREATOR):
            break
        await read(page, "/accounts")
    assert "Ana</bdi></strong> on Twitch" in await read(page, "/accounts")


async def test_a_code_that_is_refused_leaves_the_page_as_it_is(page, oauth):
    oauth.has_device_codes = True
    oauth.polls = [Grant(access_token="a", scopes=frozenset())]

    response = await press(page, "/accounts/link", platform="twitch")

    assert response.status == 200
    assert "No account is linked yet" in await read(page, "/accounts")


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"platform": "mars"}, 400, "Choose a platform"),
        ({}, 400, "Choose a platform"),
        ({"platform": "youtube"}, 400, "YouTube is not set up here"),
        ({"platform": "twitch"}, 400, "TRUSS_PUBLIC_URL"),
    ],
)
async def test_what_cannot_be_linked_says_why(page, form, status, words):
    response = await press(page, "/accounts/link", **form)

    assert response.status == status
    assert words in await response.text()


async def test_an_account_is_given_back(page, world):
    await world.app.ports.stores.tokens.link_account(make_token(platform=Platform.TWITCH))

    response = await press(page, "/accounts/unlink", platform="twitch", account_id="t1")

    assert "No account is linked yet" in await response.text()
    missing = await press(page, "/accounts/unlink", platform="twitch", account_id="t1")
    assert missing.status == 404


async def test_a_form_from_elsewhere_links_nothing(page):
    response = await page.post("/accounts/link", data={"platform": "twitch"})

    assert response.status == 403


def test_an_account_without_a_name_is_shown_by_its_id():
    scopes = frozenset(list_scopes(Platform.TIKTOK))

    row = describe_account(make_token(scopes=scopes).account)

    assert (row.name, row.note, row.is_lost) == ("t1", "", False)
