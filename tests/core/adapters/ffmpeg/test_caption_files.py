import os

from core.adapters.captions.font import FONT_FILE
from core.adapters.ffmpeg.caption_files import (
    KEPT_SECONDS,
    try_caption_files,
    write_caption_files,
)
from core.domain.clips.captions import make_ass
from core.domain.videos.spoken_word import Word


def test_no_captions_need_no_files(tmp_path):
    assert write_caption_files("", tmp_path / "captions") is None
    assert not (tmp_path / "captions").exists()


def test_a_document_lies_beside_a_folder_with_its_font_alone(tmp_path):
    files = write_caption_files("[Script Info]", tmp_path)

    assert files is not None
    assert files.document.read_text() == "[Script Info]"
    assert [font.name for font in files.fonts.iterdir()] == [FONT_FILE]


def test_equal_documents_are_one_file_and_broken_text_is_kept(tmp_path):
    first = write_caption_files("a \ud800 b", tmp_path)
    again = write_caption_files("a \ud800 b", tmp_path)

    assert first == again
    assert first is not None
    assert first.document.read_text() == "a ? b"


def test_documents_of_yesterday_are_cleared_away(tmp_path):
    old = tmp_path / "old.ass"
    old.touch()
    os.utime(old, (0, old.stat().st_mtime - KEPT_SECONDS - 60))

    write_caption_files("[Script Info]", tmp_path)

    assert not old.exists()


def test_where_a_glyph_is_missing_the_clip_goes_without_captions_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("core.adapters.captions.glyphs.list_faces", tuple)
    document = make_ass(
        [Word(text="\u4f60", start_seconds=0.0, end_seconds=1.0)], duration_seconds=2
    )

    files, reason = try_caption_files(document, tmp_path)

    assert files is None
    assert "words-all" in reason
