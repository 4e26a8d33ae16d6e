"""Chat as HTML: TwitchDownloader's page of one line a comment."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TextIO

from core.adapters.chat_logs.log_format import LogReading, Sample
from core.adapters.chat_logs.log_times import LogTime
from core.adapters.chat_logs.text_log import read_text_line
from core.adapters.chat_logs.timeline import Timeline, check_seconds
from core.adapters.chat_records import ChatEvent, Skip, make_message, read_lines, read_notice_text
from core.errors import InvalidInput

_PAGE: Final = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|pre|div)\b", re.I)
_COMMENT: Final = re.compile(r"""class=["']?comment-root["'\s>]""")
_MESSAGE: Final = re.compile(r"""<span[^<>]{0,500}class=["']?comment-message["']?[^<>]{0,500}>""")
_EMOTE: Final = re.compile(
    r"""<img\b[^<>]{0,500}\b(?:title|alt)=(?:"([^"]{1,100})"|'([^']{1,100})')[^<>]{0,1000}>""",
    re.IGNORECASE,
)
_HIDDEN: Final = re.compile(
    r"""<(\w+)[^<>]{0,200}class=["']?invis-text["']?[^<>]{0,200}>.{0,200}?</\1>""",
    re.IGNORECASE | re.DOTALL,
)
_PICTURE_DATA: Final = re.compile(r"""data:image/[^"'<>\s]*""")
_COMMENT_CHARACTERS_MAX: Final = 20_000
_TAG: Final = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class _Comment:
    time: LogTime
    chatter: str | None
    text: str
    emotes: tuple[str, ...]


class HtmlLogFormat:
    """Recognises a page of HTML, and refuses those that are not TwitchDownloader's."""

    def recognise(self, sample: Sample) -> LogReading | None:
        if not _PAGE.match(sample.text):
            return None
        known = [found for line in sample.lines if (found := _read_comment(line))]
        if not known and not _COMMENT.search(sample.text) and "TwitchDownloader" not in sample.text:
            raise InvalidInput(
                "This is a page of HTML, of which Truss reads only TwitchDownloader's chat. Export "
                "the chat as JSON, or as CSV: t_seconds,user,text."
            )
        check_seconds((comment.time for comment in known), "This is HTML")
        return HtmlLog()


@dataclass(frozen=True, slots=True)
class HtmlLog:
    """TwitchDownloader's page; what is not a comment, such as its style, is passed over."""

    name: str = "TwitchDownloader HTML"

    def read(self, stream: TextIO, timeline: Timeline, skip: Skip) -> Iterator[ChatEvent]:
        for line in read_lines(stream, skip):
            if not _COMMENT.search(line):
                continue
            for written in line.split("</pre>"):
                if not _COMMENT.search(written):
                    continue
                event = _make_event(_read_comment(written), timeline)
                if event is None:
                    skip()
                else:
                    yield event


def _make_event(comment: _Comment | None, timeline: Timeline) -> ChatEvent | None:
    offset_seconds = timeline.place(comment.time) if comment else None
    if comment is None or offset_seconds is None:
        return None
    notice = read_notice_text(offset_seconds, comment.text)
    if notice or comment.chatter is None:
        return notice
    return make_message(offset_seconds, comment.chatter, comment.text, emotes=comment.emotes)


def _read_comment(written: str) -> _Comment | None:
    """Return the comment in a piece of HTML, read as a line of text with its pictures' names."""
    written = _PICTURE_DATA.sub("", written)
    if len(written) > _COMMENT_CHARACTERS_MAX:
        return None
    written = _HIDDEN.sub("", written)
    message = _MESSAGE.search(written)
    if message is None:
        return None
    before, said = written[: message.start()], written[message.end() :]
    emotes = tuple(html.unescape(a or b) for a, b in _EMOTE.findall(said))
    said = _EMOTE.sub(lambda found: f" {found[1] or found[2]} ", said)
    plain = html.unescape(_TAG.sub("", before)).strip() + html.unescape(_TAG.sub("", said))
    line = read_text_line(" ".join(plain.split()))
    return _Comment(line.time, line.chatter, line.text, emotes) if line else None
