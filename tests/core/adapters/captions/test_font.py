"""The font is there, alone in its folder, and draws what we say that it draws."""

import unicodedata
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from core.adapters.captions import find_font, font, make_fonts_folder
from core.domain.clips.caption_text import clean_text, is_drawn, measure_text
from core.domain.clips.captions import CAPTION_FONT
from core.errors import ExternalFailure


def test_the_folder_holds_the_font_and_nothing_else(tmp_path):
    """Libass reads all of it, for each render."""
    folder = make_fonts_folder(tmp_path / "home" / "fonts")
    make_fonts_folder(folder)

    (file,) = folder.iterdir()
    assert file.read_bytes() == find_font().read_bytes()
    assert [path.name for path in folder.parent.iterdir()] == ["fonts"]


def test_a_torn_copy_is_replaced(tmp_path):
    torn = make_fonts_folder(tmp_path / "fonts") / font.FONT_FILE
    torn.write_bytes(b"torn")

    make_fonts_folder(tmp_path / "fonts")

    assert torn.stat().st_size == find_font().stat().st_size


@pytest.mark.parametrize("name", [font.FONT_FILE, font.LETTERS_FILE])
def test_a_lost_font_is_said(monkeypatch, tmp_path, name):
    monkeypatch.setattr(font, "FONTS", tmp_path)

    with pytest.raises(ExternalFailure, match="font for captions is missing"):
        find_font(name)


def test_symbols_that_are_kept_can_be_drawn():
    """A box in place of a flame is worse than nothing."""
    drawn = TTFont(BytesIO(find_font().read_bytes())).getBestCmap()
    symbols = [chr(code) for code in [*range(0x2000, 0x2C00), *range(0x1F000, 0x1FB00)]]

    kept = [
        at for at in symbols if unicodedata.category(at) in {"So", "Sk", "Sm"} and clean_text(at)
    ]

    assert len(kept) > 1_000
    assert [at for at in kept if ord(at) not in drawn] == []


def test_the_domain_knows_the_name_the_letters_and_their_widths():
    face = TTFont(BytesIO(find_font().read_bytes()))
    drawn = face.getBestCmap()
    letters = [
        chr(code) for code in [*range(0x21, 0x7F), *range(0xC0, 0x250), *range(0x400, 0x460)]
    ]

    assert face["name"].getDebugName(1) == CAPTION_FONT
    assert all(map(is_drawn, letters))
    for letter in letters:
        assert ord(letter) in drawn
    for letter in letters[: 0x7F - 0x21]:
        advance = face["hmtx"][drawn[ord(letter)]][0] / face["head"].unitsPerEm
        assert measure_text(letter) == pytest.approx(advance, abs=0.006)
