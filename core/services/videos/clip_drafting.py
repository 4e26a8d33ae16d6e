"""Clip drafting: turns highlights into clips that wait to be rendered, each exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.domain.clips.asset_analysis import AssetAnalysis
from core.domain.clips.clip import Clip, ClipStatus, Judgement
from core.domain.clips.highlight import Highlight
from core.domain.clips.turn import Turn, TurnTrait
from core.domain.videos.asset import Asset
from core.domain.work.ids import ClipId, make_clip_id
from core.domain.work.job import JobKind
from core.ports.clips import ClipStore, Turns
from core.ports.people import ProfileStore
from core.ports.work import Clock, Ids
from core.services.work.new_jobs import NewJobs

_NOT_NAMED = "The model watched this part and did not name the moment: sound, cuts and chat did."


class ClipDrafting:
    """Gives the drafts of an analysis their ids, and adds them once the ids are stored.

    While titles are tried by turns, each draft has the one of its side. Where the model was not
    asked for both, whoever judges the clip writes it, on either side alike: were it one side alone,
    the clips of one would be judged twice and those of the other once.
    """

    def __init__(
        self, *, clock: Clock, ids: Ids, clips: ClipStore, profiles: ProfileStore, turns: Turns
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._clips = clips
        self._profiles = profiles
        self._turns = turns

    async def name_drafts(
        self, asset: Asset, highlights: Sequence[Highlight]
    ) -> tuple[ClipId | None, ...]:
        """Return an id for each highlight; None if an older clip of the asset shows the same."""
        older = await self._list_clips(asset)
        shards = (await self._profiles.get_profile(asset.creator_id)).clip_shards
        return tuple(
            None if _is_shown(highlight, older) else self._name_draft(asset, highlight, shards)
            for highlight in highlights
        )

    async def add_drafts(self, asset: Asset, analysis: AssetAnalysis) -> None:
        """Add the clips that are not there yet, each with the job that renders it."""
        find_side = await self._turns.find_sides(asset.creator_id)
        for clip_id, highlight in zip(analysis.clip_ids, analysis.highlights, strict=True):
            if clip_id is None:
                continue
            turn = find_side(clip_id)
            judgement = _judge(highlight, analysis) if _is_titled(highlight, turn) else None
            await self._add_draft(asset, clip_id, _title_by_turn(highlight, turn), judgement)

    async def _list_clips(self, asset: Asset) -> list[Clip]:
        """Return this asset's clips; none is older than the asset, so older pages are not read."""
        found: list[Clip] = []
        cursor = None
        while True:
            page = await self._clips.list_clips(asset.creator_id, cursor=cursor, limit=100)
            found += [clip for clip in page.items if clip.asset_id == asset.id]
            cursor = page.cursor
            is_past = any(clip.created_at < asset.published_at for clip in page.items)
            if not cursor or is_past:
                return [clip for clip in found if clip.status is not ClipStatus.FAILED]

    def _name_draft(self, asset: Asset, highlight: Highlight, shards: int) -> ClipId:
        at = asset.published_at + timedelta(seconds=highlight.peak_seconds)
        ulid = self._ids.new_ulid(at, "clip", asset.id, f"{highlight.start_seconds:.3f}")
        return make_clip_id(ulid, shards=shards)

    async def _add_draft(
        self, asset: Asset, clip_id: ClipId, highlight: Highlight, judgement: Judgement | None
    ) -> None:
        now = self._clock.now()
        at = asset.published_at + timedelta(seconds=highlight.peak_seconds)
        clip = Clip(
            id=clip_id,
            creator_id=asset.creator_id,
            asset_id=asset.id,
            start_seconds=highlight.start_seconds,
            end_seconds=highlight.end_seconds,
            title=highlight.title,
            created_at=at,
            updated_at=now,
            spike=highlight.spike,
            score=highlight.score,
            measured=highlight.measured,
            judgement=judgement,
        )
        job = self._new_jobs.make(
            JobKind.RENDER_CLIP, asset.creator_id, clip_id, at=now, sorts_at=at
        )
        await self._clips.add_clip(clip, jobs=(job,))


def _is_titled(highlight: Highlight, turn: Turn | None) -> bool:
    """Return whether a draft has a title of its side, or needs none."""
    is_tried = turn is not None and turn.trait is TurnTrait.TITLE_ASKS
    return not is_tried or bool(highlight.seen and highlight.seen.asking_title)


def _title_by_turn(highlight: Highlight, turn: Turn | None) -> Highlight:
    asking = highlight.seen.asking_title if highlight.seen else ""
    if turn is None:
        return highlight
    return replace(highlight, title=turn.choose_title(highlight.title, asking))


def _judge(highlight: Highlight, analysis: AssetAnalysis) -> Judgement | None:
    """Return what a model that watched the whole video said of a moment; None if it is to be asked.

    It is not paid to look again at footage in which it did not name the moment.
    """
    if analysis.model is None:
        return None
    if highlight.seen:
        return Judgement(model=analysis.model)
    looked_at = analysis.looked_at
    if not looked_at.windows or looked_at.windows_seen < looked_at.windows:
        return None
    return Judgement(model=analysis.model, reason=_NOT_NAMED)


def _is_shown(highlight: Highlight, older: Sequence[Clip]) -> bool:
    return any(_show_the_same(highlight, clip) for clip in older)


def _show_the_same(highlight: Highlight, clip: Clip) -> bool:
    """True if a clip covers half of a highlight, or lies half inside it."""
    shared = min(highlight.end_seconds, clip.end_seconds) - max(
        highlight.start_seconds, clip.start_seconds
    )
    shorter = min(
        highlight.end_seconds - highlight.start_seconds, clip.end_seconds - clip.start_seconds
    )
    return shared >= shorter / 2
