"""Gemini files: uploaded, waited for, and deleted again whatever happens."""

from __future__ import annotations

import asyncio
import io
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from core.domain.videos.model_tuning import ModelTuning

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import File

_log = structlog.get_logger(__name__)

_DELETE_SECONDS = 15.0


class NotReady(Exception):
    """The service could not prepare the file for its model; the text says why."""


@asynccontextmanager
async def open_remote_file(
    client: Client, content: bytes, *, tuning: ModelTuning
) -> AsyncIterator[str]:
    """Yield the URI of an uploaded MP4 that the model can read.

    The name is chosen by us, so that even a file whose upload was interrupted can be deleted.
    Raises NotReady and the library's own errors.
    """
    from google.genai import types  # noqa: PLC0415 - seconds to import, and only needed with a key

    name = f"files/truss-{secrets.token_hex(12)}"
    try:
        uploaded = await client.aio.files.upload(
            file=io.BytesIO(content),
            config=types.UploadFileConfig(
                name=name, mime_type="video/mp4", display_name="analysis window"
            ),
        )
        name = uploaded.name or name
        yield await _wait_until_active(client, uploaded, name, tuning)
    finally:
        await _delete(client, name)


async def _wait_until_active(client: Client, file: File, name: str, tuning: ModelTuning) -> str:
    waited = 0.0
    while _state(file) not in {"ACTIVE", "FAILED"}:
        if waited >= tuning.active_seconds:
            raise NotReady(f"the copy was not ready after {tuning.active_seconds:.0f} s")
        await asyncio.sleep(tuning.poll_seconds)
        waited += tuning.poll_seconds
        file = await client.aio.files.get(name=name)
    if _state(file) == "FAILED" or not file.uri:
        raise NotReady("the service could not read the copy")
    return file.uri


def _state(file: File) -> str:
    return str(getattr(file.state, "value", file.state) or "")


async def _delete(client: Client, name: str) -> None:
    """Delete the file; if that fails the service discards it after 48 hours."""
    try:
        async with asyncio.timeout(_DELETE_SECONDS):
            await client.aio.files.delete(name=name)
    except Exception as error:  # noqa: BLE001 - the work is done; a file left behind is only logged
        _log.warning("model.file_left", name=name, error=type(error).__name__)
