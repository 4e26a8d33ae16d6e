"""Stream reports: moments, streams, peaks without a clip, and chat by day."""

from __future__ import annotations

from typing import Any

from core.domain.asking.tool_result import Row, ToolResult
from core.services.asking.reports.desk import (
    Desk,
    Told,
    clock_of,
    count,
    links_of,
    on_day,
    quote,
    span,
)


async def report_moment(desk: Desk) -> Told:
    """Tell what chat did at a time, and why it was clipped or not."""
    said = desk.question.clock
    if said is None:
        return await report_missed(desk) if _asks_for_missed(desk) else await _tell_strongest(desk)
    period = desk.find_period()
    at = ":".join(f"{part:02d}" for part in (said if said[2] else said[:2]))
    found = await desk.try_read("read_chat", at=at, day=f"{period.first}" if period else None)
    if found.problem:
        streams = await desk.read("list_streams", limit=3)
        lines = [f"No stream was on at {at}. The last ones:", *map(_say_stream, streams.rows)]
        return Told(lines=tuple(lines), links=links_of(streams))
    return Told(lines=tuple(_say_moment(found)), links=links_of(found))


def _say_moment(found: ToolResult) -> list[str]:
    facts, stream = found.facts, found.rows[0]
    lines = [
        (
            f"{on_day(facts['at'])} ({facts['offset']} into {quote(stream)}): "
            f"{count(facts['messages_in_2_minutes'], 'message')} in two minutes, where "
            f"{facts['usual_in_2_minutes']} are usual."
        )
    ]
    spikes = [row for row in found.rows[1:] if row.facts["what"] == "spike"]
    missed = [row for row in found.rows[1:] if row.facts["what"] == "missed peak"]
    lines += [_say_spike(row) for row in spikes]
    lines += [_say_missed(row) for row in missed]
    if not spikes and not missed:
        lines.append(
            "No peak of chat is stored there: chat did not rise far enough above what is usual."
            if facts["was_heard"]
            else "Chat was not heard there, so nothing could be found."
        )
    return lines


async def report_streams(desk: Desk) -> Told:
    """Tell of the streams of a time; of the last one in detail where one is asked for."""
    period = desk.find_period()
    found = await desk.read("list_streams", **span(period), limit=desk.question.count or 6)
    of = f" {period.within}" if period else ""
    if not found.rows:
        return await _tell_none(desk, of)
    if (len(found.rows) == 1 and not desk.question.asks_how_many) or (
        "last" in desk.question.concepts and not desk.question.count
    ):
        return await _tell_stream(desk, found.rows[0])
    spikes = count(found.facts["spikes"], "spike")
    opening = f"{count(found.facts['count'], 'stream')}{of}, with {spikes}:"
    return Told(lines=(opening, *map(_say_stream, found.rows)), links=links_of(found))


async def _tell_stream(desk: Desk, stream: Row) -> Told:
    shown = await desk.read("show_stream", stream_id=stream.facts["stream_id"])
    facts = shown.facts
    lines = [
        _say_stream(stream),
        (
            f"{count(facts['messages'], 'message')}, {count(facts['spikes'], 'spike')}, "
            f"{count(facts['clips'], 'clip')}, {count(facts['missed_peaks'], 'peak')} missed."
        ),
    ]
    spikes = [row for row in shown.rows[1:] if row.facts["what"] == "spike"]
    spikes.sort(key=lambda row: -float(row.facts.get("strength") or 0))
    lines += [_say_spike(row) for row in spikes[:3]]
    return Told(lines=tuple(lines), links=links_of(shown))


async def report_missed(desk: Desk) -> Told:
    """Tell which peaks did not become a clip, and why not."""
    period = desk.find_period()
    streams = await desk.read("list_streams", **span(period), limit=3)
    if not streams.rows:
        return await _tell_none(desk, f" {period.within}" if period else "")
    wanted = streams.rows if period else streams.rows[:1]
    lines: list[str] = []
    shown = [
        await desk.read("show_stream", stream_id=stream.facts["stream_id"]) for stream in wanted
    ]
    for one in shown:
        missed = [row for row in one.rows[1:] if row.facts["what"] == "missed peak"]
        lines.append(f"{quote(one.rows[0])}: {count(len(missed), 'peak')} of chat without a clip.")
        lines += [_say_missed(row) for row in missed[:6]]
    return Told(lines=tuple(lines), links=links_of(*shown))


async def report_chat(desk: Desk) -> Told:
    """Tell how much chat there was, day by day."""
    period = desk.find_period()
    found = await desk.read("figures_by_day", **span(period))
    of = period.name if period else "the last 7 days"
    rows = [row for row in found.rows if row.facts.get("chat_messages")]
    if not rows:
        return Told(lines=(f"No chat was counted {period.within if period else f'in {of}'}.",))
    busiest = max(rows, key=lambda row: _int(row, "chat_messages"))
    lines = [
        (
            f"{of[:1].upper()}{of[1:]}: "
            f"{count(found.facts.get('chat_messages'), 'chat message')} and "
            f"{count(found.facts.get('spikes'), 'spike')}."
        ),
        (
            f"The busiest day was {busiest.facts['weekday']} {busiest.facts['day']}, with "
            f"{count(busiest.facts['chat_messages'], 'message')} by "
            f"{count(busiest.facts.get('chatters'), 'chatter')}."
        ),
        *(
            f"• {row.facts['weekday']} {row.facts['day']}: "
            f"{count(row.facts['chat_messages'], 'message')}"
            for row in rows[-7:]
        ),
    ]
    return Told(lines=tuple(lines))


async def _tell_strongest(desk: Desk) -> Told:
    """Tell of the strongest moment of a day's stream, for a moment without a time."""
    streams = await desk.read("list_streams", **span(desk.find_period()), limit=1)
    if not streams.rows:
        return await _tell_none(desk, " then")
    return await _tell_stream(desk, streams.rows[0])


async def _tell_none(desk: Desk, when: str) -> Told:
    """Tell that no stream was on then, and which were the last ones."""
    last = await desk.read("list_streams", limit=3)
    lines = [f"There was no stream{when or ' yet'}."]
    if last.rows:
        lines += ["The last ones:", *map(_say_stream, last.rows)]
    return Told(lines=tuple(lines), links=links_of(last))


def _asks_for_missed(desk: Desk) -> bool:
    return bool({"missed", "not"} & desk.question.concepts)


def _say_stream(row: Row) -> str:
    facts = row.facts
    length = f", {facts['length']} long" if facts["length"] else ", still on"
    return (
        f"• {quote(row)}, {on_day(facts['started_at'])}{length}: {count(facts['spikes'], 'spike')}"
    )


def _say_spike(row: Row) -> str:
    facts = row.facts
    became = (
        f"it became the clip {quote(row, 'clip_title')} ({facts['clip_status']})"
        if facts["clip_id"]
        else "no clip of it is stored (any more)"
    )
    if "strength" not in facts:
        return f"• {clock_of(facts['at'])} ({facts['offset']}): somebody asked for it; {became}."
    return (
        f"• {clock_of(facts['at'])} ({facts['offset']}): a spike of {facts['reaction']}, "
        f"{facts['chatters']} people wrote where {facts['usual_chatters']} are usual, strength "
        f"{facts['strength']} of {facts['needed']} needed; {became}."
    )


def _say_missed(row: Row) -> str:
    facts = row.facts
    return (
        f"• {clock_of(facts['at'])} ({facts['offset']}): not clipped, because {facts['why_not']}. "
        f"{facts['reacting']} of {facts['chatters']} people reacted, strength {facts['strength']} "
        f"where {facts['needed']} was needed."
    )


def _int(row: Row, name: str) -> int:
    value: Any = row.facts.get(name) or 0
    return int(value)
