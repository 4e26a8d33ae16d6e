"""Matching: which of a creator's own posts a row of an export is about."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.learning.exports.post_rows import PostRow
from core.domain.learning.measured_post import MeasuredPost
from core.domain.work.platform import Platform

_DAYS_APART_MAX: Final = 1
"""A file may tell the day in another zone than the post's."""
_BEGINNING_MIN: Final = 8
"""From how many letters on the beginning of a title stands for all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A row and the post it is about; without one, `why` says why, empty if it is just unknown."""

    row: PostRow
    post: MeasuredPost | None = None
    why: str = ""


def match_rows(rows: Sequence[PostRow], posts: Iterable[MeasuredPost]) -> tuple[Match, ...]:
    """Match each row by its id, else by title and day where only one post fits; in their order."""
    by_id: dict[tuple[Platform, str], MeasuredPost] = {}
    by_platform: dict[Platform, list[MeasuredPost]] = {}
    for post in posts:
        by_platform.setdefault(post.platform, []).append(post)
        if post.post_id is not None:
            by_id[post.platform, post.post_id] = post
    found = [_match(row, by_id, by_platform.get(row.platform, [])) for row in rows]
    claims = Counter(match.post.id for match in found if match.post is not None)
    return tuple(
        Match(row=match.row, why="several rows may be about the same post")
        if match.post is not None and claims[match.post.id] > 1
        else match
        for match in found
    )


def _match(
    row: PostRow,
    by_id: dict[tuple[Platform, str], MeasuredPost],
    posts: Sequence[MeasuredPost],
) -> Match:
    if row.problem:
        return Match(row=row, why=row.problem)
    for name in row.ids:
        if (row.platform, name) in by_id:
            return Match(row=row, post=by_id[row.platform, name])
    # A post whose id is known is another one than a row with an id that differs.
    open_posts = [post for post in posts if not row.ids or post.post_id is None]
    fitting = [post for post in open_posts if _is_alike(row, post)]
    if len(fitting) == 1:
        return Match(row=row, post=fitting[0])
    return Match(row=row, why="several posts have this title on that day" if fitting else "")


def _is_alike(row: PostRow, post: MeasuredPost) -> bool:
    on = row.published_on
    if on is None or abs((on - post.out_at.date()).days) > _DAYS_APART_MAX:
        return False
    one, other = plain_title(row.title), plain_title(post.title)
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _BEGINNING_MIN and longer.startswith(shorter))


def plain_title(title: str) -> str:
    """Return a title as it is compared: its letters and digits alone."""
    text = unicodedata.normalize("NFKC", title).casefold()
    return "".join(character for character in text if character.isalnum())
