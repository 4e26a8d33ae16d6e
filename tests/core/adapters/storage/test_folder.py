import errno
import os
from pathlib import Path

import pytest

from core.adapters.storage.folder import FolderStorage, check_object_key
from core.errors import ExternalFailure, InvalidInput
from core.ports.storage import ObjectStorage

_: type[ObjectStorage] = FolderStorage
KEY = "creators/ada/clips/1.mp4"


@pytest.fixture
def root(tmp_path):
    return tmp_path / "objects"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "made.mp4"
    path.write_bytes(b"video")
    return path


def _files(root):
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


async def test_a_file_of_the_same_disk_costs_no_space(root, source):
    await FolderStorage(root).put_file(KEY, source)

    assert (root / KEY).stat().st_ino == source.stat().st_ino
    assert _files(root) == [KEY]


async def test_a_file_that_is_put_again_leaves_no_second_name(root, source):
    """A rename onto another link of the same file does nothing, and leaves both."""
    for _ in range(2):
        await FolderStorage(root).put_file(KEY, source)

    assert _files(root) == [KEY]


async def test_a_file_of_another_disk_is_copied(root, source, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EXDEV, "another device")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    await FolderStorage(root).put_file(KEY, source)

    assert (root / KEY).read_bytes() == b"video"
    assert (root / KEY).stat().st_ino != source.stat().st_ino
    assert _files(root) == [KEY]


async def test_what_was_made_here_is_its_owner_s_alone(root, source):
    await FolderStorage(root).put_file(KEY, source)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (root, *root.rglob("*"))}
    assert modes.pop("1.mp4") == 0o600
    assert set(modes.values()) == {0o700}


async def test_somebody_s_own_file_may_be_read_by_whoever_could_read_it(root, tmp_path_factory):
    """It has a second name here: one that `analyse` was pointed at is not ours to close."""
    theirs = tmp_path_factory.mktemp("elsewhere") / "stream.mp4"
    theirs.write_bytes(b"video")
    theirs.chmod(0o644)

    await FolderStorage(root).put_file(KEY, theirs)

    assert theirs.stat().st_mode & 0o777 == 0o644


async def test_a_copy_of_somebody_s_file_is_its_owner_s_alone(root, tmp_path_factory, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EXDEV, "another device")

    theirs = tmp_path_factory.mktemp("elsewhere") / "stream.mp4"
    theirs.write_bytes(b"video")
    monkeypatch.setattr(Path, "hardlink_to", refuse)

    await FolderStorage(root).put_file(KEY, theirs)

    assert (root / KEY).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("number", "words", "retryable"),
    [(errno.ENOSPC, "disk is full", True), (errno.EACCES, "permissions", False)],
)
async def test_a_file_that_cannot_be_stored_leaves_nothing(
    root, source, monkeypatch, number, words, retryable
):
    def fail(descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExternalFailure, match=words) as failure:
        await FolderStorage(root).put_file(KEY, source)

    assert failure.value.retryable is retryable
    assert _files(root) == []


async def test_a_disk_without_room_for_a_name_is_full_too(root, source, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(ExternalFailure, match="disk is full"):
        await FolderStorage(root).put_file(KEY, source)


async def test_a_link_is_followed_to_its_file(root, source, tmp_path):
    """The stored object must not point to where it came from."""
    link = tmp_path / "link.mp4"
    link.symlink_to(source)

    await FolderStorage(root).put_file(KEY, link)

    assert not (root / KEY).is_symlink()
    assert (root / KEY).read_bytes() == b"video"


async def test_what_a_killed_process_left_is_removed(root, source):
    storage = FolderStorage(root)
    await storage.put_file(KEY, source)
    (root / ".incoming" / "half").write_bytes(b"vid")

    await storage.remove_leftovers()
    await storage.remove_leftovers()

    assert _files(root) == [KEY]
    await storage.put_file(KEY, source)


@pytest.mark.parametrize("object_key", ["creators/DEMO#judge/a.mp4", "a", "é/ü.mp4", "x" * 200])
def test_a_plain_key_is_taken(object_key):
    assert check_object_key(object_key) == object_key


@pytest.mark.parametrize("object_key", ["..", "a/..", ".incoming/x", "é" * 101, "\ud800"])
def test_a_key_that_no_folder_can_hold_is_refused(object_key):
    with pytest.raises(InvalidInput):
        check_object_key(object_key)
