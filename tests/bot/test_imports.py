"""What a command imports is what it needs: each library here costs every start time and memory."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

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


# From what needs least to what needs most: what one command does without, those before it do too.
COMMANDS = {
    "bot.cli": UNASKED | OF_PAGES | OF_CAPTIONS | {"aiohttp", "rich", "pydantic"},
    "bot.commands.clip": UNASKED | OF_PAGES | OF_CAPTIONS | {"aiohttp", "rich"},
    "bot.commands.analyse": UNASKED | OF_PAGES,
    "bot.commands.watch": UNASKED | OF_PAGES,
    "bot.commands.replay": UNASKED | OF_PAGES,
    "bot.commands.demo": UNASKED,
    "bot.commands.run": UNASKED,
}
IMPORT_ALL = """
import importlib, sys

for name in sys.argv[1:]:
    importlib.import_module(name)
    print(name, *sys.modules)
"""


def run_program(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


@pytest.fixture(scope="module")
def imported() -> dict[str, set[str]]:
    """What one process has imported after each command: most of it is the same for all."""
    lines = run_program(IMPORT_ALL, *COMMANDS).splitlines()
    return {name: set(modules) for name, *modules in (line.split() for line in lines)}


@pytest.mark.parametrize("module", COMMANDS)
def test_a_command_imports_what_it_needs(imported, module):
    """Nobody waits for Discord's library who has no token for it."""
    assert sorted(COMMANDS[module] & imported[module]) == []


def test_of_commands_in_one_process_each_may_do_without_what_the_next_one_may():
    for one, after in pairwise(COMMANDS.values()):
        assert one >= after


def test_a_home_on_this_machine_opens_without_what_is_elsewhere(tmp_path):
    """What a setting brings in is imported once that setting is made."""
    told = run_program(f"{OPEN_HOME}\nprint(*sys.modules)", str(tmp_path))

    assert sorted(UNASKED & set(told.split())) == []
