import pytest

from core.domain.accounts.platform_token import AccountStatus
from core.domain.work.job import JobKind
from core.services.accounts.reconnect_notices import ReconnectNotices
from core.services.work.job_handlers import JobProgress
from tests.builders import make_binding, make_job
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.people import FakeNotices
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_token

JOB = make_job(kind=JobKind.ASK_RECONNECT, subject_id="tiktok:t1", attempts=1)
LOST = make_token(account_name="Ana", status=AccountStatus.RECONNECT_REQUIRED)


@pytest.fixture
async def stores():
    stores = FakeAllStores(FakeClock())
    await stores.guilds.add_guild(make_binding())
    await stores.guilds.add_guild(make_binding(guild_id="another"))
    return stores


@pytest.fixture
def notices():
    return FakeNotices()


@pytest.fixture
def reconnect_notices(stores, notices):
    return ReconnectNotices(tokens=stores.tokens, guilds=stores.guilds, notices=notices)


async def test_the_creator_is_asked_once_in_each_server(stores, notices, reconnect_notices):
    await stores.tokens.link_account(LOST)

    for attempts in (1, 2):
        again = make_job(kind=JobKind.ASK_RECONNECT, subject_id="tiktok:t1", attempts=attempts)
        await reconnect_notices.ask_reconnect(again, JobProgress())

    assert [guild for guild, _ in notices.asked.values()] == [make_binding().guild_id, "another"]
    assert {account.name for _, account in notices.asked.values()} == {"Ana"}
    assert notices.looked_for == list(notices.asked)
    assert max(map(len, notices.asked)) <= 25


@pytest.mark.parametrize("token", [make_token(), make_token(account_id="t2")])
async def test_nobody_is_asked_for_what_is_mended_or_gone(
    stores, notices, reconnect_notices, token
):
    await stores.tokens.link_account(token)

    await reconnect_notices.ask_reconnect(JOB, JobProgress())

    assert notices.asked == {}


async def test_a_question_that_cannot_be_asked_changes_nothing(stores, reconnect_notices):
    await stores.tokens.link_account(LOST)

    await reconnect_notices.give_up(JOB, "notice", "Discord is not connected.")

    assert await stores.tokens.get_token(LOST.creator_id, LOST.platform) == LOST
