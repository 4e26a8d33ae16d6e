import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from core.adapters.speech.packaged import (
    BASE,
    TINY_EN,
    PackagedFile,
    PackagedModel,
    find_folder,
    is_installed,
    read_model,
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


def test_a_file_in_parts_is_joined():
    whole = read_model(replace(make_model(PART, PART), files=make_known(2).files))

    assert len(whole["model.bin"]) % 2 == 0
    assert find_folder(make_known(2)) is None
    assert is_installed(make_known(2))


def make_known(times):
    content = Path(pytest.__file__).read_bytes() * times  # any installed file will do
    return make_model(*[PART] * times, sha256=hashlib.sha256(content).hexdigest())


def test_another_file_than_the_pinned_one_is_not_loaded():
    """A package may be replaced by another of the same name."""
    for load in (read_model, find_folder):
        with pytest.raises(ExternalFailure, match=r"not the one it should be.*truss-bot\[words\]"):
            load(make_model(PART, sha256="0" * 64))


def test_a_whole_model_is_used_where_it_lies():
    folder = find_folder(make_known(1))

    assert folder is not None
    assert (folder / "__init__.py").is_file()


def test_every_file_has_a_pinned_hash():
    for model in (TINY_EN, BASE):
        assert all(len(file.sha256) == 64 for file in model.files)
        assert {"model.bin", "config.json", "tokenizer.json"} <= {file.name for file in model.files}


@NEEDS_WORDS
def test_the_model_for_english_is_the_original():
    assert find_folder(TINY_EN) is not None
