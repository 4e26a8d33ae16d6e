"""Requests that no browser sends: each is refused, or means what its plain form means."""

import asyncio
import re

import pytest

from bot.runner import bind_page, serve_page
from bot.web.visitors import COOKIE
from config.settings import load_settings
from tests.fakes.page import make_page

OWN = "Host: 127.0.0.1\r\n"
BEHIND = "GET /sessions HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}Connection: close\r\n\r\n"
TWICE_TOLD = {
    "one length twice": "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "two lengths": "Content-Length: 5\r\nContent-Length: 400\r\n\r\nhello",
    "a length and chunks": "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "unknown chunks": "Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks twice": "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a length with a sign": "Content-Length: +5\r\n\r\nhello",
    "a length below nothing": "Content-Length: -5\r\n\r\nhello",
    "a space before the colon": "Content-Length : 5\r\n\r\nhello",
    "a folded line": "X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n",
}
UNREADABLE = {
    "two hosts": f"GET /sessions HTTP/1.1\r\n{OWN}Host: evil.example\r\n",
    "two hosts, ours last": f"GET /sessions HTTP/1.1\r\nHost: evil.example\r\n{OWN}",
    "no host": "GET /sessions HTTP/1.1\r\n",
    "a host with a return": "GET /sessions HTTP/1.1\r\nHost: 127.0.0.1\rX: y\r\n",
    "a host with a zero": "GET /sessions HTTP/1.1\r\nHost: 127.0.0.1\x00\r\n",
    "a host over two lines": "GET /sessions HTTP/1.1\r\nHost: 127.0.0.1\r\n evil\r\n",
    "a bell in a header": f"GET /sessions HTTP/1.1\r\n{OWN}X-A: \x07\r\n",
    "a method in small letters": f"get /sessions HTTP/1.1\r\n{OWN}",
    "a place that is none": f"GET * HTTP/1.1\r\n{OWN}",
    "a host of another page": "GET /sessions HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n",
    "a whole address elsewhere": f"GET http://evil.example/sessions HTTP/1.1\r\n{OWN}",
    "a whole address of another kind": f"GET ftp://127.0.0.1/sessions HTTP/1.1\r\n{OWN}",
    "a whole address, host elsewhere": (
        "GET http://127.0.0.1/sessions HTTP/1.1\r\nHost: evil.example\r\n"
    ),
    "an old client without a host": "GET /sessions HTTP/1.0\r\n",
}
DETOURS = [
    "//sessions",
    "/./sessions",
    "/%2e%2e/sessions",
    "/static/../sessions",
    "/static/%2e%2e/sessions",
    "/static/..%2fsessions",
    "/static/..%2f..%2fapp.py",
    "/login/../sessions",
    "/login%2f..%2fsessions",
    "/healthz/../sessions",
    "/sessions/",
    "/sessions;x",
    "/sessions%00",
    "/SESSIONS",
    "/\\evil.example",
    "//evil.example/..",
]


@pytest.fixture
async def port(world):
    page = make_page(world.app, allowed_hosts=frozenset({"127.0.0.1"}))
    listener = bind_page(load_settings(web_port=0))
    async with serve_page(page, listener):
        yield listener.getsockname()[1]


@pytest.fixture
async def cookie(world):
    return f"Cookie: {COOKIE}={(await world.sign_in())[COOKIE]}\r\n"


async def send(port, text):
    """Return all that is answered until the connection is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(text.encode("latin-1"))
        async with asyncio.timeout(20):
            return (await reader.read()).decode(errors="replace")
    except ConnectionResetError:
        return ""
    finally:
        writer.transport.abort()


def statuses(answer):
    return [int(status) for status in re.findall(r"HTTP/1\.[01] (\d{3})", answer)]


async def test_the_plain_request_is_answered(port, cookie):
    """Without this the others could be refused for another reason."""
    answer = await send(port, BEHIND.format(cookie=cookie))

    assert statuses(answer) == [200]
    assert "Where you are signed in" in answer


async def test_whose_end_can_be_read_in_two_ways_is_not_read_at_all(port, cookie):
    """A proxy may read it the other way, and take what follows for somebody else's request."""
    for name, told in TWICE_TOLD.items():
        head = f"POST /login HTTP/1.1\r\n{OWN}{told}"

        answer = await send(port, head + BEHIND.format(cookie=cookie))

        assert statuses(answer) == [400], name
        assert "signed in" not in answer, name


async def test_what_names_no_host_of_ours_shows_nothing(port, cookie):
    for name, head in UNREADABLE.items():
        answer = await send(port, f"{head}{cookie}Connection: close\r\n\r\n")

        assert statuses(answer) in ([400], [421]), name
        assert "signed in" not in answer, name


async def test_a_whole_address_of_ours_is_as_good_as_its_path(port, cookie):
    head = f"GET http://127.0.0.1/sessions HTTP/1.1\r\n{OWN}{cookie}Connection: close\r\n\r\n"

    assert statuses(await send(port, head)) == [200]


@pytest.mark.parametrize("is_inside", [True, False])
async def test_a_detour_leads_nowhere(port, cookie, is_inside):
    cookies = cookie if is_inside else ""
    for path in DETOURS:
        answer = await send(port, f"GET {path} HTTP/1.1\r\n{OWN}{cookies}Connection: close\r\n\r\n")

        is_static = path.startswith("/static/..%2f")
        assert statuses(answer) == [404 if is_inside or is_static else 303], path
        places = re.findall(r"(?im)^location: (.*?)\r", answer)
        assert all(place.startswith("/login") and "evil" not in place for place in places), path


async def test_no_header_makes_a_change_of_a_look(port, cookie):
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        head = f"GET /logout HTTP/1.1\r\n{OWN}{cookie}{header}: POST\r\nConnection: close\r\n\r\n"

        assert statuses(await send(port, head)) == [405], header
        assert statuses(await send(port, BEHIND.format(cookie=cookie))) == [200], header
