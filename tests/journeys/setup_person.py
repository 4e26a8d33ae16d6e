"""A person at a terminal: a program in a pseudo-terminal, its questions, and what is typed."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import re
import subprocess
import sys
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_MAX = 60.0
_PROMPT = re.compile(r"> ([^\n]*?): $")


@dataclass(slots=True)
class PersonAtTerminal:
    """Sees what is printed; `questions` holds each with the seconds until it came."""

    process: subprocess.Popen[bytes]
    terminal: int
    seen: str = ""
    questions: list[tuple[str, float]] = field(default_factory=list)

    async def read_question(self) -> str:
        """Return the next question, as soon as it waits for an answer."""
        began = time.monotonic()
        while True:
            tail = self.seen.rsplit("\n", 1)[-1]
            if found := _PROMPT.search(tail):
                self.questions.append((found[1], time.monotonic() - began))
                return found[1]
            if not await self._read(began):
                raise AssertionError(f"it ended: {self.seen[-2000:]}")

    async def read_until(self, text: str) -> None:
        began = time.monotonic()
        while text not in self.seen:
            if not await self._read(began):
                raise AssertionError(f"{text!r} never came: {self.seen[-2000:]}")

    async def type(self, text: str) -> None:
        self.seen += "\n"
        await asyncio.to_thread(os.write, self.terminal, f"{text}\n".encode())
        await asyncio.sleep(0.05)

    async def read_to_the_end(self) -> int:
        began = time.monotonic()
        while await self._read(began):
            pass
        return await asyncio.to_thread(self.process.wait, 30)

    def tell(self) -> str:
        """Return each question with the time it took to come, and all that was seen."""
        lines = [f"{seconds:6.2f} s  {question}" for question, seconds in self.questions]
        return "\n".join([*lines, "", self.seen])

    async def _read(self, began: float) -> bool:
        if time.monotonic() - began > SECONDS_MAX:
            raise AssertionError(f"nothing more came: {self.seen[-2000:]}")
        try:
            raw = await asyncio.to_thread(os.read, self.terminal, 4096)
        except OSError:
            return False
        self.seen += raw.decode(errors="replace").replace("\r\n", "\n")
        return bool(raw)


def sit_down(folder: Path, *arguments: str) -> PersonAtTerminal:
    """Start `trussbot` in a folder, in a terminal of its own."""
    ours, theirs = pty.openpty()

    def take_terminal() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "LANG": "C.UTF-8",
        },
        preexec_fn=take_terminal,  # noqa: PLW1509 - Ctrl+C needs a terminal of its own
    )
    os.close(theirs)
    return PersonAtTerminal(process=process, terminal=ours)
