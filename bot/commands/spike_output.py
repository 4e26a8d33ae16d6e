"""What `trussbot replay` prints: spikes as they come, or with their clips at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.commands.clip_table import make_clip_table, make_console
from cogs.cards.evidence import describe_spike
from cogs.clip_calls import describe_call
from cogs.missed_peaks import explain_missed
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import ClipCall
from core.domain.chat.hearing.missed_peaks import MissedPeak, MissReason, keep_strongest
from core.domain.clips.clip import Clip
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.work.ids import ClipId
from core.domain.work.plain_text import format_offset
from core.ports.chat import ChatLog


class SpikeOutput:
    """Writes to the terminal or into a pipe; notes for people go to standard error."""

    def __init__(
        self, *, as_json: bool, waits_for_clips: bool, out: Path, by_strength: bool = False
    ) -> None:
        self._as_json = as_json
        self._waits_for_clips = waits_for_clips
        self._by_strength = by_strength
        self.folder = out
        self._call: ClipCall | None = None
        self._spikes: list[ChatSpike] = []
        self._publications: dict[ClipId, Publication] = {}

    def add(self, spike: ChatSpike) -> None:
        self._spikes.append(spike)
        if not (self._waits_for_clips or self._by_strength):
            self._show(spike, None)

    def show_call(self, at_seconds: float, call: ClipCall | None) -> None:
        """Show how many viewers have asked for a clip, whenever that changes."""
        if call is None or call is self._call:
            return
        self._call = call
        if not (self._as_json or self._waits_for_clips):
            sys.stdout.write(f"{format_offset(at_seconds):>8}  {describe_call(call)}\n")

    def note(self, sentences: Iterable[str]) -> None:
        """Print notes for people, on standard error."""
        notes = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        for sentence in sentences:
            notes.print(sentence)

    def note_late(self, late: int, heard: int) -> None:
        """Warn if the recording is not in order of time."""
        if late:
            Console(stderr=True, highlight=False, soft_wrap=True).print(
                f"{late} of {heard} messages are more than a minute older than a line before them; "
                "sort the file by time to have them counted where they belong."
            )

    def finish(
        self,
        clips: list[Clip],
        publications: list[Publication],
        log: ChatLog,
        *,
        ripened: Sequence[ChatSpike] = (),
    ) -> None:
        """Show whatever had to wait for the clips or for all spikes, and notes for people.

        `ripened` are the spikes with the strength that they had in the end.
        """
        if self._by_strength:
            self._spikes = sorted(ripened, key=lambda spike: (-spike.score, spike.peak_seconds))
            clips = sorted(clips, key=lambda clip: -(clip.spike.score if clip.spike else 0.0))
        self._publications = {publication.clip_id: publication for publication in publications}
        of_spike = {clip.spike.detected_at_seconds: clip for clip in clips if clip.spike}
        if self._is_late():
            for spike in self._spikes:
                self._show(spike, of_spike.get(spike.detected_at_seconds))
        if self._waits_for_clips and not self._as_json and clips:
            make_console().print(make_clip_table(clips))
        self._note(clips, log)

    def _is_late(self) -> bool:
        """Return whether spikes are shown at the end, instead of in a table of clips."""
        return self._as_json if self._waits_for_clips else self._by_strength

    def _note(self, clips: list[Clip], log: ChatLog) -> None:
        notes = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        out = [p for p in self._publications.values() if p.status is PublicationStatus.PUBLISHED]
        if out and not self._as_json:
            notes.print(f"The clips are in {self.folder}.")
        for publication in self._publications.values():
            if publication.status is not PublicationStatus.PUBLISHED:
                notes.print(f"Clip {publication.clip_id} was not published: {publication.reason}")
        for sentence in log.notes:
            notes.print(sentence)
        if log.skipped:
            lines = "line was" if log.skipped == 1 else "lines were"
            notes.print(f"{log.skipped} broken {lines} skipped ({log.format_name}).")
        missing = len(self._spikes) - len(clips) if self._waits_for_clips else 0
        if missing:
            verb = "is" if missing == 1 else "are"
            notes.print(
                f"{missing} of {len(self._spikes)} eruptions {verb} outside the video; "
                "nothing was cut there."
            )

    def explain_missed(self, missed: Sequence[MissedPeak]) -> None:
        """Tell on standard error which peaks did not become a moment, and why.

        The spikes alone go to standard output, a line each.
        """
        if not self._spikes:
            self.note(_advise(missed))
        if self._as_json:
            sys.stderr.write(
                json.dumps({"missed": [missed_to_json(peak) for peak in missed]}) + "\n"
            )
            return
        strongest = keep_strongest(missed)
        self.note(f"{format_offset(p.offset_seconds):>8}  {explain_missed(p)}" for p in strongest)

    def _show(self, spike: ChatSpike, clip: Clip | None) -> None:
        if self._as_json:
            sys.stdout.write(json.dumps(self._to_json(spike, clip)) + "\n")
            sys.stdout.flush()
        else:
            first, *more = describe_spike(spike)
            sys.stdout.write(f"{format_offset(spike.peak_seconds):>8}  {first}\n")
            sys.stdout.writelines(f"{'':>8}  {sentence}\n" for sentence in more)

    def _to_json(self, spike: ChatSpike, clip: Clip | None) -> dict[str, Any]:
        found = spike_to_json(spike)
        if clip:
            found["asked_by"] = clip.spike.asked_by if clip.spike else None
            found["clip"] = clip_to_json(clip, self._publications.get(clip.id), self.folder)
        return found


def _advise(missed: Sequence[MissedPeak]) -> tuple[str, ...]:
    """Return why nothing was found, and a setting only where it would change that."""
    found = "No eruption was found: this chat never rose far enough above its own usual rate."
    if any(peak.reason is MissReason.UNDER_BUDGET for peak in missed):
        return (
            (
                "No eruption was found with the spikes an hour that are set; raise "
                "TRUSS_SPIKE__SPIKES_AN_HOUR to get more of these:"
            ),
        )
    return (f"{found} These came nearest:" if missed else found,)


def missed_to_json(peak: MissedPeak) -> dict[str, Any]:
    """Return the object that `--json` prints of a peak that did not become a moment."""
    return {
        "at_s": peak.offset_seconds,
        "score": round(peak.score, 3),
        "threshold": round(peak.threshold, 3),
        "chatters": peak.chatters,
        "reacting": peak.reacting,
        "reason": peak.reason.value,
    }


def clip_to_json(clip: Clip, publication: Publication | None, out: Path) -> dict[str, Any]:
    """Return the clip as JSON; `folder` is where it is, None if it was not published."""
    is_out = publication is not None and publication.status is PublicationStatus.PUBLISHED
    return {
        "id": clip.id,
        "status": "published" if is_out else clip.status.value,
        "title": clip.title,
        "start_s": clip.start_seconds,
        "end_s": clip.end_seconds,
        "virality_score": clip.score.value if clip.score else None,
        "reasons": list(clip.score.reasons) if clip.score else [],
        "folder": str(out / clip.id) if is_out else None,
        "failed_reason": clip.failed_reason or (publication.reason if publication else None),
    }


def spike_to_json(spike: ChatSpike) -> dict[str, Any]:
    """Return the object that `--json` prints: seconds as floats, offsets into the log."""
    return {
        "detected_at_s": spike.detected_at_seconds,
        "start_s": spike.start_seconds,
        "end_s": spike.end_seconds,
        "peak_s": spike.peak_seconds,
        "score": round(spike.score, 3),
        "threshold": round(spike.threshold, 3),
        "messages": spike.messages,
        "chatters": spike.chatters,
        "usual_chatters": round(spike.usual_chatters, 2),
        "reacting": spike.reacting,
        "reaction": spike.reaction.value,
        "evidence": list(describe_spike(spike)),
        "lines": [
            {"t_s": line.offset_seconds, "user": line.chatter, "text": line.text}
            for line in spike.strongest
        ],
        "tokens": dict(spike.tokens),
        "asked_by": spike.asked_by,
    }
