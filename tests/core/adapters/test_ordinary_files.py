import pytest

from core.adapters.ordinary_files import open_ordinary, read_ordinary
from tests.odd_files import ODD_FILES, make_large


def test_a_file_is_read_also_through_a_link(tmp_path):
    (tmp_path / "file").write_bytes(b"what it holds")
    (tmp_path / "link").symlink_to("file")

    assert read_ordinary(tmp_path / "link", bytes_max=13) == b"what it holds"


@pytest.mark.parametrize("kind", ODD_FILES)
def test_what_may_never_end_is_not_opened(tmp_path, kind):
    ODD_FILES[kind](tmp_path / "odd")

    with pytest.raises(OSError, match=f"it is a {kind} and not a file"):
        read_ordinary(tmp_path / "odd", bytes_max=10)


def test_what_is_too_large_is_not_taken_in(tmp_path):
    make_large(tmp_path / "large")

    with pytest.raises(OSError, match=r"it is larger than 1,000 bytes"):
        read_ordinary(tmp_path / "large", bytes_max=1_000)


def test_what_is_missing_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_ordinary(tmp_path / "nothing")
