"""Sentences: finished English lines in a person's language, with the same figures and names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from cogs.texts.catalogue import CATALOGUES, COUNTED, WRITERS
from core.domain.work.platform import Platform

Say = Callable[[str], str]
"""Puts finished English into somebody's language, as far as the catalogue has it."""
_GAP: Final = re.compile(r"\{(\w+)(?::([#\w-]+(?: \w+)?))?\}")
_GAP_ALONE: Final = re.compile(r"\{[^}]*\}")
_QUOTED: Final = "> "
"""A line that begins so is somebody's own words."""
_PREFIX: Final = re.compile(r"^(?:[•-] +|\d+\. +| +)")
_END: Final = re.compile(r"(?<=[.!?]) (?=[A-Z0-9\u201c])")
_NUMBER: Final = r"-?\d[\d,]*(?:\.\d+)?"
_SHAPES: Final[Mapping[str, str]] = {
    "n": _NUMBER,
    "at": r"[A-Z][a-z]{2} \d{2} [A-Z][a-z]{2} at \d{2}:\d{2}|a time that is not known",
    "date": r"\d{1,2} [A-Z][a-z]+(?: \d{4})?",
    "longday": r"[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+",
    "isoday": r"[A-Z][a-z]+day \d{4}-\d{2}-\d{2}",
    "moment": r"<t:\d+(?::\w)?>",
    "period": (
        r"(?:[Oo]n |[Ii]n |[Aa]t )?(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|(?:[Tt]his|[Ll]ast|next)"
        r" (?:week|month)|[Tt]he (?:weekend|(?:last|next) \d+ days)|[A-Z][a-z]+day \d.*)"
    ),
    "clock": r"[\d:]+",
    "figures": r"[^()]*",
    "platform": "|".join(platform.label for platform in Platform),
    "state": r"[a-z ]+",
    "job": r"[a-z ]+",
    "month": r"[A-Z][a-z]+",
    "parts": r"[A-Za-z, ]+?",
    "how": r"well|somewhat|a bit",
    "percent": r"\d+%",
    "day": r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun",
    "status": r"idea|drafting|review|scheduled|published|draft|failed",
    "reaction": r"hype|laughter|shock|sadness|applause|mixed",
    "work": (
        r"(?:Analysing|Answer|Ask|Fetching|Having|Laying|Looking|Making|Measuring|Posting"
        r"|Publishing|Showing) [\w' ]+"
    ),
    "draft": r"[\w~]+",
    "author": r"Truss|<@\d+>|somebody on the web page",
    "people": r"(?:<@\d+>|somebody|jemand).*",
    "column": r"[\w\\]+",
    "of": r"(?: on [\w\\]+)?",
    "target": r"(?:Discord|Folder|TikTok|Twitch|YouTube)(?: \([^()]*\))?",
    "tags": r"#.*",
}
_LOOKED_UP: Final = frozenset(
    {"w", "state", "how", "status", "reaction", "work", "author", "period"}
)
"""What stands in a gap is then looked up as well; `ws` are several, with commas between them."""
_IRREGULAR: Final = {"person": "people"}
_LINE_LENGTH_MAX: Final = 600
_DEPTH_MAX: Final = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sentence with gaps; `kinds` says what each holds, `words` stand in every text of it."""

    pattern: re.Pattern[str]
    words: str
    kinds: Mapping[str, str]
    sentence: str


def translate(text: str, language: str) -> str:
    """Return a text, line by line, in a language; lines that it lacks stay English."""
    code = language.partition("-")[0].lower()
    if code not in CATALOGUES:
        return text
    return "\n".join(_translate_line(line, code) for line in text.split("\n"))


def _translate_line(line: str, code: str) -> str:
    if line.startswith(_QUOTED):
        return line
    prefix = _PREFIX.match(line)
    begin = prefix.end() if prefix else 0
    found = _find_sentences(line[begin:], code)
    return line if found is None else line[:begin] + found


def _find_sentences(text: str, code: str, depth: int = 0) -> str | None:
    """Return a text of one sentence or several; None where one of them is lacking.

    Several that are there each come first: a gap of one would also hold all that follow it.
    """
    if (exact := CATALOGUES[code].get(text)) is not None:
        return exact
    parts = _split(text)
    found = [find_sentence(part, code, depth) for part in parts] if len(parts) > 1 else [None]
    if all(found):
        return " ".join(filter(None, found))
    return find_sentence(text, code, depth)


def _split(text: str) -> list[str]:
    """Return the sentences of a text; what is quoted is one word in them, however long."""
    parts: list[str] = []
    for part in _END.split(text):
        if parts and parts[-1].count("\u201c") > parts[-1].count("\u201d"):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def find_sentence(text: str, code: str, depth: int = 0) -> str | None:
    """Return one sentence in a language; None where the catalogue lacks it."""
    exact = CATALOGUES[code].get(text)
    if exact is not None:
        return exact
    if depth > _DEPTH_MAX or len(text) > _LINE_LENGTH_MAX:
        return None
    for entry in _read_entries(code):
        if entry.words in text and (match := entry.pattern.fullmatch(text)):
            return _write(entry, match.groupdict(), code, depth)
    return None


def _write(entry: _Entry, found: Mapping[str, str], code: str, depth: int) -> str:
    values = {name: _fill(entry.kinds[name], found[name], code, depth) for name in found}
    return _GAP.sub(lambda gap: values[gap[1]], entry.sentence)


def _fill(kind: str, value: str, code: str, depth: int) -> str:
    """Return what stands in a gap, as the language writes it."""
    writers = WRITERS[code]
    if kind.startswith("#"):
        number = value.split(" ", 1)[0]
        one, many = COUNTED[code][kind[1:]]
        return f"{writers['n'](number)} {one if number == '1' else many}"
    if kind in writers:
        return writers[kind](value)
    if kind in _LOOKED_UP:
        return _find_sentences(value, code, depth + 1) or value
    if kind == "ws":
        parts = value.split(", ")
        return ", ".join(find_sentence(part, code, depth + 1) or part for part in parts)
    return value


@cache
def _read_entries(code: str) -> tuple[_Entry, ...]:
    """Return the entries that have gaps, those with the most words of their own first."""
    entries = [
        _read_entry(english, sentence)
        for english, sentence in CATALOGUES[code].items()
        if _GAP.search(english)
    ]
    ordered = sorted(entries, key=lambda pair: -pair[0])
    return tuple(entry for _, entry in ordered)


def _read_entry(english: str, sentence: str) -> tuple[int, _Entry]:
    pattern, kinds, last = "", {}, 0
    for gap in _GAP.finditer(english):
        name, kind = gap[1], gap[2] or ""
        pattern += re.escape(english[last : gap.start()]) + f"(?P<{name}>{_shape(kind)})"
        kinds[name], last = kind, gap.end()
    pattern += re.escape(english[last:])
    own = len(_GAP.sub("", english))
    words = max(re.split(_GAP_ALONE, english), key=len)
    return own, _Entry(re.compile(pattern, re.DOTALL), words, kinds, sentence)


def _shape(kind: str) -> str:
    if kind.startswith("#"):
        noun = re.escape(kind[1:])
        many = _IRREGULAR.get(noun) or (noun[:-1] + "ies" if kind.endswith("try") else noun + "s")
        return rf"\d[\d,]* (?:{noun}|{many})"
    return _SHAPES.get(kind, ".*?")
