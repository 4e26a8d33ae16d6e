"""The font of captions; `reader` reads captions from files."""

from core.adapters.captions.font import find_font, make_fonts_folder

__all__ = ["find_font", "make_fonts_folder"]
