import subprocess
import sys

import pytest

from config.cutter_settings import UnsetCutterSettings, find_unset
from config.settings import Settings


@pytest.fixture(autouse=True)
def nowhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_TEST_SOMETHING", "1")


def test_where_nothing_is_set_the_settings_are_the_usual_ones():
    unset, usual = UnsetCutterSettings(), Settings()

    assert find_unset() == unset
    for name in UnsetCutterSettings.__slots__:
        assert getattr(unset, name) == getattr(usual, name)


def test_whatever_is_set_is_read_with_all_of_the_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("truss_ffmpeg", "/opt/ffmpeg")
    assert find_unset() is None

    monkeypatch.delenv("truss_ffmpeg")
    (tmp_path / ".env").write_text("TRUSS_FFMPEG=/opt/ffmpeg")
    assert find_unset() is None


def test_a_clip_loads_neither_the_settings_nor_the_log():
    """They cost a third of a second, which shows in short clips."""
    code = (
        "import sys, bot.__main__, bot.cutter, bot.commands.clip, config.cutter_settings;"
        "print(sorted({'pydantic', 'structlog', 'importlib.metadata', 'av'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert said.stdout.strip() == "[]"
