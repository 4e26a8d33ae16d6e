"""The fetcher against a web server on loopback, which plays what the web may do to it."""

import asyncio
import errno
import socket
from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.fetching import FetchLimits, GuardedFetcher
from core.domain.videos.file_signature import require_video_start
from core.domain.videos.web_address import NOT_PUBLIC, WRONG_PORT
from core.errors import ExternalFailure, InvalidInput
from core.ports.videos import Fetcher

LOOPBACK = (ip_network("127.0.0.0/8"),)
VIDEO = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 9000
MAX = len(VIDEO)
_: type[Fetcher] = GuardedFetcher


class Web:
    """What lies where; `seen` are the paths that were asked for, with their Host."""

    def __init__(self):
        self.seen = []
        self.url = ""

    async def serve(self, request):
        self.seen.append((request.path, request.headers["Host"]))
        return await getattr(self, "give_" + request.path.strip("/").partition("/")[0])(request)

    async def give_video(self, request):
        return web.Response(body=VIDEO, content_type="text/html")

    async def give_named(self, request):
        headers = {"Content-Disposition": 'attachment; filename="../../Ace on Haven.mp4"'}
        return web.Response(body=VIDEO, headers=headers)

    async def give_page(self, request):
        return web.Response(text="<!doctype html><title>Watch</title>", content_type="text/html")

    async def give_status(self, request):
        return web.Response(status=int(request.path.rpartition("/")[2]))

    async def give_to(self, request):
        return web.Response(status=302, headers={"Location": request.query["at"]})

    async def give_chunked(self, request):
        """Give more than was agreed on, without saying how much."""
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(VIDEO)
        await answer.write(b"and more")
        await answer.write_eof()
        return answer

    async def give_cut(self, request):
        answer = web.StreamResponse(headers={"Content-Length": str(MAX)})
        await answer.prepare(request)
        await answer.write(VIDEO[:100_000])
        request.transport.close()
        return answer

    async def give_silence(self, request):
        answer = web.StreamResponse(headers={"Content-Length": str(MAX)})
        await answer.prepare(request)
        await answer.write(VIDEO[:5000])
        await asyncio.sleep(2)
        return answer

    async def give_packed(self, request):
        return web.Response(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})


@pytest.fixture
async def there():
    place = Web()
    application = web.Application()
    application.router.add_get("/{path:.*}", place.serve)
    server = TestServer(application)
    await server.start_server()
    place.url = str(server.make_url("")).rstrip("/")
    yield place
    await server.close()


@pytest.fixture
def fetch(there, tmp_path):
    """Return a function that fetches an address, from the server on loopback where it has none."""

    async def fetch_from(url, *, allowed=LOOPBACK, fetcher=None, **given):
        fetcher = fetcher or GuardedFetcher(allowed)
        values = {"size_bytes_max": MAX, "check_start": require_video_start} | given
        full = there.url + url if url.startswith("/") else url
        return await fetcher.fetch_file(full, tmp_path / "video", **values)

    return fetch_from


async def test_a_file_comes_whole_whatever_type_it_is_called(fetch, tmp_path):
    told: list[float] = []

    fetched = await fetch("/video/My%20stream.mp4", on_progress=told.append)

    assert (tmp_path / "video").read_bytes() == VIDEO
    assert (fetched.size_bytes, fetched.file_name) == (MAX, "My stream.mp4")
    assert told[-1] == 1.0
    assert told == sorted(told)


async def test_a_redirect_is_followed_and_a_name_in_the_answer_counts(fetch, tmp_path):
    fetched = await fetch("/to?at=/named/x")

    assert fetched.size_bytes == MAX
    assert fetched.file_name.endswith("Ace on Haven.mp4")


async def test_without_an_open_network_nobody_is_asked(fetch, there):
    with pytest.raises(InvalidInput) as refused:
        await fetch("/video", allowed=())

    assert str(refused.value) == NOT_PUBLIC
    assert there.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/video",
        "http://localhost:{port}/video",
        "http://LOCALHOST.:{port}/video",
        "http://127.1:{port}/video",
        "http://2130706433:{port}/video",
        "http://0x7f000001:{port}/video",
        "http://0177.0.0.1:{port}/video",
        "http://0:{port}/video",
        "http://0.0.0.0:{port}/video",
        "http://[::1]:{port}/video",
        "http://[::ffff:127.0.0.1]:{port}/video",
        "http://[::ffff:7f00:1]:{port}/video",
        "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/video",
        "http://\uff11\uff12\uff17.0.0.1:{port}/video",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
    ],
)
async def test_no_way_of_writing_an_address_leads_into_a_private_network(fetch, there, url):
    with pytest.raises((InvalidInput, ExternalFailure)):
        await fetch(url.format(port=there.url.rpartition(":")[2]), allowed=())

    assert there.seen == []


async def test_what_the_name_server_says_last_is_what_counts(fetch, there, monkeypatch):
    """A name that was public when it was looked at may be private when it is connected to."""
    port = int(there.url.rpartition(":")[2])
    answers = [[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]]

    async def getaddrinfo(*_args, **_named):
        return answers[0]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)

    with pytest.raises(InvalidInput) as refused:
        await fetch(f"http://rebound.example:{port}/video", allowed=())
    assert str(refused.value) == NOT_PUBLIC
    assert there.seen == []

    fetched = await fetch(f"http://opened.example:{port}/video")
    assert fetched.size_bytes == MAX
    assert there.seen == [("/video", f"opened.example:{port}")]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("http://10.0.0.1/video", "private network"),
        ("http://169.254.169.254/", "private network"),
        ("//[::1]/video", "private network"),
        ("file:///etc/passwd", "not a web address"),
        ("http://ada:pw@127.0.0.1/", "password"),
        ("http://[", "an unusable one"),
        ("", "Too many redirects"),
    ],
)
async def test_every_redirect_is_looked_at_anew(fetch, at, words):
    with pytest.raises(InvalidInput, match=words):
        await fetch(f"/to?at={at}" if at else "/to?at=")


async def test_public_machines_are_asked_at_the_ports_of_the_web_only(fetch):
    with pytest.raises(InvalidInput) as refused:
        await fetch("http://1.1.1.1:22/video")

    assert str(refused.value) == WRONG_PORT


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/status/404", "no file at that address"),
        ("/status/401", "sign-in"),
        ("/status/403", "sign-in"),
        ("/status/204", "204"),
        ("/page", "web page and not a video"),
        ("/chunked", "larger than"),
        ("/packed", "compresses the download"),
    ],
)
async def test_what_gives_no_video_is_told_and_not_tried_again(fetch, path, words):
    with pytest.raises(InvalidInput, match=words):
        await fetch(path)


async def test_a_file_that_says_it_is_too_large_is_not_even_begun(fetch, tmp_path):
    with pytest.raises(InvalidInput, match="larger than 2 MiB"):
        await fetch("/video", size_bytes_max=MAX - 1)

    assert not (tmp_path / "video").exists()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/status/503", "503"),
        ("/status/429", "429"),
        ("/cut", "connection was lost"),
        ("/silence", "took too long"),
        ("http://127.0.0.1:1/video", "Nothing answers"),
    ],
)
async def test_what_may_pass_is_tried_again(fetch, path, words):
    fetcher = GuardedFetcher(LOOPBACK, limits=FetchLimits(silent_seconds=0.1))

    with pytest.raises(ExternalFailure, match=words) as failed:
        await fetch(path, fetcher=fetcher)

    assert failed.value.retryable
    assert failed.value.stage == "download"


async def test_a_file_that_drips_is_given_up(fetch):
    fetcher = GuardedFetcher(LOOPBACK, limits=FetchLimits(whole_seconds=0.1))

    with pytest.raises(ExternalFailure, match="took too long"):
        await fetch("/silence", fetcher=fetcher)


async def test_a_name_that_nobody_has_is_told(fetch, monkeypatch):
    async def getaddrinfo(*_args, **_named):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)

    with pytest.raises(InvalidInput, match="No server is found"):
        await fetch("https://no-such-name.example/video")


async def test_a_full_disk_is_told_as_such(fetch, monkeypatch, tmp_path):
    def write(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full:
        def __init__(self):
            self.write, self.close = write, lambda: None

    monkeypatch.setattr(type(tmp_path), "open", lambda *_args, **_named: Full())

    with pytest.raises(ExternalFailure, match="disk is full"):
        await fetch("/video")


async def test_one_origin_is_asked_alone_wherever_it_lies(fetch, there):
    """The operator said where Discord's files are; no attachment leads anywhere else."""
    fetcher = GuardedFetcher(origins=frozenset({there.url}))

    assert (await fetch("/video", fetcher=fetcher)).size_bytes == MAX
    with pytest.raises(InvalidInput, match="attach the file again"):
        await fetch("http://127.0.0.1:1/video", fetcher=fetcher)
    with pytest.raises(InvalidInput, match="attach the file again"):
        await fetch("/to?at=http://10.0.0.1/", fetcher=fetcher)
