"""Setting up on a page: the link is good once, and nobody else sees or answers anything."""

import asyncio
import re

import pytest

from bot.setting_up.conversation import Stopped
from bot.setting_up.page_conversation import PageConversation, show_text

HOST = {"Host": "127.0.0.1:8080"}


@pytest.fixture
def talk():
    return PageConversation()


@pytest.fixture
async def page(aiohttp_client, talk):
    return await aiohttp_client(talk.make_app())


async def come_in(page, talk):
    answer = await page.get(f"/setup/{talk.token}", headers=HOST, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/setup")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    return HOST | {"Cookie": cookie.split(";")[0]}


async def asking(talk, question, **given):
    task = asyncio.create_task(talk.ask(question, **given))
    await asyncio.sleep(0)
    return task


async def test_a_question_is_shown_and_answered_in_the_browser_of_the_link(page, talk):
    headers = await come_in(page, talk)
    talk.say("Paste <it> here.")
    asked = await asking(talk, "The bot's token", is_secret=True)

    shown = await (await page.get("/setup", headers=headers)).text()
    assert 'type="password"' in shown
    assert "Paste &lt;it&gt; here." in shown
    sent = await page.post(
        "/setup",
        data={"answer": " a.b.c ", "do": "answer", "number": "1"},
        headers=headers,
        allow_redirects=False,
    )

    assert sent.status == 303
    assert await asked == "a.b.c"
    later = await (await page.get("/setup", headers=headers)).text()
    assert 'http-equiv="refresh"' in later
    assert "a.b.c" not in later


async def test_the_link_is_used_up_and_no_other_browser_comes_in(page, talk):
    wrong = await page.get(f"/setup/{'x' * 43}", headers=HOST)
    await come_in(page, talk)
    again = await page.get(f"/setup/{talk.token}", headers=HOST)
    page.session.cookie_jar.clear()
    asked = await asking(talk, "The API key")
    seen = await page.get("/setup", headers=HOST)
    sent = await page.post("/setup", data={"answer": "evil", "number": "1"}, headers=HOST)

    assert {wrong.status, again.status, seen.status, sent.status} == {403}
    assert not asked.done()
    asked.cancel()


async def test_another_site_and_another_name_of_the_machine_answer_nothing(page, talk):
    headers = await come_in(page, talk)
    asked = await asking(talk, "The address")
    crossed = await page.post(
        "/setup",
        data={"answer": "evil", "number": "1"},
        headers=headers | {"Sec-Fetch-Site": "cross-site"},
    )
    renamed = await page.get("/setup", headers=headers | {"Host": "evil.example:8080"})

    assert (crossed.status, renamed.status) == (403, 421)
    assert not asked.done()
    asked.cancel()


async def test_the_button_stops_and_the_end_is_shown(page, talk):
    headers = await come_in(page, talk)
    asked = await asking(talk, "The address")
    await page.post(
        "/setup", data={"do": "stop", "number": "1"}, headers=headers, allow_redirects=False
    )
    with pytest.raises(Stopped):
        await asked

    talk.say("What works now:")
    ended = asyncio.create_task(talk.finish())
    await asyncio.sleep(0)
    shown = await (await page.get("/setup", headers=headers)).text()
    await asyncio.wait_for(ended, 30)

    assert "What works now:" in shown
    assert "<form" not in shown


async def test_an_answer_that_is_sent_twice_answers_one_question(page, talk):
    """A double click must not make the client's id its secret too."""
    headers = await come_in(page, talk)
    asked = await asking(talk, "The Client ID")
    form = {"answer": "id", "number": "1"}
    await page.post("/setup", data=form, headers=headers, allow_redirects=False)
    assert await asked == "id"

    asked = await asking(talk, "The Client secret")
    await page.post("/setup", data=form, headers=headers, allow_redirects=False)
    shown = await (await page.get("/setup", headers=headers)).text()

    assert not asked.done()
    assert 'name="number" value="2"' in shown
    asked.cancel()


async def test_a_cookie_that_is_no_text_is_refused_like_any_other(page, talk):
    await come_in(page, talk)
    reader, writer = await asyncio.open_connection("127.0.0.1", page.server.port)
    writer.write(b"GET /setup HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: truss_setup=\xff\xfe\r\n\r\n")

    assert b" 403 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Open https://a.example/x?b=1&c=2, and press", "https://a.example/x?b=1&amp;c=2"),
        ("Open https://a.example.", "https://a.example"),
        ("https://<its address>/oauth", None),
        ('https://a.example/"><script>', None),
        ("javascript://a.example", None),
    ],
)
def test_addresses_can_be_followed_and_nothing_else_becomes_html(text, link):
    shown = show_text(text)

    assert "<script" not in shown
    assert re.findall(r'href="([^"]*)"', shown) == ([link] if link else [])
