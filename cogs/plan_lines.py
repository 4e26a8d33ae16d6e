"""Plan lines: the month, the board and a post as short lines, with strangers' words escaped."""

from __future__ import annotations

from calendar import day_name
from collections.abc import Callable, Iterable
from typing import Final

from cogs.markdown import escape, name_person
from cogs.plain_text import clean_text
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.composer import find_composer
from core.domain.plan.month_plan import MonthPlan
from core.domain.plan.post import DraftVersion, PlatformVariant, Post, WholePost
from core.domain.plan.text_conflict import TextConflict
from core.domain.plan.word_changes import ChangeKind, WordChange
from core.domain.work.platform import Platform
from core.domain.work.text_limits import Field, find_limit, join_text, measure
from core.services.plan.month_exchange import Import
from core.services.plan.month_filling import Filled
from core.services.plan.plan_reading import MonthPage

LENGTH_MAX: Final = 2000
_TITLE_LENGTH_MAX: Final = 60
_TEXT_LENGTH_MAX: Final = 500
_ERRORS_SHOWN: Final = 6
_DRAFTS_SHOWN: Final = 6
_SHOWN: Final = frozenset({"post", "publication", "stream"})
_MARKED: Final = {ChangeKind.KEPT: "{}", ChangeKind.ADDED: "**{}**", ChangeKind.REMOVED: "~~{}~~"}


def list_month(page: MonthPage) -> list[str]:
    """Return a month by day; the days are the creator's own."""
    entries = [one for one in page.entries if one.kind in _SHOWN and one.at]
    if not entries:
        return [f"**{page.month}**: nothing is planned yet; /plan fill drafts the next 30 posts."]
    lines = [f"**{page.month}** ({escape(page.zone.key)})"]
    for entry in entries:
        if entry.at is not None:
            when = entry.at.astimezone(page.zone).strftime("%a %d, %H:%M")
            lines.append(f"- {when}: {_describe_entry(entry)}")
    return lines


def _describe_entry(entry: CalendarEntry) -> str:
    title = _shorten(entry.title) or "untitled"
    if entry.kind != "post":
        return f"{entry.kind} {title}"
    where = ", ".join(Platform(name).label for name in entry.platforms)
    clip = ", with its clip" if entry.clip_id else ""
    return f"{title} ({entry.status}{clip}{f'; {where}' if where else ''})"


def list_board(posts: Iterable[Post]) -> list[str]:
    """Return a column of the board, a line for each post."""
    return [
        f"- <t:{int(post.planned_at.timestamp())}:f> {_shorten(post.title)}"
        + (" (waits for a clip)" if post.waits_for_clip else "")
        for post in posts
    ] or ["There is nothing in this column."]


def list_variants(variants: Iterable[PlatformVariant]) -> list[str]:
    """Return a platform's texts, a line for each."""
    return [
        f"- <t:{int(one.planned_at.timestamp())}:f> {one.status}: {_shorten(one.title or one.text)}"
        for one in variants
    ] or ["There is no text for this platform yet; draft some with /plan texts."]


def describe_filled(filled: Filled, say: Callable[[str], str] = str) -> str:
    """Return what filling has added."""
    if not filled.added:
        return f"All {filled.were_there} posts are planned already; nothing was added."
    first, last = filled.added[0], filled.added[-1]
    said = (
        f"{len(filled.added)} posts were added, from <t:{int(first.planned_at.timestamp())}:D> to "
        f"<t:{int(last.planned_at.timestamp())}:D>; {filled.were_there} were there before. "
        "They are ideas: change them, or let approved clips take their places."
    )
    return f"{said}\n-# {escape(say(filled.note))}" if filled.note else said


def describe_weekly(plan: MonthPlan) -> str:
    """Return the posts of every week."""
    if not plan.recurring:
        return "No post is planned for every week."
    lines = [
        f"**{day_name[one.weekday]}**: {escape(one.title)}"
        + (f", {one.platform.label}" if one.platform else "")
        + (", waits for a clip" if one.wants_clip else "")
        for one in plan.recurring
    ]
    return "\n".join([*lines, "They come with the next filling."])


def describe_post(whole: WholePost) -> list[str]:
    """Return a post with its texts and drafts."""
    post = whole.post
    places = ", ".join(platform.label for platform in post.platforms) or "no platform yet"
    when = f"<t:{int(post.planned_at.timestamp())}:f>"
    waits = ", waits for a clip" if post.waits_for_clip else ""
    lines = [f"**{_shorten(post.title)}**: {post.status}, {when}, {places}{waits}"]
    if post.text:
        lines.append(f"> {escape(clean_text(post.text, _TEXT_LENGTH_MAX))}")
    lines += [_describe_variant(variant) for variant in whole.variants]
    drafts = [draft for draft in whole.drafts if draft.platform is None]
    older = len(drafts) - _DRAFTS_SHOWN
    lines += [_describe_draft(draft) for draft in drafts[-_DRAFTS_SHOWN:]]
    return [*lines, f"- and {older} older drafts"] if older > 0 else lines


def _describe_variant(variant: PlatformVariant) -> str:
    limit = find_limit(variant.platform, Field.TEXT)
    text = join_text(variant.platform, variant.title, variant.text, variant.tags)
    size = f", {measure(text, limit.unit):,} of {limit.most:,}" if limit else ""
    composer = find_composer(variant)
    link = variant.link or (composer if composer and len(composer) < LENGTH_MAX // 8 else "")
    return f"- {variant.platform.label}: {variant.status}{size}" + (f" <{link}>" if link else "")


def _describe_draft(draft: DraftVersion) -> str:
    taken = "" if draft.is_taken else ", not taken"
    made = f", from {draft.made_from}" if draft.made_from else ""
    who = name_person(draft.written_by) if draft.written_by else "Truss"
    return f"- Draft {draft.name}{taken}{made}, {who}: {_shorten(draft.text)}"


def describe_conflict(conflict: TextConflict) -> str:
    """Return both texts, for somebody who was not the first to save."""
    theirs, mine = conflict.theirs, conflict.mine
    who = name_person(theirs.changed_by) if theirs.changed_by else "Truss"
    half = _TEXT_LENGTH_MAX // 2
    return (
        f"{who} was faster, so your text was not taken; it is kept as draft {mine.name}.\n"
        f"**There now:** {escape(clean_text(f'{theirs.title} {theirs.text}', half))}\n"
        f"**Yours:** {escape(clean_text(f'{mine.title} {mine.text}', half))}\n"
        "Which one is it to be?"
    )


def describe_changes(changes: Iterable[WordChange]) -> str:
    """Return a comparison: what was added is bold, what was removed is struck out.

    It is quoted, for a line that somebody wrote is not to be read as one of ours.
    """
    text = "> "
    for change in changes:
        words = escape(" ".join(change.text.split()))
        part = f"{_MARKED[change.kind].format(words)} " if words else ""
        if len(text) + len(part) > LENGTH_MAX - 20:
            return f"{text}…"
        text += part
    return text.strip() if len(text) > 2 else "Both are empty."


def describe_import(done: Import, say: Callable[[str], str] = str) -> str:
    """Return what a file does, or what is wrong in it, by row and column."""
    if done.errors:
        shown = [
            f"- row {e.row}, {escape(clean_text(e.column, 40)) or 'all of it'}: "
            f"{escape(clean_text(say(e.problem), 120))}"
            for e in done.errors[:_ERRORS_SHOWN]
        ]
        more = len(done.errors) - len(shown)
        return "\n".join(
            ("Nothing was imported:", *shown, *([f"- and {more} more"] if more > 0 else []))
        )
    said = "Imported" if done.is_done else "This would be imported"
    counts = f"{done.added} new, {done.changed} changed, {done.unchanged} as they are"
    return f"{said}: {counts}."


def _shorten(text: str) -> str:
    return escape(clean_text(text, _TITLE_LENGTH_MAX))
