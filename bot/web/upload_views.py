"""Upload views: videos being fetched or uploaded, and the clips made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.web.face import WebFace
from cogs.cards.card import make_card
from cogs.progress import Progress, Tone, describe_progress
from core.domain.clips.clip import Clip
from core.domain.videos.intake import Intake, IntakeId
from core.domain.work.ids import JobId

INTAKES_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipLink:
    """A clip made from a video; `link` is where to decide on it, None if there is no such place."""

    title: str
    status: str
    score: int | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeView:
    """A video on its way in; `job_id` is the job to cancel or retry.

    `analysis` is the page with everything found in it, None if there is none.
    """

    intake_id: IntakeId
    asked_at: datetime
    progress: Progress
    job_id: JobId
    clips: tuple[ClipLink, ...]
    analysis: str | None

    @property
    def is_moving(self) -> bool:
        return self.progress.tone is Tone.WORKING


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadsView:
    """The page for choosing files; a visitor came by a link."""

    is_visitor: bool
    creator_id: str
    size_mebibytes_max: int
    intakes: tuple[IntakeView, ...]

    @property
    def is_moving(self) -> bool:
        return any(intake.is_moving for intake in self.intakes)

    @property
    def largest(self) -> str:
        """Return the largest size in GB or MB."""
        gigabytes = self.size_mebibytes_max / 1024
        return f"{gigabytes:.4g} GB" if gigabytes >= 1 else f"{self.size_mebibytes_max} MB"


async def view_uploads(face: WebFace) -> UploadsView:
    """Return the upload page of whoever acts."""
    face.actor.require_member()
    intakes = await face.app.videos.fetching.list_intakes(face.actor, limit=INTAKES_MAX)
    return UploadsView(
        is_visitor=face.is_visitor,
        creator_id=face.actor.creator_id,
        size_mebibytes_max=face.app.videos.uploads.size_bytes_max // 1024**2,
        intakes=tuple([await _view(face, intake) for intake in intakes]),
    )


async def view_intake(face: WebFace, intake_id: IntakeId) -> IntakeView:
    """Return the page of one video; NotFound where it is not this creator's."""
    return await _view(face, await face.app.videos.fetching.get_intake(face.actor, intake_id))


async def _view(face: WebFace, intake: Intake) -> IntakeView:
    tracked = await face.app.work.tracking.look(face.actor, intake.fetch_job_id)
    links = [await _link(face, clip) for clip in tracked.clips]
    is_known = tracked.job.id == intake.analysis_job_id and not face.is_visitor
    return IntakeView(
        intake_id=intake.id,
        asked_at=intake.created_at,
        progress=describe_progress(tracked),
        job_id=tracked.job.id,
        clips=tuple(links),
        analysis=f"/videos/{intake.asset_id}" if is_known else None,
    )


async def _link(face: WebFace, clip: Clip) -> ClipLink:
    """Return a clip with where this person decides on it: the page at home, Discord elsewhere."""
    card = make_card(clip)
    if not face.is_visitor:
        link: str | None = f"/clips/{clip.id}"
    else:
        link = next(iter(await face.app.work.tracking.list_card_links(clip)), None)
    score = clip.score.value if clip.score else None
    return ClipLink(title=card.title, status=card.status_text, score=score, link=link)
