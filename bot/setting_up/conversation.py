"""The conversation: questions and answers in a terminal, where secrets are not shown."""

from __future__ import annotations

import getpass
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

ANSWER_CHARACTERS_MAX: Final = 4000
STOP: Final = "stop"
_YES: Final = frozenset({"y", "yes", "j", "ja"})
_NO: Final = frozenset({"n", "no", "nein"})


class Stopped(Exception):
    """Somebody has had enough for now; what they answered is kept."""


class Conversation(Protocol):
    """Says things to a person, and asks."""

    def say(self, text: str = "") -> None: ...

    async def ask(self, question: str, *, is_secret: bool = False) -> str:
        """Return an answer without blanks around it; "" is Enter alone. Raises Stopped."""
        ...


async def confirm(talk: Conversation, question: str, *, default: bool) -> bool:
    """Ask until the answer is yes or no; Enter is the default."""
    while True:
        answer = await talk.ask(f"{question} [{'Y/n' if default else 'y/N'}]")
        if not answer:
            return default
        if answer.lower() in _YES | _NO:
            return answer.lower() in _YES
        talk.say("  Answer y or n, or press Enter.")


class Terminal:
    """Talks by standard input and output; while it waits for a line, nothing else goes on."""

    def say(self, text: str = "") -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    async def ask(self, question: str, *, is_secret: bool = False) -> str:
        answer = None
        while answer is None:
            with _interruptible():
                try:
                    answer = self._read(f"> {question}: ", is_secret=is_secret)
                except (EOFError, KeyboardInterrupt):
                    raise Stopped from None
                except UnicodeDecodeError:
                    self.say("  That cannot be read as text; type it again.")
        if answer.lower() == STOP:
            raise Stopped
        return answer[:ANSWER_CHARACTERS_MAX]

    def _read(self, prompt: str, *, is_secret: bool) -> str:
        if sys.stdin is None:  # the shell's `<&-`
            raise EOFError
        if is_secret and sys.stdin.isatty():
            return getpass.getpass(prompt, stream=sys.stdout).strip()
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.strip()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl+C end the waiting for a line; asyncio's own handler would wait for its end."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_: type[Conversation] = Terminal
