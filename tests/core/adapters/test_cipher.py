import asyncio
import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from core.adapters.cipher import (
    KEY_FILE,
    KmsCipher,
    LocalCipher,
    MovedCipher,
    add_key,
    has_keys,
    read_keys,
)
from core.errors import ExternalFailure, InvalidInput
from core.ports.accounts import Cipher, SealBroken
from tests.contracts.boto_session import find_session
from tests.fakes.secrets import FakeCipher
from tests.odd_files import ODD_FILES

_: type[Cipher] = LocalCipher
ROW = {"pk": "CREATOR#ada", "sk": "PLATFORM_TOKEN#youtube"}
ARN = "arn:aws:kms:eu-central-1:000000000000:key/1"


async def test_the_keys_are_readable_by_their_owner_only(tmp_path):
    await read_keys(tmp_path)

    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / KEY_FILE).parent.stat().st_mode) == 0o700


async def test_a_key_is_made_once_and_is_256_bits_long(tmp_path):
    first = await read_keys(tmp_path)

    assert await read_keys(tmp_path) == first
    assert [len(key) for key in first.keys.values()] == [32]


async def test_a_new_key_seals_and_the_old_one_still_opens(tmp_path):
    before = LocalCipher(await read_keys(tmp_path))
    sealed = await before.seal("secret", **ROW)

    after = LocalCipher(await add_key(tmp_path))

    assert await after.unseal(sealed, **ROW) == "secret"
    assert before.is_current(sealed)
    assert not after.is_current(sealed)
    assert after.is_current(await after.seal("secret", **ROW))
    assert await read_keys(tmp_path) == after._ring


async def test_keys_that_are_added_at_once_are_all_kept(tmp_path):
    """Two may rotate at once, or one while the other starts; what either sealed must open."""
    rings = await asyncio.gather(*[(add_key, read_keys)[n % 2](tmp_path) for n in range(8)])

    kept = (await read_keys(tmp_path)).keys
    assert all(kept.items() >= ring.keys.items() for ring in rings)


async def test_a_lost_key_is_told_with_what_to_do(tmp_path):
    sealed = await LocalCipher(await read_keys(tmp_path / "old")).seal("secret", **ROW)

    with pytest.raises(SealBroken, match="by `trussbot restore FOLDER`"):
        await LocalCipher(await read_keys(tmp_path / "new")).unseal(sealed, **ROW)


async def test_a_changed_byte_anywhere_is_refused(tmp_path):
    cipher = LocalCipher(await read_keys(tmp_path))
    sealed = await cipher.seal("secret", **ROW)
    raw = base64.b64decode(sealed.text)

    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(SealBroken):
            await cipher.unseal(replace(sealed, text=base64.b64encode(changed).decode()), **ROW)


@pytest.mark.parametrize("content", ["", "abc AAAA\n"])
async def test_a_damaged_key_file_is_never_replaced(tmp_path, content):
    """A new key in its place would lose every sign-in for good."""
    path = tmp_path / KEY_FILE
    path.parent.mkdir()
    path.write_text(content)

    for touch in (read_keys, add_key):
        with pytest.raises(InvalidInput, match="damaged"):
            await touch(tmp_path)
    assert path.read_text() == content


@pytest.mark.parametrize("kind", ODD_FILES)
async def test_a_key_file_that_is_no_file_is_said_and_never_waited_at(tmp_path, kind):
    (tmp_path / KEY_FILE).parent.mkdir()
    ODD_FILES[kind](tmp_path / KEY_FILE)

    with pytest.raises(InvalidInput, match=rf"cannot be read \(it is a {kind}"):
        await read_keys(tmp_path)


@pytest.fixture
def client():
    return find_session().client(
        "kms",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url="http://127.0.0.1:9",
    )


@pytest.fixture
def kms(client):
    with ThreadPoolExecutor(1) as threads:
        yield KmsCipher(client, ARN, threads)


@pytest.mark.parametrize(
    "code", ["ThrottlingException", "AccessDeniedException", "DisabledException"]
)
async def test_a_refusal_of_kms_is_no_broken_seal(kms, client, code):
    with Stubber(client) as stub:
        stub.add_client_error("generate_data_key", code)
        with pytest.raises(ExternalFailure, match=code) as failure:
            await kms.seal("secret", **ROW)

    assert failure.value.retryable  # once it is mended, where it is a right


async def test_kms_out_of_reach_is_a_failure_to_try_later(kms, client, monkeypatch):
    def fail(**_):
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:9")

    monkeypatch.setattr(client, "generate_data_key", fail)

    with pytest.raises(ExternalFailure, match="cannot be reached"):
        await kms.seal("secret", **ROW)


async def test_what_the_home_sealed_is_opened_after_the_move_to_kms(tmp_path):
    """Whoever moves to AWS links no account anew."""
    assert not await has_keys(tmp_path)
    home = LocalCipher(await read_keys(tmp_path))
    assert await has_keys(tmp_path)
    before = await home.seal("older", **ROW)

    moved = MovedCipher(FakeCipher(), home)
    after = await moved.seal("newer", **ROW)

    assert await moved.unseal(before, **ROW) == "older"
    assert await moved.unseal(after, **ROW) == "newer"
    assert not moved.is_current(before)
    assert moved.is_current(after)
