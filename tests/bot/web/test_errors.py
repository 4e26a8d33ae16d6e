import pytest
from aiohttp import ClientConnectionResetError
from structlog.testing import capture_logs

from core.errors import (
    Busy,
    Conflict,
    ExternalFailure,
    Forbidden,
    InvalidInput,
    NotFound,
    TrussError,
)
from tests.fakes.page import make_page


@pytest.fixture
def fail_with(aiohttp_client, world):
    """Return a function that gives a client of a page on which each request raises an error."""

    async def start(error):
        async def fail(_request):
            raise error

        page = make_page(world.app, allowed_hosts=frozenset({"127.0.0.1"}))
        page.router.add_get("/fail", fail)
        return await aiohttp_client(page, cookies=await world.sign_in())

    return start


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInput("Say it otherwise."), 400),
        (Forbidden("Only the owner may."), 403),
        (NotFound("It is gone."), 404),
        (Conflict("It was changed.", current="something else"), 409),
        (ExternalFailure("The disk is full."), 502),
        (Busy("Another process holds it."), 503),
        (TrussError("Something we can explain."), 400),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
async def test_an_error_that_we_can_explain_is_a_page_with_its_sentence(fail_with, error, status):
    client = await fail_with(error)

    answer = await client.get("/fail")

    assert answer.status == status
    assert str(error) in await answer.text()


async def test_an_error_nobody_foresaw_is_a_sentence_without_its_words(fail_with):
    client = await fail_with(RuntimeError("secret words"))

    with capture_logs() as logged:
        answer = await client.get("/fail")

    assert [(line["event"], line["path"]) for line in logged] == [("web.failed", "/fail")]
    text = await answer.text()
    assert answer.status == 500
    assert "Something went wrong on our side" in text
    assert "secret words" not in text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("error", [ConnectionResetError, ClientConnectionResetError])
async def test_that_somebody_hung_up_is_no_failure_of_ours(fail_with, error):
    client = await fail_with(error())

    with capture_logs() as logged:
        answer = await client.get("/fail")

    assert answer.status == 400
    assert logged == []


async def test_a_sentence_is_escaped(fail_with):
    client = await fail_with(NotFound("<b>bold</b>"))

    text = await (await client.get("/fail")).text()

    assert "&lt;b&gt;bold" in text


async def test_a_wrong_method_is_a_page(page):
    answer = await page.head("/static/truss.css")
    assert answer.status == 200

    answer = await page.get("/clips/" + "0" * 26 + "00/approve")

    assert answer.status == 405
    assert "does not accept that kind of request" in await answer.text()
