"""Fonts for scripts that DejaVu lacks, made for one document; skipped without such fonts."""

import pytest
from fontTools.ttLib import TTFont

from core.adapters.captions.glyphs import choose_faces, list_faces, make_fallbacks

HAN, THAI = "这是最精彩", "นี่คือ"


@pytest.fixture
def _fonts():
    """Fonts are looked for here, which takes a second, and not by each worker as it collects."""
    if not list_faces():
        pytest.skip("the extra `words-all` is not installed, nor the system's Noto fonts")


@pytest.mark.usefixtures("_fonts")
def test_each_script_gets_a_bold_font_with_its_letters_alone(tmp_path):
    chosen, missing = choose_faces(HAN + THAI)
    made = make_fallbacks(chosen, HAN + THAI, tmp_path / "fonts")

    assert missing == ""
    assert {c for one in made for c in one.characters} == set(HAN + THAI)
    for file in (tmp_path / "fonts").iterdir():
        font = TTFont(str(file))
        assert "fvar" not in font
        assert file.stat().st_size < 100_000
    assert len(list((tmp_path / "fonts").iterdir())) == 2


@pytest.mark.usefixtures("_fonts")
def test_what_no_font_draws_is_named():
    assert choose_faces("这\U00010f00")[1] == "\U00010f00"


def test_without_fonts_all_is_missing(monkeypatch):
    monkeypatch.setattr("core.adapters.captions.glyphs.list_faces", tuple)

    assert choose_faces("这a") == ({}, "a这")
