"""Clip tools: clips by status, score, time and stream, and what a score is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

from core.domain.asking.tool_result import Link, Row, ToolResult
from core.domain.asking.tool_spec import Kind, Parameter, ToolSpec
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.seen_score import MEASURED_SHARE, SEEN_POINTS
from core.domain.clips.virality import ScorePart, ViralityTuning
from core.domain.people.actor import Actor
from core.domain.work.ids import ClipId, StreamId
from core.domain.work.plain_text import clean_text
from core.errors import NotFound
from core.ports.clips import ClipStore
from core.ports.paging import Page
from core.services.asking.tools.local_clock import LocalClock, LocalClocks
from core.services.asking.tools.toolbox import FROM_DAY, LIMIT, TO_DAY, Tool, read_limit

PAGE: Final = 100
PAGES_MAX: Final = 3
_STATUSES: Final = tuple(status.value for status in ClipStatus)
_LIST: Final = ToolSpec(
    name="list_clips",
    about="Clips with status, score and time; the newest or the best first",
    parameters=(
        Parameter(name="status", about="only those at this point", choices=_STATUSES),
        Parameter(name="order", about="what comes first", choices=("newest", "score", "weakest")),
        Parameter(name="at_least", about="the lowest score, 0 to 100", kind=Kind.WHOLE),
        Parameter(name="words", about="words of the title"),
        Parameter(name="stream_id", about="only those of this stream"),
        FROM_DAY,
        TO_DAY,
        LIMIT,
    ),
)
_SHOW: Final = ToolSpec(
    name="show_clip",
    about="One clip with the parts of its score and the reason of each",
    parameters=(Parameter(name="clip_id", about="the clip's id", is_required=True),),
)
_SCORE: Final = ToolSpec(
    name="explain_score",
    about="What a score from 0 to 100 means, and how many points each part has",
)
_MODEL: Final = "The model says:"
ReadPage = Callable[[str | None], Awaitable[Page[Clip]]]


class ClipTools:
    """Reads clips."""

    def __init__(self, *, clips: ClipStore, clocks: LocalClocks) -> None:
        self._clips = clips
        self._clocks = clocks

    def list_tools(self) -> tuple[Tool, ...]:
        return (
            Tool(spec=_LIST, run=self._list),
            Tool(spec=_SHOW, run=self._show),
            Tool(spec=_SCORE, run=self._explain_score),
        )

    async def _list(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        start, end = clock.read_span(given)
        found, is_whole = await self._find(actor, given, start, end)
        if given.get("order") in {"score", "weakest"}:
            scored = [clip for clip in found if clip.score]
            is_best = given["order"] == "score"
            found = sorted(scored, key=score_of, reverse=is_best)
        rows = tuple(describe_clip(clip, clock) for clip in found[: read_limit(given)])
        return ToolResult(
            facts={"count": len(found), "is_count_complete": is_whole},
            rows=rows,
            has_more=len(found) > len(rows) or not is_whole,
            note="" if is_whole else "Only the first clips were looked at; there are more.",
        )

    async def _find(
        self,
        actor: Actor,
        given: dict[str, Any],
        start: datetime | None,
        end: datetime | None,
    ) -> tuple[list[Clip], bool]:
        """Return the clips that fit, and whether all were looked at; one query if possible."""
        read = self._choose(actor, given, start, end)

        def fits(clip: Clip) -> bool:
            return (
                _fits(clip, given)
                and (not start or clip.created_at >= start)
                and (not end or clip.created_at < end)
            )

        found: list[Clip] = []
        cursor: str | None = None
        for _ in range(PAGES_MAX):
            page = await read(cursor)
            found += [clip for clip in page.items if fits(clip)]
            cursor = page.cursor
            is_over = start and page.items and page.items[-1].created_at < start
            if cursor is None or (is_over and not given.get("status")):
                return found, True
            if given.get("order") == "score" and not start and len(found) >= read_limit(given):
                break
        return found, False

    def _choose(
        self, actor: Actor, given: dict[str, Any], start: datetime | None, end: datetime | None
    ) -> ReadPage:
        creator_id, status = actor.creator_id, given.get("status")
        if start is None and end is None and given.get("order") == "score":
            least = max(0, min(100, given.get("at_least", 0)))
            return lambda cursor: self._clips.list_clips_by_score(
                creator_id, at_least=least, cursor=cursor, limit=PAGE
            )
        if status and start is None:
            return lambda cursor: self._clips.list_clips_by_status(
                creator_id, ClipStatus(status), cursor=cursor, limit=PAGE
            )
        return lambda cursor: self._clips.list_clips(
            creator_id, before=end, cursor=cursor, limit=PAGE
        )

    async def _show(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clip = await get_clip(self._clips, actor, given["clip_id"])
        clock = await self._clocks.open(actor.creator_id)
        parts = clip.score.parts if clip.score else ()
        rows = [describe_clip(clip, clock)]
        rows += [_describe_part(part) for part in sorted(parts, key=lambda part: -part.points)]
        return ToolResult(facts={"parts": len(parts)}, rows=tuple(rows))

    async def _explain_score(self, actor: Actor, _: dict[str, Any]) -> ToolResult:
        actor.require_team()
        measured = ViralityTuning()
        weights = {
            "chat crowd": measured.crowd * MEASURED_SHARE,
            "shared reaction": measured.reaction * MEASURED_SHARE,
            "sound": measured.sound * MEASURED_SHARE,
            "pace": measured.pace * MEASURED_SHARE,
            "hook": measured.hook * MEASURED_SHARE,
        }
        for criterion, points in SEEN_POINTS.items():
            weights[criterion.value] = weights.get(criterion.value, 0) + points
        rows = tuple(Row(facts={"part": n, "out_of": round(p)}) for n, p in weights.items())
        measured_points = round(100 * MEASURED_SHARE)
        return ToolResult(
            facts={
                "least": 0,
                "most": 100,
                "measured_points": measured_points,
                "model_points": 100 - measured_points,
            },
            rows=rows,
            note="A score predicts how far a clip may travel; views are measured afterwards.",
        )


async def get_clip(clips: ClipStore, actor: Actor, clip_id: str) -> Clip:
    """Return a clip of this creator; NotFound for any other text."""
    if len(clip_id) != 28 or not clip_id.isalnum() or not clip_id.isascii():
        raise NotFound("There is no such clip; choose another one.")
    try:
        return await clips.get_clip(actor.creator_id, ClipId(clip_id))
    except ValueError:
        raise NotFound("There is no such clip; choose another one.") from None


def describe_clip(clip: Clip, clock: LocalClock) -> Row:
    """Return a clip as a row."""
    seconds = clip.duration_seconds or clip.end_seconds - clip.start_seconds
    return Row(
        facts={
            "clip_id": clip.id,
            "status": clip.status.value.replace("_", " "),
            "score": clip.score.value if clip.score else None,
            "made_at": clock.show(clip.created_at),
            "seconds": round(seconds),
            "stream_id": clip.stream_id,
        },
        said={
            "title": clean_text(clip.title, 80),
            **(
                {"failed_because": clean_text(clip.failed_reason, 160)}
                if clip.failed_reason
                else {}
            ),
        },
        link=Link(label=clean_text(clip.title, 60) or "the clip", path=f"/clips/{clip.id}"),
    )


def _describe_part(part: ScorePart) -> Row:
    """Return a part of a score; what a model said of it is no word of ours."""
    measured, _, seen = part.reason.partition(_MODEL)
    return Row(
        facts={
            "part": part.name,
            "points": part.points,
            "out_of": part.out_of,
            "reason": measured.strip(),
        },
        said={"model": clean_text(seen, 200)} if seen.strip() else {},
    )


def score_of(clip: Clip) -> int:
    return clip.score.value if clip.score else -1


def _fits(clip: Clip, given: dict[str, Any]) -> bool:
    words = str(given.get("words", "")).casefold().split()
    stream_id = given.get("stream_id")
    return (
        all(word in clip.title.casefold() for word in words)
        and (not stream_id or clip.stream_id == StreamId(stream_id))
        and clip.status.value == given.get("status", clip.status.value)
        and score_of(clip) >= given.get("at_least", -1)
    )
