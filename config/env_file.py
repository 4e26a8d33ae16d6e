"""The file `.env`: what it sets and on which line, and the same file with other values."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv.parser import Binding, parse_stream

from core.domain.work.finding import Finding, advise, fault, find_nearest, shorten
from core.errors import InvalidInput

ENV_FILE: Final = Path(".env")
CHECK: Final = "settings"
BYTES_MAX: Final = 1_000_000
PREFIX: Final = "TRUSS_"
_BARE: Final = re.compile(r"[A-Za-z0-9_./:@%+=,~-]*")
_NAME: Final = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)")
_NOTE: Final = re.compile(r"[^#'\"]*=[^#'\"]*?(\s+#.*)")
_OURS: Final = re.compile(r"TRUSS[^A-Z0-9]")
_COMMENTED: Final = re.compile(r"#\s*([A-Z][A-Z0-9_]*)=.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one line sets; `value` is None where there is no `=`."""

    name: str
    value: str | None
    line: int


def read_env_text(path: Path = ENV_FILE) -> str:
    """Return the file's text, "" if there is none; InvalidInput says why it cannot be read."""
    try:
        if path.samefile(os.devnull):  # as containers hide a file that they were given
            return ""
        _require_kind(path, path.stat().st_mode)
        with path.open("rb") as file:
            raw = file.read(BYTES_MAX + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise InvalidInput(
            f"The file {path} cannot be read ({error.strerror}); let the user who starts Truss "
            "read it."
        ) from None
    if len(raw) > BYTES_MAX:
        raise InvalidInput(
            f"The file {path} is larger than {BYTES_MAX // 1_000_000} MB, so it is not one of "
            "settings; move it away."
        )
    _require_text(path, raw)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(
            f"The file {path} cannot be read as UTF-8 text; save it so, or remove it."
        ) from None


def _require_text(path: Path, raw: bytes) -> None:
    """Raise InvalidInput for what no text has; half of UTF-16 is such characters."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw.count(b"\0") > len(raw) // 4:
        raise InvalidInput(
            f"The file {path} is saved as UTF-16; save it as UTF-8 text, or remove it."
        )
    if b"\0" in raw:
        line = raw.partition(b"\0")[0].count(b"\n") + 1
        raise InvalidInput(
            f"Line {line} of {path} has a character that no text has; write the line again."
        )


def _require_kind(path: Path, mode: int) -> None:
    """Raise InvalidInput for a pipe, which would be waited at, and for what else is no file."""
    if stat.S_ISREG(mode):
        return
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    kind = kinds.get(stat.S_IFMT(mode), "a device")
    raise InvalidInput(
        f"{path} is {kind}; remove it, and put the settings into a file of that name."
    )


def list_entries(text: str) -> list[Entry]:
    """Return what the file sets, line by line."""
    return [
        Entry(name=bound.key, value=bound.value, line=_find_line(bound))
        for bound in parse_stream(StringIO(text))
        if bound.key is not None and not bound.error
    ]


def find_line_faults(text: str, known: frozenset[str]) -> Iterator[Finding]:
    """Find lines that set nothing, though somebody wrote them to."""
    taken = {entry.name.upper() for entry in list_entries(text)}
    for bound in parse_stream(StringIO(text)):
        line, name = _find_line(bound), bound.key or _find_name(bound)
        if bound.error:
            yield fault(
                CHECK, f"line {line} of .env cannot be read{_near(name)}", _describe_error(bound)
            )
        elif name and bound.value is None and _is_ours(name):
            yield fault(
                CHECK,
                f"line {line} of .env names {shorten(name)} without a value",
                f"write {shorten(name)}= and the value behind it, or remove the line",
            )
        elif name and _is_ours(name) and name.upper() not in known:
            found = describe_unknown(name, known, place=f" (line {line} of .env)")
            near = find_nearest(name, known)
            if near and near not in taken:
                said = f"call {name} {near} in .env"
                found = replace(found, fix=said, names=(name, near))
            yield found


def find_line_advice(text: str, known: frozenset[str]) -> Iterator[Finding]:
    """Find lines that do something else than they seem to."""
    seen: dict[str, Entry] = {}
    for entry in list_entries(text):
        name = entry.name.upper()
        older = seen.get(name)
        if older is not None and name in known and older.value != entry.value:
            yield advise(
                CHECK,
                f"{name} is set twice in .env (lines {older.line} and {entry.line}), and the "
                "last one counts",
                "remove the other",
            )
        seen[name] = entry
    yield from (
        advise(
            CHECK,
            f"line {entry.line} of .env sets {name}, which Truss does not read",
            f"if it is meant for Truss, call it {PREFIX}{name}",
        )
        for name, entry in seen.items()
        if f"{PREFIX}{name}" in known and f"{PREFIX}{name}" not in seen and name not in _COMMON
    )
    yield from (
        advise(
            CHECK,
            f"line {entry.line} of .env sets {shorten(name)}, which Truss does not read",
            f"if it is meant for Truss, call it {near}",
        )
        for name, entry in seen.items()
        if (near := _find_slip(name, known)) and near not in seen
    )


def _is_ours(name: str) -> bool:
    """Say whether a name is meant for Truss, also where it has other signs than underscores."""
    return _OURS.match(name.upper()) is not None


def _find_slip(name: str, known: frozenset[str]) -> str:
    """Return the setting whose name this is but for a slip at its beginning, "" if none."""
    first, _, rest = name.replace("-", "_").partition("_")
    if find_nearest(first, ("TRUSS",)) != "TRUSS":
        first, rest = name[: len("TRUSS")], name[len("TRUSS") :]  # as in TRUSSHOME
    is_slip = not name.startswith(PREFIX) and find_nearest(first, ("TRUSS",)) == "TRUSS"
    return f"{PREFIX}{rest}" if is_slip and f"{PREFIX}{rest}" in known else ""


_COMMON: Final = frozenset({"HOME", "FFMPEG", "TABLE", "BUCKET"})
"""Names that other programs use for things of their own."""


def describe_unknown(name: str, known: frozenset[str], *, place: str = "") -> Finding:
    """Return the finding for a name that no setting has."""
    near = find_nearest(name, known)
    mend = f"call it {near} if that is meant, or remove it" if near else "remove it"
    return fault(CHECK, f"Truss has no setting {shorten(name)}{place}", mend)


def set_values(text: str, values: Mapping[str, str]) -> str:
    """Return the file's text with these values; its comments and all else stay as they are.

    A value goes where its name is set last, else where a comment shows it, else to the end.
    """
    parts = [bound.original.string for bound in parse_stream(StringIO(text))]
    names = [bound.key for bound in parse_stream(StringIO(text))]
    added: list[str] = []
    for name, value in values.items():
        line = f"{name}={quote(value)}\n"
        place = _find_place(names, parts, name)
        if place is None:
            added.append(line)
        else:
            parts[place] = _replace(parts[place], name, line)
            names[place] = name
    whole = "".join(parts)
    if added and whole and not whole.endswith("\n"):
        whole += "\n"
    return whole + "".join(added)


def rename(text: str, old: str, new: str) -> str:
    """Return the file's text with a setting under another name."""
    parts = []
    for bound in parse_stream(StringIO(text)):
        part = bound.original.string
        parts.append(part.replace(old, new, 1) if bound.key == old else part)
    return "".join(parts)


def quote(value: str) -> str:
    """Return a value as the file must have it; InvalidInput for what no file can hold."""
    if any(c in value for c in "\n\r\0") or "${" in value:
        raise InvalidInput("This value has a line break or ${ in it, which .env cannot hold.")
    if _BARE.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _find_place(names: list[str | None], parts: list[str], name: str) -> int | None:
    """Return the part that sets the name last, or the comment that shows it."""
    for index in reversed(range(len(names))):
        if (names[index] or "").upper() == name:
            return index
    for index, part in enumerate(parts):
        if names[index] is None and any(_shows(line, name) for line in part.splitlines()):
            return index
    return None


def _shows(line: str, name: str) -> bool:
    found = _COMMENTED.fullmatch(line.strip())
    return found is not None and found[1] == name


def _replace(part: str, name: str, line: str) -> str:
    """Return a part of the file with its line that sets or shows the name replaced.

    A part is one assignment, perhaps with blank lines before it, or one comment.
    """
    kept: list[str] = []
    lines = part.splitlines(keepends=True)
    for index, old in enumerate(lines):
        found = _NAME.match(old)
        if _shows(old, name) or (found and found[1].upper() == name):
            rest = lines[index + 1 :] if _shows(old, name) else []
            return "".join([*kept, _keep_note(old, line), *rest])
        kept.append(old)
    return "".join([*kept, line])


def _keep_note(old: str, line: str) -> str:
    """Return the new line with the note that stands behind the old value."""
    found = _NOTE.fullmatch(old.rstrip("\r\n"))
    return f"{line.rstrip()}{found[1]}\n" if found else line


def _find_line(bound: Binding) -> int:
    """Return the line of what was read; blank lines before it belong to it."""
    text = bound.original.string
    return bound.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _find_name(bound: Binding) -> str:
    found = _NAME.match(bound.original.string)
    return found[1] if found else ""


def _near(name: str) -> str:
    return f" ({shorten(name)})" if name.upper().startswith(PREFIX) else ""


def _describe_error(bound: Binding) -> str:
    quotes = [bound.original.string.count(mark) for mark in ("'", '"')]
    if any(count % 2 for count in quotes):
        return "close the quotation mark, or remove it"
    return "write NAME=value, or begin the line with # to keep it as a note"
