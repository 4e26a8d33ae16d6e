import asyncio
from dataclasses import replace

import pytest

from core.adapters.cipher import LocalCipher, read_keys
from core.adapters.table.items.account_items import token_key
from core.adapters.table.stores import open_stores
from core.domain.accounts.platform_token import AccountStatus
from core.domain.work.ids import CreatorId
from core.domain.work.job import JobKind, Queue
from core.domain.work.platform import Platform
from core.errors import Conflict, NotFound
from core.ports.accounts import SealBroken
from tests.builders import CREATOR, NOON, make_job, make_test_ulid
from tests.contracts.conftest import SECRET
from tests.plan_builders import make_token

SECOND = make_token(account_id="t2", access_token="access-b", refresh_token=None)


async def test_a_platform_can_have_several_accounts(stores):
    for token in (make_token(), SECOND, make_token(platform=Platform.YOUTUBE, account_id="UC1")):
        await stores.tokens.link_account(token)

    assert await stores.tokens.get_token(CREATOR, Platform.TIKTOK) == make_token()
    assert await stores.tokens.get_token(CREATOR, Platform.TIKTOK, "t2") == SECOND
    listed = await stores.tokens.list_tokens(CREATOR)
    assert [token.account_id for token in listed] == ["t1", "t2", "UC1"]
    assert await stores.tokens.list_tokens(CreatorId("ben")) == ()


async def test_an_account_that_is_linked_again_keeps_its_place(stores):
    await stores.tokens.link_account(make_token())
    await stores.tokens.link_account(SECOND)

    again = await stores.tokens.link_account(replace(SECOND, access_token="access-c"))

    assert again == replace(SECOND, access_token="access-c", version=2)
    assert len(await stores.tokens.list_tokens(CREATOR)) == 2


async def test_an_unlinked_account_is_gone_and_the_others_stay(stores):
    await stores.tokens.link_account(make_token())
    await stores.tokens.link_account(SECOND)

    assert await stores.tokens.unlink_account(CREATOR, Platform.TIKTOK, "t1")
    assert not await stores.tokens.unlink_account(CREATOR, Platform.TIKTOK, "t1")

    assert await stores.tokens.get_token(CREATOR, Platform.TIKTOK) == SECOND
    with pytest.raises(NotFound):
        await stores.tokens.get_token(CREATOR, Platform.TIKTOK, "t1")
    with pytest.raises(NotFound):
        await stores.tokens.get_token(CREATOR, Platform.YOUTUBE)


async def test_of_16_who_refresh_one_stores_and_the_others_read_its_token(stores):
    """A rotating refresh token that is stored twice is an account that is lost."""
    seen = await stores.tokens.link_account(make_token())

    async def refresh(number):
        try:
            return await stores.tokens.save_token(replace(seen, access_token=f"new-{number}"))
        except Conflict as conflict:
            return conflict.current

    tokens = await asyncio.gather(*(refresh(number) for number in range(16)))

    assert len({token.access_token for token in tokens}) == 1
    assert {token.version for token in tokens} == {2}


async def test_a_job_comes_with_the_save_that_wins_and_with_no_other(stores):
    """A creator who is asked twice to link an account again is asked once too often."""
    seen = await stores.tokens.link_account(make_token())
    lost = seen.move_to(AccountStatus.RECONNECT_REQUIRED, at=NOON)
    jobs = [
        make_job(id=make_test_ulid(n), kind=JobKind.ASK_RECONNECT, subject_id="tiktok:t1")
        for n in (1, 2)
    ]

    saved = await stores.tokens.save_token(lost, jobs=jobs[:1])
    with pytest.raises(Conflict) as conflict:
        await stores.tokens.save_token(lost, jobs=jobs[1:])

    assert conflict.value.current == saved
    assert (saved.status, saved.version) == (AccountStatus.RECONNECT_REQUIRED, 2)
    assert await stores.queue.list_waiting(Queue.DISCORD) == {jobs[0].id}


async def test_accounts_linked_at_once_are_all_linked(stores):
    tokens = [make_token(account_id=f"t{number}") for number in range(4)]

    await asyncio.gather(*(stores.tokens.link_account(token) for token in tokens))

    listed = await stores.tokens.list_tokens(CREATOR)
    assert {token.account_id for token in listed} == {"t0", "t1", "t2", "t3"}


@pytest.mark.parametrize("creator_id", [CREATOR, CreatorId("ben")])
async def test_a_ciphertext_that_was_moved_is_refused_on_either_engine(
    table, clock, tmp_path, creator_id
):
    cipher = LocalCipher(await read_keys(tmp_path))
    tokens = open_stores(table, cursor_secret=SECRET, clock=clock, cipher=cipher).tokens
    await tokens.link_account(make_token())
    row = await table.get(token_key(CREATOR, Platform.TIKTOK), consistent=True)
    pk, sk = token_key(creator_id, Platform.TIKTOK, "t2")

    moved = {"PK": pk, "SK": sk, "creatorId": creator_id, "accountId": "t2"}
    await table.put_if(row | moved)

    assert await tokens.get_token(CREATOR, Platform.TIKTOK, "t1") == make_token()
    with pytest.raises(SealBroken):
        await tokens.get_token(creator_id, Platform.TIKTOK, "t2")
