import pytest

from core.domain.videos.file_signature import A_PAGE, NO_VIDEO, require_video_start
from core.errors import InvalidInput

PACKET = b"\x47" + b"\x00" * 187


@pytest.mark.parametrize(
    "start",
    [
        b"\x00\x00\x00\x20ftypisom",
        b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat",
        b"\x00\x00\x00\x08free\x00\x00",
        b"\x1a\x45\xdf\xa3\x01\x00",
        b"FLV\x01\x05",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        PACKET * 3,
        b"\x00\x00\x00\x00" + (PACKET + b"\x00" * 4) * 2,
        b"\x00\x00\x01\xba\x44",
        b"OggS\x00",
    ],
)
def test_a_file_that_begins_like_a_video_may_be_one(start):
    require_video_start(start)


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (b"", NO_VIDEO),
        (b"\x89PNG\r\n\x1a\n", NO_VIDEO),
        (b"%PDF-1.7", NO_VIDEO),
        (b"RIFF\x00\x00\x00\x00WAVE", NO_VIDEO),
        (b"#EXTM3U\n#EXTINF", NO_VIDEO),
        (b"G" + b"a" * 400, NO_VIDEO),
        (b"PK\x03\x04", NO_VIDEO),
        (b"<!DOCTYPE html><html>", A_PAGE),
        (b"\xef\xbb\xbf\n <HTML lang=en>", A_PAGE),
        (b'<?xml version="1.0"?>', A_PAGE),
    ],
)
def test_what_is_plainly_no_video_is_turned_away_at_once(start, sentence):
    with pytest.raises(InvalidInput) as refused:
        require_video_start(start)

    assert str(refused.value) == sentence
