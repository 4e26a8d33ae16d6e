"""Video cutting: making a vertical clip of a window of a video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.domain.clips.captions import make_ass
from core.domain.clips.edit_plan import EditPlan, Layout
from core.domain.clips.frame_plan import (
    make_plan,
)
from core.domain.clips.framing.stacking import stack_plan
from core.domain.clips.framing_wish import check_facecam
from core.domain.clips.made.cut_record import CutRecord, FramingAsked
from core.domain.clips.words.caption_look import USUAL_LOOK, CaptionLook
from core.domain.videos.asset import VideoFacts
from core.domain.videos.spoken_word import Word, words_in_window
from core.errors import InvalidInput
from core.ports.clips import (
    FacecamFinder,
    Renderer,
    SubjectTracker,
)
from core.ports.work import OnProgress
from core.services.clips.cut_framing import CutFraming
from core.services.clips.cut_order import Cut, CutBefore, CutOrder, clamp_window

MUTE_SECONDS = 0.08
"""A word is heard a little longer than it is known to last."""


class VideoCutting:
    """Frames, captions, levels and renders; the caller stores the file."""

    def __init__(
        self,
        *,
        renderer: Renderer,
        facecams: FacecamFinder,
        tracker: SubjectTracker,
    ) -> None:
        self._renderer = renderer
        self._framing = CutFraming(facecams=facecams, tracker=tracker)

    async def cut(
        self,
        video: Path,
        facts: VideoFacts,
        order: CutOrder,
        out: Path,
        *,
        on_progress: OnProgress,
        before: CutBefore | None = None,
    ) -> Cut:
        """Write `out`; InvalidInput if the order does not fit this video.

        Where only captions and silenced words differ from the cut `before`, nothing is looked for
        again, and only these are made anew.
        """
        _require_sense(facts, order)
        asked = _ask(facts, order)
        if before is not None and (before.record.asked != asked or order.path):
            before = None
        if before is None:
            plan, reason = await self._plan(video, facts, order)
        else:
            plan, reason = before.record.plan, before.record.reason
        on_progress(0.1)
        plan = replace(
            plan,
            captions=write_captions(plan, order.words, order.look),
            muted=find_muted(plan, order.muted),
            has_bleeps=order.has_bleeps,
            bytes_max=order.bytes_max,
        )
        rendered = await self._renderer.render(
            video,
            plan,
            out,
            on_progress=lambda share: on_progress(0.1 + 0.9 * share),
            before=before.describe() if before else None,
        )
        cut = Cut(
            plan=replace(plan, width=rendered.width, height=rendered.height),
            rendered=rendered,
            loudness_lufs=rendered.loudness_lufs if facts.has_audio else None,
            reason=reason if before else f"{reason} {rendered.note}".strip(),
            before=before,
        )
        return replace(cut, record=_record(cut, asked))

    async def _plan(self, video: Path, facts: VideoFacts, order: CutOrder) -> tuple[EditPlan, str]:
        framing = await self._framing.frame(video, facts, order)
        plan = make_plan(
            facts,
            start_seconds=order.start_seconds,
            end_seconds=order.end_seconds,
            is_levelled=True,
            framing=framing,
            longest_seconds=order.longest_seconds,
        )
        return plan, framing.choice.reason


def _ask(facts: VideoFacts, order: CutOrder) -> FramingAsked:
    return FramingAsked(
        facts=facts,
        start_seconds=order.start_seconds,
        end_seconds=order.end_seconds,
        longest_seconds=order.longest_seconds,
        layout=order.layout,
        facecam=order.facecam,
    )


def _record(cut: Cut, asked: FramingAsked) -> CutRecord | None:
    """Return what is known of a cut; None where its source was not looked at."""
    rendered = cut.rendered
    if rendered.look is None:
        return None
    captions = "" if rendered.uncaptioned else cut.plan.captions
    return CutRecord(
        asked=asked,
        plan=replace(cut.plan, captions=captions, gain_db=rendered.gain_db),
        look=rendered.look,
        loudness_lufs=rendered.loudness_lufs,
        reason=cut.reason,
    )


def find_muted(plan: EditPlan, words: Sequence[Word]) -> tuple[tuple[float, float], ...]:
    """Return when the sound is silent, in seconds of the clip: while these words are said."""
    end = plan.start_seconds + plan.duration_seconds
    return tuple(
        (
            round(max(0.0, word.start_seconds - MUTE_SECONDS), 2),
            round(word.end_seconds + MUTE_SECONDS, 2),
        )
        for word in words_in_window(words, plan.start_seconds, end)
    )


def write_captions(plan: EditPlan, words: Sequence[Word], look: CaptionLook = USUAL_LOOK) -> str:
    """Return the ASS document of the words in a plan's window, empty where there are none."""
    end = plan.start_seconds + plan.duration_seconds
    inside = words_in_window(words, plan.start_seconds, end)
    if not inside:
        return ""
    seam = None
    if plan.layout is Layout.STACK and plan.cameras:
        seam = stack_plan(plan).seam_y
    return make_ass(inside, duration_seconds=plan.duration_seconds, seam_y=seam, look=look)


def _require_sense(facts: VideoFacts, order: CutOrder) -> None:
    start, end = clamp_window(order, facts)
    if end <= start:
        raise InvalidInput(
            f"The video lasts {facts.duration_seconds:g} s, so nothing lies between "
            f"{order.start_seconds:g} s and {order.end_seconds:g} s: choose another window."
        )
    if order.facecam is not None:
        check_facecam(order.facecam, width=facts.width, height=facts.height)
