"""Month rows: a month's posts as CSV or JSON, written so that no table program runs them, and read.

The time of a row is on the creator's clock. A row with the id of a post changes that post; one
without makes a post whose id follows from its words, so that importing twice adds nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from core.domain.plan.post import Post, PostStatus
from core.domain.publishing.posting_slot import read_local_time
from core.domain.publishing.wording import (
    TEXT_CHARACTERS_KEPT,
    TITLE_CHARACTERS_KEPT,
    Wording,
    clean_wording,
)
from core.domain.work.platform import MEASURED_ONLY, Platform
from core.errors import InvalidInput

COLUMNS: Final = ("id", "version", "time", "status", "platforms", "title", "text", "tags")
ROWS_MAX: Final = 500
BYTES_MAX: Final = 1024 * 1024
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_GIVEN: Final = frozenset({PostStatus.IDEA, PostStatus.DRAFTING, PostStatus.REVIEW})
_ID_LENGTH_MAX: Final = 26
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A post as somebody wrote it down; `version` is what they saw, 0 for a new one."""

    number: int
    at: datetime
    wording: Wording
    status: PostStatus
    platforms: tuple[Platform, ...] = ()
    id: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """What is wrong in a row: rows count from 1 below the header, 0 is the file."""

    row: int
    column: str
    problem: str


def write_csv(posts: Sequence[Post], zone: ZoneInfo) -> str:
    """Return a month as CSV; a text that a table program would run has an apostrophe before it."""
    held = io.StringIO()
    writer = csv.DictWriter(held, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for post in posts:
        row = _write_row(post, zone)
        flat = row | {"platforms": " ".join(row["platforms"]), "tags": ", ".join(row["tags"])}
        writer.writerow({name: _escape(str(value)) for name, value in flat.items()})
    return held.getvalue()


def write_json(posts: Sequence[Post], zone: ZoneInfo) -> str:
    """Return a month as JSON."""
    rows = [_write_row(post, zone) for post in posts]
    return json.dumps({"posts": rows}, ensure_ascii=False, indent=2)


def read_rows(data: bytes, zone: ZoneInfo) -> tuple[tuple[MonthRow, ...], tuple[RowError, ...]]:
    """Return the rows of a CSV or JSON file, and all that is wrong in it, by row and column."""
    try:
        raw = _parse(data)
    except InvalidInput as error:
        return (), (RowError(row=0, column="", problem=str(error)),)
    rows: list[MonthRow] = []
    errors: list[RowError] = []
    seen: set[str] = set()
    for number, fields in enumerate(raw, start=1):
        reader = _RowReader(number, fields, zone, errors)
        row = reader.read()
        if row and row.id and row.id in seen:
            reader.fail("id", "This post is in the file twice.")
        elif row:
            seen.add(row.id)
            rows.append(row)
    return tuple(rows), tuple(errors)


class _RowReader:
    """Reads the fields of one row, and notes each that cannot be read."""

    def __init__(self, number: int, fields: Any, zone: ZoneInfo, errors: list[RowError]) -> None:
        self._number = number
        self._fields = fields
        self._zone = zone
        self._errors = errors

    def read(self) -> MonthRow | None:
        before = len(self._errors)
        if not isinstance(self._fields, Mapping):
            self.fail("", "This row has other columns than the header.")
            return None
        unknown = [str(name) for name in self._fields if name not in COLUMNS]
        if unknown:
            self.fail(unknown[0][:40], f"There is no such column; there are {', '.join(COLUMNS)}.")
        at, status = self._read_time(), self._read_status()
        platforms, wording = self._read_platforms(), self._read_wording()
        name, version = self._read_id(), self._read_version()
        if len(self._errors) > before or at is None or status is None:
            return None
        return MonthRow(
            number=self._number,
            at=at,
            wording=wording,
            status=status,
            platforms=platforms,
            id=name,
            version=version,
        )

    def fail(self, column: str, problem: str) -> None:
        self._errors.append(RowError(row=self._number, column=column, problem=problem))

    def _text(self, column: str, most: int = 200) -> str:
        value = self._fields.get(column)
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            self.fail(column, "A text is wanted here.")
            return ""
        text = _unescape(str("" if value is None else value))
        if len(text) > most:
            self.fail(column, f"This is longer than {most:,} characters.")
            return ""
        return text

    def _words(self, column: str, separator: str) -> list[str]:
        value = self._fields.get(column)
        if isinstance(value, list):
            if not all(isinstance(word, str) for word in value):
                self.fail(column, "A list of texts is wanted here.")
                return []
            return [word for word in value if word.strip()]
        text = self._text(column, most=2000)
        return [word.strip() for word in text.split(separator) if word.strip()]

    def _read_time(self) -> datetime | None:
        try:
            at = read_local_time(self._text("time"), self._zone)
        except InvalidInput as error:
            self.fail("time", str(error))
            return None
        if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
            self.fail("time", f"The year must be from {_FIRST_YEAR} to {_LAST_YEAR}.")
            return None
        return at

    def _read_status(self) -> PostStatus | None:
        text = self._text("status").strip().lower() or PostStatus.IDEA.value
        if text not in set(PostStatus):
            self.fail("status", f"A post is {', '.join(PostStatus)}.")
            return None
        return PostStatus(text)

    def _read_platforms(self) -> tuple[Platform, ...]:
        names = [name.lower() for name in self._words("platforms", " ")]
        if wrong := [name for name in names if name not in set(Platform) - MEASURED_ONLY]:
            self.fail("platforms", f"“{wrong[0][:40]}” is no platform.")
            return ()
        return tuple(dict.fromkeys(Platform(name) for name in names))

    def _read_wording(self) -> Wording:
        wording = clean_wording(
            title=self._text("title", TITLE_CHARACTERS_KEPT),
            text=self._text("text", TEXT_CHARACTERS_KEPT),
            tags=self._words("tags", ","),
        )
        if not wording.title:
            self.fail("title", "A post needs a title.")
        return wording

    def _read_id(self) -> str:
        text = self._text("id").strip()
        if text and (len(text) > _ID_LENGTH_MAX or not (text.isascii() and text.isalnum())):
            self.fail("id", "This is no id of a post; leave it empty for a new one.")
            return ""
        return text

    def _read_version(self) -> int:
        text = self._text("version").strip() or "0"
        if not (text.isascii() and text.isdigit()) or len(text) > 9:
            self.fail("version", "A whole number is wanted here.")
            return 0
        return int(text)


def may_be_new(status: PostStatus) -> bool:
    """Whether a new post may be imported with this status; nothing goes out by an import."""
    return status in _GIVEN


def _write_row(post: Post, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": post.id,
        "version": post.version,
        "time": f"{post.planned_at.astimezone(zone):%Y-%m-%d %H:%M}",
        "status": post.status.value,
        "platforms": [platform.value for platform in post.platforms],
        "title": post.title,
        "text": post.text,
        "tags": list(post.tags),
    }


def _escape(text: str) -> str:
    """Return a cell that is shown, not run; one that begins with an apostrophe gets another."""
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _unescape(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:2] in {*_FORMULA, "'"} else text


def _parse(data: bytes) -> list[Any]:
    if len(data) > BYTES_MAX:
        raise InvalidInput("The file is larger than 1 MB: split it.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("The file is not UTF-8: save it as that.") from None
    if "\x00" in text:
        raise InvalidInput("The file holds zero bytes, as no text does.")
    rows = _parse_json(text) if text.lstrip()[:1] in {"{", "["} else _parse_csv(text)
    if not rows:
        raise InvalidInput("There are no posts in this file.")
    if len(rows) > ROWS_MAX:
        raise InvalidInput(f"The file has more than {ROWS_MAX} posts: split it.")
    return rows


def _parse_json(text: str) -> list[Any]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput("The file begins like JSON, and is none.") from None
    rows = held.get("posts") if isinstance(held, dict) else held
    if not isinstance(rows, list):
        raise InvalidInput('The file must hold a list of posts, or {"posts": [...]}.')
    return [
        {k: _escape_loaded(v) for k, v in row.items()} if isinstance(row, dict) else row
        for row in rows
    ]


def _escape_loaded(value: Any) -> Any:
    """Escape a text of JSON, where nothing is escaped, as a cell of CSV is."""
    return _escape(value) if isinstance(value, str) else value


def _parse_csv(text: str) -> list[Any]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error:
        raise InvalidInput(
            "The file is no CSV: a quote is not closed, or a cell too long."
        ) from None
    header = [name.strip().lower() for name in lines[0]] if lines else []
    if missing := [name for name in ("time", "title") if name not in header]:
        raise InvalidInput(f"The first line must name the columns; {missing[0]} is missing.")
    if len(set(header)) < len(header):
        raise InvalidInput("The first line names a column twice.")
    return [
        dict(zip(header, line, strict=True)) if len(line) == len(header) else None
        for line in lines[1:]
    ]
