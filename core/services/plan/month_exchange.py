"""Month exchange: a month as a file, and a file as a month; looked at before anything is stored."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import structlog

from core.domain.people.actor import Actor
from core.domain.plan.month_rows import (
    MonthRow,
    RowError,
    may_be_new,
    read_rows,
    write_csv,
    write_json,
)
from core.domain.plan.post import PlatformVariant, Post, PostId, WholePost
from core.domain.work.ids import CreatorId, make_ulid
from core.errors import Conflict, NotFound
from core.ports.plan import PostChange, PostStore
from core.ports.work import Clock
from core.services.plan.plan_reading import PlanReading, name_month
from core.services.plan.post_writing import make_draft

_log = structlog.get_logger(__name__)
_PAGES_MAX: Final = 5
_WRITES_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What a file would do, or has done: posts added, changed, equal; or what is wrong in it."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A row with the post that is there, if it is, and the post it makes."""

    row: MonthRow
    there: Post | None
    made: Post
    variants: tuple[PlatformVariant, ...] = ()

    @property
    def change(self) -> PostChange | None:
        """Return what it writes; None for nothing."""
        if self.made == self.there:
            return None
        before = self.there.drafts if self.there else 0
        is_new_text = self.made.drafts > before
        draft = make_draft(self.made, made_from=before) if is_new_text else None
        moved = tuple(
            replace(one, planned_at=self.made.planned_at)
            for one in self.variants
            if one.planned_at != self.made.planned_at
        )
        return PostChange(post=self.made, draft=draft, variants=moved)


class MonthExchange:
    """Exports and imports months."""

    def __init__(self, *, clock: Clock, posts: PostStore, reading: PlanReading) -> None:
        self._clock = clock
        self._posts = posts
        self._reading = reading

    async def export(self, actor: Actor, month: str = "", *, as_json: bool = False) -> str:
        """Return a month as CSV, or as JSON, in the order of time."""
        ids: list[str] = []
        page = await self._reading.list_month(actor, month)
        for _ in range(_PAGES_MAX):
            ids += [entry.id for entry in page.entries if entry.kind == "post"]
            if page.cursor is None:
                break
            page = await self._reading.list_month(actor, page.month, cursor=page.cursor)
        posts = [await self._posts.get_post(actor.creator_id, PostId(one)) for one in ids]
        write = write_json if as_json else write_csv
        return write(posts, page.zone)

    async def import_month(self, actor: Actor, data: bytes, *, dry_run: bool = True) -> Import:
        """Say what a file would do, or do it; with an error anywhere in it nothing is done.

        Importing twice changes nothing. A post that somebody has changed since the file was
        exported is an error of its row.
        """
        actor.require_editor()
        zone = await self._reading.find_zone(actor.creator_id)
        rows, errors = await asyncio.to_thread(read_rows, data, zone)
        steps: list[_Step] = []
        problems = list(errors)
        for row in rows:
            step = await self._look(actor, row)
            if isinstance(step, RowError):
                problems.append(step)
            else:
                steps.append(step)
        if problems:
            return Import(errors=tuple(sorted(problems, key=lambda one: (one.row, one.column))))
        outcome = _count(steps)
        changes = {step.made.id: step.change for step in steps}
        todo = [change for change in changes.values() if change]
        if sum(change.writes for change in todo) > _WRITES_MAX:
            problem = f"It changes more than can be done at once ({len(todo)} posts): split it."
            return Import(errors=(RowError(row=0, column="", problem=problem),))
        if dry_run:
            return outcome
        if not await self._posts.save_posts(todo):
            raise Conflict("Somebody changed one of these posts meanwhile: import it again.")
        _log.info("plan.imported", added=outcome.added, changed=outcome.changed)
        return replace(outcome, is_done=True)

    async def _look(self, actor: Actor, row: MonthRow) -> _Step | RowError:
        """Return what a row would do, from what is stored now."""
        zone = await self._reading.find_zone(actor.creator_id)
        post_id = PostId(row.id) if row.id else _name_post(actor.creator_id, row)
        whole = await self._find(actor.creator_id, post_id)
        if whole is None:
            if row.id:
                return _fail(row, "id", "There is no such post; leave the id empty for a new one.")
            if not may_be_new(row.status):
                return _fail(row, "status", "Nothing goes out by an import: say review.")
            now = self._clock.now()
            made = Post(
                id=post_id,
                creator_id=actor.creator_id,
                month=name_month(row.at, zone),
                planned_at=row.at,
                title=row.wording.title,
                created_at=now,
                updated_at=now,
                drafts=1,
                written_by=actor.person_id,
                changed_by=actor.person_id,
                status=row.status,
                version=0,
            )
            return _Step(row=row, there=None, made=_fill(made, row))
        if not row.id:
            # It was imported before, and may have been changed since.
            return _Step(row=row, there=whole.post, made=whole.post)
        return self._change(actor, row, whole, name_month(row.at, zone))

    def _change(
        self, actor: Actor, row: MonthRow, whole: WholePost, month: str
    ) -> _Step | RowError:
        there = whole.post
        if row.status is not there.status:
            return _fail(row, "status", f"It is {there.status}; move it there, not by a file.")
        wanted = _fill(replace(there, planned_at=row.at, month=month), row)
        if wanted.planned_at == there.planned_at.replace(second=0, microsecond=0):
            wanted = replace(wanted, planned_at=there.planned_at)
        if wanted == there:
            return _Step(row=row, there=there, made=there)
        if row.version != there.version:
            who = there.changed_by or "Truss"
            return _fail(row, "version", f"It was changed by {who} since: export it again.")
        if there.clip_id or not may_be_new(there.status):
            return _fail(row, "id", "It is on its way or out: change it there, not by a file.")
        drafts = there.drafts + (0 if _words(wanted) == _words(there) else 1)
        made = replace(
            wanted,
            drafts=drafts,
            written_by=actor.person_id,
            changed_by=actor.person_id,
            updated_at=self._clock.now(),
        )
        return _Step(row=row, there=there, made=made, variants=whole.variants)

    async def _find(self, creator_id: CreatorId, post_id: PostId) -> WholePost | None:
        try:
            return await self._posts.get_whole_post(creator_id, post_id)
        except NotFound:
            return None


def _count(steps: Sequence[_Step]) -> Import:
    added = len({step.made.id for step in steps if step.there is None})
    changed = sum(1 for step in steps if step.there is not None and step.made != step.there)
    return Import(added=added, changed=changed, unchanged=len(steps) - added - changed)


def _fill(post: Post, row: MonthRow) -> Post:
    return replace(
        post,
        title=row.wording.title,
        text=row.wording.text,
        tags=row.wording.tags,
        platforms=row.platforms,
    )


def _words(post: Post) -> tuple[object, ...]:
    return post.title, post.text, post.tags


def _fail(row: MonthRow, column: str, problem: str) -> RowError:
    return RowError(row=row.number, column=column, problem=problem)


def _name_post(creator_id: CreatorId, row: MonthRow) -> PostId:
    """Return the id of a new row's post, which follows from the row."""
    words = (creator_id, row.at.isoformat(), *row.platforms, row.wording.title, row.wording.text)
    digest = hashlib.blake2b("\x1f".join(words).encode("utf-8", "surrogatepass"), digest_size=10)
    return PostId(make_ulid(row.at, digest.digest()))
