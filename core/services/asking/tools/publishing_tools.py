"""Publishing tools: what went out, what goes out, what did not, and what waits for people."""

from __future__ import annotations

from typing import Any, Final

from core.domain.asking.tool_result import Link, Row, ToolResult
from core.domain.asking.tool_spec import Parameter, ToolSpec
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.plan.post import PostStatus
from core.domain.publishing.publication import OUT, WAITING, Publication, PublicationStatus
from core.domain.work.ids import ClipId
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import Platform
from core.errors import NotFound
from core.ports.clips import ClipStore
from core.ports.plan import PostStore
from core.ports.publishing import PublicationStore
from core.services.asking.tools.clip_tools import describe_clip
from core.services.asking.tools.local_clock import LocalClock, LocalClocks
from core.services.asking.tools.toolbox import FROM_DAY, LIMIT, TO_DAY, Tool, read_limit

PAGES_MAX: Final = 3
_S: Final = PublicationStatus
STUCK: Final = frozenset(
    {_S.FAILED, _S.RECONNECT_REQUIRED, _S.UNCONFIRMED, _S.QUOTA_WAIT, _S.RETRY_AT}
)
_GROUPS: Final = {"out": OUT, "waiting": WAITING, "stuck": STUCK}
_LIST: Final = ToolSpec(
    name="list_publications",
    about="Clips on their way to platforms: what is out, what waits for its time, what is stuck",
    parameters=(
        Parameter(name="group", about="which of them", choices=tuple(_GROUPS)),
        Parameter(
            name="platform", about="only this platform", choices=tuple(p.value for p in Platform)
        ),
        FROM_DAY,
        TO_DAY,
        LIMIT,
    ),
)
_WAITING: Final = ToolSpec(
    name="list_waiting",
    about="What waits for a person: clips in review, posts in review, publications that are stuck",
)


class PublishingTools:
    """Reads publications."""

    def __init__(
        self,
        *,
        publications: PublicationStore,
        clips: ClipStore,
        posts: PostStore,
        clocks: LocalClocks,
    ) -> None:
        self._publications = publications
        self._clips = clips
        self._posts = posts
        self._clocks = clocks

    def list_tools(self) -> tuple[Tool, ...]:
        return (Tool(spec=_LIST, run=self._list), Tool(spec=_WAITING, run=self._list_waiting))

    async def _list(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        start, end = clock.read_span(given)
        wanted = _GROUPS.get(given.get("group", ""))
        read, is_whole = await self._read(actor)
        fit = [
            p
            for p in read
            if (wanted is None or p.status in wanted)
            and p.platform.value == given.get("platform", p.platform.value)
            and (start is None or _time_of(p) >= start)
            and (end is None or _time_of(p) < end)
        ]
        fit.sort(key=_time_of, reverse=given.get("group") != "waiting")
        shown = fit[: read_limit(given)]
        rows = [_describe(p, await self._find_clip(actor, p.clip_id), clock) for p in shown]
        return ToolResult(
            facts={"count": len(fit), "is_count_complete": is_whole},
            rows=tuple(rows),
            has_more=len(fit) > len(shown) or not is_whole,
            note="" if is_whole else "The newest 300 publications were looked at.",
        )

    async def _list_waiting(self, actor: Actor, _: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        clips = await self._clips.list_clips_by_status(
            actor.creator_id, ClipStatus.IN_REVIEW, limit=100
        )
        posts = await self._posts.list_posts(actor.creator_id, PostStatus.REVIEW, limit=25)
        read, _is_whole = await self._read(actor)
        stuck = [p for p in read if p.status in STUCK - {_S.QUOTA_WAIT, _S.RETRY_AT}]
        rows = [describe_clip(clip, clock) for clip in clips.items[:10]]
        rows += [
            Row(
                facts={"post_id": post.id, "planned_at": clock.show(post.planned_at)},
                said={"title": clean_text(post.title, 80)},
                link=Link(label=clean_text(post.title, 60), path=f"/plan/posts/{post.id}"),
            )
            for post in posts.items[:10]
        ]
        rows += [_describe(p, await self._find_clip(actor, p.clip_id), clock) for p in stuck[:10]]
        return ToolResult(
            facts={
                "clips_in_review": len(clips.items),
                "posts_in_review": len(posts.items),
                "stuck_publications": len(stuck),
            },
            rows=tuple(rows),
            has_more=bool(clips.cursor or posts.cursor),
        )

    async def _read(self, actor: Actor) -> tuple[list[Publication], bool]:
        read: list[Publication] = []
        cursor: str | None = None
        for _ in range(PAGES_MAX):
            page = await self._publications.list_publications(
                actor.creator_id, cursor=cursor, limit=100
            )
            read += page.items
            cursor = page.cursor
            if cursor is None:
                return read, True
        return read, False

    async def _find_clip(self, actor: Actor, clip_id: ClipId) -> Clip | None:
        try:
            return await self._clips.get_clip(actor.creator_id, clip_id)
        except NotFound:
            return None


def _time_of(publication: Publication) -> Any:
    """Return when it went out, or is to go out."""
    return publication.updated_at if publication.status in OUT else publication.wakes_at


def _describe(publication: Publication, clip: Clip | None, clock: LocalClock) -> Row:
    is_out = publication.status in OUT
    title = clean_text(clip.title, 80) if clip else "a clip"
    return Row(
        facts={
            "publication_id": publication.id,
            "clip_id": publication.clip_id,
            "platform": publication.platform.label,
            "status": publication.status.value.replace("_", " "),
            "went_out_at" if is_out else "due_at": clock.show(_time_of(publication)),
        },
        said={
            "title": title,
            **({"reason": clean_text(publication.reason, 200)} if publication.reason else {}),
        },
        link=Link(label=title[:60], path=f"/clips/{publication.clip_id}"),
    )
