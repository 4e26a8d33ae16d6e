import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.adapters.ffmpeg import part_file
from core.adapters.ffmpeg.part_file import open_part
from core.errors import InvalidInput

_WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from core.adapters.ffmpeg.part_file import open_part
part = open_part(Path(sys.argv[1]))
part.path.write_bytes(b"half")
os.kill(os.getpid(), signal.SIGKILL)
"""


def list_names(folder):
    return sorted(entry.name for entry in folder.iterdir())


@pytest.fixture(params=["nameless", "hidden"])
def kind(request, monkeypatch):
    """Both ways: with nameless files, and on a file system that knows none."""
    if request.param == "hidden":
        monkeypatch.setattr(part_file, "_open_nameless", lambda folder: None)
    return request.param


def test_a_file_appears_whole_or_not_at_all(tmp_path, kind):
    out = tmp_path / "new" / "clip.mp4"
    part = open_part(out)
    part.path.write_bytes(b"whole")
    assert not out.exists()

    part.put_in_place()
    part.discard()

    assert out.read_bytes() == b"whole"
    assert list_names(out.parent) == ["clip.mp4"]


def test_an_older_file_is_replaced_at_the_end_only(tmp_path, kind):
    out = tmp_path / "clip.mp4"
    out.write_bytes(b"older")
    part = open_part(out)
    part.path.write_bytes(b"newer")
    assert out.read_bytes() == b"older"

    part.put_in_place()
    part.discard()

    assert out.read_bytes() == b"newer"


def test_what_is_discarded_is_gone(tmp_path, kind):
    part = open_part(tmp_path / "clip.mp4")
    part.path.write_bytes(b"half")

    part.discard()

    assert list_names(tmp_path) == []


def test_a_kill_leaves_nothing(tmp_path):
    out = tmp_path / "clip.mp4"

    ended = subprocess.run([sys.executable, "-c", _WRITE_AND_DIE, str(out)], check=False)

    assert ended.returncode == -signal.SIGKILL
    assert list_names(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_leave_to_write_is_told(tmp_path):
    tmp_path.chmod(0o500)

    with pytest.raises(InvalidInput, match="choose another place"):
        open_part(tmp_path / "clip.mp4")


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "taken").touch()

    with pytest.raises(InvalidInput, match="choose another place"):
        open_part(tmp_path / "taken" / "clip.mp4")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_never_replaced(tmp_path, make, kind):
    """As root a rename over /dev/null takes the device from the whole machine."""
    make(tmp_path / "special")

    with pytest.raises(InvalidInput, match="special is"):
        open_part(tmp_path / "special")

    assert not (tmp_path / "special").is_file()
    assert list_names(tmp_path) == ["special"]
