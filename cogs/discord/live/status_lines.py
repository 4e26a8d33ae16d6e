"""Status lines: how each watched channel is heard at this moment, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cogs.discord.texts.fitting import fit_lines
from cogs.markdown import escape
from cogs.plain_text import clean_text
from cogs.texts.sentences import Say
from core.domain.streams.coverage_gap import CoverageGap
from core.services.chat.clock_watch import SKEW_SECONDS_MIN
from core.services.chat.listening_status import ChannelStatus

NOTHING: Final = "No channel is watched yet: /stream connect"
_TITLE_LENGTH_MAX: Final = 60
_REASON_LENGTH_MAX: Final = 100


def describe_status(channels: tuple[ChannelStatus, ...], say: Say = str) -> str:
    """Return what is heard, in at most 2,000 characters."""
    if not channels:
        return NOTHING
    return fit_lines([line for channel in channels for line in _list_lines(channel, say)])


def _list_lines(status: ChannelStatus, say: Say) -> Iterator[str]:
    name = f"**{escape(status.binding.login)}**"
    stream = status.stream
    if stream is None:
        where = "" if status.is_here else " Another process of Truss listens to it, or none yet."
        yield f"{name} is offline; its next stream is heard by itself.{where}"
        return
    title = escape(clean_text(stream.title, _TITLE_LENGTH_MAX)) or say("Untitled")
    yield f"{name} is live since <t:{int(stream.started_at.timestamp())}:R>: {title}"
    yield f"- {_describe_hearing(status, say)}"
    yield f"- {_describe_gaps(status.gaps, say)}"
    yield f"- {_describe_alerts(status)}"


def _describe_hearing(status: ChannelStatus, say: Say) -> str:
    if status.silent_since is not None:
        since = f"<t:{int(status.silent_since.timestamp())}:R>"
        reason = escape(clean_text(say(status.silent_reason), _REASON_LENGTH_MAX))
        return f"Not heard since {since}: {reason or 'the connection broke'}."
    if not status.is_here:
        return "Heard by another process of Truss, or by none."
    if status.delay is None:
        return "Heard; nobody has written yet."
    skew = status.delay.skew_seconds
    side = "ahead of" if skew > 0 else "behind"
    wrong = f"; this machine's clock is {abs(skew):.0f} s {side} Twitch"
    clause = wrong if abs(skew) >= SKEW_SECONDS_MIN else ""
    return f"Heard now; lines come up to {status.delay.late_seconds:.0f} s late{clause}."


def _describe_gaps(gaps: tuple[CoverageGap, ...], say: Say) -> str:
    if not gaps:
        return "Heard without a gap."
    seconds = sum(gap.length_seconds for gap in gaps)
    count = "One gap" if len(gaps) == 1 else f"{len(gaps)} gaps"
    length = f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"
    reason = escape(clean_text(say(gaps[-1].reason), _REASON_LENGTH_MAX))
    return f"{count}, {length} in all; the last: {reason or 'for no known reason'}."


def _describe_alerts(status: ChannelStatus) -> str:
    made = "One alert" if status.alerts == 1 else f"{status.alerts} alerts"
    called = f", {status.calls} more were asked for" if status.calls else ""
    wanted = f"{status.wanted_an_hour:g} an hour are set"
    if status.alerts_an_hour is None:
        return f"{made} so far{called}; {wanted}."
    return f"{made} so far, {status.alerts_an_hour:.1f} an hour{called}; {wanted}."
