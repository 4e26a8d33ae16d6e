"""Media without ffmpeg: facts, signals and renders that a test sets."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from core.domain.clips.edit_plan import EditPlan
from core.domain.clips.made.source_look import SourceLook
from core.domain.clips.virality import ScorePart, ViralityScore
from core.domain.signals.signals import LOUDNESS_STEP_SECONDS, Signals
from core.domain.videos.asset import VideoFacts
from core.errors import ExternalFailure, InvalidInput
from core.ports.clips import (
    Analysis,
    Analyst,
    MomentMaterial,
    RenderedBefore,
    RenderedClip,
    Renderer,
)
from core.ports.videos import Prober, SignalReader
from core.ports.work import OnProgress

FACTS = VideoFacts(duration_seconds=360.0, width=1280, height=720, frame_rate=30.0, has_audio=True)


class FakeProber:
    """Returns the facts of videos by name, and `default` for any other."""

    def __init__(
        self, facts: Mapping[str, VideoFacts] | None = None, *, default: VideoFacts | None = FACTS
    ) -> None:
        self._facts = dict(facts or {})
        self._default = default

    async def probe(self, video: Path) -> VideoFacts:
        facts = self._facts.get(video.name, self._default)
        if facts is None:
            raise InvalidInput(f"{video.name} is not a readable video: give another file.")
        return facts


class FakeSignalReader:
    """Measures the same level everywhere, and 12 dB more at `loud_at_seconds`."""

    is_mixed = False

    def __init__(
        self,
        *,
        lufs: float | None = -20.0,
        loud_at_seconds: tuple[float, ...] = (),
        cuts_at_seconds: tuple[float, ...] = (),
    ) -> None:
        self._lufs = lufs
        self._loud = loud_at_seconds
        self._cuts = cuts_at_seconds

    async def read_signals(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Signals:
        return Signals(
            start_seconds=start_seconds,
            end_seconds=end_seconds,
            loudness_db=() if self._lufs is None else self._levels(start_seconds, end_seconds),
            cuts_at_seconds=tuple(c for c in self._cuts if start_seconds < c < end_seconds),
        )

    def _levels(self, start_seconds: float, end_seconds: float) -> tuple[float, ...]:
        steps = max(0, round((end_seconds - start_seconds) / LOUDNESS_STEP_SECONDS))
        times = (start_seconds + step * LOUDNESS_STEP_SECONDS for step in range(steps))
        return tuple(
            -18.0 if any(loud <= at < loud + 1 for loud in self._loud) else -30.0 for at in times
        )


class FakeRenderer:
    """Writes a few bytes that name the plan; records the plans, and fails as often as told.

    With `gate`, a render waits half-way until the gate is set.
    """

    def __init__(
        self, *, failures: list[ExternalFailure] | None = None, gate: asyncio.Event | None = None
    ) -> None:
        self._failures = failures or []
        self._gate = gate
        self.plans: list[EditPlan] = []
        self.befores: list[RenderedBefore | None] = []

    async def render(
        self,
        video: Path,
        plan: EditPlan,
        out: Path,
        *,
        on_progress: OnProgress,
        before: RenderedBefore | None = None,
    ) -> RenderedClip:
        self.plans.append(plan)
        self.befores.append(before)
        on_progress(0.5)
        if self._gate is not None:
            await self._gate.wait()
        if self._failures:
            raise self._failures.pop(0)
        content = repr(plan).encode()
        await asyncio.to_thread(_write, out, content)
        on_progress(1.0)
        return RenderedClip(
            duration_seconds=plan.duration_seconds,
            size_bytes=len(content),
            width=plan.width,
            height=plan.height,
            loudness_lufs=-14.0 if plan.is_levelled else None,
            look=SourceLook(start_seconds=plan.start_seconds),
            gain_db=6.0 if plan.is_levelled else None,
        )

    async def make_thumbnail(
        self, video: Path, out: Path, *, at_seconds: float, is_exact: bool = False
    ) -> None:
        await asyncio.to_thread(_write, out, b"\xff\xd8\xff a frame")

    async def paint_captions(self, document: str, out: Path, *, at_seconds: float) -> None:
        if self._failures:
            raise self._failures.pop(0)
        await asyncio.to_thread(_write, out, b"\xff\xd8\xff" + document.encode())

    async def make_contact_sheet(self, video: Path, out: Path) -> None:
        await asyncio.to_thread(_write, out, b"\xff\xd8\xff ten frames")


class FakeAnalyst:
    """Gives every moment the same title and score."""

    def __init__(self, *, title: str = "A moment", points: int = 61) -> None:
        self._title = title
        self._points = points
        self.materials: list[MomentMaterial] = []

    async def analyse_moment(self, material: MomentMaterial) -> Analysis:
        self.materials.append(material)
        part = ScorePart(name="fake", points=self._points, out_of=100, reason="It was told so.")
        score = ViralityScore(parts=(part,))
        return Analysis(title=self._title, score=score, measured=score)


def _write(out: Path, content: bytes) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)


_prober: type[Prober] = FakeProber
_signal_reader: type[SignalReader] = FakeSignalReader
_renderer: type[Renderer] = FakeRenderer
_analyst: type[Analyst] = FakeAnalyst
