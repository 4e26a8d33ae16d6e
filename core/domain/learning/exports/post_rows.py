"""Post rows: what an export says of each post, as text and numbers that can be kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.learning.exports.cells import (
    Cell,
    Dialect,
    choose_dialect,
    is_percentage,
    read_amount,
    read_count,
    read_id,
    read_seconds,
    read_text,
)
from core.domain.learning.exports.columns import COUNTS, FIGURES, Meaning
from core.domain.learning.exports.dates import find_day_order, read_moment
from core.domain.learning.exports.post_tables import PostTable
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import Platform

M = Meaning
TITLE_CHARACTERS_KEPT: Final = 200
_IN_LINKS: Final = {
    Platform.YOUTUBE: re.compile(r"(?:v=|shorts/|youtu\.be/|live/)([A-Za-z0-9_-]{11})(?![\w-])"),
    Platform.TIKTOK: re.compile(r"/(?:video|photo)/(\d{6,25})"),
    Platform.X: re.compile(r"/status(?:es)?/(\d{4,25})"),
    Platform.LINKEDIN: re.compile(r"(?:activity|share|ugcPost)[:\-](?:ugcPost:)?(\d{10,25})"),
    Platform.INSTAGRAM: re.compile(r"/(?:p|reel|reels|tv)/([A-Za-z0-9_-]{5,40})"),
    Platform.REDNOTE: re.compile(r"/(?:explore|discovery/item)/([0-9a-f]{16,32})"),
    Platform.FACEBOOK: re.compile(r"/(?:reel|videos|posts)/(?:[^/?#]+/)?([A-Za-z0-9_-]{5,80})"),
}
_ID_SHAPES: Final = {
    Platform.YOUTUBE: re.compile(r"[A-Za-z0-9_-]{11}"),
    Platform.TIKTOK: re.compile(r"\d{6,25}"),
    Platform.X: re.compile(r"\d{4,25}"),
    Platform.INSTAGRAM: re.compile(r"\d{5,25}"),
    Platform.FACEBOOK: re.compile(r"[\d_]{5,50}"),
}
_ANY_DAY: Final = date(2099, 1, 1)
_META_ZONE: Final = ZoneInfo("America/Los_Angeles")
_MONTH_FIRST: Final = frozenset({Platform.INSTAGRAM, Platform.LINKEDIN})
"""They write dates in American order, whoever exports them."""
_SHOWN_AS_VIEWS: Final = frozenset({Platform.X, Platform.LINKEDIN})
"""There views are what the platform calls impressions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFigures:
    """The totals that a row holds; None is not known."""

    views: int | None = None
    engaged_views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    impressions: int | None = None
    click_rate: float | None = None
    watched_seconds: float | None = None
    watched_share: float | None = None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, one.name) is None for one in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """What an export says of one post; `ids` are all that may name it, the surest first.

    `published` is a time where one was written, else a day. `read_on` is the day that the row
    itself names for its figures.
    """

    source: str
    number: int
    platform: Platform
    ids: tuple[str, ...]
    title: str
    published: datetime | date | None
    figures: RowFigures
    link: str = ""
    length_seconds: float | None = None
    read_on: date | None = None
    problem: str = ""

    @property
    def published_on(self) -> date | None:
        return self.published.date() if isinstance(self.published, datetime) else self.published


def read_post_rows(tables: Iterable[PostTable], *, as_of: date) -> tuple[PostRow, ...]:
    """Return the posts of all tables; what several tables say of one post is put together."""
    found: dict[tuple[Platform, str], PostRow] = {}
    rows: list[PostRow] = []  # those that are joined with none
    for table in tables:
        for row in _read_table(table, as_of):
            key = (row.platform, row.ids[0] if row.ids else "")
            if not row.ids or row.problem:
                rows.append(row)
            elif key in found:
                found[key] = _join(found[key], row)
            else:
                found[key] = row
    told = {(row.platform, name) for row in found.values() for name in row.ids}
    rows = [row for row in rows if not any((row.platform, name) in told for name in row.ids)]
    return tuple(sorted([*found.values(), *rows], key=lambda row: (row.source, row.number)))


def list_doubts(tables: Iterable[PostTable], *, as_of: date) -> tuple[str, ...]:
    """Return what was read in one of two ways: dates that nothing says the order of."""
    return tuple(
        f"In {table.source} nothing says whether 3/4 is in March or April; it was read as March 4."
        for table in tables
        if table.platform not in _MONTH_FIRST
        and find_day_order(_list_published(table), as_of=as_of) is None
    )


def _list_published(table: PostTable) -> list[Cell]:
    columns = {meaning: at for at, meaning in enumerate(table.columns) if meaning is not None}
    return _list_cells(table, columns, {M.PUBLISHED})


def _join(first: PostRow, second: PostRow) -> PostRow:
    """Return both rows as one: the later reading counts; of one day, the one that says more."""
    newer, older = first, second
    if (second.read_on or date.min) > (first.read_on or date.min):
        newer, older = second, first
    if first.read_on != second.read_on:
        return newer
    names = [one.name for one in fields(RowFigures)]
    both = {name: (getattr(older.figures, name), getattr(newer.figures, name)) for name in names}
    larger = {
        name: max((value for value in pair if value is not None), default=None)
        for name, pair in both.items()
    }
    return replace(first, figures=RowFigures(**larger))


def _read_table(table: PostTable, as_of: date) -> list[PostRow]:
    columns = {meaning: at for at, meaning in enumerate(table.columns) if meaning is not None}
    dialect = choose_dialect(
        _list_cells(table, columns, COUNTS),
        _list_cells(table, columns, FIGURES - COUNTS),
        is_semicolon=table.is_semicolon,
    )
    day_first = bool(find_day_order(_list_published(table), as_of=as_of))
    return [
        _read_row(table, number, _Cells(row, columns, dialect), as_of, day_first)
        for number, row in table.rows
    ]


def _list_cells(
    table: PostTable, columns: Mapping[Meaning, int], wanted: Iterable[Meaning]
) -> list[Cell]:
    places = [columns[meaning] for meaning in wanted if meaning in columns]
    return [row[at] for _, row in table.rows for at in places if at < len(row)]


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a row by meaning."""

    row: Sequence[Cell]
    columns: Mapping[Meaning, int]
    dialect: Dialect

    def get(self, meaning: Meaning) -> Cell:
        at = self.columns.get(meaning)
        return None if at is None or at >= len(self.row) else self.row[at]

    def count(self, meaning: Meaning) -> int | None:
        return read_count(self.get(meaning), self.dialect)

    def seconds(self, meaning: Meaning) -> float | None:
        return read_seconds(self.get(meaning), self.dialect)


def _read_row(
    table: PostTable, number: int, cells: _Cells, as_of: date, day_first: bool
) -> PostRow:
    link = read_text(cells.get(M.LINK))[:500]
    platform = _find_platform(table.platform, link)
    given = read_id(cells.get(M.POST_ID))
    ids = _list_ids(platform, given, link)
    length = cells.seconds(M.LENGTH)
    read_on = read_moment(cells.get(M.READ_ON), as_of=as_of)
    read_day = read_on.date() if isinstance(read_on, datetime) else read_on
    title = clean_text(read_text(cells.get(M.TITLE)), TITLE_CHARACTERS_KEPT)
    published = read_moment(cells.get(M.PUBLISHED), as_of=read_day or as_of, day_first=day_first)
    if table.platform is Platform.INSTAGRAM and isinstance(published, datetime):
        published = published.replace(tzinfo=_META_ZONE)
    figures = _read_figures(platform, cells, length)
    return PostRow(
        source=table.source,
        number=number,
        platform=platform,
        ids=ids,
        title=title,
        published=published,
        figures=figures,
        link=link if link.startswith("https://") else "",
        length_seconds=length,
        read_on=min(read_day, as_of) if read_day else None,
        problem=table.torn.get(number) or _find_problem(cells, ids, title, figures),
    )


def _find_problem(cells: _Cells, ids: tuple[str, ...], title: str, figures: RowFigures) -> str:
    if not ids and M.POST_ID in cells.columns and read_text(cells.get(M.POST_ID)):
        return "its id is no id of this platform; a spreadsheet may have rounded it"
    if not ids and not title:
        return "it says neither an id nor a title"
    if figures.is_empty and cells.dialect is Dialect.UNCLEAR:
        return "its numbers can be read in two ways; save them without marks for thousands"
    if figures.is_empty:
        return "it has no figures"
    if read_moment(cells.get(M.SPAN), as_of=_ANY_DAY) is not None:
        return "its figures are of one day; export them as Lifetime"
    return ""


def _find_platform(platform: Platform, link: str) -> Platform:
    is_facebook = re.match(r"https?://([a-z]+\.)?(facebook\.com|fb\.watch)/", link, re.IGNORECASE)
    if platform is Platform.INSTAGRAM and is_facebook:
        return Platform.FACEBOOK
    return platform


def _list_ids(platform: Platform, given: str, link: str) -> tuple[str, ...]:
    shape, in_link = _ID_SHAPES.get(platform), _IN_LINKS.get(platform)
    found = [given] if given and (shape is None or shape.fullmatch(given)) else []
    if in_link is not None and (match := in_link.search(link)):
        found.append(match[1])
    return tuple(dict.fromkeys(found))


def find_id_in_link(platform: Platform, link: str) -> str | None:
    """Return the id of a post from its link."""
    ids = _list_ids(platform, "", link)
    return ids[0] if ids else None


def _read_figures(platform: Platform, cells: _Cells, length: float | None) -> RowFigures:
    views, impressions = cells.count(M.VIEWS), cells.count(M.IMPRESSIONS)
    if views is None and platform in _SHOWN_AS_VIEWS:
        views = impressions
    average = cells.seconds(M.AVERAGE_SECONDS)
    hours = read_amount(cells.get(M.WATCH_HOURS), cells.dialect)
    watched = hours * 3600 if hours is not None else cells.seconds(M.WATCH_SECONDS)
    if watched is None and average is not None and views is not None:
        watched = average * views
    share = _read_share(platform, cells, M.AVERAGE_SHARE)
    if share is None and average is not None and length:
        share = average / length
    return RowFigures(
        views=views,
        engaged_views=cells.count(M.ENGAGED_VIEWS),
        likes=cells.count(M.LIKES),
        comments=cells.count(M.COMMENTS),
        shares=cells.count(M.SHARES),
        saves=cells.count(M.SAVES),
        impressions=impressions,
        click_rate=_read_share(platform, cells, M.CLICK_RATE),
        watched_seconds=None if watched is None else round(watched, 1),
        watched_share=None if share is None else round(share, 4),
    )


def _read_share(platform: Platform, cells: _Cells, meaning: Meaning) -> float | None:
    """Return a share of 1; YouTube writes percentages, others a fraction unless they say `%`."""
    cell = cells.get(meaning)
    number = read_amount(cell, cells.dialect)
    if number is None:
        return None
    is_percent = platform is Platform.YOUTUBE or is_percentage(cell)
    return round(number / 100 if is_percent else number, 6)
