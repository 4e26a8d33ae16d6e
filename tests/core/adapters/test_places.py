import os

import pytest

from core.adapters.places import require_file_place
from core.errors import InvalidInput


def test_a_file_may_be_replaced_and_a_new_one_made(tmp_path):
    (tmp_path / "older").touch()

    require_file_place(tmp_path / "older")
    require_file_place(tmp_path / "new")


def test_a_folder_and_a_pipe_stay(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(InvalidInput, match="is a folder: name the file"):
        require_file_place(tmp_path)
    with pytest.raises(InvalidInput, match="not an ordinary file"):
        require_file_place(tmp_path / "pipe")
