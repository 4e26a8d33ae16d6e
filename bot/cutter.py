"""The composition root of `trussbot clip`: what cuts one clip, and nothing else.

It is separate from `bootstrap`, which also loads the table, the platforms and the web: a second
of start-up time for a command that needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.render import FfmpegRenderer
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.vision.facecam_finder import VideoFacecamFinder
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from core.ports.clips import CaptionReader, FacecamFinder, Renderer, SpeechListener, SubjectTracker
from core.ports.videos import Prober
from core.services.clips.video_cutting import VideoCutting

if TYPE_CHECKING:
    from config.cutter_settings import CutterSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutter:
    """Everything needed to cut one clip from a video file."""

    prober: Prober
    captions: CaptionReader | None
    listener: SpeechListener | None
    renderer: Renderer
    facecams: FacecamFinder
    tracker: SubjectTracker

    def make_cutting(self) -> VideoCutting:
        return VideoCutting(
            renderer=self.renderer,
            facecams=self.facecams,
            tracker=self.tracker,
        )


def open_cutter(
    settings: CutterSettings, *, can_listen: bool = False, can_read: bool = False
) -> Cutter:
    """Return a cutter; nothing is held open.

    InvalidInput if `can_listen` is set and the package for it is not installed.
    """
    ffmpeg = FfmpegSupply(settings.ffmpeg or None)
    listener = None
    if can_listen:
        from core.adapters.speech import open_listener  # noqa: PLC0415 - most clips need no ears

        listener = open_listener(
            settings.whisper_model,
            language=settings.whisper_language,
            is_mixed=settings.mix_sound_tracks,
        )
    return Cutter(
        prober=VideoProber(is_mixed=settings.mix_sound_tracks),
        captions=_make_reader() if can_read else None,
        listener=listener,
        renderer=FfmpegRenderer(
            ffmpeg, captions=settings.home / "captions", is_mixed=settings.mix_sound_tracks
        ),
        facecams=VideoFacecamFinder(),
        tracker=VideoSubjectTracker(),
    )


def _make_reader() -> CaptionReader:
    from core.adapters.captions.reader import (  # noqa: PLC0415 - most clips bring no captions
        CaptionFileReader,
    )

    return CaptionFileReader()
