import pytest

from core.adapters.doctor.asking import ask
from core.errors import ExternalFailure
from tests.core.adapters.doctor.server import answering


async def test_an_answer_is_read_whatever_it_holds():
    async with answering({"a": 1}, status=403) as url:
        answer = await ask("X", "GET", url)
        assert (answer.status, answer.body, answer.is_ok) == (403, {"a": 1}, False)
    async with answering([1, 2]) as url:
        assert (await ask("X", "GET", url)).items == (1, 2)
    async with answering("<html>" + "[" * 5000) as url:
        assert (await ask("X", "GET", url)).body == {}


async def test_who_cannot_be_reached_is_named_without_what_was_asked():
    with pytest.raises(ExternalFailure, match=r"X cannot be reached .*refused") as raised:
        await ask("X", "POST", "http://127.0.0.1:9/", form={"client_secret": "hush"})

    assert "hush" not in str(raised.value)


async def test_a_header_that_cannot_be_sent_is_a_sentence():
    with pytest.raises(ExternalFailure):
        await ask("X", "GET", "http://127.0.0.1:9/", headers={"Authorization": "a\nb"})
