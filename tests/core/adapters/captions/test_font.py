"""The font is there, alone in its folder, and draws what we say that it draws."""

import subprocess
import sys
import unicodedata

import pytest
from matplotlib.ft2font import FT2Font

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


def test_matplotlib_is_not_imported_for_it():
    code = (
        "import sys; from core.adapters.captions import find_font; find_font(); "
        "sys.exit('matplotlib' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_font_is_said(monkeypatch, tmp_path):
    find_font.cache_clear()
    monkeypatch.setattr(font, "find_spec", lambda _: None)

    with pytest.raises(ExternalFailure, match="font for captions is missing"):
        make_fonts_folder(tmp_path)

    find_font.cache_clear()


def test_a_wheel_without_its_fonts_is_said(monkeypatch):
    find_font.cache_clear()
    monkeypatch.setattr(font, "FONT_FILE", "Nowhere.ttf")

    with pytest.raises(ExternalFailure, match="font for captions is missing"):
        find_font()

    find_font.cache_clear()


def test_symbols_that_are_kept_can_be_drawn():
    """A box in place of a flame is worse than nothing."""
    drawn = FT2Font(str(find_font())).get_charmap()
    symbols = [chr(code) for code in [*range(0x2000, 0x2C00), *range(0x1F000, 0x1FB00)]]

    kept = [
        at for at in symbols if unicodedata.category(at) in {"So", "Sk", "Sm"} and clean_text(at)
    ]

    assert len(kept) > 1_000
    assert [at for at in kept if ord(at) not in drawn] == []


def test_the_domain_knows_the_name_the_letters_and_their_widths():
    face = FT2Font(str(find_font()))
    drawn = face.get_charmap()
    letters = [
        chr(code) for code in [*range(0x21, 0x7F), *range(0xC0, 0x250), *range(0x400, 0x460)]
    ]

    assert face.family_name == CAPTION_FONT
    assert all(map(is_drawn, letters))
    for letter in letters:
        assert ord(letter) in drawn
    face.set_size(100, 72)
    for letter in letters[: 0x7F - 0x21]:
        advance = face.load_char(ord(letter)).linearHoriAdvance / 65536 / 100
        assert measure_text(letter) == pytest.approx(advance, abs=0.006)
