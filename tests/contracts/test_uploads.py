"""Tickets of the folder and of S3, used as a browser would: by plain HTTP."""

import asyncio
import io
import socket
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
import pytest
from aiohttp import web

from core.adapters.storage.folder import FolderStorage
from core.adapters.storage.folder_uploads import FolderUploads
from core.adapters.storage.s3 import S3Storage
from core.adapters.storage.s3_uploads import S3Uploads
from core.errors import Forbidden, InvalidInput, NotFound
from core.ports.uploads import UploadedPart
from tests.contracts.s3 import open_bucket
from tests.contracts.stepped_clock import SteppedClock

KEY = "creators/ada/assets/1/source.mp4"
TYPE = "video/mp4"
PART = 5 * 1024**2


class _World:
    """Tickets, the storage in which their files arrive, and somebody who sends them."""

    def __init__(self, tickets, storage, client):
        self.tickets = tickets
        self.storage = storage
        self.client = client

    async def send(self, ticket, body, *, headers=None, url=None):
        """Return the status and the ETag of the answer."""
        sent = dict(ticket.headers if headers is None else headers)
        async with self.client.request(
            ticket.method,
            url or ticket.url,
            data=io.BytesIO(body),
            headers=sent,
            skip_auto_headers=["Content-Type"],
        ) as answer:
            return answer.status, answer.headers.get("ETag", "")

    async def read(self, object_key=KEY):
        async with self.storage.open_file(object_key) as path:
            return path.read_bytes()


async def _serve(uploads, listener):
    async def receive(request):
        try:
            body = request.content.iter_chunked(65536)
            etag = await uploads.receive(request.method, request.query, request.headers, body)
        except (Forbidden, InvalidInput, NotFound) as error:
            return web.Response(status=403, text=str(error))
        return web.Response(headers={"ETag": f'"{etag}"'})

    page = web.Application()
    page.router.add_put("/uploads", receive)
    runner = web.AppRunner(page)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    return runner


@pytest.fixture
def clock():
    return SteppedClock()


@pytest.fixture(params=["folder", "s3"])
async def world(request, tmp_path, clock):
    async with aiohttp.ClientSession() as client:
        if request.param == "s3":
            with open_bucket(request.getfixturevalue("aws_endpoint")) as bucket:
                storage = S3Storage(bucket, scratch=tmp_path / "scratch")
                yield _World(S3Uploads(bucket, now=clock.now), storage, client)
            return
        listener = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/uploads"
        uploads = FolderUploads(tmp_path, secret=b"a secret of the tests", now=clock.now, url=url)
        runner = await _serve(uploads, listener)
        yield _World(uploads, FolderStorage(tmp_path), client)
        await runner.cleanup()


async def _sign(world, size_bytes=5, lasts_seconds=600):
    return await world.tickets.sign_upload(
        KEY, content_type=TYPE, size_bytes=size_bytes, lasts_seconds=lasts_seconds
    )


async def test_a_file_sent_with_a_ticket_is_stored(world):
    assert await world.tickets.find_size(KEY) is None
    ticket = await _sign(world)

    status, etag = await world.send(ticket, b"video")

    assert (status, bool(etag)) == (200, True)
    assert await world.read() == b"video"
    assert await world.tickets.find_size(KEY) == 5


async def test_a_ticket_says_until_when_it_is_good(world, clock):
    ticket = await _sign(world, lasts_seconds=90)

    assert (ticket.expires_at - clock.now()).total_seconds() == 90


@pytest.mark.parametrize("body", [b"vide", b"videos"], ids=["shorter", "longer"])
async def test_a_file_of_another_size_is_refused(world, body):
    """A ticket for a small file must not fill the disk."""
    status, _ = await world.send(await _sign(world), body)

    assert status == 403
    assert await world.tickets.find_size(KEY) is None


async def test_a_file_of_another_type_is_refused(world):
    status, _ = await world.send(
        await _sign(world), b"video", headers={"Content-Type": "text/html"}
    )

    assert status == 403
    assert await world.tickets.find_size(KEY) is None


async def test_an_expired_ticket_is_refused(world, clock):
    ticket = await _sign(world, lasts_seconds=1)
    clock.step(1)
    await asyncio.sleep(1.5)  # S3's double looks at the real time

    status, _ = await world.send(ticket, b"video")

    assert status == 403
    assert await world.tickets.find_size(KEY) is None


async def test_a_changed_ticket_is_refused(world):
    ticket = await _sign(world)
    parts = urlsplit(ticket.url)
    for place, (name, value) in enumerate(parse_qsl(parts.query, keep_blank_values=True)):
        if name == "X-Amz-Algorithm":
            continue  # the double believes what it does not know
        query = parse_qsl(parts.query, keep_blank_values=True)
        query[place] = (name, value[:-1] + ("0" if value[-1:] != "0" else "1"))
        status, _ = await world.send(
            ticket, b"video", url=parts._replace(query=urlencode(query)).geturl()
        )
        assert status >= 400, name

    assert await world.tickets.find_size(KEY) is None


async def test_a_file_comes_in_parts(world):
    upload = await world.tickets.start_parts(KEY, content_type=TYPE)
    sent = []
    for number, body in ((1, b"a" * PART), (2, b"the end")):
        ticket = await world.tickets.sign_part(
            KEY, upload, number=number, size_bytes=len(body), lasts_seconds=600
        )
        status, etag = await world.send(ticket, body)
        assert status == 200
        sent.append(UploadedPart(number=number, etag=etag))
    assert await world.tickets.find_size(KEY) is None

    await world.tickets.finish_parts(KEY, upload, sent)

    assert await world.read() == b"a" * PART + b"the end"


async def test_a_part_sent_again_replaces_the_first_try(world):
    upload = await world.tickets.start_parts(KEY, content_type=TYPE)
    for body in (b"first", b"again"):
        ticket = await world.tickets.sign_part(
            KEY, upload, number=1, size_bytes=5, lasts_seconds=600
        )
        _, etag = await world.send(ticket, body)

    await world.tickets.finish_parts(KEY, upload, [UploadedPart(number=1, etag=etag)])

    assert await world.read() == b"again"


async def test_what_has_arrived_is_told_by_number_with_its_size(world):
    """Whoever's connection was cut goes on from here."""
    upload = await world.tickets.start_parts(KEY, content_type=TYPE)
    assert await world.tickets.list_parts(KEY, upload) == ()
    etags = {}
    for number, body in ((2, b"the end"), (1, b"first"), (1, b"again!")):
        ticket = await world.tickets.sign_part(
            KEY, upload, number=number, size_bytes=len(body), lasts_seconds=600
        )
        _, etags[number] = await world.send(ticket, body)

    assert await world.tickets.list_parts(KEY, upload) == (
        UploadedPart(number=1, etag=etags[1].strip('"'), size_bytes=6),
        UploadedPart(number=2, etag=etags[2].strip('"'), size_bytes=7),
    )
    with pytest.raises(NotFound):
        await world.tickets.list_parts("creators/ben/other.mp4", upload)
    await world.tickets.abandon_parts(KEY, upload)
    with pytest.raises(NotFound):
        await world.tickets.list_parts(KEY, upload)


async def test_a_page_is_told_where_its_files_go(world):
    ticket = await _sign(world)
    origin = await world.tickets.find_origin()

    is_own = isinstance(world.tickets, FolderUploads)
    assert origin == ("" if is_own else f"http://{urlsplit(ticket.url).netloc}")


async def test_a_part_that_never_came_is_told(world):
    upload = await world.tickets.start_parts(KEY, content_type=TYPE)

    with pytest.raises(InvalidInput):
        await world.tickets.finish_parts(KEY, upload, [UploadedPart(number=1, etag="0" * 32)])


async def test_a_small_part_before_the_last_is_refused(world):
    """S3 does so; its double does not (see tests/core/adapters/storage/test_s3.py)."""
    if isinstance(world.tickets, S3Uploads):
        pytest.skip("the double takes small parts")
    upload = await world.tickets.start_parts(KEY, content_type=TYPE)
    sent = []
    for number in (1, 2):
        ticket = await world.tickets.sign_part(
            KEY, upload, number=number, size_bytes=5, lasts_seconds=600
        )
        _, etag = await world.send(ticket, b"small")
        sent.append(UploadedPart(number=number, etag=etag))

    with pytest.raises(InvalidInput):
        await world.tickets.finish_parts(KEY, upload, sent)


async def test_an_abandoned_upload_cannot_be_finished(world):
    upload = await world.tickets.start_parts(KEY, content_type=TYPE)
    ticket = await world.tickets.sign_part(KEY, upload, number=1, size_bytes=5, lasts_seconds=600)
    _, etag = await world.send(ticket, b"video")

    await world.tickets.abandon_parts(KEY, upload)
    await world.tickets.abandon_parts(KEY, upload)

    with pytest.raises(NotFound):
        await world.tickets.finish_parts(KEY, upload, [UploadedPart(number=1, etag=etag)])
    assert (await world.send(ticket, b"video"))[0] >= 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"content_type": "video"},
        {"content_type": "text/html\nX: y"},
        {"size_bytes": 0},
        {"size_bytes": 6 * 1024**3},
        {"lasts_seconds": 0},
        {"lasts_seconds": 8 * 24 * 3600},
    ],
)
async def test_what_no_ticket_can_allow_is_refused(world, wrong):
    with pytest.raises(InvalidInput):
        await world.tickets.sign_upload(
            KEY, **({"content_type": TYPE, "size_bytes": 5, "lasts_seconds": 600} | wrong)
        )
    with pytest.raises(InvalidInput):
        await world.tickets.sign_upload(
            "../escape", content_type=TYPE, size_bytes=5, lasts_seconds=600
        )


@pytest.mark.parametrize(
    "numbers", [(), (2, 1), (1, 1), (0,), (10_001,)], ids=["none", "back", "twice", "0", "10001"]
)
async def test_parts_out_of_order_are_refused(world, numbers):
    upload = await world.tickets.start_parts(KEY, content_type=TYPE)
    parts = [UploadedPart(number=number, etag="0" * 32) for number in numbers]

    with pytest.raises(InvalidInput):
        await world.tickets.finish_parts(KEY, upload, parts)
