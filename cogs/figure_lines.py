"""Figure lines: what a file of figures does, row by row, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cogs.markdown import escape
from cogs.plain_text import clean_text
from core.domain.learning.exports.import_plan import FigureImportPlan, ImportLine, LineState
from core.domain.learning.figure_words import describe_figures
from core.domain.learning.measured_post import MeasuredPost

_TITLE_LENGTH_MAX: Final = 60
_STATES: Final = {
    LineState.MATCHED: "matched",
    LineState.NEW: "becomes a post",
    LineState.SAME: "nothing new",
    LineState.UNKNOWN: "not taken",
    LineState.REFUSED: "not taken",
}


def describe_plan(plan: FigureImportPlan, say: Callable[[str], str] = str) -> list[str]:
    """Return what a file would do or has done: a sentence, then a line for each row."""
    lines = [summarise(plan), *(escape(say(note)) for note in plan.notes)]
    lines += [f"- {escape(say(reason))}" for reason in plan.refused] if not plan.lines else []
    lines += [f"- {escape(say(describe_line(line)))}" for line in order_lines(plan)]
    return lines


def summarise(plan: FigureImportPlan) -> str:
    """Return the numbers, and what to do next."""
    if plan.ambiguous:
        names = " or ".join(platform.label for platform in plan.ambiguous)
        return f"This may be an export of {names}: say which platform it is from."
    if not plan.lines:
        return "There are no figures of posts in this file:"
    if plan.is_done:
        return f"Imported: {_say_posts(plan.changed)} changed; {_count_rest(plan)}."
    todo = plan.count(LineState.MATCHED) + plan.count(LineState.NEW)
    as_of = f"as of {plan.file.as_of.isoformat()}"
    return f"This would bring figures of {_say_posts(todo)}, {as_of}; {_count_rest(plan)}."


def _count_rest(plan: FigureImportPlan) -> str:
    same, unknown = plan.count(LineState.SAME), plan.count(LineState.UNKNOWN)
    refused = plan.count(LineState.REFUSED)
    return f"{same} with nothing new, {unknown} unknown, {refused} not taken"


def _say_posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count} posts"


def order_lines(plan: FigureImportPlan) -> list[ImportLine]:
    """Return the lines with what is not taken first: that is what people look for."""
    order = [
        LineState.REFUSED,
        LineState.UNKNOWN,
        LineState.NEW,
        LineState.MATCHED,
        LineState.SAME,
    ]
    return sorted(plan.lines, key=lambda line: order.index(line.state))


def describe_line(line: ImportLine) -> str:
    """Return a row: its number and title, what becomes of it, and why or how it did."""
    title = line.row.title or (line.row.ids[0] if line.row.ids else "no title")
    said = f"row {line.row.number}, “{clean_text(title, _TITLE_LENGTH_MAX)}”: {_STATES[line.state]}"
    if line.why and line.state not in {LineState.MATCHED, LineState.SAME, LineState.NEW}:
        return f"{said}, {line.why}"
    figures = describe_figures(line.metric) if line.metric else ""
    return f"{said} ({figures})" if figures else said


def describe_entered(post: MeasuredPost) -> str:
    """Return what is known of a post after its figures were typed in."""
    title = clean_text(post.title or post.post_id or post.id, _TITLE_LENGTH_MAX)
    figures = describe_figures(post.newest) if post.newest else ""
    watched = post.newest.watched_share if post.newest else None
    share = f", {watched:.0%} watched" if watched is not None else ""
    return f"Kept for “{title}” on {post.platform.label}: {figures or 'no counts'}{share}."
