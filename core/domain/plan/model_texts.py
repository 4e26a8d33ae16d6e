"""Model texts: what a model wrote for the plan, as far as it can be used."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from core.domain.plan.idea_patterns import Idea
from core.domain.plan.post import ClipWish
from core.domain.plan.slot_filling import Opening
from core.domain.publishing.wording import TEXT_CHARACTERS_KEPT, Wording, clean_wording
from core.domain.work.platform import BY_HAND, Platform
from core.domain.work.text_limits import find_excess

LINES_MAX: Final = 200
_LINE_LENGTH_MAX: Final = 2 * TEXT_CHARACTERS_KEPT
_ADDRESS: Final = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|net|org|tv|gg|io)\b", re.IGNORECASE)
_CLIP: Final = re.compile(
    r"\b(?:clips?|highlights?|videos?|footage|replays?|watch (?:this|the|how|what))\b",
    re.IGNORECASE,
)


def read_lines(answer: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of an answer that has one a line; whatever else it says is left out.

    Lines are read one by one, so that an answer that was cut off keeps what was whole.
    """
    for line in answer.splitlines()[:LINES_MAX]:
        start, end = line.find("{"), line.rfind("}")
        if start < 0 or end < start or len(line) > _LINE_LENGTH_MAX:
            continue
        try:
            found = json.loads(line[start : end + 1])
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield found


def read_ideas(
    answer: str, openings: Sequence[Opening], *, used: Collection[str] = ()
) -> dict[Opening, Idea]:
    """Return the usable idea of each opening; openings count from 1.

    An idea that needs a clip waits for one, where the platform takes clips. One that talks of a
    clip and waits for none would promise what there may not be; one with an address could lead
    anywhere: both are left out, and so is what does not fit the platform or repeats a title.
    """
    taken = {title.casefold() for title in used}
    found: dict[Opening, Idea] = {}
    for line in read_lines(answer):
        number = line.get("n")
        if not isinstance(number, int) or not 1 <= number <= len(openings):
            continue
        opening = openings[number - 1]
        idea = _read_idea(line, opening.platform)
        if idea is None or opening in found or idea.title.casefold() in taken:
            continue
        found[opening] = idea
        taken.add(idea.title.casefold())
    return found


def _read_idea(line: dict[str, Any], platform: Platform) -> Idea | None:
    wording = _read_wording(line)
    if wording is None or find_excess(platform, title=wording.title, text=wording.text):
        return None
    if line.get("needs_clip") is True:
        if platform in BY_HAND:
            return None
        return Idea(title=wording.title, text=wording.text, wish=ClipWish())
    if _CLIP.search(f"{wording.title} {wording.text}"):
        return None
    return Idea(title=wording.title, text=wording.text)


def read_variants(answer: str, platforms: Sequence[Platform]) -> dict[Platform, Wording]:
    """Return the words for each of these platforms that fit there."""
    found: dict[Platform, Wording] = {}
    for line in read_lines(answer):
        platform = next((one for one in platforms if one.value == line.get("platform")), None)
        wording = _read_wording(line)
        if platform is None or wording is None or platform in found:
            continue
        if not find_excess(platform, title=wording.title, text=wording.text, tags=wording.tags):
            found[platform] = wording
    return found


def _read_wording(line: dict[str, Any]) -> Wording | None:
    title, text, tags = line.get("title"), line.get("text", ""), line.get("tags", [])
    if not isinstance(title, str) or not isinstance(text, str) or not isinstance(tags, list):
        return None
    wording = clean_wording(
        title=title, text=text, tags=[tag for tag in tags if isinstance(tag, str)]
    )
    said = " ".join((wording.title, wording.text, *wording.tags))
    return None if not wording.title or _ADDRESS.search(said) else wording
