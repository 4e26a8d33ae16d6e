"""Asset analyses: what was found in an asset, what was examined, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.domain.clips.highlight import Highlight
from core.domain.videos.chapter import Chapter
from core.domain.videos.model_spend import NOTHING_USED, TokenUse, format_dollars
from core.domain.videos.understanding import AnalysisWindow, Dropped, Trouble, Understanding
from core.domain.work.ids import AssetId, ClipId, CreatorId, JobId
from core.domain.work.plain_text import format_offset


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowResult:
    """The stored result for one window, so that it is never paid for twice.

    `fingerprint` identifies the model, the question and the stretch. Without an understanding,
    `reason` says why asking again would not help.
    """

    window: AnalysisWindow
    fingerprint: str
    understanding: Understanding | None
    trouble: Trouble | None = None
    reason: str = ""
    use: TokenUse = NOTHING_USED
    cost_micro_dollars: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a model would charge for an asset, and what is left of its creator's monthly budget.

    `windows` are those to ask about; `windows_kept` were answered already and cost nothing.
    """

    windows: int
    use: TokenUse
    cost_micro_dollars: int
    left_micro_dollars: int
    windows_kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """The evidence an analysis was based on."""

    duration_seconds: float
    has_sound: bool
    cuts: int
    spikes: int
    windows: int
    windows_seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAnalysis:
    """What was found in one asset.

    `notes` are sentences: what was examined, where a model did not help and why, what to try.
    `clip_ids` are those of the highlights' drafts, in order; None where an older clip shows the
    same. They are stored before the drafts are, so that a run that was killed in between resumes
    with the same ids.
    """

    creator_id: CreatorId
    asset_id: AssetId
    job_id: JobId
    analysed_at: datetime
    chapters: tuple[Chapter, ...]
    highlights: tuple[Highlight, ...]
    clip_ids: tuple[ClipId | None, ...]
    looked_at: LookedAt
    notes: tuple[str, ...]
    dropped: tuple[Dropped, ...] = ()
    model: str | None = None
    use: TokenUse = NOTHING_USED
    cost_micro_dollars: int = 0


def write_notes(
    looked_at: LookedAt,
    *,
    highlights: int,
    shown_already: int = 0,
    reasons: Sequence[str],
    dropped: Sequence[Dropped],
    model: str | None,
    cost_micro_dollars: int,
) -> tuple[str, ...]:
    """Return the sentences of an analysis; if nothing was found they say what to try.

    `shown_already` of the highlights get no clip, because an older one shows the same.
    """
    notes = [_describe_looking(looked_at)]
    if model and looked_at.windows_seen:
        notes.append(
            f"{model} understood {looked_at.windows_seen} of {looked_at.windows} parts for "
            f"{format_dollars(cost_micro_dollars)}."
        )
    elif model and cost_micro_dollars:
        notes.append(
            f"{model} was paid {format_dollars(cost_micro_dollars)} for answers that could not be "
            "used."
        )
    notes += list(dict.fromkeys(reasons))
    notes += [
        f"{entry.count} {entry.kind} of the model's were dropped: {entry.fault.value}."
        for entry in dropped
    ]
    if shown_already:
        notes.append(_count_older(shown_already, highlights))
    if not highlights:
        notes.append(_advise(looked_at, has_model=model is not None))
    return tuple(notes)


def _describe_looking(looked_at: LookedAt) -> str:
    sound = "sound" if looked_at.has_sound else "no sound (it has none)"
    cuts = f"{looked_at.cuts} cuts"
    return (
        f"Looked at {format_offset(looked_at.duration_seconds)} of video: {sound}, {cuts} and "
        f"{looked_at.spikes} chat spikes."
    )


def _count_older(shown_already: int, highlights: int) -> str:
    if highlights == 1:
        return "An older clip already shows the moment that was found."
    which = "All" if shown_already == highlights else str(shown_already)
    verb = "is" if shown_already == 1 else "are"
    return f"{which} of the {highlights} moments {verb} already shown by older clips."


def _advise(looked_at: LookedAt, *, has_model: bool) -> str:
    tries = []
    if not looked_at.spikes:
        tries.append("add the chat of the same stream")
    if not has_model:
        tries.append("set TRUSS_GEMINI_API_KEY so that a model watches it")
    if looked_at.duration_seconds < 60:
        tries.append("use a longer video")
    tries.append("cut a clip by hand")
    return (
        "No moment stands out: nothing is much louder, faster cut or more talked about than the "
        f"rest. To find more, {', or '.join(tries)}."
    )
