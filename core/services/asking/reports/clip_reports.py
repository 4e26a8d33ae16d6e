"""Clip reports: the best and the weakest, lists, one clip, and what a score means."""

from __future__ import annotations

from collections.abc import Iterable

from core.domain.asking.tool_result import Link, Row, ToolResult
from core.domain.clips.clip import ClipStatus
from core.services.asking.reports.desk import Desk, Told, count, links_of, on_day, quote, span

_SAID = {
    ClipStatus.APPROVED: "approved",
    ClipStatus.REJECTED: "rejected",
    ClipStatus.FAILED: "failed to be made",
    ClipStatus.IN_REVIEW: "in review",
}


async def report_best(desk: Desk) -> Told:
    """Tell the clips with the most views; by score where nothing was measured."""
    return await _rank(desk, is_best=True)


async def report_weakest(desk: Desk) -> Told:
    """Tell the clips with the fewest views; by score where nothing was measured."""
    return await _rank(desk, is_best=False)


async def _rank(desk: Desk, *, is_best: bool) -> Told:
    period, most = desk.find_period(), desk.question.count or 3
    by_score = "score" in desk.question.concepts
    name = "best" if is_best else "weakest"
    of = f" of {period.name}" if period else ""
    if not by_score:
        found = await desk.read("figures_by_post", **span(period), platform=desk.platform, limit=25)
        posts = _group(found.rows, is_best=is_best)[:most]
        if posts:
            first = posts[0][0]
            lines = [f"The {name} clips{of}, by views:", *_number(map(_say_together, posts))]
            lines += await _say_why(desk, first)
            links = _links(tuple(own[0] for own in posts))
            return Told(lines=tuple(lines), links=links, title=first.said["title"])
    order = "score" if is_best else "weakest"
    scored = await desk.read("list_clips", order=order, **span(period), limit=most)
    if not scored.rows:
        nothing = f"No clip was made or measured{f' {period.within}' if period else ' yet'}."
        ever = await desk.read("list_clips", order=order, limit=most)
        lines = [nothing, *(["Of all clips:"] if ever.rows else [])]
        return Told(lines=(*lines, *_number(map(_say_scored, ever.rows))), links=_links(ever.rows))
    opening = f"The {name} clips{of} by score"
    opening += "" if by_score else "; no views were measured for them yet"
    lines = [f"{opening}:", *_number(map(_say_scored, scored.rows))]
    lines += await _say_why(desk, scored.rows[0])
    return Told(lines=tuple(lines), links=_links(scored.rows), title=scored.rows[0].said["title"])


async def report_clips(desk: Desk) -> Told:
    """Tell how many clips there are, of a status and a time, and list the newest."""
    period, status = desk.find_period(), desk.question.status
    found = await desk.read(
        "list_clips",
        status=status.value if status else None,
        **span(period),
        limit=desk.question.count or 8,
    )
    state = _SAID[status].capitalize() if status else "Clips"
    opening = f"{state}{f' of {period.name}' if period else ''}: {_say_count(found)}."
    lines = [opening, *(f"• {_say_scored(row)}, {row.facts['status']}" for row in found.rows)]
    title = found.rows[0].said["title"] if found.rows else ""
    return Told(lines=tuple(lines), links=_links(found.rows), title=title)


async def report_one_clip(desk: Desk) -> Told:
    """Tell of one clip: its status, its figures, and the parts of its score."""
    found = await desk.read("list_clips", words=desk.question.title or None, limit=1)
    if not found.rows:
        newest = await desk.read("list_clips", limit=3)
        lines = ["No clip has these words in its title. The newest ones:"]
        lines += [f"• {_say_scored(row)}" for row in newest.rows]
        return Told(lines=tuple(lines), links=_links(newest.rows))
    clip = found.rows[0]
    shown = await desk.read("show_clip", clip_id=clip.facts["clip_id"])
    lines = [
        f"{_say_scored(clip)}; it is {clip.facts['status']}, made {on_day(clip.facts['made_at'])}."
    ]
    if reason := clip.said.get("failed_because"):
        lines.append(f"It failed: {reason}")
    lines += [_say_part(row) for row in shown.rows[1:5]]
    if {"views", "likes", "figures"} & desk.question.concepts:
        posts = await desk.read("figures_by_post", limit=25)
        own = [row for row in posts.rows if row.facts["clip_id"] == clip.facts["clip_id"]]
        lines += [f"• {_say_figures(row)}" for row in own] or ["No views were measured yet."]
    return Told(lines=tuple(lines), links=links_of(found), title=clip.said["title"])


async def report_score(desk: Desk) -> Told:
    """Tell what a score is made of."""
    found = await desk.read("explain_score")
    facts = found.facts
    parts = ", ".join(f"{row.facts['part']} {row.facts['out_of']}" for row in found.rows)
    return Told(
        lines=(
            (
                f"A score goes from {facts['least']} to {facts['most']} and predicts how far a "
                "clip may travel; views are measured afterwards."
            ),
            (
                f"{facts['measured_points']} points are measured here and {facts['model_points']} "
                "come from the model; without one, these are scaled from what was measured."
            ),
            f"The most that each part can give: {parts}.",
        )
    )


async def _say_why(desk: Desk, row: Row) -> list[str]:
    """Return the two parts of the score that speak most for a clip, if it was one of ours."""
    if row.facts["clip_id"] is None:
        return []
    shown = await desk.try_read("show_clip", clip_id=row.facts["clip_id"])
    parts = shown.rows[1:3]
    return [f"Why {quote(row)}:", *(_say_part(part) for part in parts)] if parts else []


def _say_part(row: Row) -> str:
    facts = row.facts
    said = f" The model says: \u201c{row.said['model']}\u201d" if "model" in row.said else ""
    return f"• {facts['part']} {facts['points']} of {facts['out_of']}: {facts['reason']}{said}"


def _group(rows: tuple[Row, ...], *, is_best: bool) -> list[list[Row]]:
    """Return the posts of each clip, in the order of their views together."""
    by_clip: dict[object, list[Row]] = {}
    for row in rows:
        by_clip.setdefault(row.facts["clip_id"] or row.facts["post"], []).append(row)
    return sorted(by_clip.values(), key=_sum_views, reverse=is_best)


def _sum_views(posts: list[Row]) -> int:
    return sum(int(row.facts["views"] or 0) for row in posts)


def _say_together(posts: list[Row]) -> str:
    """Return one clip with its views on all platforms together, and on each."""
    if len(posts) == 1:
        return _say_figures(posts[0])
    each = ", ".join(f"{row.facts['platform']} {int(row.facts['views'] or 0):,}" for row in posts)
    score = posts[0].facts["score"]
    said = f", score {score}" if score is not None else ""
    return f"{quote(posts[0])}: {count(_sum_views(posts), 'view')} ({each}){said}"


def _say_scored(row: Row) -> str:
    score = row.facts["score"]
    return f"{quote(row)} ({'no score yet' if score is None else f'score {score}'})"


def _say_figures(row: Row) -> str:
    facts = row.facts
    score = f", score {facts['score']}" if facts["score"] is not None else ""
    likes = f", {count(facts['likes'], 'like')}" if facts["likes"] is not None else ""
    return f"{quote(row)} on {facts['platform']}: {count(facts['views'], 'view')}{likes}{score}"


def _say_count(found: ToolResult) -> str:
    at_least = "" if found.facts["is_count_complete"] else "At least "
    return f"{at_least}{count(found.facts['count'], 'clip')}"


def _number(lines: Iterable[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def _links(rows: tuple[Row, ...]) -> tuple[Link, ...]:
    return links_of(ToolResult(rows=rows))
