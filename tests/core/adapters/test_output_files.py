import os

import pytest

from core.adapters.output_files import require_output_file
from core.errors import InvalidInput


def test_a_file_may_be_replaced_and_a_new_one_made(tmp_path):
    (tmp_path / "older").touch()

    require_output_file(tmp_path / "older")
    require_output_file(tmp_path / "new")


def test_a_folder_and_a_pipe_stay(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(InvalidInput, match="is a folder: name the file"):
        require_output_file(tmp_path)
    with pytest.raises(InvalidInput, match="not an ordinary file"):
        require_output_file(tmp_path / "pipe")
