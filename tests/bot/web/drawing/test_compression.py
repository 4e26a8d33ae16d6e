import pytest

from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above


async def ask(page, path, accepts):
    answer = await page.get(path, headers={"Accept-Encoding": accepts})
    assert answer.status == 200
    return answer.headers, await answer.read()


@pytest.mark.parametrize("path", ["/settings", "/static/truss.css"])
@pytest.mark.parametrize("accepts", ["gzip", "deflate, br, GZIP;q=0.8", "*"])
async def test_text_comes_compressed_to_whoever_reads_it_so(page, path, accepts):
    plain_headers, plain = await ask(page, path, "identity")
    headers, text = await ask(page, path, accepts)

    assert "Content-Encoding" not in plain_headers
    assert headers["Content-Encoding"] == "gzip"
    assert int(headers["Content-Length"]) < len(plain) / 2
    assert headers["Vary"] == plain_headers["Vary"] == "Accept-Encoding"
    assert len(text) == len(plain)


@pytest.mark.parametrize("accepts", ["", "deflate, br", "gzip;q=0", "gzip; q=0.000, identity"])
@pytest.mark.parametrize("path", ["/settings", "/static/truss.css"])
async def test_whoever_does_not_read_it_gets_it_plain(page, path, accepts):
    assert "Content-Encoding" not in (await ask(page, path, accepts))[0]


async def test_a_few_letters_are_not_worth_it(page):
    headers, _ = await ask(page, "/livez", "gzip")

    assert "Content-Encoding" not in headers


@pytest.mark.parametrize(
    ("site", "is_packed"),
    [("cross-site", False), ("same-site", False), ("same-origin", True), ("none", True)],
)
async def test_what_another_site_has_opened_tells_nothing_by_its_length(page, site, is_packed):
    """Its navigations bring the session along, and who listens on the line sees lengths."""
    given = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": site}
    answer = await page.get("/settings", headers=given)

    assert answer.status == 200
    assert ("Content-Encoding" in answer.headers) is is_packed
