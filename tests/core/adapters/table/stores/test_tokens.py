import json

import pytest

from core.adapters.cipher import LocalCipher, add_key, read_keys
from core.adapters.table.items.account_items import token_key
from core.adapters.table.stores import open_stores
from core.adapters.table.stores.tokens import NoCipher, TokenTable
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from core.ports.accounts import Cipher, SealBroken, TokenStore
from tests.builders import CREATOR
from tests.core.adapters.table.conftest import SECRET
from tests.plan_builders import make_token

_: type[TokenStore] = TokenTable
_none: type[Cipher] = NoCipher
BEN = CreatorId("ben")


@pytest.fixture
async def cipher(tmp_path):
    """The real one: AES-256-GCM under a key of a home."""
    return LocalCipher(await read_keys(tmp_path))


@pytest.fixture
def tokens(table, clock, cipher):
    return open_stores(table, cursor_secret=SECRET, clock=clock, cipher=cipher).tokens


@pytest.mark.parametrize(
    ("creator_id", "suffix"),
    [(CREATOR, "t2"), (BEN, "")],
    ids=["to another row", "to another creator"],
)
async def test_a_ciphertext_that_was_moved_is_refused(tokens, table, creator_id, suffix):
    await tokens.link_account(make_token())
    row = await table.get(token_key(CREATOR, Platform.TIKTOK))
    target = token_key(creator_id, Platform.TIKTOK, suffix)
    moved = {"PK": target.pk, "SK": target.sk, "creatorId": creator_id, "accountId": "t2"}
    await table.put_if(row | moved)

    with pytest.raises(SealBroken):
        await tokens.get_token(creator_id, Platform.TIKTOK, "t2")
    with pytest.raises(SealBroken):
        await tokens.list_tokens(creator_id)


async def test_no_secret_lies_in_the_table_in_clear(tokens, table):
    await tokens.link_account(make_token())

    row = await table.get(token_key(CREATOR, Platform.TIKTOK))

    text = json.dumps(row, default=str)
    assert "access-1" not in text
    assert "refresh-1" not in text


async def test_a_saved_token_is_sealed_with_the_newest_key(table, clock, cipher, tmp_path):
    older = open_stores(table, cursor_secret=SECRET, clock=clock, cipher=cipher).tokens
    token = await older.link_account(make_token())
    renewed = LocalCipher(await add_key(tmp_path))
    newer = open_stores(table, cursor_secret=SECRET, clock=clock, cipher=renewed).tokens
    before = (await table.get(token_key(CREATOR, Platform.TIKTOK)))["keyId"]

    await newer.save_token(token)

    after = (await table.get(token_key(CREATOR, Platform.TIKTOK)))["keyId"]
    assert before != after
    assert (await newer.get_token(CREATOR, Platform.TIKTOK)).access_token == "access-1"


async def test_without_a_key_no_account_is_linked(stores):
    with pytest.raises(InvalidInput, match="without a key"):
        await stores.tokens.link_account(make_token())


async def test_listing_tokens_is_one_query(tokens, table):
    await tokens.link_account(make_token())
    table.calls.clear()

    await tokens.list_tokens(CREATOR)

    assert table.calls == {"query": 1}
