"""What is installed: one file for what runs, and those that add to it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN, BUILD, DEV = "requirements.lock", "requirements-build.lock", "requirements-dev.lock"
AUDIT = "requirements-audit.lock"
WORDS, WORDS_ALL = "requirements-words.lock", "requirements-words-all.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RELEASE = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)


def read_lock(name):
    """Return the versions of each package; there may be one for older Pythons."""
    found: dict[str, set[str]] = {}
    for package, version in RELEASE.findall((ROOT / name).read_text()):
        found.setdefault(package, set()).add(version)
    return found


def list_wanted(requirements):
    return {re.split(r"[^A-Za-z0-9.-]", text)[0].replace(".", "-") for text in requirements}


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (RUN, PROJECT["project"]["dependencies"]),
        (BUILD, PROJECT["dependency-groups"]["build"]),
        (DEV, PROJECT["dependency-groups"]["dev"]),
        (AUDIT, PROJECT["dependency-groups"]["audit"]),
        (WORDS, PROJECT["project"]["optional-dependencies"]["words"]),
        (WORDS_ALL, PROJECT["project"]["optional-dependencies"]["words-all"][1:]),
    ],
)
def test_a_lock_holds_what_is_asked_for(lock, wanted):
    """Whoever adds a dependency runs `make lock`."""
    assert list_wanted(wanted) - {name.replace(".", "-") for name in read_lock(lock)} == set()


def test_what_runs_brings_no_tools_along():
    """The container and `make demo` install this file and, but for building, no other."""
    tools = list_wanted(PROJECT["dependency-groups"]["dev"] + PROJECT["dependency-groups"]["build"])
    asked = list_wanted(PROJECT["project"]["dependencies"])

    assert set(read_lock(RUN)) & (tools - asked) == set()


def test_what_builds_holds_nothing_that_runs():
    """The container builds with it, and leaves it behind."""
    asked = list_wanted(PROJECT["project"]["dependencies"])

    assert set(read_lock(BUILD)) & asked == set()


@pytest.mark.parametrize("lock", [BUILD, DEV, WORDS, WORDS_ALL])
def test_locks_agree_on_every_version(lock):
    """All are installed into one environment."""
    run = read_lock(RUN)

    differing = {
        name: (versions, run[name])
        for name, versions in read_lock(lock).items()
        if name in run and versions != run[name]
    }

    assert differing == {}


@pytest.mark.parametrize("lock", [RUN, BUILD, DEV, AUDIT, WORDS, WORDS_ALL])
def test_a_lock_names_hashes_and_no_address(lock):
    """It installs the same files from whatever index somebody uses."""
    text = (ROOT / lock).read_text()

    assert "://" not in text
    assert len(RELEASE.findall(text)) == len(
        re.findall(r"^\S.*\\\n {4}--hash=", text, re.MULTILINE)
    )
