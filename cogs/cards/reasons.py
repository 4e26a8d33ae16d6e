"""Card reasons: the best of what speaks for a clip, and what nobody has read or seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from cogs.texts.sentences import Say

REASONS_MAX: Final = 3
_UNREAD: Final = (
    "No chat was read",
    "There is no sound",
    "Neither sound nor chat",
    "Not judged by a model",
    "The model gave no mark",
)
"""How the reason of a part begins that was not measured; its points say nothing by themselves."""


class Part(Protocol):
    """One part of a score."""

    @property
    def name(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def sentence(self) -> str: ...


def is_known(part: Part) -> bool:
    """Say whether somebody, or something, looked at this part."""
    return not part.sentence.startswith(_UNREAD)


def pick_reasons(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the sentences of the heaviest parts that are known, each once."""
    heaviest = sorted((p for p in parts if is_known(p) and p.points), key=lambda p: -p.points)
    return tuple(dict.fromkeys(part.sentence for part in heaviest if part.sentence))[:REASONS_MAX]


def describe_unknown(parts: Sequence[Part], say: Say = str) -> str:
    """Return one sentence of all that was not read or seen; empty where everything was."""
    names = [say(part.name.lower()) for part in parts if not is_known(part)]
    return say(f"Not read or seen: {', '.join(names)}.") if names else ""
