import asyncio

from core.adapters.cipher import LocalCipher, add_key, read_keys
from core.adapters.table.archive.resealing import ResealReport, reseal
from core.adapters.table.archive.walking import walk
from core.adapters.table.stores import open_stores
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from tests.contracts.conftest import SECRET
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_oauth_state, make_token


async def test_keys_are_rotated_while_tokens_are_read_and_saved(table, tmp_path):
    """The program that runs has opened its cipher before the new key was made."""
    running = LocalCipher(await read_keys(tmp_path), home=tmp_path)
    stores = open_stores(table, cursor_secret=SECRET, clock=FakeClock(), cipher=running)
    creators = [CreatorId(f"creator-{number}") for number in range(30)]
    for creator in creators:
        await stores.tokens.link_account(make_token(creator_id=creator))
    is_over = asyncio.Event()

    async def publish():
        count = 0
        while not is_over.is_set():
            token = await stores.tokens.get_token(creators[count % 30], Platform.TIKTOK)
            if count % 3 == 0:
                await stores.tokens.save_token(token)
            count += 1
        return count

    publishing = asyncio.ensure_future(publish())
    done = 0
    for _ in range(3):
        another = LocalCipher(await add_key(tmp_path))
        report = await reseal(table, another)
        done += report.done
        assert report.broken == 0
    is_over.set()

    assert await publishing > 3
    assert done > 60
    (key_id,) = {item["keyId"] async for item in walk(table) if "sealed" in item}
    assert key_id == (await read_keys(tmp_path)).current


async def test_what_is_sealed_with_the_newest_key_stays_and_what_no_key_opens_is_counted(
    table, tmp_path
):
    lost = LocalCipher(await read_keys(tmp_path / "lost"))
    cipher = LocalCipher(await read_keys(tmp_path))
    for name, sealing in (("a", lost), ("b", cipher)):
        stores = open_stores(table, cursor_secret=SECRET, clock=FakeClock(), cipher=sealing)
        await stores.links.add_oauth_state(name, make_oauth_state())

    assert await reseal(table, cipher) == ResealReport(done=0, current=1, broken=1)
    assert not [item async for item in walk(table) if "codeVerifier" in item]
