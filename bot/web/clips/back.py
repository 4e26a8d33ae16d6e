"""The way back: which page of ours a form leads to, and what was just decided there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from bot.web.guard import Form
from core.domain.clips.clip import Clip
from core.domain.work.ids import ClipId
from core.errors import InvalidInput

ULID: Final = "[0-9A-HJKMNP-TV-Z]{26}"
CLIP: Final = f"{ULID}[0-9a-f]{{2}}"
CLIP_PATH: Final = "{clip_id:" + CLIP + "}"
DONE_MAX: Final = 24
_QUERY: Final = r"(?:\?[A-Za-z0-9_.~=&%-]{0,1500})?"
_BACK: Final = re.compile(
    rf"/(?:streams/(?:{ULID}|latest){_QUERY}|clips/{CLIP}(?:/row)?|(?:clips|review){_QUERY})?"
)
_SEEN: Final = re.compile(rf"({CLIP})\.([0-9]{{1,9}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A clip in the version that somebody saw."""

    clip_id: ClipId
    version: int


def read_back(form: Form) -> str:
    """Return the page to go back to; the overview where it is none of ours."""
    back = str(form.get("back", ""))
    return back if _BACK.fullmatch(back) else "/"


def read_version(form: Form) -> int:
    """Return the version that was seen; InvalidInput if the form does not say."""
    version = str(form.get("seen_version", ""))
    if not re.fullmatch(r"[0-9]{1,9}", version):
        raise InvalidInput("The form does not say which version was seen; reload the page.")
    return int(version)


def read_seen(values: Sequence[str]) -> list[Seen]:
    """Return at most a page of clips that a form names; what cannot be read is left out."""
    found = (_SEEN.fullmatch(value) for value in values[:DONE_MAX])
    return [Seen(clip_id=ClipId(one[1]), version=int(one[2])) for one in found if one]


def name_seen(clip: Clip) -> str:
    return f"{clip.id}.{clip.version}"


def go_back(back: str, clips: Sequence[Clip]) -> web.HTTPSeeOther:
    """Return the answer that leads back, and shows there what was decided."""
    path, _, query = back.partition("?")
    if path in {"/clips", "/review"}:
        kept = [(name, value) for name, value in parse_qsl(query) if name != "done"]
        done = [("done", name_seen(clip)) for clip in clips]
        return web.HTTPSeeOther(f"{path}?{urlencode(kept + done)}")
    if path.endswith("/row") or not clips:
        return web.HTTPSeeOther(back)
    return web.HTTPSeeOther(f"{back}#clip-{clips[0].id}")
