import pytest

from core.adapters.storage.upload_rules import check_content_type, check_parts
from core.errors import InvalidInput
from core.ports.uploads import UploadedPart


@pytest.mark.parametrize("content_type", ["video/mp4", "image/svg+xml", "application/x-ndjson"])
def test_the_type_of_a_file_is_taken(content_type):
    assert check_content_type(content_type) == content_type


@pytest.mark.parametrize(
    "content_type", ["", "video", "video/", "/mp4", "Video/MP4", "video/mp4; a=b", "a/b\n", "a/b/c"]
)
def test_what_is_no_type_is_refused(content_type):
    with pytest.raises(InvalidInput):
        check_content_type(content_type)


def test_the_etag_of_a_part_may_come_in_its_quotes():
    """Browsers give the header as it is."""
    parts = [UploadedPart(number=1, etag=f'"{"a" * 32}"'), UploadedPart(number=2, etag="b" * 64)]

    assert [part.etag for part in check_parts(parts)] == ["a" * 32, "b" * 64]


@pytest.mark.parametrize("etag", ["", "../../etc/passwd", "A" * 32, "a" * 31, '"a/b"'])
def test_what_is_no_etag_is_refused(etag):
    """A part's name becomes part of a path."""
    with pytest.raises(InvalidInput):
        check_parts([UploadedPart(number=1, etag=etag)])
