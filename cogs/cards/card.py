"""Cards: what every face shows of a clip, as plain words and numbers.

A card holds no markup. Text from strangers (titles, chat lines, names) is stripped of control
and direction characters; each face escapes it for HTML, Discord or a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cogs.cards.evidence import (
    LINE_LENGTH_MAX,
    NAME_LENGTH_MAX,
    CardLine,
    CardToken,
    describe_crowd,
    list_lines,
    list_tokens,
    name_caller,
)
from cogs.cards.origin import CardPlan, CardSource, describe_plans, describe_source
from cogs.destinations import CardPlace, describe_places
from cogs.plain_text import clean_text
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.virality import ViralityScore
from core.domain.learning.metrics import PostMetric
from core.domain.publishing.planned import Planned
from core.domain.publishing.publication import RETRIED, Publication, PublicationStatus
from core.domain.review.clip_source import ClipSource
from core.domain.review.review_card import Verdict, name_cover, name_cut
from core.domain.work.ids import PublicationId
from core.domain.work.job import Job
from core.domain.work.plain_text import format_offset

TITLE_LENGTH_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPart:
    """One part of the score: `points` of at most `out_of`, and why."""

    name: str
    points: int
    out_of: int
    sentence: str

    @property
    def percent(self) -> float:
        return max(0.0, min(100.0, 100 * self.points / self.out_of)) if self.out_of else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """Everything a face shows of a clip.

    `score` is 0 to 100, None until the clip is judged; `parts` are sorted by points, highest
    first. `start`, `end` and `peak` are `m:ss` offsets into the stream. `progress` is 0 to 1 while
    the clip is being made, None when no job is running. `asked_by` is the first viewer who asked
    for the clip, if any did. `cut` changes only when the video does,
    and `cover` when its picture does. `approvals` are the people
    who have approved it so far, out of `approvals_needed`. `unjudged` says why the model did not
    judge the clip, if it was asked and did not, `weighed` which parts of the score count more or
    less than usual. `source` is the stream or video it is from, and `plans` say where an approval
    would send it; None where nobody has looked. `is_untitled` where the title is only ours.
    """

    clip_id: str
    version: int
    number: int | None
    title: str
    status: ClipStatus
    status_text: str
    score: int | None
    verdict: str
    parts: tuple[CardPart, ...]
    asked_by: str | None
    evidence: tuple[str, ...]
    lines: tuple[CardLine, ...]
    tokens: tuple[CardToken, ...]
    start: str
    end: str
    peak: str | None
    seconds: int
    decided_by: str | None
    approvals: tuple[str, ...]
    approvals_needed: int
    priority: int
    places: tuple[CardPlace, ...]
    actions: tuple[Verdict, ...]
    progress: float | None
    stage: str
    has_video: bool
    cut: str
    cover: str
    unjudged: str = ""
    weighed: str = ""
    source: CardSource | None = None
    plans: tuple[CardPlan, ...] | None = None
    is_untitled: bool = False

    @property
    def is_decided(self) -> bool:
        return self.status in {ClipStatus.APPROVED, ClipStatus.REJECTED}

    @property
    def is_being_made(self) -> bool:
        return self.status in {ClipStatus.DRAFT, ClipStatus.RENDERING}

    @property
    def is_settled(self) -> bool:
        """True once the priority no longer matters: rejected, or every publication has ended."""
        is_out = bool(self.places) and all(place.is_settled for place in self.places)
        return self.status is ClipStatus.REJECTED or is_out

    @property
    def is_moving(self) -> bool:
        """True if the card will change without anybody doing anything."""
        return self.is_being_made or any(not place.is_settled for place in self.places)


def make_card(
    clip: Clip,
    *,
    number: int | None = None,
    publications: Iterable[Publication] = (),
    job: Job | None = None,
    may_review: bool = True,
    approvals: tuple[str, ...] = (),
    approvals_needed: int = 1,
    metrics: Mapping[PublicationId, PostMetric] | None = None,
    source: ClipSource | None = None,
    planned: Iterable[Planned] | None = None,
) -> ReviewCard:
    """Return what to show of a clip.

    Args:
        clip: the clip as it is stored now.
        number: its place among the spikes of its stream, from 1.
        publications: publications of this creator; those of other clips are ignored.
        job: the job that is rendering it, if one is running.
        may_review: whether the person looking may approve and reject.
        approvals: who has approved so far, if several approvals are needed.
        approvals_needed: how many people have to approve.
        metrics: the latest figures of each publication that has any.
        source: the stream or video that it is from.
        planned: where an approval would send it; None where nobody has looked.
    """
    spike = clip.spike
    own = [publication for publication in publications if publication.clip_id == clip.id]
    if clip.status is not ClipStatus.APPROVED:
        own = [p for p in own if p.status is not PublicationStatus.CANCELLED]
    return ReviewCard(
        clip_id=clip.id,
        version=clip.version,
        number=number,
        title=_describe_title(clip),
        status=clip.status,
        status_text=_describe_status(clip),
        score=clip.score.value if clip.score else None,
        verdict=_describe_score(clip.score),
        parts=_list_parts(clip.score),
        asked_by=name_caller(spike) if spike else None,
        evidence=describe_crowd(spike) if spike else (),
        lines=list_lines(spike) if spike else (),
        tokens=list_tokens(spike) if spike else (),
        start=format_offset(clip.start_seconds),
        end=format_offset(clip.end_seconds),
        peak=format_offset(spike.peak_seconds) if spike else None,
        seconds=round(clip.duration_seconds or clip.end_seconds - clip.start_seconds),
        decided_by=clean_text(clip.decided_by, NAME_LENGTH_MAX) if clip.decided_by else None,
        approvals=tuple(clean_text(person, NAME_LENGTH_MAX) for person in approvals),
        approvals_needed=approvals_needed,
        priority=clip.priority,
        places=describe_places(own, metrics or {}),
        actions=_list_actions(clip, own, approvals) if may_review else (),
        progress=max(0.0, min(1.0, job.progress)) if job else None,
        stage=_describe_stage(clip, job),
        has_video=clip.object_key is not None and clip.status is not ClipStatus.RENDERING,
        cut=name_cut(clip),
        cover=name_cover(clip),
        unjudged=_describe_judgement(clip),
        weighed=clip.score.note if clip.score else "",
        source=describe_source(source),
        plans=None if planned is None else describe_plans(planned),
        is_untitled=_is_untitled(clip),
    )


_STATUS_TEXTS = {
    ClipStatus.DRAFT: "Waiting to be made",
    ClipStatus.RENDERING: "Being made",
    ClipStatus.IN_REVIEW: "Waiting for your decision",
    ClipStatus.APPROVED: "Approved",
    ClipStatus.REJECTED: "Rejected",
    ClipStatus.FAILED: "Could not be made",
}
_STAGE_TEXTS = {
    "measure": "Listening to the moment",
    "listen": "Listening for words",
    "judge": "Judging the moment",
    "render": "Cutting to 9:16",
    "shrink": "Making a smaller file",
    "verify": "Checking the result",
    "thumbnail": "Choosing a picture",
    "store": "Saving",
}


def _list_actions(
    clip: Clip, publications: list[Publication], approvals: tuple[str, ...]
) -> tuple[Verdict, ...]:
    """Return the verdicts that can be given on a clip now."""
    match clip.status:
        case ClipStatus.IN_REVIEW:
            asked = (Verdict.APPROVE, Verdict.REJECT, Verdict.EARLIER, Verdict.LATER, Verdict.LIFT)
            return (*asked, Verdict.UNDO) if approvals else asked
        case ClipStatus.APPROVED:
            # What was called off before says nothing of what goes out now.
            left = [p for p in publications if p.status is not PublicationStatus.CANCELLED]
            is_waiting = all(p.status is PublicationStatus.SCHEDULED for p in left)
            has_failed = any(p.status in RETRIED for p in left)
            return (
                *([Verdict.UNDO] if left and is_waiting else []),
                *([Verdict.REPUBLISH] if has_failed else []),
            )
        case ClipStatus.FAILED:
            return (Verdict.RETRY,)
        case ClipStatus.REJECTED:
            return (Verdict.UNDO,)
        case ClipStatus.DRAFT | ClipStatus.RENDERING:
            return ()


def _describe_title(clip: Clip) -> str:
    if _is_untitled(clip):
        at = clip.spike.peak_seconds if clip.spike else clip.start_seconds
        return f"Moment at {format_offset(at)}"
    return clean_text(clip.title, TITLE_LENGTH_MAX)


def _is_untitled(clip: Clip) -> bool:
    """Say whether a clip has no title of its own; until it is judged, that is only the stream's."""
    is_recut = clip.status is ClipStatus.RENDERING and clip.object_key is not None
    is_unjudged = clip.score is None and not is_recut
    return is_unjudged or not clean_text(clip.title, TITLE_LENGTH_MAX)


def _describe_status(clip: Clip) -> str:
    if clip.status is ClipStatus.RENDERING and clip.object_key is not None:
        return "A new cut is being made"
    text = _STATUS_TEXTS[clip.status]
    if clip.status is ClipStatus.FAILED and clip.failed_reason:
        stage = f" ({clean_text(clip.failed_stage, NAME_LENGTH_MAX)})" if clip.failed_stage else ""
        return f"{text}{stage}: {clean_text(clip.failed_reason, 2 * LINE_LENGTH_MAX)}"
    return text


def _describe_judgement(clip: Clip) -> str:
    if clip.judgement is None or not clip.judgement.reason:
        return ""
    reason = clean_text(clip.judgement.reason, 2 * LINE_LENGTH_MAX)
    return f"Judged without the model: {reason}"


def _describe_stage(clip: Clip, job: Job | None) -> str:
    if job is None or not job.stage:
        return _STATUS_TEXTS[clip.status]
    return _STAGE_TEXTS.get(job.stage, clean_text(job.stage, NAME_LENGTH_MAX))


def _describe_score(score: ViralityScore | None) -> str:
    if score is None:
        return "Not judged yet"
    if score.value >= 70:
        return "Likely to travel"
    return "May travel" if score.value >= 40 else "Unlikely to travel"


def _list_parts(score: ViralityScore | None) -> tuple[CardPart, ...]:
    parts = sorted(score.parts, key=lambda part: (-part.points, part.name)) if score else []
    return tuple(
        CardPart(
            name=clean_text(part.name, NAME_LENGTH_MAX).replace("_", " ").capitalize(),
            points=part.points,
            out_of=part.out_of,
            sentence=clean_text(part.reason, 2 * LINE_LENGTH_MAX),
        )
        for part in parts
    )
