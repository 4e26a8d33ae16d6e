"""Plan views: what the pages of the plan show, read from the services."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.web.plan.standing import Standing, describe_standing
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.composer import find_composer
from core.domain.plan.post import POST_MOVES, DraftVersion, PlatformVariant, PostStatus, WholePost
from core.domain.plan.word_changes import WordChange
from core.domain.publishing.publication import Publication
from core.domain.publishing.wording import clean_tags
from core.domain.work.platform import BY_HAND, Platform
from core.domain.work.text_limits import FieldSize, join_text, measure_fields
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

    @property
    def line(self) -> str:
        return f"{self.time} {self.kind} {self.title}"


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
class TypedText:
    """A platform's text as somebody typed it, and why it could not be saved."""

    platform: Platform
    title: str
    text: str
    tags: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantView:
    """A platform's text in its fields, how much of the limits it takes, and where one posts it.

    `goes_out` is all of it as it is posted, `standing` what has become of it so far.
    """

    platform: Platform
    status: str
    standing: tuple[Standing, ...]
    version: int
    title: str
    text: str
    tags: str
    problem: str
    sizes: tuple[FieldSize, ...]
    goes_out: str
    composer: str
    link: str
    is_by_hand: bool
    is_out: bool


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

    answer_at: str
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
        places=", ".join([Platform(name).label for name in entry.platforms]),
    )


def view_post(
    whole: WholePost,
    zone: ZoneInfo,
    *,
    publications: Sequence[Publication] = (),
    typed: TypedText | None = None,
) -> PostView:
    """Return a post's page, with what was typed where it could not be saved."""
    post = whole.post
    return PostView(
        whole=whole,
        local=f"{post.planned_at.astimezone(zone):%Y-%m-%d %H:%M}",
        places=", ".join(platform.label for platform in post.platforms),
        variants=tuple(
            _view_variant(
                one,
                typed if typed and typed.platform is one.platform else None,
                describe_standing(post, one, publications, zone),
            )
            for one in whole.variants
        ),
        drafts=tuple(d for d in reversed(whole.drafts) if d.platform is None),
        moves=tuple(status for status in PostStatus if status in POST_MOVES[post.status]),
    )


def _view_variant(
    variant: PlatformVariant, typed: TypedText | None, standing: tuple[Standing, ...]
) -> VariantView:
    title, text = variant.title, variant.text
    tags, tags_typed = variant.tags, ", ".join(variant.tags)
    if typed is not None:
        title, text, tags_typed = typed.title, typed.text, typed.tags
        tags = clean_tags(typed.tags.split(","))
    return VariantView(
        platform=variant.platform,
        status=variant.status.value,
        standing=standing,
        version=variant.version,
        title=title,
        text=text,
        tags=tags_typed,
        problem=typed.problem if typed else "",
        sizes=measure_fields(variant.platform, title=title, text=text, tags=tags),
        goes_out=join_text(variant.platform, variant.title, variant.text, variant.tags),
        composer=find_composer(variant) or "",
        link=variant.link,
        is_by_hand=variant.platform in BY_HAND,
        is_out=variant.status is PostStatus.PUBLISHED,
    )
