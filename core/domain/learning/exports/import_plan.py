"""Import plan: for which day a file's figures stand, and what becomes of each of its rows."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.learning.exports.matching import Match
from core.domain.learning.exports.post_rows import PostRow
from core.domain.learning.figure_file import FigureFile
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.metrics import PostMetric
from core.domain.learning.post_tags import tag_post
from core.domain.work.ids import CreatorId, PublicationId, make_ulid
from core.domain.work.platform import Platform
from core.errors import InvalidInput

KEPT_DAYS: Final = 400
_PERIOD: Final = re.compile(r"(20\d{2}-\d{2}-\d{2})[_ ](?:to_)?(20\d{2}-\d{2}-\d{2})")


class LineState(StrEnum):
    """What becomes of a row."""

    MATCHED = "matched"
    SAME = "same"
    NEW = "new"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What somebody said of a file: whose it is, its day, and whether unknown posts are added."""

    platform: Platform | None = None
    as_of: date | None = None
    adds_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """A row, the post it is about, and why it is not taken where it is not."""

    row: PostRow
    state: LineState
    post: MeasuredPost | None = None
    metric: PostMetric | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureImportPlan:
    """What a file would do, or has done; `refused` says why other tables in it are not read."""

    file: FigureFile
    notes: tuple[str, ...] = ()
    lines: tuple[ImportLine, ...] = ()
    refused: tuple[str, ...] = ()
    ambiguous: tuple[Platform, ...] = ()
    is_done: bool = False
    changed: int = 0

    def count(self, state: LineState) -> int:
        return Counter(line.state for line in self.lines)[state]


def find_period(file_names: Iterable[str]) -> tuple[date, date] | None:
    """Return the days that a file says it covers, by its name or that of what is in it."""
    for name in file_names:
        if found := _PERIOD.search(name):
            try:
                first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
            except ValueError:
                continue
            if first <= last:
                return first, last
    return None


def choose_as_of(
    options: ImportOptions, period: tuple[date, date] | None, *, now: datetime
) -> date:
    """Return the day for which lifetime figures stand: the one said, else named, else today."""
    today = now.astimezone(UTC).date()
    chosen = options.as_of or (period[1] if period else today)
    if chosen > today + timedelta(days=1):
        raise InvalidInput("That day has not come yet; give the day on which it was exported.")
    if chosen < today - timedelta(days=KEPT_DAYS):
        raise InvalidInput(f"Figures are kept for {KEPT_DAYS} days; that day is longer ago.")
    return min(chosen, today)


def find_refusal(row: PostRow, since: date | None) -> str:
    """Return why the totals of a row are no totals: they begin after the post went out."""
    on = row.published_on
    if since is None or on is None or on >= since:
        return ""
    return f"the file only counts since {since}; export the whole time since it was published"


def make_metric(
    row: PostRow, post: MeasuredPost, *, as_of: date, brought_at: datetime
) -> PostMetric:
    """Return the measurement that a row is, at the end of its day or when it was brought."""
    on = row.read_on or as_of
    end = datetime.combine(on, time(23, 59, 59), UTC)
    figures = row.figures
    return PostMetric(
        platform=post.platform,
        on=on,
        post_id=post.post_id or post.id,
        measured_at=min(end, brought_at),
        views=figures.views,
        engaged_views=figures.engaged_views,
        likes=figures.likes,
        comments=figures.comments,
        shares=figures.shares,
        saves=figures.saves,
        watched_seconds=figures.watched_seconds,
        watched_share=figures.watched_share,
        impressions=figures.impressions,
        click_rate=figures.click_rate,
        is_imported=True,
    )


def make_post(row: PostRow, creator_id: CreatorId, zone: ZoneInfo) -> MeasuredPost | None:
    """Return the post that an unknown row becomes; None if it does not say when it went out."""
    published = row.published
    if published is None:
        return None
    if isinstance(published, datetime):
        out_at = published.astimezone(UTC)
        tags = tag_post(None, row.title, out_at=out_at, zone=zone)
    else:
        # Of its time nothing is known: noon of that day, and no tag of an hour.
        out_at, tags = datetime.combine(published, time(12), UTC), None
    name = "\0".join([creator_id, row.platform.value, *(row.ids[:1] or [row.title])])
    return MeasuredPost(
        creator_id=creator_id,
        id=PublicationId(make_ulid(out_at, hashlib.sha256(name.encode()).digest()[:10])),
        made_on=out_at.date(),
        platform=row.platform,
        out_at=out_at,
        post_id=row.ids[0] if row.ids else None,
        title=row.title,
        tags=tags,
    )


def explain(match: Match, *, is_kept: bool) -> str:
    """Return why a row has no post, for people."""
    if match.why:
        return match.why
    if not is_kept:
        return f"it went out more than {KEPT_DAYS} days ago"
    if not match.row.ids:
        return "no post of yours has this title on that day"
    return "no post of yours has this id"
