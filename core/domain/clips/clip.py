"""Clips: short pieces we made, and how their status may change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.box import Box
from core.domain.clips.earlier_cut import EarlierCut
from core.domain.clips.edit_plan import Layout
from core.domain.clips.virality import ViralityScore
from core.domain.work.ids import AssetId, ClipId, CreatorId, JobId, StreamId
from core.errors import Conflict


class ClipStatus(StrEnum):
    """Where a clip stands; what is published is read from its publications."""

    DRAFT = "draft"
    RENDERING = "rendering"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    FAILED = "failed"


IN_THE_MAKING = frozenset({ClipStatus.DRAFT, ClipStatus.RENDERING})
_RECUT = ClipStatus.RENDERING
CLIP_MOVES: dict[ClipStatus, frozenset[ClipStatus]] = {
    ClipStatus.DRAFT: frozenset({ClipStatus.RENDERING, ClipStatus.FAILED}),
    ClipStatus.RENDERING: frozenset({ClipStatus.IN_REVIEW, ClipStatus.FAILED}),
    ClipStatus.IN_REVIEW: frozenset(
        {ClipStatus.APPROVED, ClipStatus.REJECTED, ClipStatus.FAILED, _RECUT}
    ),
    ClipStatus.APPROVED: frozenset({ClipStatus.IN_REVIEW, ClipStatus.FAILED, _RECUT}),
    ClipStatus.REJECTED: frozenset({ClipStatus.IN_REVIEW, ClipStatus.FAILED, _RECUT}),
    ClipStatus.FAILED: frozenset({_RECUT}),
}


PRIORITY_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The outcome of asking a model about a cut.

    It replaced the clip's version `over_version`, whose title was `former_title`. `reason` is empty
    if `model` has judged the cut, else it says why not.
    """

    model: str
    reason: str = ""
    over_version: int = 0
    former_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A window of an asset on its way to a vertical video.

    `start_seconds` and `end_seconds` are offsets into the asset. `spike` is the evidence it was
    made from, if chat made it. `sheet_key` names a picture of ten of its frames. `layout` is the
    one somebody asked for, None if Truss chooses. `decided_by` names the person who approved or
    rejected it. Among clips waiting alike, those with a higher `priority` (0 to 3) come first.
    `title_by` names who wrote the title (a person, or `chat`), None if Truss did. `score` is the
    combined score, `measured` its measured part (out of 100 by itself), and `judgement` what a
    model said of this cut; a new cut has none yet. `render_job_id` is the job that makes this cut,
    or made it; None if no job has begun. `cut_layout` and `cut_captions` (a style, or `none`) are
    what its cut was made in, as far as that is known. `facecam` is where somebody placed the
    camera in the video, `cover_seconds` the offset into the asset of the cover that somebody chose,
    and `earlier` are the cuts before this one, the oldest first.
    """

    id: ClipId
    creator_id: CreatorId
    asset_id: AssetId
    start_seconds: float
    end_seconds: float
    title: str
    created_at: datetime
    updated_at: datetime
    stream_id: StreamId | None = None
    spike: ChatSpike | None = None
    title_by: str | None = None
    score: ViralityScore | None = None
    layout: Layout | None = None
    measured: ViralityScore | None = None
    judgement: Judgement | None = None
    status: ClipStatus = ClipStatus.DRAFT
    object_key: str | None = None
    thumbnail_key: str | None = None
    sheet_key: str | None = None
    duration_seconds: float | None = None
    size_bytes: int | None = None
    loudness_lufs: float | None = None
    failed_stage: str | None = None
    failed_reason: str | None = None
    decided_by: str | None = None
    priority: int = 0
    render_job_id: JobId | None = None
    cut_layout: Layout | None = None
    cut_captions: str = ""
    facecam: Box | None = None
    cover_seconds: float | None = None
    earlier: tuple[EarlierCut, ...] = ()
    version: int = 1

    def is_made_by(self, job_id: JobId) -> bool:
        """Say whether this job has the cut in hand, or would be the first to."""
        return self.render_job_id in {None, job_id}

    def move_to(self, status: ClipStatus, *, at: datetime) -> Clip:
        """Return this clip in its new status; Conflict if the table of moves forbids it."""
        if status not in CLIP_MOVES[self.status]:
            raise Conflict(
                f"The clip is {self.status.replace('_', ' ')} and cannot become "
                f"{status.replace('_', ' ')}.",
                current=self,
            )
        return replace(self, status=status, updated_at=at)

    @property
    def waits_for_judgement(self) -> bool:
        """Whether a model may still judge this cut: it was measured, and nobody decided."""
        is_open = self.status is ClipStatus.IN_REVIEW
        return is_open and self.measured is not None and self.judgement is None

    def judge(
        self, judgement: Judgement, *, title: str, score: ViralityScore | None, at: datetime
    ) -> Clip:
        """Return this clip as a model judged it; a person's own title stays."""
        return replace(
            self,
            judgement=replace(judgement, over_version=self.version, former_title=self.title),
            title=self.title if self.title_by else title or self.title,
            score=score or self.score,
            updated_at=at,
        )

    def as_seen(self, version: int) -> Clip | None:
        """Return the clip as somebody saw it at `version`; None if it has changed since.

        A judgement does not make another cut: the version right before it still counts, and is then
        published under the title that was read.
        """
        if version == self.version:
            return self
        judged = self.judgement
        if judged and version == judged.over_version and self.version == version + 1:
            return replace(self, title=judged.former_title)
        return None
