"""Speech models on this machine, each loaded once per process, when it is first needed.

Nothing is downloaded: a sentence names what is missing and how to get it.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from core.adapters.speech.packaged import PackagedModel, open_model
from core.errors import ExternalFailure

PACKAGE: Final = "faster_whisper"
SILENCE: Final = "ORT_DISABLE_TELEMETRY"


@cache
def load_packaged(model: PackagedModel) -> Any:
    """Return a model from its checked files, loaded once per process."""
    with open_model(model) as folder:
        return _load(str(folder))


@cache
def load_own(name: str) -> Any:
    """Return a model of one's own, loaded once per process; ExternalFailure if it is not here."""
    try:
        return _load(name, local_files_only=True)
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        raise ExternalFailure(
            f"There is no speech model {name!r} on this machine: fetch it once with "
            f'python -c "import faster_whisper as w; w.download_model({name!r})", '
            "or set TRUSS_WHISPER_MODEL to its folder.",
            stage="listen",
        ) from error


def _load(name: str, **options: Any) -> Any:
    make: Callable[..., Any] = import_quietly(PACKAGE).WhisperModel
    threads = max(1, (os.cpu_count() or 2) // 2)
    return make(name, device="cpu", compute_type="int8", cpu_threads=threads, **options)


def import_quietly(name: str) -> Any:
    """Import a module that brings onnxruntime, which otherwise reports its use to its maker."""
    os.environ[SILENCE] = "1"  # noqa: TID251 - the one switch that onnxruntime looks at
    return importlib.import_module(name)
