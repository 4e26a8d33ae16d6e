import hashlib
from pathlib import Path

import pytest

from core.adapters.speech.packaged import (
    BASE,
    TINY_EN,
    PackagedFile,
    PackagedModel,
    is_installed,
    open_model,
)
from core.errors import ExternalFailure
from tests.core.adapters.speech.conftest import NEEDS_WORDS

CONTENT = b"pytest"
PART = ("pytest", "pytest/__init__.py")


def make_model(*parts, sha256=""):
    return PackagedModel(
        name="tiny",
        extra="words",
        language="en",
        files=(PackagedFile(name="model.bin", parts=parts, sha256=sha256),),
    )


@pytest.mark.parametrize("part", [("no-such-package", "a/b.bin"), ("pytest", "pytest/no.bin")])
def test_a_model_that_is_not_here_is_not_installed(part):
    assert not is_installed(make_model(PART, part))


def test_a_file_in_parts_is_joined_while_it_is_loaded_and_gone_afterwards():
    with open_model(make_known(2)) as folder:
        whole = (folder / "model.bin").read_bytes()

    assert whole == Path(pytest.__file__).read_bytes() * 2
    assert not folder.exists()
    assert is_installed(make_known(2))


def make_known(times):
    content = Path(pytest.__file__).read_bytes() * times  # any installed file will do
    return make_model(*[PART] * times, sha256=hashlib.sha256(content).hexdigest())


def test_another_file_than_the_pinned_one_is_not_loaded():
    """A package may be replaced by another of the same name."""
    for parts in ([PART], [PART, PART]):
        model = make_model(*parts, sha256="0" * 64)
        with (
            pytest.raises(ExternalFailure, match=r"not the one it should be.*truss-bot\[words\]"),
            open_model(model),
        ):
            pass


def test_a_whole_model_is_used_where_it_lies():
    with open_model(make_known(1)) as folder:
        assert (folder / "__init__.py").is_file()

    assert folder.exists()


def test_every_file_has_a_pinned_hash():
    for model in (TINY_EN, BASE):
        assert all(len(file.sha256) == 64 for file in model.files)
        assert {"model.bin", "config.json", "tokenizer.json"} <= {file.name for file in model.files}


@NEEDS_WORDS
def test_the_model_for_english_is_the_original():
    with open_model(TINY_EN) as folder:
        assert (folder / "model.bin").is_file()
