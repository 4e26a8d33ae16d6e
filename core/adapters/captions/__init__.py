"""Captions from files, and the font they are set in."""

from core.adapters.captions.font import find_font, make_fonts_folder
from core.adapters.captions.reader import CaptionFileReader

__all__ = ["CaptionFileReader", "find_font", "make_fonts_folder"]
