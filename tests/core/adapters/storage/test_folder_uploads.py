import errno
import os
import shutil
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.adapters.storage.folder_uploads import FolderUploads
from core.errors import ExternalFailure, Forbidden, InvalidInput, NotFound
from core.ports.uploads import UploadedPart, UploadTickets
from tests.contracts.stepped_clock import SteppedClock

_: type[UploadTickets] = FolderUploads
KEY = "creators/ada/assets/1/source.mp4"
HEADERS = {"Content-Type": "video/mp4"}
SECRET = b"a secret of the tests"


@pytest.fixture
def clock():
    return SteppedClock()


@pytest.fixture
def uploads(tmp_path, clock):
    return FolderUploads(tmp_path, secret=SECRET, now=clock.now)


async def _ticket(uploads, size_bytes=5):
    ticket = await uploads.sign_upload(
        KEY, content_type="video/mp4", size_bytes=size_bytes, lasts_seconds=60
    )
    return dict(parse_qsl(urlsplit(ticket.url).query, keep_blank_values=True))


def list_open(root):
    """Return what others than the owner may look into, by path."""
    paths = (root, *root.rglob("*"))
    return [str(path) for path in paths if path.stat().st_mode & 0o077]


async def _body(*chunks):
    for chunk in chunks:
        yield chunk


def _files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


async def test_a_ticket_is_a_url_of_our_own_page(uploads):
    ticket = await uploads.sign_upload(
        KEY, content_type="video/mp4", size_bytes=5, lasts_seconds=60
    )

    assert urlsplit(ticket.url).path == "/uploads"
    assert SECRET.decode() not in ticket.url


async def test_a_ticket_is_good_for_one_method(uploads):
    query = await _ticket(uploads)

    with pytest.raises(Forbidden):
        await uploads.receive("POST", query, HEADERS, _body(b"video"))


@pytest.mark.parametrize(
    "query", [{}, {"signature": "x"}, {"signature": "\ud800", "key": "\ud800"}]
)
async def test_what_is_no_ticket_is_refused(uploads, query):
    with pytest.raises(Forbidden):
        await uploads.receive("PUT", query, HEADERS, _body(b"video"))


async def test_a_ticket_of_another_secret_is_refused(uploads, tmp_path, clock):
    other = FolderUploads(tmp_path, secret=b"another secret of these", now=clock.now)

    with pytest.raises(Forbidden):
        await uploads.receive("PUT", await _ticket(other), HEADERS, _body(b"video"))


def test_a_short_secret_is_refused(tmp_path, clock):
    with pytest.raises(ValueError, match="16 bytes"):
        FolderUploads(tmp_path, secret=b"short", now=clock.now)


async def test_a_body_without_end_is_cut_off_at_its_size(uploads, tmp_path):
    """A sender may lie about the length, or give none."""
    sent = 0

    async def endless():
        nonlocal sent
        while True:
            sent += 1
            yield b"x"

    with pytest.raises(InvalidInput):
        await uploads.receive("PUT", await _ticket(uploads), HEADERS, endless())

    assert (sent, _files(tmp_path)) == (6, [])


async def test_a_body_that_ends_early_leaves_nothing(uploads, tmp_path):
    with pytest.raises(InvalidInput, match="after 4 of 5 bytes"):
        await uploads.receive("PUT", await _ticket(uploads), HEADERS, _body(b"vi", b"de"))

    assert _files(tmp_path) == []


async def test_a_connection_that_breaks_leaves_nothing(uploads, tmp_path):
    async def broken():
        yield b"vi"
        raise ConnectionResetError

    with pytest.raises(InvalidInput, match="send the file again"):
        await uploads.receive("PUT", await _ticket(uploads), HEADERS, broken())

    assert _files(tmp_path) == []


async def test_a_large_body_is_written_as_it_comes(uploads, tmp_path):
    size = 3 * 1024**2 + 1
    query = await _ticket(uploads, size)
    chunks = [b"a" * 1024**2] * 3 + [b"b"]

    await uploads.receive("PUT", query, HEADERS, _body(*chunks))

    assert (tmp_path / KEY).read_bytes() == b"".join(chunks)


async def test_a_full_disk_is_told(uploads, monkeypatch):
    def fail(_descriptor):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(ExternalFailure, match="disk is full"):
        await uploads.receive("PUT", await _ticket(uploads), HEADERS, _body(b"video"))


async def test_the_parts_of_one_object_make_no_other(uploads):
    upload = await uploads.start_parts(KEY, content_type="video/mp4")
    part = UploadedPart(number=1, etag="0" * 32)

    for key, upload_id in (("creators/ben/1.mp4", upload), (KEY, "../../.."), (KEY, "0" * 32)):
        with pytest.raises(NotFound):
            await uploads.finish_parts(key, upload_id, [part])
        with pytest.raises(NotFound):
            await uploads.sign_part(key, upload_id, number=1, size_bytes=5, lasts_seconds=60)


async def test_a_full_disk_at_the_end_keeps_the_parts(uploads, monkeypatch, tmp_path):
    upload = await uploads.start_parts(KEY, content_type="video/mp4")
    ticket = await uploads.sign_part(KEY, upload, number=1, size_bytes=5, lasts_seconds=60)
    query = dict(parse_qsl(urlsplit(ticket.url).query, keep_blank_values=True))
    etag = await uploads.receive("PUT", query, {}, _body(b"video"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(ExternalFailure, match="disk is full"):
            await uploads.finish_parts(KEY, upload, [UploadedPart(number=1, etag=etag)])

    await uploads.finish_parts(KEY, upload, [UploadedPart(number=1, etag=etag)])

    assert _files(tmp_path) == [KEY]


def _leave(monkeypatch, free_mib):
    usage = shutil.disk_usage("/")._replace(free=free_mib * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)


async def test_an_upload_that_will_not_fit_is_refused_before_it_is_sent(
    uploads, monkeypatch, tmp_path
):
    """At its end its parts lie beside the whole: 100 MiB need 200, and 64 stay free."""
    size_bytes = 100 * 1024**2
    _leave(monkeypatch, 263)

    with pytest.raises(ExternalFailure, match="too full for this file: free 1 MiB"):
        await uploads.start_parts(KEY, content_type="video/mp4", size_bytes=size_bytes)

    assert _files(tmp_path) == []
    _leave(monkeypatch, 264)
    await uploads.start_parts(KEY, content_type="video/mp4", size_bytes=size_bytes)


async def test_an_upload_begun_on_a_full_disk_is_refused_in_words(uploads, monkeypatch):
    def fail(*_given, **_named):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "mkdir", fail)

    with pytest.raises(ExternalFailure, match="disk is full"):
        await uploads.start_parts(KEY, content_type="video/mp4")


async def test_parts_that_do_not_fit_beside_the_whole_are_not_joined(
    uploads, monkeypatch, tmp_path
):
    upload = await uploads.start_parts(KEY, content_type="video/mp4")
    ticket = await uploads.sign_part(KEY, upload, number=1, size_bytes=5, lasts_seconds=60)
    query = dict(parse_qsl(urlsplit(ticket.url).query, keep_blank_values=True))
    etag = await uploads.receive("PUT", query, {}, _body(b"video"))
    with monkeypatch.context() as patch:
        _leave(patch, 64)
        with pytest.raises(ExternalFailure, match="too full") as refused:
            await uploads.finish_parts(KEY, upload, [UploadedPart(number=1, etag=etag)])

    assert refused.value.retryable
    assert not (tmp_path / ".parts" / upload / "whole").exists()
    await uploads.finish_parts(KEY, upload, [UploadedPart(number=1, etag=etag)])


async def test_parts_that_nobody_finished_go_after_two_days(uploads, clock, tmp_path):
    upload = await uploads.start_parts(KEY, content_type="video/mp4")
    folder = tmp_path / ".parts" / upload
    begun = clock.now().timestamp()
    os.utime(folder, (begun, begun))

    clock.step(days=2)
    await uploads.remove_leftovers()
    assert folder.exists()

    clock.step(1)
    await uploads.remove_leftovers()
    assert not folder.exists()


class Unread:
    """A body that tells whether anybody looked at it."""

    def __init__(self):
        self.is_read = False

    async def __aiter__(self):
        self.is_read = True
        yield b"other"


async def _end_by_finishing(uploads, upload, etag):
    await uploads.finish_parts(KEY, upload, [UploadedPart(number=1, etag=etag)])


async def _end_by_abandoning(uploads, upload, etag):
    await uploads.abandon_parts(KEY, upload)


async def _end_by_closing(uploads, upload, etag):
    await uploads.close_parts(KEY, upload)


@pytest.mark.parametrize("end", [_end_by_finishing, _end_by_abandoning, _end_by_closing])
async def test_a_ticket_ends_with_its_upload(uploads, tmp_path, end):
    """It is good for an hour, but not for a file that a job has begun to read, or for the disk."""
    upload = await uploads.start_parts(KEY, content_type="video/mp4")
    ticket = await uploads.sign_part(KEY, upload, number=1, size_bytes=5, lasts_seconds=3600)
    query = dict(parse_qsl(urlsplit(ticket.url).query, keep_blank_values=True))
    etag = await uploads.receive("PUT", query, {}, _body(b"video"))
    await end(uploads, upload, etag)
    before = _files(tmp_path)
    body = Unread()

    with pytest.raises((Forbidden, NotFound)):
        await uploads.receive("PUT", query, {}, body)

    assert not body.is_read
    assert _files(tmp_path) == before


async def test_a_part_under_way_when_its_upload_is_closed_is_dropped(uploads):
    upload = await uploads.start_parts(KEY, content_type="video/mp4")
    ticket = await uploads.sign_part(KEY, upload, number=1, size_bytes=5, lasts_seconds=3600)
    query = dict(parse_qsl(urlsplit(ticket.url).query, keep_blank_values=True))

    async def slow():
        yield b"vi"
        await uploads.close_parts(KEY, upload)
        yield b"deo"

    with pytest.raises(Forbidden, match="reload the page"):
        await uploads.receive("PUT", query, {}, slow())

    assert await uploads.list_parts(KEY, upload) == ()


async def test_a_closed_upload_is_finished_as_any(uploads, tmp_path):
    upload = await uploads.start_parts(KEY, content_type="video/mp4")
    ticket = await uploads.sign_part(KEY, upload, number=1, size_bytes=5, lasts_seconds=3600)
    query = dict(parse_qsl(urlsplit(ticket.url).query, keep_blank_values=True))
    etag = await uploads.receive("PUT", query, {}, _body(b"video"))

    await uploads.close_parts(KEY, upload)
    await uploads.close_parts(KEY, upload)  # as another tab does
    await uploads.finish_parts(KEY, upload, await uploads.list_parts(KEY, upload))

    assert (tmp_path / KEY).read_bytes() == b"video"
    assert etag


async def test_a_ticket_writes_its_file_once(uploads, tmp_path):
    query = await _ticket(uploads)
    await uploads.receive("PUT", query, HEADERS, _body(b"video"))

    with pytest.raises(Forbidden, match="here already"):
        await uploads.receive("PUT", query, HEADERS, _body(b"other"))

    assert (tmp_path / KEY).read_bytes() == b"video"


async def test_what_arrives_is_its_owner_s_alone(tmp_path, clock):
    root = tmp_path / "objects"
    uploads = FolderUploads(root, secret=SECRET, now=clock.now)
    await uploads.receive("PUT", await _ticket(uploads), HEADERS, _body(b"video"))

    assert list_open(root) == []


async def test_a_joined_file_is_its_owner_s_alone(tmp_path, clock):
    root = tmp_path / "objects"
    uploads = FolderUploads(root, secret=SECRET, now=clock.now)
    upload = await uploads.start_parts(KEY, content_type="video/mp4")
    ticket = await uploads.sign_part(KEY, upload, number=1, size_bytes=5, lasts_seconds=60)
    query = dict(parse_qsl(urlsplit(ticket.url).query, keep_blank_values=True))
    etag = await uploads.receive("PUT", query, {}, _body(b"video"))
    await _end_by_finishing(uploads, upload, etag)

    assert (root / KEY).is_file()
    assert list_open(root) == []
