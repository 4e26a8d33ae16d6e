import asyncio
import importlib
import os

import pytest

from core.adapters.speech.models import SILENCE, import_quietly, load_own
from core.errors import ExternalFailure


async def test_a_model_of_ones_own_that_is_not_here_is_named(tmp_path):
    with pytest.raises(ExternalFailure, match=r"no speech model .*download_model") as raised:
        await asyncio.to_thread(load_own, str(tmp_path / "none"))

    assert (raised.value.stage, raised.value.retryable) == ("listen", False)


def test_what_listens_is_told_to_report_nothing_before_it_is_loaded(monkeypatch):
    """Nothing leaves this machine unless a key was set: onnxruntime would, by default."""
    monkeypatch.delenv(SILENCE, raising=False)
    seen = []
    monkeypatch.setattr(importlib, "import_module", lambda name: seen.append(os.environ[SILENCE]))

    import_quietly("faster_whisper")

    assert seen == ["1"]
