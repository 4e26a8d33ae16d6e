import pytest

from core.adapters.doctor.gemini import look_at_gemini
from tests.core.adapters.doctor.server import answering, one, only
from tests.servers.gemini import KEY, MODEL, run_gemini


async def test_a_key_that_opens_the_model_is_well_and_none_is_not_asked():
    async with run_gemini() as gemini:
        assert await look_at_gemini(api_url=gemini.url, key=KEY, model=MODEL) == []
        assert await look_at_gemini(api_url=gemini.url, key="", model=MODEL) is None
        said = only(await look_at_gemini(api_url=gemini.url, key="wrong", model=MODEL))
        assert "refuses the API key" in said
        said = only(await look_at_gemini(api_url=gemini.url, key=KEY, model="gemini-1"))
        assert "has no model gemini-1" in said


@pytest.mark.parametrize(
    ("status", "body", "words", "is_fault"),
    [
        (
            400,
            {"error": {"message": "User location is not supported for the API use."}},
            "from where this machine is",
            True,
        ),
        (400, {"error": {"message": "API key not valid."}}, "refuses the API key", True),
        (503, {}, "unexpected answer (503)", False),
        (200, {"supportedGenerationMethods": ["embedContent"]}, "watches no videos", True),
    ],
)
async def test_what_it_answers_becomes_a_sentence(status, body, words, is_fault):
    async with answering(body, status=status) as url:
        found = one(await look_at_gemini(api_url=url, key="k", model="m/../../x"))

    assert words in found.sentence
    assert found.is_fault is is_fault
