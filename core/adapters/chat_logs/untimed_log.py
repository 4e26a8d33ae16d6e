"""Refuses chat whose lines have no times: nobody can tell when anything was said."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from core.adapters.chat_logs.log_format import LogReading, Sample
from core.errors import InvalidInput

_SAID: Final = re.compile(r"(?:[^\s:<>,;{}]{1,60}: ?\S|<[^<>\s]{1,60}> ?\S|\* ?[^\s*]{1,60} \S)")
_SAMPLE_LINES: Final = 500
_MOST: Final = 0.8


class UntimedLogFormat:
    """Recognises names and texts without times, and subtitles."""

    def recognise(self, sample: Sample) -> LogReading | None:
        if "-->" in sample.text and re.search(r"\d\d:\d\d[,.]\d{3} --> \d\d:\d\d", sample.text):
            raise InvalidInput(
                "These are subtitles (SRT or WebVTT), which do not say who wrote. Give the chat "
                "itself, as JSON or as CSV: t_seconds,user,text."
            )
        lines = list(islice(sample.lines, _SAMPLE_LINES))
        said = sum(1 for line in lines if _SAID.match(line))
        if said >= 2 and said >= len(lines) * _MOST:
            raise InvalidInput(
                "This is a text log without times, such as TwitchDownloader's with the timestamp "
                'format "None": nobody can tell when things were said. Export it again with '
                "relative timestamps, or as JSON."
            )
        return None
