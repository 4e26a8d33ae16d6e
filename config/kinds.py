"""Kinds of settings: what a value of each must be, in sentences of ours.

A check raises ValueError with `problem; mend`, in which the name of the setting is the subject.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

_PLACEHOLDER: Final = re.compile(
    r"<.*>|\[.*\]|\.{3,}|x{3,}|your[ _-].*|change[ _-]?me|paste.*|todo", re.IGNORECASE
)
_MINE: Final = re.compile(r"my[ _-].*", re.IGNORECASE)
_EXAMPLE: Final = "still holds the example; put your own value there, or leave it empty"
_HOST: Final = re.compile(r"[A-Za-z0-9._:%\[\]-]+")


def check_http_url(value: str) -> str:
    """Return a URL of an interface; ValueError says what it lacks."""
    if find_url_problem(value):
        raise ValueError("is not a whole URL; write one such as https://api.example.org")
    return value


def check_socket_url(value: str) -> str:
    """Return a URL of a websocket."""
    if find_url_problem(value, ("ws", "wss")):
        raise ValueError(
            "is not the whole URL of a socket; write one such as wss://events.example.org/ws"
        )
    return value


def find_url_problem(value: str, schemes: tuple[str, ...] = ("http", "https")) -> bool:
    """Say whether a URL has no host, another scheme, or something that no URL has."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return True
    return parts.scheme not in schemes or not parts.hostname or not _is_printed(value)


def _is_printed(value: str) -> bool:
    return value.isprintable() and " " not in value


def check_public_url(value: str) -> str:
    """Return nothing or a whole URL; a bare host name would silently be ignored."""
    if not value:
        return value
    parts_of_url = "write the whole URL, such as https://clips.example.org"
    if find_url_problem(value):
        raise ValueError(f"is not a whole URL; {parts_of_url}")
    parts = urlsplit(value)
    if parts.query or parts.fragment or parts.username:
        raise ValueError(f"has more than a host and a path; {parts_of_url}")
    return value.rstrip("/")


def check_word(value: str) -> str:
    """Return a token, id or key; ValueError for what a header cannot carry, or a placeholder."""
    if _MINE.fullmatch(value):
        raise ValueError(_EXAMPLE)
    return check_name(value)


def check_name(value: str) -> str:
    """Return a name that somebody chose, which may well be `my-clips`."""
    if value != value.strip() or not value.isascii() or re.search(r"[\s\x00-\x1f\x7f\"]", value):
        raise ValueError(
            "has a blank, a quotation mark or a letter that no such value has; copy it again, "
            "and nothing else"
        )
    if _PLACEHOLDER.fullmatch(value):
        raise ValueError(_EXAMPLE)
    return value


def check_line(value: str) -> str:
    """Return a password; ValueError where it has more than one line."""
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError("has a line break in it; copy it again, and nothing else")
    return value


def check_host(value: str) -> str:
    """Return a host name or address; ValueError for a URL."""
    if value and not _HOST.fullmatch(value):
        raise ValueError("is not a host; write only a name or an address, without http:// and /")
    return value


def check_mail_host(value: str) -> str:
    """Return a host name; the port has a setting of its own."""
    if re.fullmatch(r"[^:\[\]]+:\d+", value):
        raise ValueError("names a port too; write that into TRUSS_SMTP_PORT")
    return check_host(value)


def check_folder(value: Path) -> Path:
    """Return a folder, which need not exist yet, with `~` as the home of whoever starts Truss."""
    try:
        folder = value.expanduser()
        is_other = folder.exists() and not folder.is_dir()
    except (OSError, RuntimeError, ValueError):  # RuntimeError: nobody is called `~so`
        is_other = True
    if is_other:
        raise ValueError("is not a folder that can be used; name another one, or leave it empty")
    return folder


def check_place(value: str, *, part: str, example: str) -> str:
    """Return an address with a place for what changes in it, and no other."""
    rest = value.replace(part, "")
    if part not in value or "{" in rest or "}" in rest:
        raise ValueError(f"has no {part} in it, or other braces; write one such as {example}")
    return value


def _check_secret_name(value: SecretStr) -> SecretStr:
    check_name(value.get_secret_value())
    return value


def _check_secret_word(value: SecretStr) -> SecretStr:
    check_word(value.get_secret_value())
    return value


def _check_secret_line(value: SecretStr) -> SecretStr:
    check_line(value.get_secret_value())
    return value


Word = Annotated[str, AfterValidator(check_word)]
BucketName = Annotated[str, AfterValidator(check_name)]
SecretName = Annotated[SecretStr, AfterValidator(_check_secret_name)]
SecretWord = Annotated[SecretStr, AfterValidator(_check_secret_word)]
SecretLine = Annotated[SecretStr, AfterValidator(_check_secret_line)]
Host = Annotated[str, AfterValidator(check_host)]
MailHost = Annotated[str, AfterValidator(check_mail_host)]
Folder = Annotated[Path, AfterValidator(check_folder)]
PublicUrl = Annotated[str, AfterValidator(check_public_url)]
HttpUrl = Annotated[str, AfterValidator(check_http_url)]
SocketUrl = Annotated[str, AfterValidator(check_socket_url)]
StreamAddress = Annotated[
    str,
    AfterValidator(partial(check_place, part="{login}", example="https://www.twitch.tv/{login}")),
]
VideoAddress = Annotated[
    str,
    AfterValidator(
        partial(check_place, part="{video_id}", example="https://www.twitch.tv/videos/{video_id}")
    ),
]
