"""Refuses what lacks times or names: nobody can tell from it when how many people wrote."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from core.adapters.chat_logs.log_format import LogReading, Sample
from core.adapters.chat_logs.text_log import read_text_line
from core.errors import InvalidInput

_SAID: Final = re.compile(r"(?:[^\s:<>,;{}]{1,60}: ?\S|<[^<>\s]{1,60}> ?\S|\* ?[^\s*]{1,60} \S)")
_SUBTITLES: Final = re.compile(
    r"\d\d:\d\d[,.]\d{3} --> (?:\d\d:)?\d\d:\d\d|^\[Script Info\]", re.MULTILINE
)
_SAMPLE_LINES: Final = 500
_MOST: Final = 0.8


class NamelessFormat:
    """Recognises subtitles and XML, which seldom tell who wrote."""

    def recognise(self, sample: Sample) -> LogReading | None:
        if _SUBTITLES.search(sample.text):
            what = "subtitles (SRT, WebVTT or ASS)"
        elif sample.text.lstrip().startswith("<?xml"):
            what = "XML, such as the comments of Bilibili"
        else:
            return None
        raise InvalidInput(
            f"This is {what}, which does not tell who wrote what when. Give the chat itself, as "
            "JSON or as CSV: t_seconds,user,text."
        )


class UntimedLogFormat:
    """Recognises names and texts without times."""

    def recognise(self, sample: Sample) -> LogReading | None:
        lines = list(islice(sample.lines, _SAMPLE_LINES))
        stamped = sum(1 for line in lines if read_text_line(line))
        if stamped >= 2 and stamped >= len(lines) * _MOST:
            raise InvalidInput(
                "This is a text log with times, but it cannot be told where names end and texts "
                "begin. Let its lines be [h:mm:ss] name: text, or export it as JSON or CSV."
            )
        said = sum(1 for line in lines if _SAID.match(line))
        if said >= 2 and said >= len(lines) * _MOST:
            raise InvalidInput(
                "This is a text log without times, such as TwitchDownloader's with the timestamp "
                'format "None": nobody can tell when things were said. Export it again with '
                "relative timestamps, or as JSON."
            )
        return None
