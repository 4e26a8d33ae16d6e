import asyncio
import os

import pytest

from core.adapters.ffmpeg import supply as supply_module
from core.adapters.ffmpeg.supply import FfmpegSupply, choose_executable, list_missing
from core.errors import InvalidInput

ENCODERS = " V....D libx264  H.264\\n A....D aac  AAC\\n"
FILTERS = "".join(f" .. {name} A->A words\\n" for name in supply_module.NEEDED_FILTERS)


def make_ffmpeg(folder, name="ffmpeg", *, encoders=ENCODERS, filters=FILTERS):
    """Write a script that answers like ffmpeg, and notes each call in `calls`."""
    file = folder / name
    file.write_text(
        "#!/bin/sh\n"
        f'echo "$*" >> {folder}/calls\n'
        f'case "$*" in *-encoders*) printf "{encoders}";; *-filters*) printf "{filters}";; esac\n'
    )
    file.chmod(0o755)
    return file


def test_the_one_that_was_set_wins(tmp_path):
    own = make_ffmpeg(tmp_path, "own")

    assert choose_executable(str(own)) == own


def test_the_one_that_was_set_names_what_it_lacks(tmp_path):
    own = make_ffmpeg(tmp_path, "own", encoders=" A....D aac AAC\\n", filters=" .. ass V->V x\\n")

    with pytest.raises(InvalidInput, match=r"lacks encoder libx264, filter ebur128, .*gblur"):
        choose_executable(str(own))


def test_a_wrong_path_is_named(tmp_path):
    with pytest.raises(InvalidInput, match=r"No ffmpeg was found at .*nowhere"):
        choose_executable(str(tmp_path / "nowhere"))


def test_one_on_the_path_is_used_where_it_can_do_all(tmp_path, monkeypatch):
    on_path = make_ffmpeg(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert choose_executable(None) == on_path


def test_one_on_the_path_that_lacks_something_is_passed_over(tmp_path, monkeypatch):
    on_path = make_ffmpeg(tmp_path, filters=" .. ass V->V x\\n")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert choose_executable(None) != on_path


def test_no_ffmpeg_at_all_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    def find_nothing():
        raise RuntimeError("No ffmpeg exe could be found")

    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", find_nothing)

    with pytest.raises(InvalidInput, match="No ffmpeg was found"):
        choose_executable(None)


def test_a_file_that_is_no_program_lacks_everything(tmp_path):
    file = tmp_path / "ffmpeg"
    file.write_bytes(b"\x00\x01")
    file.chmod(0o755)

    assert len(list_missing(str(file))) == len(
        supply_module.NEEDED_ENCODERS + supply_module.NEEDED_FILTERS
    )


async def test_the_check_runs_once(tmp_path):
    own = make_ffmpeg(tmp_path, "own")
    supply = FfmpegSupply(str(own))

    first, second = await supply.find_executable(), await supply.find_executable()

    assert first == second == own
    assert (tmp_path / "calls").read_text().count("-encoders") == 1


async def test_the_packaged_one_can_do_all(supply):
    executable = await supply.find_executable()

    assert await asyncio.to_thread(list_missing, str(executable)) == ()


def test_the_packaged_one_is_not_asked_what_it_can(tmp_path, monkeypatch):
    """It is locked with Truss; each start of it shows in the CPU time of a short clip."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("IMAGEIO_FFMPEG_EXE", raising=False)
    supply_module._read_names.cache_clear()

    choose_executable(None)

    assert supply_module._read_names.cache_info().currsize == 0


def test_one_that_the_package_was_pointed_to_is_checked(tmp_path, monkeypatch):
    other = make_ffmpeg(tmp_path, "other", encoders=" A....D aac AAC\\n")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(other))

    with pytest.raises(InvalidInput, match="lacks encoder libx264"):
        choose_executable(None)
