"""The settings of `trussbot clip`: a few, which cost nothing to read where none is set."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_EXEMPT = ("TRUSS_TEST_", "TRUSS_BENCH_")


class CutterSettings(Protocol):
    """What of the settings matters to a single clip."""

    @property
    def home(self) -> Path: ...

    @property
    def ffmpeg(self) -> str: ...

    @property
    def whisper_model(self) -> str: ...

    @property
    def whisper_language(self) -> str: ...

    @property
    def mix_sound_tracks(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsetCutterSettings:
    """The settings of a machine on which nobody has set anything."""

    home: Path = Path("var")
    ffmpeg: str = ""
    whisper_model: str = ""
    whisper_language: str = ""
    mix_sound_tracks: bool = False


def find_unset() -> CutterSettings | None:
    """Return the settings if nothing is set, neither in the environment nor in `.env`.

    Reading settings takes a quarter of a second of CPU, as long as a second of video does.
    """
    names = (name.upper() for name in os.environ)  # noqa: TID251 - reading the environment is what settings are for
    is_set = any(name.startswith("TRUSS_") and not name.startswith(_EXEMPT) for name in names)
    return None if is_set or Path(".env").exists() else UnsetCutterSettings()
