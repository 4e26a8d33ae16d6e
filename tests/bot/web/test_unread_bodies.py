"""Who it is comes first: what is refused is answered before its body has come, or is looked at."""

import asyncio

import pytest

HEAD = "POST {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: 99999999\r\n\r\n"
CHUNKED = "POST {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Transfer-Encoding: chunked\r\n\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
REFUSED = {303, 401}  # sent to the sign-in: a page by its address, a script by its status
PLACES = ["/settings", "/uploads/files", "/accounts/link", "/nothing"]


async def ask(port, head, *pieces):
    """Return the status of the answer, for whose rest nobody waits."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head.encode())
        for piece in pieces:
            writer.write(piece)
        async with asyncio.timeout(10):
            line = await reader.readline()
        return int(line.split()[1])
    finally:
        writer.transport.abort()


@pytest.mark.parametrize("head", [HEAD, CHUNKED], ids=["huge", "endless"])
@pytest.mark.parametrize("path", PLACES)
async def test_a_foreign_host_is_refused_before_its_body(page, path, head):
    given = {"path": path, "host": "evil.example", "headers": FORM}

    assert await ask(page.port, head.format(**given), b"1\r\na\r\n") == 421


@pytest.mark.parametrize("head", [HEAD, CHUNKED], ids=["huge", "endless"])
@pytest.mark.parametrize("path", PLACES[:-1])
async def test_a_strangers_form_is_refused_before_its_body(page, path, head):
    headers = f"{FORM}Origin: https://evil.example\r\n"
    given = {"path": path, "host": "127.0.0.1", "headers": headers}

    assert await ask(page.port, head.format(**given), b"1\r\na\r\n") in REFUSED


@pytest.mark.parametrize("head", [HEAD, CHUNKED], ids=["huge", "endless"])
async def test_a_strangers_script_is_refused_before_its_body(page, head):
    given = {"path": "/uploads/files", "host": "127.0.0.1", "headers": "X-Truss-Token: x\r\n"}

    assert await ask(page.port, head.format(**given), b"1\r\na\r\n") in REFUSED


async def test_a_strangers_part_is_refused_before_its_body(page):
    head = HEAD.replace("POST", "PUT", 1)
    given = {"path": "/uploads/parts?ticket=no", "host": "127.0.0.1", "headers": ""}

    assert await ask(page.port, head.format(**given), b"a") in REFUSED
