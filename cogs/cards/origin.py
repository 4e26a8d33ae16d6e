"""Card origins: which stream or video a clip is from, and where an approval would send it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cogs.plain_text import clean_text
from cogs.texts.sentences import Say
from core.domain.publishing.planned import Planned
from core.domain.review.clip_source import ClipSource
from core.domain.work.platform import Platform

SOURCE_LENGTH_MAX: Final = 48
_FOLDER: Final = "the folder of published clips"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSource:
    """The title of a clip's stream or video, empty for none, and when that began or came out."""

    title: str
    epoch_seconds: int
    is_stream: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlan:
    """Where an approval sends the clip together: `epoch_seconds` is a slot, None for at once."""

    names: tuple[str, ...]
    epoch_seconds: int | None


def describe_source(source: ClipSource | None) -> CardSource | None:
    if source is None:
        return None
    return CardSource(
        title=clean_text(source.title, SOURCE_LENGTH_MAX),
        epoch_seconds=int(source.at.timestamp()),
        is_stream=source.is_stream,
    )


def describe_plans(planned: Iterable[Planned]) -> tuple[CardPlan, ...]:
    """Return what goes out together in one plan: at once first, then slot by slot."""
    together: dict[int | None, list[str]] = {}
    for each in planned:
        at = int(each.at.timestamp()) if each.at else None
        names = together.setdefault(at, [])
        if (name := _name(each.platform)) not in names:
            names.append(name)
    in_order = sorted(together.items(), key=lambda entry: entry[0] or 0)
    return tuple(CardPlan(names=tuple(names), epoch_seconds=at) for at, names in in_order)


def join_names(names: Sequence[str], say: Say = str) -> str:
    """Return names as in a sentence: `YouTube, TikTok and Discord`."""
    *first, last = names
    return f"{', '.join(first)} {say('and')} {last}" if first else last


def _name(platform: Platform) -> str:
    return _FOLDER if platform is Platform.FOLDER else platform.label
