"""One suite for every cipher: the fake, the home's keys, and KMS by its double."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from core.adapters.cipher import KmsCipher, LocalCipher, read_keys
from core.ports.accounts import Cipher, SealBroken
from tests.contracts.boto_session import find_session
from tests.fakes.secrets import FakeCipher

_: list[type[Cipher]] = [LocalCipher, KmsCipher]
SECRET = "a refresh token with ümlauts"
ROW = {"pk": "CREATOR#ada", "sk": "PLATFORM_TOKEN#youtube"}


@pytest.fixture
def kms_client(aws_endpoint):
    client = find_session().client(
        "kms",
        region_name="eu-central-1",
        endpoint_url=aws_endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    yield client
    client.close()


@pytest.fixture(params=["fake", "local", "kms"])
async def cipher(request, tmp_path):
    match request.param:
        case "fake":
            yield FakeCipher()
        case "local":
            yield LocalCipher(await read_keys(tmp_path))
        case "kms":
            client = request.getfixturevalue("kms_client")
            key_id = client.create_key()["KeyMetadata"]["KeyId"]
            with ThreadPoolExecutor(1) as threads:
                yield await KmsCipher.open(client, key_id, threads)


async def test_what_was_sealed_is_opened_in_its_row(cipher):
    sealed = await cipher.seal(SECRET, **ROW)

    assert await cipher.unseal(sealed, **ROW) == SECRET
    assert SECRET not in sealed.text
    assert sealed.text not in repr(sealed)
    assert cipher.is_current(sealed)


async def test_no_two_texts_of_one_secret_are_equal(cipher):
    texts = {(await cipher.seal(SECRET, **ROW)).text for _ in range(20)}

    assert len(texts) == 20


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"pk": "CREATOR#ben", "sk": "PLATFORM_TOKEN#youtube"},
        {"pk": "CREATOR#ada", "sk": "PLATFORM_TOKEN#tiktok"},
        {"pk": "CREATOR#ada", "sk": "PLATFORM_TOKEN#youtube#2"},
    ],
)
async def test_a_text_moved_to_another_row_or_creator_is_refused(cipher, elsewhere):
    """Whoever can write the table must not sign in as another creator."""
    sealed = await cipher.seal(SECRET, **ROW)

    with pytest.raises(SealBroken):
        await cipher.unseal(sealed, **elsewhere)


@pytest.mark.parametrize("text", ["", "x", "AAAA", "=", "ü", "AAAA.AAAA"])
async def test_a_text_that_was_never_sealed_is_refused(cipher, text):
    sealed = await cipher.seal(SECRET, **ROW)

    with pytest.raises(SealBroken):
        await cipher.unseal(replace(sealed, text=text), **ROW)
