import pytest

from core.adapters.doctor.key import look_at_key
from core.errors import RightsRefused
from tests.fakes.secrets import FakeCipher


async def test_a_key_that_seals_and_opens_is_well():
    assert await look_at_key(FakeCipher()) == []


@pytest.mark.parametrize("call", ["seal", "unseal"])
async def test_what_a_key_refuses_is_told(monkeypatch, call):
    async def refuse(*_, **__):
        raise RightsRefused("KMS refuses Decrypt (DisabledException); enable the key.")

    monkeypatch.setattr(FakeCipher, call, refuse)

    (finding,) = await look_at_key(FakeCipher())

    assert finding.sentence == "KMS refuses Decrypt (DisabledException); enable the key."
