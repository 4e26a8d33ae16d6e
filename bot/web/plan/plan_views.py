"""Plan views: what the pages of the plan show, read from the services."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.composer import find_composer
from core.domain.plan.post import POST_MOVES, DraftVersion, PlatformVariant, PostStatus, WholePost
from core.domain.plan.word_changes import WordChange
from core.domain.work.platform import BY_HAND, Platform
from core.domain.work.text_limits import Field, find_limit, join_text, measure
from core.services.plan.plan_reading import MonthPage

_KINDS = frozenset({"post", "publication", "stream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A thing of a day."""

    id: str
    kind: str
    time: str
    title: str
    status: str
    places: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day of the creator's own calendar."""

    day: date
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """A month by day; `blanks` days of the week come before the first."""

    month: str
    zone: str
    before: str
    after: str
    blanks: int
    days: tuple[DayView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantView:
    """A platform's text, how much of the limit it takes, and where a person posts it."""

    platform: Platform
    status: str
    text: str
    size: str
    composer: str
    link: str
    is_by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A post with its texts and drafts, newest first."""

    whole: WholePost
    local: str
    places: str
    variants: tuple[VariantView, ...]
    drafts: tuple[DraftVersion, ...]
    moves: tuple[PostStatus, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """What is there, what was written, and how the one differs from the other."""

    post_id: str
    version: int
    who: str
    draft: str
    theirs: str
    mine: str
    changes: tuple[WordChange, ...]


def view_month(page: MonthPage) -> CalendarView:
    """Return a month with a cell for each of its days."""
    year, month = (int(part) for part in page.month.split("-"))
    blanks, length = calendar.monthrange(year, month)
    first = date(year, month, 1)
    found: dict[date, list[ItemView]] = {}
    for entry in page.entries:
        if entry.at is not None and entry.kind in _KINDS:
            local = entry.at.astimezone(page.zone)
            found.setdefault(local.date(), []).append(_view_item(entry, local))
    return CalendarView(
        month=page.month,
        zone=page.zone.key,
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{first + timedelta(days=length):%Y-%m}",
        blanks=blanks,
        days=tuple(
            DayView(day=day, items=tuple(found.get(day, ())))
            for day in (first + timedelta(days=number) for number in range(length))
        ),
    )


def _view_item(entry: CalendarEntry, local: datetime) -> ItemView:
    return ItemView(
        id=entry.id,
        kind=entry.kind,
        time=f"{local:%H:%M}",
        title=entry.title or "Untitled",
        status=entry.status or "",
        places=", ".join(Platform(name).label for name in entry.platforms),
    )


def view_post(whole: WholePost, zone: ZoneInfo) -> PostView:
    """Return a post's page."""
    post = whole.post
    return PostView(
        whole=whole,
        local=f"{post.planned_at.astimezone(zone):%Y-%m-%d %H:%M}",
        places=", ".join(platform.label for platform in post.platforms),
        variants=tuple(map(_view_variant, whole.variants)),
        drafts=tuple(d for d in reversed(whole.drafts) if d.platform is None),
        moves=tuple(status for status in PostStatus if status in POST_MOVES[post.status]),
    )


def _view_variant(variant: PlatformVariant) -> VariantView:
    text = join_text(variant.platform, variant.title, variant.text, variant.tags)
    limit = find_limit(variant.platform, Field.TEXT)
    return VariantView(
        platform=variant.platform,
        status=variant.status.value,
        text=text,
        size=f"{measure(text, limit.unit):,} of {limit.most:,} {limit.unit}" if limit else "",
        composer=find_composer(variant) or "",
        link=variant.link,
        is_by_hand=variant.platform in BY_HAND,
    )
