"""The wheel: what it holds, and that plain pip installs what was tried."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = ("bot", "cogs", "config", "core")
LOCKS = ("requirements.lock", "requirements-words.lock", "requirements-words-all.lock")


def list_packed():
    builders = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")
    builder = builders.WheelBuilder(str(ROOT))
    return {file.distribution_path for file in builder.recurse_included_files()}


def test_the_wheel_holds_every_file_of_its_packages():
    """A template, a style or a model that was left out is missed only by whoever installs it."""
    here = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert here
    assert here - list_packed() == set()


def test_the_wheel_carries_its_licence_and_notices():
    named = PROJECT["project"]["license-files"]

    assert PROJECT["project"]["license"] == "MIT"
    assert {"LICENSE", "NOTICES.md"} <= set(named)
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_what_make_lock_solves_is_what_plain_pip_installs():
    """Pip knows nothing of a solver's overrides: with one, the wheel installs what nobody tried."""
    solver = PROJECT.get("tool", {}).get("uv", {})

    assert not solver.keys() & {"dependency-metadata", "override-dependencies"}


@pytest.mark.parametrize("lock", LOCKS)
def test_one_opencv_is_installed(lock):
    """Two of them share a folder: the second one breaks the first, and with it every clip."""
    found = set(re.findall(r"^(opencv[a-z-]*)==", (ROOT / lock).read_text(), re.MULTILINE))

    assert found == {"opencv-python-headless"}
