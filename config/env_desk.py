"""The desk for `.env`: what it says now, what is wrong with an answer, and how it is written."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from config.env_file import ENV_FILE, quote, read_env_text, rename, set_values
from config.settings import (
    Settings,
    find_env_advice,
    find_env_faults,
    find_value_faults,
    is_in_environment,
    read_settings,
)
from core.domain.work.finding import Finding
from core.errors import InvalidInput

HEADER: Final = (
    "# Settings of Truss, as `trussbot setup` wrote them; .env.example explains all of them.\n"
)
_OWNER_ALONE: Final = 0o600

Write = Callable[[Path, str], None]
"""Puts a file in place whole or not at all, for its owner alone; blocking."""


class EnvDesk:
    """Reads `.env`, and writes it with `write`."""

    def __init__(self, write: Write) -> None:
        self._write = write

    def known(self, name: str) -> str:
        """Return what a variable is set to now, wherever; "" if it is not."""
        field = name.removeprefix("TRUSS_").lower()
        value = getattr(self.settings, field)
        reveal = getattr(value, "get_secret_value", None)
        if reveal is not None:
            return str(reveal())
        return "" if value is None else str(value)

    @property
    def settings(self) -> Settings:
        """The settings as they are now; what cannot be used of them has its default."""
        return read_settings()[0]

    def check_file(self) -> None:
        """Raise InvalidInput where `.env` cannot be read or written, before anything is asked."""
        if ENV_FILE.exists() and ENV_FILE.samefile(os.devnull):
            raise InvalidInput(
                f"{ENV_FILE} is a device, which keeps nothing; remove it, and start again."
            )
        read_env_text()
        folder = ENV_FILE.resolve().parent
        if not os.access(folder, os.W_OK | os.X_OK):
            raise InvalidInput(
                f"The folder {folder} cannot be written; start trussbot setup in one of your own."
            )

    def list_faults(self) -> list[Finding]:
        """Return what is wrong with the settings as they are written."""
        return [*find_env_faults(), *read_settings()[1]]

    async def look(self) -> list[Finding]:
        """Return what is wrong with the settings, and what is not read as it seems."""
        return await asyncio.to_thread(lambda: [*self.list_faults(), *find_env_advice()])

    def find_fault(self, name: str, value: str) -> str:
        """Return what is wrong with an answer, as a sentence; "" where it can be used."""
        for fault in find_value_faults(name, value):
            return fault.sentence
        if is_in_environment(name) and value != self.known(name):
            return f"{name} is set in the environment, which counts more than .env; set it there."
        try:
            quote(value)
        except InvalidInput as error:
            return str(error)
        return ""

    async def save(self, values: Mapping[str, str]) -> None:
        """Write values into `.env`, whole or not at all; all else in it stays.

        What is set already, here or in the environment, is not written once more.
        """
        values = {name: value for name, value in values.items() if value != self.known(name)}
        if not values:
            return
        text = await asyncio.to_thread(read_env_text)
        await self._put(set_values(text or HEADER, values))

    async def rename(self, old: str, new: str) -> None:
        """Give a setting in the file another name."""
        text = await asyncio.to_thread(read_env_text)
        await self._put(rename(text, old, new))

    async def correct(self, finding: Finding) -> str:
        """Give a setting in `.env` the name that was meant."""
        old, new = finding.names
        await self.rename(old, new)
        return f"{old} is called {new} in .env now."

    async def _put(self, text: str) -> None:
        """Put the file in place; one that is mounted by itself is written over.

        That is how a single file gets into a container, and it cannot be replaced.
        """
        try:
            await asyncio.to_thread(self._write, ENV_FILE, text)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            await asyncio.to_thread(_write_over, text)


def _write_over(text: str) -> None:
    with suppress(PermissionError):  # it may be somebody else's, who let us write it
        ENV_FILE.chmod(_OWNER_ALONE)
    ENV_FILE.write_text(text, encoding="utf-8", newline="")
