"""The local analyst, which needs no model: chat, loudness and cuts, weighed by fixed rules."""

from __future__ import annotations

from core.domain.clips.clip_title import make_title
from core.domain.clips.moment_kind import name_kind
from core.domain.clips.seen_score import combine_score
from core.domain.clips.virality import find_peak, score_moment
from core.domain.clips.words.spoken_hook import judge_words
from core.ports.clips import Analysis, MomentMaterial


class LocalAnalyst:
    """Judges moments by arithmetic alone; equal material gives equal analyses."""

    async def analyse_moment(self, material: MomentMaterial) -> Analysis:
        start, end = material.start_seconds, material.end_seconds
        peak = find_peak(material.spike, material.signals, start, end)
        measured = score_moment(
            material.spike, material.signals, start_seconds=start, end_seconds=end
        )
        return Analysis(
            title=make_title(
                material.spike,
                at_seconds=start if peak is None else peak,
                kind=name_kind(material.signals, start, end),
                words=material.words,
            ),
            score=combine_score(
                measured,
                None,
                judge_words(material.words, start_seconds=start, end_seconds=end),
            ),
            measured=measured,
        )
