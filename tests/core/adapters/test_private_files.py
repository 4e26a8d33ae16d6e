import os

import pytest

from core.adapters.private_files import close_file, close_tree, make_private_folder


def mode_of(path):
    return path.stat().st_mode & 0o777


def test_every_folder_that_is_made_is_private_and_no_other_is_touched(tmp_path):
    root = tmp_path / "above" / "root"

    make_private_folder(root / "a" / "b", below=root)
    make_private_folder(root / "a" / "b", below=root)

    assert [mode_of(path) for path in (root, root / "a", root / "a" / "b")] == [0o700] * 3
    assert mode_of(tmp_path / "above") == 0o777 & ~_umask()


def test_a_tree_is_closed_except_what_has_another_name(tmp_path):
    tree = tmp_path / "tree"
    (tree / "in").mkdir(parents=True)
    for path in (tree / "in" / "ours", tmp_path / "theirs"):
        path.write_text("x")
        path.chmod(0o644)
    (tree / "in" / "linked").hardlink_to(tmp_path / "theirs")
    (tree / "in" / "away").symlink_to(tmp_path / "theirs")

    close_tree(tree)

    assert mode_of(tree) == mode_of(tree / "in") == 0o700
    assert mode_of(tree / "in" / "ours") == 0o600
    assert mode_of(tmp_path / "theirs") == 0o644


@pytest.mark.parametrize("close", [close_tree, close_file])
def test_what_is_not_there_is_passed_over(tmp_path, close):
    close(tmp_path / "nothing")


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
