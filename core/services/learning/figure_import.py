"""Figure import: the figures of a file; looked at first, and kept when somebody says so."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from core.domain.learning.exports.import_plan import (
    KEPT_DAYS,
    FigureImportPlan,
    ImportLine,
    ImportOptions,
    LineState,
    choose_as_of,
    explain,
    find_period,
    find_refusal,
    make_metric,
    make_post,
)
from core.domain.learning.exports.matching import Match, match_rows
from core.domain.learning.exports.post_rows import PostRow, list_doubts, read_post_rows
from core.domain.learning.exports.post_tables import FoundTables, RawTable, find_tables
from core.domain.learning.figure_file import FigureFile, digest_file
from core.domain.people.actor import Actor
from core.domain.people.creator_profile import find_zone
from core.domain.work.ids import CreatorId
from core.domain.work.plain_text import clean_text
from core.errors import InvalidInput, NotFound
from core.ports.learning import ExportReader, ImportStore, MeasuredPostStore
from core.ports.people import ProfileStore
from core.ports.storage import ObjectStorage
from core.ports.work import Clock
from core.services.learning.figure_keeping import Brought, FigureKeeping
from core.services.work.scratch_folder import open_scratch

_log = structlog.get_logger(__name__)


class FigureImport:
    """Imports exports of platforms; the file is kept as it is, under its hash."""

    def __init__(
        self,
        *,
        clock: Clock,
        reader: ExportReader,
        imports: ImportStore,
        posts: MeasuredPostStore,
        profiles: ProfileStore,
        storage: ObjectStorage,
        keeping: FigureKeeping,
        scratch: Path,
    ) -> None:
        self._clock = clock
        self._reader = reader
        self._imports = imports
        self._posts = posts
        self._profiles = profiles
        self._storage = storage
        self._keeping = keeping
        self._scratch = scratch

    async def preview(
        self, actor: Actor, data: bytes, *, file_name: str, options: ImportOptions
    ) -> FigureImportPlan:
        """Keep the file, and return what importing it would do."""
        actor.require_editor()
        raw = await self._reader.read(data, file_name)
        file = await self._note(actor, data, file_name, raw, options)
        return await self._plan(actor.creator_id, file, raw, options)

    async def import_file(
        self, actor: Actor, digest: str, options: ImportOptions
    ) -> FigureImportPlan:
        """Import a file that was looked at; doing so again changes nothing."""
        actor.require_editor()
        file = await self._imports.find_import(actor.creator_id, digest)
        if file is None:
            raise NotFound("That file is not here any more; bring it again.")
        data = await self._load(file)
        raw = await self._reader.read(data, file.file_name)
        plan = await self._plan(actor.creator_id, file, raw, options)
        if plan.ambiguous:
            raise InvalidInput("Say first which platform the file is from.")
        brought = [
            Brought(post=line.post, metric=line.metric)
            for line in plan.lines
            if line.post and line.metric and line.state in {LineState.MATCHED, LineState.NEW}
        ]
        changed = await self._keeping.keep(actor.creator_id, brought)
        done = replace(file, imported_at=file.imported_at or self._clock.now(), posts=len(brought))
        if done.imported_at != file.imported_at or changed:
            await self._imports.put_import(done)
        _log.info("figures.imported", posts=changed, rows=len(plan.lines))
        return replace(plan, file=done, is_done=True, changed=changed)

    async def _note(
        self,
        actor: Actor,
        data: bytes,
        file_name: str,
        raw: Sequence[RawTable],
        options: ImportOptions,
    ) -> FigureFile:
        """Return the record of a file; one that was brought before keeps its day and time."""
        digest, now = digest_file(data), self._clock.now()
        period = find_period([file_name, *(table.source for table in raw)])
        as_of = choose_as_of(options, period, now=now)
        known = await self._imports.find_import(actor.creator_id, digest)
        if known is not None and options.as_of in {None, known.as_of}:
            return known
        file = FigureFile(
            creator_id=actor.creator_id,
            digest=digest,
            file_name=clean_text(file_name, 120) or "figures",
            size_bytes=len(data),
            brought_by=actor.person_id,
            brought_at=known.brought_at if known else now,
            as_of=as_of,
        )
        if known is None:
            await self._store(file, data)
        await self._imports.put_import(file)
        return file

    async def _store(self, file: FigureFile, data: bytes) -> None:
        async with open_scratch(self._scratch, prefix="figures-") as folder:
            path = folder / "file"
            await asyncio.to_thread(path.write_bytes, data)
            await self._storage.put_file(file.object_key, path)

    async def _load(self, file: FigureFile) -> bytes:
        async with self._storage.open_file(file.object_key) as path:
            return await asyncio.to_thread(path.read_bytes)

    async def _plan(
        self,
        creator_id: CreatorId,
        file: FigureFile,
        raw: Sequence[RawTable],
        options: ImportOptions,
    ) -> FigureImportPlan:
        found, rows = await asyncio.to_thread(_read_rows, raw, options, file.as_of)
        if found.ambiguous:
            return FigureImportPlan(file=file, ambiguous=found.ambiguous, refused=found.refused)
        today = self._clock.now().astimezone(UTC).date()
        posts = await self._posts.list_posts(
            creator_id, first=today - timedelta(days=KEPT_DAYS), last=today + timedelta(days=1)
        )
        matches = await asyncio.to_thread(match_rows, rows, posts)
        period = find_period([file.file_name, *(table.source for table in raw)])
        zone = await self._find_zone(creator_id)
        lines = [
            await self._decide(creator_id, match, file, period[0] if period else None, zone)
            for match in matches
        ]
        shown = tuple(_leave_out(line, options) for line in lines)
        return FigureImportPlan(file=file, lines=shown, notes=found.notes, refused=found.refused)

    async def _decide(
        self,
        creator_id: CreatorId,
        match: Match,
        file: FigureFile,
        since: date | None,
        zone: ZoneInfo,
    ) -> ImportLine:
        row, post = match.row, match.post
        why = match.why or find_refusal(row, since)
        if why:
            return ImportLine(row=row, state=LineState.REFUSED, post=post, why=why)
        state = LineState.MATCHED
        if post is None:
            made = make_post(row, creator_id, zone)
            oldest = self._clock.now() - timedelta(days=KEPT_DAYS)
            is_kept = made is None or made.out_at > oldest
            why = explain(match, is_kept=is_kept)
            if made is None or not is_kept or made.out_at > self._clock.now() + timedelta(days=1):
                return ImportLine(row=row, state=LineState.REFUSED, why=why)
            state, post = LineState.NEW, made
        if post.post_id is None and row.ids:
            post = replace(post, post_id=row.ids[0])
        metric = make_metric(row, post, as_of=file.as_of, brought_at=file.brought_at)
        if metric.on < post.out_at.date() - timedelta(days=1):
            why = "it went out after the day for which these figures stand"
            return ImportLine(row=row, state=LineState.REFUSED, post=match.post, why=why)
        brought = Brought(post=post, metric=metric)
        if state is LineState.MATCHED and not await self._keeping.is_news(brought):
            state = LineState.SAME
        return ImportLine(row=row, state=state, post=post, metric=metric, why=why)

    async def _find_zone(self, creator_id: CreatorId) -> ZoneInfo:
        profile = await self._profiles.get_profile(creator_id)
        return await asyncio.to_thread(find_zone, profile.time_zone)


def _read_rows(
    raw: Sequence[RawTable], options: ImportOptions, as_of: date
) -> tuple[FoundTables, tuple[PostRow, ...]]:
    found = find_tables(raw, wanted=options.platform)
    doubts = list_doubts(found.tables, as_of=as_of)
    found = replace(found, notes=(*found.notes, *doubts))
    return found, read_post_rows(found.tables, as_of=as_of)


def _leave_out(line: ImportLine, options: ImportOptions) -> ImportLine:
    """Return a new post's line as it is if unknown posts are added, else as unknown."""
    if line.state is not LineState.NEW or options.adds_unknown:
        return line
    return replace(line, state=LineState.UNKNOWN)
