from core.adapters.table.sealing import SealedAttribute
from tests.fakes.secrets import FakeCipher

ITEM = {"PK": "A", "SK": "1", "url": "https://a.invalid/?signature=s"}


async def test_an_attribute_is_stored_sealed_and_read_as_it_was():
    sealed = SealedAttribute("url", FakeCipher())

    stored = await sealed.seal(ITEM)

    assert set(stored) == {"PK", "SK", "keyId", "sealed"}
    assert (await sealed.open(stored))["url"] == ITEM["url"]


async def test_what_an_older_program_stored_is_read_as_it_is():
    assert await SealedAttribute("url", FakeCipher()).open(ITEM) == ITEM


async def test_nothing_is_sealed_where_there_is_nothing_or_no_cipher():
    empty = {"PK": "A", "SK": "1", "url": ""}

    assert await SealedAttribute("url", FakeCipher()).seal(empty) == empty
    assert await SealedAttribute("url", None).seal(ITEM) == ITEM
