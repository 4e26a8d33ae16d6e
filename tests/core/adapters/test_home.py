import os
import stat
import time

import pytest

from core.adapters.home import (
    YOUNG_SECONDS,
    empty_scratch,
    hold_home,
    read_secret,
    remove_abandoned,
)
from core.errors import Busy, InvalidInput


async def test_a_home_is_held_by_one_process_at_a_time(tmp_path):
    """Two processes on one SQLite workspace would take each other's work for dead."""
    async with hold_home(tmp_path / "home"):
        with pytest.raises(Busy, match="Another Truss is running"):
            async with hold_home(tmp_path / "home"):
                pass

    async with hold_home(tmp_path / "home"):
        pass


async def test_a_home_that_is_a_file_is_explained(tmp_path):
    (tmp_path / "home").write_text("not a folder")

    with pytest.raises(InvalidInput, match="set TRUSS_HOME"):
        async with hold_home(tmp_path / "home"):
            pass


async def test_a_secret_is_made_once_and_is_readable_by_its_owner_only(tmp_path):
    first = await read_secret(tmp_path, "cursors")

    assert await read_secret(tmp_path, "cursors") == first
    assert len(first) == 32
    assert await read_secret(tmp_path, "other") != first
    mode = stat.S_IMODE((tmp_path / "secrets" / "cursors").stat().st_mode)
    assert mode == 0o600


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


async def test_a_new_home_is_its_owner_s_alone(tmp_path):
    async with hold_home(tmp_path / "data" / "home") as home:
        assert mode_of(home) == 0o700
        assert mode_of(home / "lock") == 0o600


async def test_a_home_that_an_older_version_made_is_closed_to_others(tmp_path):
    home = tmp_path / "home"
    video = home / "objects" / "creators" / "ada" / "source.mp4"
    video.parent.mkdir(parents=True)
    for file in (home / "lock", home / "truss.sqlite3", home / "truss.sqlite3-wal", video):
        file.write_bytes(b"x")
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)

    async with hold_home(home):
        pass

    for path in (home, *home.rglob("*")):
        assert path.name == "lock" or mode_of(path) == (0o700 if path.is_dir() else 0o600), path


async def test_what_is_published_may_be_read_by_whoever_could_read_it(tmp_path):
    home = tmp_path / "home"
    (home / "published").mkdir(parents=True)
    (home / "published").chmod(0o755)
    (home / "lock").touch()

    async with hold_home(home):
        pass

    assert mode_of(home / "published") == 0o755


@pytest.mark.parametrize(("mode", "is_known"), [(0o755, False), (0o1777, True)])
async def test_a_folder_that_was_there_before_or_is_for_all_stays_open(tmp_path, mode, is_known):
    """TRUSS_HOME may have been set to /tmp."""
    home = tmp_path / "shared"
    home.mkdir()
    home.chmod(mode)
    if is_known:
        (home / "lock").touch()

    async with hold_home(home):
        pass

    assert mode_of(home) == mode


async def test_what_a_killed_run_left_in_scratch_is_gone_at_the_next_start(tmp_path):
    (tmp_path / "scratch" / "render-1").mkdir(parents=True)

    scratch = await empty_scratch(tmp_path)

    assert not scratch.exists()


async def test_abandoned_homes_are_removed_and_held_ones_are_not(tmp_path):
    """A replay that was killed leaves its workspace; one that runs beside us keeps it."""
    async with hold_home(tmp_path / "replay-dead"):
        pass
    (tmp_path / "replay-killed-before-it-held").mkdir()
    (tmp_path / "another").mkdir()

    async with hold_home(tmp_path / "replay-alive"):
        let_age(tmp_path)
        count = await remove_abandoned(tmp_path)

    assert count == 2
    assert sorted(home.name for home in tmp_path.iterdir()) == ["another", "replay-alive"]
    assert await remove_abandoned(tmp_path / "nowhere") == 0


async def test_a_home_that_is_only_being_made_is_left(tmp_path):
    """Two replays that start together: one must not sweep what the other is about to hold."""
    (tmp_path / "replay-new").mkdir()

    assert await remove_abandoned(tmp_path) == 0
    assert (tmp_path / "replay-new").is_dir()


def let_age(parent):
    for home in parent.iterdir():
        os.utime(home, (0, time.time() - YOUNG_SECONDS - 1))


async def test_a_secret_that_is_a_pipe_is_said_and_not_waited_at(tmp_path):
    (tmp_path / "secrets").mkdir()
    os.mkfifo(tmp_path / "secrets" / "cursors")

    with pytest.raises(InvalidInput, match=r"cannot be read \(it is a pipe"):
        await read_secret(tmp_path, "cursors")
