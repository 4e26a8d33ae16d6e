from urllib.parse import parse_qs, urlsplit

import pytest

from core.adapters.storage.s3_uploads import S3Uploads
from core.errors import ExternalFailure, InvalidInput, NotFound
from core.ports.uploads import UploadedPart, UploadTickets

_: type[UploadTickets] = S3Uploads
KEY = "creators/ada/clips/1.mp4"


async def test_a_ticket_signs_the_type_and_the_size(uploads):
    ticket = await uploads.sign_upload(
        KEY, content_type="video/mp4", size_bytes=5, lasts_seconds=60
    )
    query = parse_qs(urlsplit(ticket.url).query)

    assert query["X-Amz-SignedHeaders"] == ["content-length;content-type;host"]
    assert query["X-Amz-Expires"] == ["60"]
    assert dict(ticket.headers) == {"Content-Type": "video/mp4"}


@pytest.mark.parametrize("code", ["EntityTooSmall", "InvalidPart"])
async def test_parts_that_s3_refuses_are_the_senders_fault(uploads, stub, code):
    stub.add_client_error("complete_multipart_upload", code)

    with pytest.raises(InvalidInput, match=code):
        await uploads.finish_parts(KEY, "upload", [UploadedPart(number=1, etag="0" * 32)])


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failure_without_a_code_of_s3_s_passes(uploads, stub, status):
    """HEAD is answered without a body, and so is whatever a proxy says: clips failed for good."""
    stub.add_client_error("head_object", str(status), http_status_code=status)

    with pytest.raises(ExternalFailure) as failure:
        await uploads.find_size(KEY)

    assert failure.value.retryable


async def test_an_object_that_nobody_sent_has_no_size(uploads, stub):
    stub.add_client_error("head_object", "404")

    assert await uploads.find_size(KEY) is None


async def test_an_upload_of_nobody_is_not_found(uploads, stub):
    stub.add_client_error("complete_multipart_upload", "NoSuchUpload")

    with pytest.raises(NotFound):
        await uploads.finish_parts(KEY, "upload", [UploadedPart(number=1, etag="0" * 32)])
