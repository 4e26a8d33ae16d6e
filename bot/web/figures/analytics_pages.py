"""The analytics page: what the last days brought, by day, by platform and by post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get
from bot.web.face import FACE
from bot.web.figures.day_drawing import DayDrawing, draw_days
from bot.web.pages import show_page
from core.domain.learning.daily_chat_counts import CHATTERS, MESSAGES, SPIKES
from core.domain.learning.measured_post import MeasuredPost
from core.domain.work.plain_text import clean_text
from core.errors import InvalidInput
from core.services.learning.analytics_reading import (
    PERIODS_DAYS,
    POST_FIGURES,
    Analytics,
    PlatformSums,
)

FIGURES: Final = (*POST_FIGURES, MESSAGES, CHATTERS, SPIKES)
POSTS_SHOWN: Final = 100
_USUAL_DAYS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformRow:
    """What a platform brought, and its part of all views in percent."""

    label: str
    counts: tuple[str, ...]
    percent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A post with its newest figures; '-' stands for one that nobody tells."""

    title: str
    clip_id: str | None
    platform: str
    out_on: date
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsView:
    """The page; `older_until` leads on to posts that are older."""

    days: int
    figure: str
    sums: tuple[tuple[str, str], ...]
    drawing: DayDrawing
    platforms: tuple[PlatformRow, ...]
    posts: tuple[PostRow, ...]
    posts_told: str
    older_until: date | None


def list_routes() -> list[Address]:
    """Every address of the page."""
    return [get("/analytics", show_analytics, Access.MODERATOR, in_demo=True)]


async def show_analytics(request: web.Request) -> web.Response:
    """Show the days, and the figure of them, that the address asks for."""
    face, query = request[FACE], request.query
    days = _read_days(query.get("days", ""))
    figure = query.get("show", FIGURES[0])
    if figure not in FIGURES:
        raise InvalidInput(f"Choose one of {', '.join(FIGURES)}.")
    until = _read_date(query.get("until", ""))
    found = await face.app.learning.analytics.read(face.actor, days, posts_until=until)
    view = view_analytics(found, figure)
    return show_page(
        request,
        "figures/analytics.html",
        view=view,
        periods=PERIODS_DAYS,
        figures=FIGURES,
        post_figures=POST_FIGURES,
    )


def view_analytics(found: Analytics, figure: str) -> AnalyticsView:
    shown = found.posts[:POSTS_SHOWN]
    since = found.posts_since
    return AnalyticsView(
        days=len(found.days),
        figure=figure,
        sums=tuple((name, f"{found.sums.get(name, 0):,}") for name in FIGURES),
        drawing=draw_days(found.days, figure),
        platforms=tuple(_view_platform(one) for one in found.platforms),
        posts=tuple(_view_post(post) for post in shown),
        posts_told=_tell_posts(len(shown), len(found.posts), since),
        older_until=since - timedelta(days=1) if found.has_older_posts else None,
    )


def _tell_posts(shown: int, count: int, since: date) -> str:
    if not count:
        return f"No post was made since {since}."
    of_all = f"The {shown} with most views of {count} posts" if shown < count else f"{count} posts"
    return f"{of_all} made since {since}, the most views first."


def _view_platform(sums: PlatformSums) -> PlatformRow:
    return PlatformRow(
        label=sums.platform.label,
        counts=tuple(f"{sums.counts[name]:,}" for name in POST_FIGURES),
        percent=None if sums.share is None else round(100 * sums.share, 1),
    )


def _view_post(post: MeasuredPost) -> PostRow:
    found = [getattr(post.newest, name) if post.newest else None for name in POST_FIGURES]
    return PostRow(
        title=clean_text(post.title, 100) or "A post",
        clip_id=post.clip_id,
        platform=post.platform.label,
        out_on=post.out_at.date(),
        counts=tuple("-" if count is None else f"{count:,}" for count in found),
    )


def _read_days(text: str) -> int:
    if not text:
        return _USUAL_DAYS
    if text not in {str(days) for days in PERIODS_DAYS}:
        raise InvalidInput(f"Choose {', '.join(map(str, PERIODS_DAYS))} days.")
    return int(text)


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput("Write a day as in 2026-11-30.") from None
