"""Files with captions, recognised by what is in them."""

import os

import pytest

from core.adapters.captions.reader import BYTES_MAX, CaptionFileReader
from core.errors import InvalidInput
from core.ports.clips import CaptionReader

_: type[CaptionReader] = CaptionFileReader

SRT = "1\r\n00:00:01,000 --> 00:00:02,000\r\ncaf\u00e9\r\n"


@pytest.fixture
def write(tmp_path):
    def write_file(content, name="captions.srt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-marked", "latin-1", "cp1252"]
)
async def test_encodings_are_told_apart(write, encoding):
    content = (
        b"\xff\xfe" + SRT.encode("utf-16-le")
        if encoding == "utf-16-le-marked"
        else SRT.encode(encoding)
    )

    track = await CaptionFileReader().read_captions(write(content))

    assert [word.text for word in track.words] == ["caf\u00e9"]


@pytest.mark.parametrize(
    "content",
    [
        SRT.encode("utf-16-le"),
        SRT.encode("utf-16-be"),
        SRT.encode("utf-32"),
        SRT.encode() + b"\0" * 512,
        SRT.replace("\r", "\r\r").encode(),
        SRT.replace("\n", "\n\n").encode(),
    ],
    ids=["UTF-16 LE", "UTF-16 BE", "UTF-32", "filled up", "line ends twice", "lines twice"],
)
async def test_what_other_programs_did_to_a_file_is_undone(write, content):
    track = await CaptionFileReader().read_captions(write(content))

    assert [word.text for word in track.words] == ["caf\u00e9"]


async def test_the_apostrophe_of_western_windows_is_kept(write):
    track = await CaptionFileReader().read_captions(
        write(b"1\n00:00:01,000 --> 00:00:02,000\ndon\x92t\n")
    )

    assert [word.text for word in track.words] == ["don\u2019t"]


@pytest.mark.parametrize(
    ("content", "format_name"),
    [
        (SRT, "SRT"),
        ("\ufeff\n\nWEBVTT\n\n00:01.000 --> 00:02.000\nhi\n", "WebVTT"),
        ('[{"text": "hi", "start": 1, "end": 2}]', "JSON"),
        ("[Music]\n" + SRT, "SRT"),
    ],
)
async def test_the_content_says_what_it_is_whatever_the_name(write, content, format_name):
    track = await CaptionFileReader().read_captions(write(content, "captions.txt"))

    assert track.format_name == format_name


async def test_words_come_in_order_and_apart(write):
    content = '[{"text":"b","start":2,"end":9},{"text":"a","start":1,"end":3},{"text":0}]'

    track = await CaptionFileReader().read_captions(write(content))

    assert [(w.text, w.start_seconds, w.end_seconds) for w in track.words] == [
        ("a", 1.0, 2.0),
        ("b", 2.0, 9.0),
    ]
    assert track.skipped == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\x89PNG\r\n\0\0\0\rIHDR", "is not text"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "is not text"),
        ("Dialogue: 0,0:00:01.00", "contains no captions Truss can read"),
        ("[", "contains no captions Truss can read"),
        ("WEBVTT\n\nnothing", "has no readable cue (0 are broken)"),
        ('[{"text": "hi"}]', "has no readable cue (1 are broken)"),
    ],
)
async def test_what_holds_no_words_is_refused_in_a_sentence(write, content, said):
    with pytest.raises(InvalidInput) as refused:
        await CaptionFileReader().read_captions(write(content))

    assert said in str(refused.value)
    assert str(refused.value).endswith(
        "give an .srt, .vtt, .sbv, .ass or .tsv file, or a .json list of {text, start, end} "
        "in seconds."
    )


async def test_a_folder_a_missing_file_and_a_huge_one_are_refused(tmp_path):
    huge = tmp_path / "huge.srt"
    huge.touch()
    os.truncate(huge, BYTES_MAX + 1)

    for path, said in (
        (tmp_path, "is a folder"),
        (tmp_path / "none.srt", "There is no file"),
        (huge, "is larger than 32 MiB"),
    ):
        with pytest.raises(InvalidInput, match=said):
            await CaptionFileReader().read_captions(path)


async def test_a_file_that_cannot_be_read_is_refused(write, monkeypatch):
    path = write(SRT)

    def fail(*_args, **_named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", fail)

    with pytest.raises(InvalidInput, match="Permission denied"):
        await CaptionFileReader().read_captions(path)
