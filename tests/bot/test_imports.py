"""What a command imports is what it needs: each library here costs every start time and memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

OF_AWS = {"boto3", "botocore", "stamina"}
OF_DISCORD = {"discord"}
OF_GEMINI = {"google.genai"}
OF_TWITCH = {"twitchio"}
OF_FOOTAGE = {"av", "cv2", "highspy", "numpy", "streamlink", "trio", "faster_whisper"}
OF_CHARTS = {"fontTools"}
OF_CAPTIONS = {"core.adapters.captions.reader"}
OF_SEALS = {"cryptography"}
OF_PAGES = {"jinja2", "aiohttp_jinja2"}
UNASKED = OF_AWS | OF_DISCORD | OF_GEMINI | OF_TWITCH | OF_FOOTAGE | OF_CHARTS | OF_SEALS

OPEN_HOME = """
import asyncio, pathlib, sys
from bot.bootstrap import open_connected
from config.settings import load_settings

async def open_home():
    settings = load_settings(home=pathlib.Path(sys.argv[1]))
    async with open_connected(settings, publish_folder=settings.home / "out"):
        pass

asyncio.run(open_home())
"""


def list_imported(program: str, *arguments: str, among: set[str]) -> list[str]:
    """Return which of these modules a program has imported when it ends."""
    told = f"{program}\nprint(*sorted({among!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{told}", *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    ("module", "unneeded"),
    [
        ("bot.commands.run", UNASKED),
        ("bot.commands.demo", UNASKED),
        ("bot.commands.replay", UNASKED | OF_PAGES),
        ("bot.commands.watch", UNASKED | OF_PAGES),
        ("bot.commands.analyse", UNASKED | OF_PAGES),
        ("bot.commands.clip", UNASKED | OF_PAGES | OF_CAPTIONS | {"aiohttp", "rich"}),
        ("bot.cli", UNASKED | OF_PAGES | {"aiohttp", "rich", "pydantic"}),
    ],
)
def test_a_command_imports_what_it_needs(module, unneeded):
    """Nobody waits for Discord's library who has no token for it."""
    assert list_imported(f"import {module}", among=unneeded) == []


def test_a_home_on_this_machine_opens_without_what_is_elsewhere(tmp_path):
    """What a setting brings in is imported once that setting is made."""
    assert list_imported(OPEN_HOME, str(tmp_path), among=UNASKED) == []
