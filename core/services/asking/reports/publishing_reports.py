"""Publishing reports: what waits, what to post, what went out, and what did not."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from core.domain.asking.answer import Deed, Proposal
from core.domain.asking.tool_result import Row, ToolResult
from core.domain.publishing.posting_slot import read_local_time, to_instant
from core.services.asking.reports.desk import Desk, Told, count, links_of, on_day, quote, span

NAME_CHARACTERS: Final = 40
_EVENING: Final = time(18)


async def report_waiting(desk: Desk) -> Told:
    """Tell what waits for a person."""
    found = await desk.read("list_waiting")
    tasks = await desk.read("list_tasks", limit=5)
    facts = found.facts
    lines = [
        (
            f"{count(facts['clips_in_review'], 'clip')} in review, "
            f"{count(facts['posts_in_review'], 'post')} in review, "
            f"{count(facts['stuck_publications'], 'publication')} stuck, "
            f"{count(tasks.facts['count'], 'task')} open."
        )
    ]
    lines += [_say_waiting(row) for row in found.rows]
    lines += [f"• {quote(row)}, due {on_day(row.facts['due_at'])}" for row in tasks.rows]
    clips = [row for row in found.rows if "score" in row.facts]
    best = max(clips, key=lambda row: int(row.facts["score"] or 0), default=None)
    return Told(
        lines=tuple(lines),
        links=links_of(found),
        proposals=(_propose(best, None, ""),) if best else (),
        title=best.said["title"] if best else "",
    )


async def report_suggestion(desk: Desk) -> Told:
    """Tell the best clip that is not out yet, when it could go out, and what is planned then."""
    period = desk.find_period()
    slots = await desk.read(
        "list_slots", platform=desk.platform, from_day=f"{period.first}" if period else None
    )
    planned = await desk.read("list_plan", **span(period), limit=10)
    clips, is_approved = await _find_candidates(desk)
    lines: list[str] = []
    if period:
        lines.append(f"For {period.name}: {count(planned.facts.get('posts'), 'post')} planned.")
        lines += [_say_planned(row) for row in planned.rows if row.facts["what"] == "post"][:4]
    if not clips:
        lines.append("No clip is ready that has not gone out; look at the plan for ideas.")
        return Told(lines=tuple(lines), links=links_of(planned))
    best = clips[0]
    at, said = _choose_time(desk, slots)
    state = "approved and not out yet" if is_approved else "still in review"
    lines.append(f"Post {quote(best)}: score {best.facts['score']}, {state}. {said}")
    lines += [f"• or {quote(row)}, score {row.facts['score']}" for row in clips[1:3]]
    return Told(
        lines=tuple(lines),
        links=links_of(ToolResult(rows=tuple(clips[:3]))),
        proposals=(_propose(best, at, said),),
        title=best.said["title"],
    )


async def _find_candidates(desk: Desk) -> tuple[list[Row], bool]:
    """Return clips that are on no platform and wait for none, the best first."""
    gone = await desk.read("list_publications", limit=25)
    taken = {row.facts["clip_id"] for row in gone.rows if row.facts["status"] != "cancelled"}
    for status in ("approved", "in_review"):
        found = await desk.read("list_clips", status=status, order="score", limit=25)
        if free := [row for row in found.rows if row.facts["clip_id"] not in taken]:
            return free, status == "approved"
    return [], False


def _choose_time(desk: Desk, slots: ToolResult) -> tuple[datetime | None, str]:
    """Return the first free slot of the days that are asked for, and a sentence on it."""
    period = desk.find_period()
    for row in slots.rows:
        at = str(row.facts["free_slot_at"])
        if period is None or f"{period.first}" <= at[:10] <= f"{period.last}":
            return read_local_time(at, desk.clock.zone), f"The slot {on_day(at)} is free."
    if period is None or period.first <= desk.clock.today:
        return None, "There is no free slot, so it would go out at once."
    at_evening = to_instant(period.first, _EVENING, desk.clock.zone)
    return at_evening, f"No slot is set for then; {on_day(desk.clock.show(at_evening))} is a guess."


async def report_published(desk: Desk) -> Told:
    """Tell what went out."""
    period = desk.find_period()
    found = await desk.read(
        "list_publications",
        group="out",
        platform=desk.platform,
        **span(period),
        limit=desk.question.count or 8,
    )
    where = f" to {desk.question.platform.label}" if desk.question.platform else ""
    when = f" {period.within}" if period else ""
    verb = "publication" if found.facts["count"] == 1 else "publications"
    lines = [f"{found.facts['count']} {verb} went out{where}{when}."]
    lines += [
        f"• {quote(row)} on {row.facts['platform']}, {on_day(row.facts['went_out_at'])} "
        f"({row.facts['status']})"
        for row in found.rows
    ]
    stuck = await desk.read("list_publications", group="stuck", platform=desk.platform, limit=3)
    if stuck.rows:
        lines.append(f"{count(stuck.facts['count'], 'publication')} did not go out:")
        lines += [_say_stuck(row) for row in stuck.rows]
    title = found.rows[0].said["title"] if found.rows else ""
    return Told(lines=tuple(lines), links=links_of(found), title=title)


async def report_stuck(desk: Desk) -> Told:
    """Tell what did not go out, and why."""
    found = await desk.read(
        "list_publications", group="stuck", platform=desk.platform, **span(desk.find_period())
    )
    if not found.rows:
        where = f" for {desk.question.platform.label}" if desk.question.platform else ""
        return Told(lines=(f"No publication{where} failed or hangs.",))
    lines = [f"{count(found.facts['count'], 'publication')} did not go out:"]
    lines += [_say_stuck(row) for row in found.rows]
    lines.append("/when retry tries one again.")
    return Told(lines=tuple(lines), links=links_of(found), title=found.rows[0].said["title"])


async def report_going_out(desk: Desk) -> Told:
    """Tell what goes out when, and offer to move the first to the next free slot."""
    period = desk.find_period()
    found = await desk.read(
        "list_publications", group="waiting", platform=desk.platform, **span(period), limit=8
    )
    of = f" {period.within}" if period else ""
    if not found.rows:
        slots = await desk.read("list_slots", platform=desk.platform)
        free = slots.rows[0].facts["free_slot_at"] if slots.rows else None
        more = f" The next free slot is {on_day(free)}." if free else " No slot is set."
        planned = await desk.read("list_plan", **span(period), limit=5)
        posts = [_say_planned(row) for row in planned.rows if row.facts["what"] == "post"]
        return Told(lines=(f"Nothing waits to go out{of}.{more}", *posts), links=links_of(planned))
    lines = [f"{count(found.facts['count'], 'publication')} waiting to go out{of}:"]
    lines += [
        f"• {quote(row)} to {row.facts['platform']}, {on_day(row.facts['due_at'])} "
        f"({row.facts['status']})"
        for row in found.rows
    ]
    slots = await desk.read("list_slots", platform=desk.platform)
    if slots.rows:
        lines.append(f"The next free slot is {on_day(slots.rows[0].facts['free_slot_at'])}.")
    proposals = _offer_move(desk, found.rows[0], slots)
    return Told(
        lines=tuple(lines),
        links=links_of(found),
        proposals=proposals,
        title=found.rows[0].said["title"],
    )


def _offer_move(desk: Desk, row: Row, slots: ToolResult) -> tuple[Proposal, ...]:
    if row.facts["status"] != "scheduled" or not slots.rows:
        return ()
    free = str(slots.rows[0].facts["free_slot_at"])
    return (
        Proposal(
            deed=Deed.MOVE,
            subject_id=str(row.facts["publication_id"]),
            name=f"Move {_short(row)} to {on_day(free)}",
            at=read_local_time(free, desk.clock.zone),
        ),
    )


def _propose(row: Row, at: datetime | None, _said: str) -> Proposal:
    return Proposal(
        deed=Deed.PUBLISH,
        subject_id=str(row.facts["clip_id"]),
        name=f"Publish {_short(row)}" + ("" if at else " now"),
        at=at,
    )


def _short(row: Row) -> str:
    title = row.said.get("title") or "it"
    cut = title if len(title) <= NAME_CHARACTERS else title[: NAME_CHARACTERS - 1].rstrip() + "…"
    return f"\u201c{cut}\u201d"


def _say_waiting(row: Row) -> str:
    if "publication_id" in row.facts:
        return _say_stuck(row)
    if "post_id" in row.facts:
        return f"• {quote(row)}, a post planned for {on_day(row.facts['planned_at'])}"
    score = row.facts.get("score")
    return f"• {quote(row)} ({'no score yet' if score is None else f'score {score}'}), in review"


def _say_stuck(row: Row) -> str:
    reason = f": {row.said['reason']}" if row.said.get("reason") else ""
    return f"• {quote(row)} to {row.facts['platform']}, {row.facts['status']}{reason}"


def _say_planned(row: Row) -> str:
    return f"• {quote(row)}, {on_day(row.facts['at'])} ({row.facts['status']})"
